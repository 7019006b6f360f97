-- ==== Decisions: what people corrected; kept for good, undoing one is another row =========================

-- The log. A row is never changed and never deleted; `forget` alone takes words out of one, and leaves the row;
-- they come back with the page, where another ledger or a coder's file has them.
CREATE TABLE decision (
    n      INTEGER PRIMARY KEY,       -- in the order of arrival in this ledger; `at` orders what holds
    id     TEXT NOT NULL UNIQUE,      -- a hash of everything else: the same decision is the same everywhere
    kind   TEXT NOT NULL,             -- speaker, said, not-statement, …, undo, redo
    page   TEXT,                      -- sha256 of the source that it is about; NULL: it is about names
    copies INTEGER NOT NULL,          -- 1: it holds for exact copies of the words on other pages too
    of     TEXT,                      -- the decision that is undone or redone
    who    TEXT NOT NULL,             -- who decided
    at     TEXT NOT NULL,             -- when (UTC)
    body   TEXT NOT NULL              -- JSON object: the decision
) STRICT;
CREATE INDEX decision_page ON decision (page);
CREATE INDEX decision_of ON decision (of);
CREATE INDEX decision_copies ON decision (copies) WHERE copies = 1;
CREATE TRIGGER decision_stays BEFORE DELETE ON decision BEGIN
    SELECT raise(ABORT, 'a decision is never deleted; undo it');
END;
CREATE TRIGGER decision_unchanged BEFORE UPDATE ON decision
WHEN new.body IS NOT '{}' OR new.id IS NOT old.id OR new.kind IS NOT old.kind OR new.page IS NOT old.page
    OR new.n IS NOT old.n OR new.copies IS NOT old.copies OR new.of IS NOT old.of OR new.who IS NOT old.who
    OR new.at IS NOT old.at
BEGIN
    SELECT raise(ABORT, 'a decision is never changed; undo it and decide anew');
END;

-- Sources that somebody forgot: that it happened, and nothing of what they said.
CREATE TABLE forgotten (
    n      INTEGER PRIMARY KEY,       -- in the order of forgetting
    sha256 TEXT NOT NULL,             -- of the bytes that were here
    who    TEXT NOT NULL,             -- who decided it
    at     TEXT NOT NULL,             -- when (UTC)
    why    TEXT NOT NULL,             -- the reason that was given; '' none
    back   TEXT,                      -- when the source was added again all the same; NULL: it stays forgotten
    UNIQUE (sha256, who, at)
) STRICT;

-- What became of each decision on a page when the page's record was made. Derived from page.record.
CREATE TABLE applied (
    page       TEXT NOT NULL REFERENCES page (id),
    nth        INTEGER NOT NULL,      -- from 0, in the record's order
    decision   TEXT NOT NULL,         -- its id
    kind       TEXT NOT NULL,         -- its kind
    outcome    TEXT NOT NULL,         -- in-force, overruled, undone or orphaned
    reason     TEXT NOT NULL,         -- why it does not hold, as a slug; empty where it does
    statement  TEXT,                  -- the id of the statement that it bears on
    span_start INTEGER,               -- where its words stand in page.text
    span_end   INTEGER,
    PRIMARY KEY (page, nth)
) STRICT;
CREATE INDEX applied_decision ON applied (decision);
CREATE INDEX applied_outcome ON applied (outcome);

-- orphans: one row for each decision whose words or page are not there: nothing is corrected by it any more.
CREATE VIEW orphans AS
SELECT decision.id, decision.kind, decision.who, decision.at, page.id AS page, applied.reason, decision.body
FROM decision
JOIN page ON page.sha256 = decision.page
JOIN applied ON applied.page = page.id AND applied.decision = decision.id
WHERE applied.outcome = 'orphaned'
UNION ALL
SELECT decision.id, decision.kind, decision.who, decision.at, NULL, 'no-page', decision.body
FROM decision
WHERE decision.page IS NOT NULL AND decision.kind NOT IN ('undo', 'redo')
    AND decision.page NOT IN (SELECT sha256 FROM page);
