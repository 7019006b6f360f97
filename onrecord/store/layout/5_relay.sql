-- ==== Relay: whose words are whose; made from page.record and the speakers' actors by the pass `relay` =====

-- What a page is compared by, and where it comes from.
CREATE TABLE relay_page (
    page    TEXT PRIMARY KEY REFERENCES page (id),
    sketch  BLOB NOT NULL,            -- MinHash values of its sentences, as little-endian 64-bit integers, rising
    first   TEXT,                     -- the first moment at which it can have come out; NULL: nothing bounds it
    last    TEXT,                     -- the last such moment
    own     INTEGER NOT NULL,         -- words of its article outside quotation marks
    credits INTEGER NOT NULL,         -- 1: it credits an agency or another outlet
    parent  TEXT,                     -- the earlier page that has most of its own words; NULL: none has
    origin  TEXT NOT NULL,            -- the earliest page that it goes back to; itself where it has no parent
    proven  INTEGER NOT NULL          -- 1: the pages' dates prove that the origin came out before it
) STRICT, WITHOUT ROWID;
CREATE INDEX relay_page_origin ON relay_page (origin);

-- Two pages one of which has words of the other; `a` is the one whose id sorts first.
CREATE TABLE relay (
    a            TEXT NOT NULL REFERENCES page (id),
    b            TEXT NOT NULL REFERENCES page (id),
    kind         TEXT NOT NULL,       -- copy, same_wire, revision or quotation
    extent       TEXT NOT NULL,       -- whole, abridged or partly
    words        INTEGER NOT NULL,    -- words shared: outside quotation marks, for a quotation inside them
    share_a      REAL NOT NULL,       -- of such words of `a`, 0 to 1
    share_b      REAL NOT NULL,       -- of such words of `b`
    credited_by  TEXT,                -- the page that names the other one beside the words
    credit_start INTEGER,             -- where it does so
    credit_end   INTEGER,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX relay_b ON relay (b);

-- The proof: words that stand in both pages.
CREATE TABLE relay_run (
    a       TEXT NOT NULL,
    b       TEXT NOT NULL,
    nth     INTEGER NOT NULL,         -- from 0, in the order of `a`
    a_start INTEGER NOT NULL,
    a_end   INTEGER NOT NULL,
    b_start INTEGER NOT NULL,
    b_end   INTEGER NOT NULL,
    PRIMARY KEY (a, b, nth),
    FOREIGN KEY (a, b) REFERENCES relay (a, b)
) STRICT, WITHOUT ROWID;

-- A statement as it is compared with others of the same actor.
CREATE TABLE telling (
    page   TEXT NOT NULL REFERENCES page (id),
    nth    INTEGER NOT NULL,          -- the statement's position in the record
    actors TEXT NOT NULL,             -- JSON array of those who made it when it was compared; ~ one without a name
    sketch BLOB NOT NULL,             -- MinHash values of its words
    PRIMARY KEY (page, nth)
) STRICT, WITHOUT ROWID;

-- Who speaks on a page may become another actor: the pass looks again whether its tellings are still theirs.
CREATE TRIGGER telling_named AFTER INSERT ON naming BEGIN
    DELETE FROM taken WHERE pass = 'relay-spoken' AND page = new.page;
END;
CREATE TRIGGER telling_joined AFTER UPDATE OF actor ON form BEGIN
    DELETE FROM taken WHERE pass = 'relay-spoken' AND page IN (SELECT page FROM naming WHERE form = new.id);
END;

-- Who makes a telling, an office like that of a spokesman by its words: the way to all tellings of an actor that
-- have been compared with each other.
CREATE TABLE telling_actor (
    actor TEXT NOT NULL,
    page  TEXT NOT NULL,
    nth   INTEGER NOT NULL,
    PRIMARY KEY (actor, page, nth)
) STRICT, WITHOUT ROWID;
CREATE INDEX telling_actor_page ON telling_actor (page);

-- Two statements on different pages that report the same act of saying; `a` is the one whose page sorts first.
CREATE TABLE retelling (
    a_page TEXT NOT NULL,
    a_nth  INTEGER NOT NULL,
    b_page TEXT NOT NULL,
    b_nth  INTEGER NOT NULL,
    how    TEXT NOT NULL,             -- copied, quoted, retold or recalled
    PRIMARY KEY (a_page, a_nth, b_page, b_nth)
) STRICT, WITHOUT ROWID;
CREATE INDEX retelling_b ON retelling (b_page, b_nth);

-- Which statements report one utterance. A statement that no other page reports has no row.
CREATE TABLE utterance (
    page       TEXT NOT NULL,
    nth        INTEGER NOT NULL,
    first_page TEXT NOT NULL,         -- the earliest report of it in this ledger …
    first_nth  INTEGER NOT NULL,      -- … which names the utterance
    PRIMARY KEY (page, nth)
) STRICT, WITHOUT ROWID;
CREATE INDEX utterance_first ON utterance (first_page, first_nth);

-- page_families: one row a page that has copies or is one, families together, the origin first.
CREATE VIEW page_families AS
SELECT relay_page.origin, relay_page.page, relay_page.parent, relay_page.proven,
       article.outlet, article.published, article.headline
FROM relay_page
JOIN article ON article.page = relay_page.page
WHERE relay_page.origin IN (SELECT origin FROM relay_page AS other WHERE other.parent IS NOT NULL)
ORDER BY relay_page.origin, relay_page.parent IS NOT NULL, article.published, relay_page.page;

-- said_again: one row a statement whose utterance several pages report, utterances together, the earliest first.
CREATE VIEW said_again AS
SELECT utterance.first_page || '/' || utterance.first_nth AS utterance, statement.id, statement.speakers,
       statement.words, article.outlet, article.published, statement.page
FROM utterance
JOIN statement ON statement.page = utterance.page AND statement.nth = utterance.nth
JOIN article ON article.page = utterance.page
ORDER BY utterance.first_page, utterance.first_nth,
         utterance.page <> utterance.first_page, article.published, utterance.page;
