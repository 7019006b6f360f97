-- ==== What screens ask for ================================================================================

-- The queue of what is to be reviewed.
CREATE INDEX statement_confidence ON statement (confidence, id);
