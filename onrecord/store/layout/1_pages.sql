-- The ledger: one SQLite file, laid out here from top to bottom. docs/ledger.md tells the same in prose.
--
-- The files of this folder are layouts, each added to the one before (PRAGMA user_version counts them;
-- migrations.py takes a file from one to the next, so a file that has been released is never edited).
-- PRAGMA application_id marks the file as a ledger of onrecord.
--
-- Offsets (`…_start`, `…_end`) count Unicode code points of page.text, end exclusive. SQLite's own length()
-- and substr() stop at a NUL character, so nothing here relies on them for page text.
-- Times are ISO 8601 text, days YYYY-MM-DD. Lists are JSON arrays, so that json_each() takes them apart.


-- ==== Kept: these rows are the evidence; nothing else can bring them back ================================

-- The bytes that were taken, once each, however often they were met.
CREATE TABLE source (
    sha256     TEXT PRIMARY KEY,      -- of the bytes as they came, hex
    bytes      BLOB NOT NULL,         -- those bytes, compressed with zlib
    size       INTEGER NOT NULL,      -- how many they are, uncompressed
    media_type TEXT                   -- as whoever delivered them stated it; NULL: the bytes decide
) STRICT;

-- One taking of the bytes at one place. A place gives a source one capture: adding it again adds nothing.
CREATE TABLE capture (
    id      INTEGER PRIMARY KEY,      -- in the order of adding: the smallest is a source's first capture
    sha256  TEXT NOT NULL REFERENCES source (sha256),
    path    TEXT,                     -- as the user gave it
    url     TEXT,                     -- where it was taken from, where known
    fetched TEXT,                     -- when the bytes were taken; NULL: nobody knows
    added   TEXT NOT NULL             -- when they came into this ledger (UTC)
) STRICT;
CREATE UNIQUE INDEX capture_place ON capture (sha256, ifnull(path, ''), ifnull(url, ''));
CREATE INDEX capture_path ON capture (path);
CREATE INDEX capture_url ON capture (url);

-- A source as read, and everything taken down from it. `record` is the interchange: all tables under
-- "Derived" are made from it alone.
CREATE TABLE page (
    n           INTEGER PRIMARY KEY AUTOINCREMENT,  -- in the order of adding; never given twice
    id          TEXT NOT NULL UNIQUE, -- the first 16 hex digits of sha256
    sha256      TEXT NOT NULL UNIQUE REFERENCES source (sha256),
    text        TEXT NOT NULL,        -- the whole visible text; every offset counts in it
    text_sha256 TEXT NOT NULL,        -- of text in UTF-8
    renderer    TEXT NOT NULL,        -- the version of what rendered the text
    made_by     TEXT NOT NULL,        -- JSON object: onrecord, renderer, models
    record      TEXT NOT NULL         -- JSON object: the page record
) STRICT;

-- A source that was refused whole. Tried again with the same bytes it stays one row; once those bytes are
-- read it goes.
CREATE TABLE refusal (
    id      INTEGER PRIMARY KEY,      -- in the order of refusing
    path    TEXT NOT NULL,            -- as the user gave it
    sha256  TEXT,                     -- of its bytes; NULL: they could not be had
    reason  TEXT NOT NULL,            -- a stable slug, to count by
    message TEXT NOT NULL,            -- what happened and what to do
    tried   TEXT NOT NULL             -- when this reason was first met (UTC)
) STRICT;
CREATE UNIQUE INDEX refusal_place ON refusal (path, ifnull(sha256, ''));


-- ==== Derived: rows for asking, made from page.record; they can be dropped and rebuilt ===================

