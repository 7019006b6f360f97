-- ==== Meaning: what statements say as vectors; made from the statements' words by the pass `meaning` =======

-- The contents of a page's statements as vectors: 384 signed bytes each, in the order of the record.
CREATE TABLE vector (
    n       INTEGER PRIMARY KEY,      -- larger than any before it: tells those who keep `sign` that it has changed
    page    TEXT NOT NULL UNIQUE REFERENCES page (id),
    model   TEXT NOT NULL,            -- what made them: vectors of two models are not to be compared
    vectors BLOB NOT NULL             -- zeros for a statement without content
) STRICT;

-- Whether each number of those vectors is above 0: 48 bytes a statement, by which a whole ledger is looked through.
CREATE TABLE sign (
    n     INTEGER PRIMARY KEY REFERENCES vector (n),
    signs BLOB NOT NULL
) STRICT;

-- The words of the search index with the number of statements that hold each: which words are rare.
CREATE VIRTUAL TABLE statement_word USING fts5vocab (statement_fts, row);
