-- ==== Actors: who is meant across pages; derived from records, decisions and reference files ==============

-- A name as it is gathered: a state's government, a person's words, a body's words. One whose words do not say who
-- is meant (an unnamed official, a bare surname) ends at its page.
CREATE TABLE form (
    id    TEXT PRIMARY KEY,           -- a hash of sort, key and page: the same in every ledger
    sort  TEXT NOT NULL,              -- person, body, government, unnamed
    key   TEXT NOT NULL,              -- its words for comparison
    page  TEXT REFERENCES page (id),  -- where it ends; NULL: it holds in the whole ledger
    reference TEXT,                   -- the known actor of a reference file that it is; NULL: none
    name  TEXT NOT NULL,              -- how pages have it most often
    held  TEXT NOT NULL,              -- JSON array of [post, home, first day, last day]
    actor TEXT NOT NULL               -- the smallest id among the forms of the same actor: the actor's id
) STRICT;
CREATE INDEX form_actor ON form (actor);

-- One time that a statement names somebody who speaks or is spoken to.
CREATE TABLE naming (
    page          TEXT NOT NULL REFERENCES page (id),
    statement_nth INTEGER NOT NULL,   -- the statement, as in table statement
    part          TEXT NOT NULL,      -- by: makes the statement; to: is addressed
    nth           INTEGER NOT NULL,   -- from 0, among those of the part
    form          TEXT NOT NULL,      -- what the name is gathered under
    name          TEXT NOT NULL,      -- in the fullest form the page gives
    kind          TEXT NOT NULL,      -- of the speaker
    role          TEXT,               -- in the words of the page
    post          TEXT NOT NULL,      -- the role for comparison; '' where there is none
    home          TEXT NOT NULL,      -- the state or body that the person belongs to, for comparison; '' unknown
    affiliation   TEXT,               -- in the words of the page
    behalf        TEXT,               -- for whom the words are said; a link, never an identity
    behalf_form   TEXT,               -- what that is gathered under; NULL: unsure
    day           TEXT,               -- said, else published
    PRIMARY KEY (page, statement_nth, part, nth)
) STRICT, WITHOUT ROWID;
CREATE INDEX naming_form ON naming (form);
CREATE INDEX naming_behalf ON naming (behalf_form) WHERE behalf_form IS NOT NULL;

-- What a page names, found where it was read and waiting for the pass, which takes it out.
CREATE TABLE named (
    page    TEXT PRIMARY KEY REFERENCES page (id),
    version TEXT NOT NULL,            -- of the rules that it was found by
    names   TEXT NOT NULL             -- JSON: whom its statements name, and the acronyms that it spells out
) STRICT, WITHOUT ROWID;

-- What forms must share to be compared at all.
CREATE TABLE form_block (
    block TEXT NOT NULL,              -- the shared part: sounds, Hangul, first and last name, post
    form  TEXT NOT NULL,
    PRIMARY KEY (block, form)
) STRICT, WITHOUT ROWID;
CREATE INDEX form_block_form ON form_block (form);

-- An acronym that a page spells out.
CREATE TABLE acronym (
    page       TEXT NOT NULL REFERENCES page (id),
    short      TEXT NOT NULL,         -- the form of the acronym
    long       TEXT NOT NULL,         -- the form of the name
    span_start INTEGER NOT NULL,      -- where the page does so, in page.text
    span_end   INTEGER NOT NULL,
    PRIMARY KEY (page, short, long)
) STRICT, WITHOUT ROWID;
CREATE INDEX acronym_short ON acronym (short);
CREATE INDEX acronym_long ON acronym (long);

-- Two forms that are or may be one actor's, and why.
CREATE TABLE form_join (
    one     TEXT NOT NULL,            -- the form whose id sorts first
    other   TEXT NOT NULL,
    score   REAL NOT NULL,            -- how surely, 0 to 1
    because TEXT NOT NULL,            -- in words
    short   TEXT,                     -- the form that may mean others too; NULL: the join holds by itself
    held    INTEGER NOT NULL,         -- 1: they are joined; 0: that stays open
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX form_join_other ON form_join (other);

-- What a person decided about two forms, or a reference file says.
CREATE TABLE form_verdict (
    one     TEXT NOT NULL,
    other   TEXT NOT NULL,
    same    INTEGER NOT NULL,         -- 1: one actor; 0: two
    because TEXT NOT NULL,            -- who said so, when and why
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX form_verdict_other ON form_verdict (other);

-- Known actors of reference files that the user gave. Kept: no page brings them back.
CREATE TABLE reference (
    id       TEXT PRIMARY KEY,        -- a hash of the entry
    name     TEXT NOT NULL,           -- the name to show
    kind     TEXT NOT NULL,           -- person, organisation, government
    aliases  TEXT NOT NULL,           -- JSON array of other names
    wikidata TEXT,                    -- Q and a number
    first    TEXT,                    -- the names mean this actor from this day on; NULL: always
    last     TEXT,                    -- … to this day
    file     TEXT NOT NULL            -- the name of the file that it came from
) STRICT;

-- actors: one row an actor with its most frequent name and what it rests on.
CREATE VIEW actors AS
SELECT form.actor AS id,
       (SELECT again.name FROM form AS again JOIN naming ON naming.form = again.id WHERE again.actor = form.actor
        GROUP BY again.id ORDER BY again.page IS NOT NULL, count(*) DESC, length(again.name) DESC, again.name
        LIMIT 1) AS name,
       min(form.sort) AS sort,
       count(DISTINCT form.id) AS forms,
       count(DISTINCT naming.page) AS pages,
       count(*) FILTER (WHERE naming.part = 'by') AS statements,
       count(*) FILTER (WHERE naming.part = 'to') AS addressed
FROM form JOIN naming ON naming.form = form.id
GROUP BY form.actor;