-- What the page publishes.
CREATE TABLE article (
    n            INTEGER PRIMARY KEY,
    page         TEXT NOT NULL UNIQUE REFERENCES page (id),
    language     TEXT,
    headline     TEXT,
    outlet       TEXT,
    bylines      TEXT NOT NULL,       -- JSON array of names
    agencies     TEXT NOT NULL,       -- JSON array of names
    dateline     TEXT,
    published    TEXT,                -- ISO day; NULL: unknown, published_by says why
    published_by TEXT NOT NULL,       -- the rule that found it, or why it is unknown
    not_after    TEXT,                -- ISO day that bounds an unknown one
    updated      TEXT,
    body         TEXT NOT NULL        -- the words of the body, a line a paragraph
) STRICT;
CREATE INDEX article_published ON article (published);

-- One attribution: who, by which words, what.
CREATE TABLE statement (
    n              INTEGER PRIMARY KEY,
    page           TEXT NOT NULL REFERENCES page (id),
    nth            INTEGER NOT NULL,  -- from 0, in the record's order
    id             TEXT NOT NULL,     -- as in the record; pages of the same text share it
    speakers       TEXT NOT NULL,     -- names, or the words that mention them, joined by "; "
    cue            TEXT NOT NULL,     -- the reporting words, pieces joined by " … "
    words          TEXT NOT NULL,     -- the content, pieces joined by " … "
    form           TEXT NOT NULL,     -- direct, mixed or indirect
    via            TEXT NOT NULL,     -- JSON array of media, innermost first
    said_from      TEXT,              -- first possible day
    said_to        TEXT,              -- last possible day
    said_precision TEXT,              -- NULL: the page gives no day
    said_by        TEXT,              -- how it was reckoned
    day_from       TEXT,              -- said, else published: what searches and the timeline go by
    day_to         TEXT,
    within         TEXT,              -- the id of the statement that encloses it
    acts           TEXT NOT NULL,     -- JSON array
    hedges         TEXT NOT NULL,     -- JSON array of the hedging words
    negated        INTEGER NOT NULL,  -- 0 or 1
    silent         INTEGER NOT NULL,  -- 0 or 1
    flags          TEXT NOT NULL,     -- JSON array
    confidence     REAL NOT NULL,
    content_start  INTEGER,           -- from the first content span …
    content_end    INTEGER,           -- … to the last; NULL: no content
    UNIQUE (page, nth)
) STRICT;
CREATE INDEX statement_id ON statement (id);
CREATE INDEX statement_day ON statement (day_from);

-- One of those who make a statement.
CREATE TABLE speaker (
    page          TEXT NOT NULL,
    statement_nth INTEGER NOT NULL,
    nth           INTEGER NOT NULL,   -- from 0, in text order
    name          TEXT,               -- in the fullest form the page gives; NULL: unclear
    key           TEXT,               -- the name for comparison: lower case, letters and digits
    actor         TEXT,               -- the identity, as far as a name tells; anonymous ones end at their page
    kind          TEXT NOT NULL,
    role          TEXT,
    affiliation   TEXT,
    on_behalf_of  TEXT,
    mention       TEXT,               -- the words that name the speaker here
    mention_start INTEGER,
    mention_end   INTEGER,
    PRIMARY KEY (page, statement_nth, nth),
    FOREIGN KEY (page, statement_nth) REFERENCES statement (page, nth)
) STRICT;
CREATE INDEX speaker_key ON speaker (key);
CREATE INDEX speaker_actor ON speaker (actor);

-- A run of the page with the kind of thing it is and the reason for thinking so.
CREATE TABLE block (
    page       TEXT NOT NULL REFERENCES page (id),
    nth        INTEGER NOT NULL,      -- from 0, in the record's order
    span_start INTEGER NOT NULL,
    span_end   INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    reason     TEXT NOT NULL,
    path       TEXT NOT NULL,         -- the element's selector, or the line
    PRIMARY KEY (page, nth)
) STRICT;

-- What was not understood of a page that was read.
CREATE TABLE problem (
    page       TEXT NOT NULL REFERENCES page (id),
    nth        INTEGER NOT NULL,      -- from 0, in the record's order
    stage      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    message    TEXT NOT NULL,
    span_start INTEGER,
    span_end   INTEGER,
    PRIMARY KEY (page, nth)
) STRICT;
CREATE INDEX problem_reason ON problem (reason);


