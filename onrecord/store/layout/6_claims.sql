-- ==== Claims: what contents ask of the world, grouped; made from page.record by the pass `claims` ==========

-- What an act in one statement's content says: who does what to whom. '' stands for a part that its words leave out.
CREATE TABLE claim_frame (
    page      TEXT NOT NULL REFERENCES page (id),
    nth       INTEGER NOT NULL,       -- the statement's position in the record
    act       TEXT NOT NULL,          -- a class of the language's acts; what is received counts as supplied
    doer      TEXT NOT NULL,          -- who does it or gives: =name of a state, or =root of another name; of a deal, a party
    object    TEXT NOT NULL,          -- what it is done to or what is given: a class of things, or a name as in doer
    recipient TEXT NOT NULL,          -- to whom it is given, as in doer
    aspect    TEXT NOT NULL,          -- done, planned or sought
    figure    TEXT NOT NULL,          -- digits of a quantity of the object
    year      TEXT NOT NULL,          -- the year that the content gives
    key       TEXT,                   -- all parts in one string; NULL: not all that a claim needs are named
    exact     INTEGER NOT NULL        -- 1: in these words; 0: entailed by a narrower object
) STRICT;
CREATE INDEX claim_frame_key ON claim_frame (key) WHERE key IS NOT NULL;
CREATE INDEX claim_frame_page ON claim_frame (page);
CREATE INDEX claim_frame_parties ON claim_frame (act, doer, recipient);

-- A party that a page's article names.
CREATE TABLE claim_party (
    page  TEXT NOT NULL REFERENCES page (id),
    key   TEXT NOT NULL,              -- as in claim_frame.doer
    shown TEXT NOT NULL,              -- as the page writes it; '' for a state of the tables
    PRIMARY KEY (page, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_party_key ON claim_party (key, page);

-- A claim that statements of this ledger make. Its parts are those of claim_frame.
CREATE TABLE claim (
    id          TEXT PRIMARY KEY,     -- a hash of its parts
    proposition TEXT NOT NULL,        -- the claim as a sentence
    act         TEXT NOT NULL,
    doer        TEXT NOT NULL,
    object      TEXT NOT NULL,
    recipient   TEXT NOT NULL,
    aspect      TEXT NOT NULL,
    figure      TEXT NOT NULL,
    year        TEXT NOT NULL,
    looked      INTEGER NOT NULL      -- 1: all pages have been looked through for statements on it
) STRICT;
CREATE INDEX claim_doer ON claim (doer);

-- One statement that bears on a claim, with its stance.
CREATE TABLE claim_bearing (
    claim    TEXT NOT NULL REFERENCES claim (id),
    page     TEXT NOT NULL REFERENCES page (id),
    nth      INTEGER NOT NULL,        -- the statement's position in the record
    stance   TEXT NOT NULL,
    relation TEXT NOT NULL,           -- to the claim: itself, narrower, broader or aspect
    score    REAL NOT NULL,           -- how well the content matches, 0 to 1
    reason   TEXT NOT NULL,           -- why this stance
    sides    TEXT NOT NULL,           -- JSON array: for whom its speakers speak, as far as the page tells
    PRIMARY KEY (claim, page, nth)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_bearing_page ON claim_bearing (page);

-- For whom the persons speak whose pages do not tell: by their names, whatever else pages call them.
CREATE INDEX speaker_office ON speaker (key, coalesce(on_behalf_of, role, affiliation))
WHERE kind = 'person' AND coalesce(on_behalf_of, role, affiliation) IS NOT NULL;

-- claims: one row a claim, those with answers on both sides first: how many statements answer it, on how many pages.
-- A narrower yes and a broader no answer it too; a narrower no and another aspect do not. A claim that is still being
-- looked for is left out.
CREATE VIEW claims AS
SELECT claim.id, claim.proposition, count(*) AS statements, count(DISTINCT page) AS pages,
       sum(stance IN ('confirms', 'asserts', 'suspects')) AS affirming,
       sum(stance IN ('denies', 'doubts')) AS denying,
       sum(stance IN ('deflects', 'declines')) AS evading,
       min(sum(stance IN ('confirms', 'asserts', 'suspects')), sum(stance IN ('denies', 'doubts'))) > 0 AS contested
FROM claim
JOIN claim_bearing ON claim_bearing.claim = claim.id
WHERE looked = 1 AND (
    relation = 'itself'
    OR (relation = 'narrower' AND stance IN ('confirms', 'asserts', 'suspects'))
    OR (relation = 'broader' AND stance IN ('denies', 'doubts')))
GROUP BY claim.id
ORDER BY contested DESC, pages DESC, statements DESC, claim.proposition;
