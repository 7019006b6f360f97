-- ==== Turns: two that change a ledger at once do not build on what the other one has changed meanwhile =====

-- One row: how often something was changed that a pass over the ledger may have read before. A pass that finds
-- another number than it left begins again from where it stands.
CREATE TABLE turn (
    n INTEGER NOT NULL                -- counts up
) STRICT;
INSERT INTO turn (n) VALUES (0);

-- Pages of the same text, which what was decided about one of them holds on; some ledgers of layout 8 have this index.
CREATE INDEX IF NOT EXISTS page_text ON page (text_sha256);

-- The words of a decision that were taken out by `forget` may come back with the page.
DROP TRIGGER decision_unchanged;
CREATE TRIGGER decision_unchanged BEFORE UPDATE ON decision
WHEN (new.body IS NOT '{}' AND old.body IS NOT '{}') OR new.id IS NOT old.id OR new.kind IS NOT old.kind
    OR new.page IS NOT old.page OR new.n IS NOT old.n OR new.copies IS NOT old.copies OR new.of IS NOT old.of
    OR new.who IS NOT old.who OR new.at IS NOT old.at
BEGIN
    SELECT raise(ABORT, 'a decision is never changed; undo it and decide anew');
END;
