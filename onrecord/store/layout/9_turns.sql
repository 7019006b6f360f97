-- ==== Turns: two that change a ledger at once do not build on what the other one has changed meanwhile =====

-- One row: how often something was changed that a pass over the ledger may have read before. A pass that finds
-- another number than it left begins again from where it stands.
CREATE TABLE turn (
    n INTEGER NOT NULL                -- counts up
) STRICT;
INSERT INTO turn (n) VALUES (0);