-- ==== Search: FTS5 over the derived words, which it does not copy; triggers keep it in step ==============

CREATE VIRTUAL TABLE article_fts USING fts5 (
    headline, body,
    content = 'article', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER article_added AFTER INSERT ON article BEGIN
    INSERT INTO article_fts (rowid, headline, body) VALUES (new.n, new.headline, new.body);
END;
CREATE TRIGGER article_gone AFTER DELETE ON article BEGIN
    INSERT INTO article_fts (article_fts, rowid, headline, body)
    VALUES ('delete', old.n, old.headline, old.body);
END;

CREATE VIRTUAL TABLE statement_fts USING fts5 (
    words, speakers,
    content = 'statement', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER statement_added AFTER INSERT ON statement BEGIN
    INSERT INTO statement_fts (rowid, words, speakers) VALUES (new.n, new.words, new.speakers);
END;
CREATE TRIGGER statement_gone AFTER DELETE ON statement BEGIN
    INSERT INTO statement_fts (statement_fts, rowid, words, speakers)
    VALUES ('delete', old.n, old.words, old.speakers);
END;


-- ==== Views: what a reader opens, in Datasette or elsewhere ==============================================

-- pages: one row a page: where it was first taken, what it publishes, how much was found and missed.
CREATE VIEW pages AS
SELECT page.id, capture.path, capture.url, capture.fetched, capture.added,
       article.headline, article.outlet, article.published, article.published_by,
       (SELECT count(*) FROM statement WHERE statement.page = page.id) AS statements,
       (SELECT count(*) FROM problem WHERE problem.page = page.id) AS problems,
       (SELECT count(*) FROM capture AS again WHERE again.sha256 = page.sha256) AS captures,
       page.sha256
FROM page
JOIN capture ON capture.id = (SELECT min(id) FROM capture AS first WHERE first.sha256 = page.sha256)
JOIN article ON article.page = page.id;

-- statements_shown: one row a statement with its words and the page that shows it.
CREATE VIEW statements_shown AS
SELECT statement.id, statement.speakers, statement.cue, statement.words, statement.form,
       statement.said_from, statement.said_to, statement.said_by, statement.via, statement.acts,
       statement.hedges, statement.negated, statement.silent, statement.flags, statement.confidence,
       article.outlet, article.published, article.headline, statement.page
FROM statement
JOIN article ON article.page = statement.page;

-- not_read: one row for each thing that was refused or not understood; page is NULL where none came to be.
-- The message of a refusal says so where other bytes at its path have been read since.
CREATE VIEW not_read AS
SELECT capture.path, problem.page, problem.stage, problem.reason, problem.message
FROM problem
JOIN page ON page.id = problem.page
JOIN capture ON capture.id = (SELECT min(id) FROM capture AS first WHERE first.sha256 = page.sha256)
UNION ALL
SELECT path, NULL, 'read', reason, message || iif(
           EXISTS (SELECT 1 FROM capture WHERE capture.path = refusal.path AND capture.added > refusal.tried),
           ' Other bytes at this path have been read since.', '')
FROM refusal;

-- timeline: the statements that have a day, earliest first: the day said where the page gives it, else the
-- day published, and which of the two it is.
CREATE VIEW timeline AS
SELECT statement.day_from, statement.day_to,
       CASE WHEN statement.said_from IS NULL AND statement.said_to IS NULL
            THEN 'published' ELSE 'said' END AS day_is,
       statement.speakers, statement.words, article.outlet, statement.id, statement.page
FROM statement
JOIN article ON article.page = statement.page
WHERE statement.day_from IS NOT NULL
ORDER BY statement.day_from, statement.day_to, statement.page, statement.nth;
