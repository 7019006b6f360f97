-- ==== Passes over the ledger (actors, relay, claims) ======================================================

-- Which pages a pass has taken in. A page whose record is stored anew loses its rows here, so that each pass
-- takes it in again.
CREATE TABLE taken (
    pass    TEXT NOT NULL,
    version TEXT NOT NULL,            -- of the pass: another version takes every page in again
    page    TEXT NOT NULL REFERENCES page (id),
    PRIMARY KEY (pass, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX taken_page ON taken (page);
