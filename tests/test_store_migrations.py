"""The layout: new files get it whole, older ones step by step, and never half of it."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import apsw
import pytest
from store_contract import ADDED, a_record, a_source

from onrecord.errors import LedgerError
from onrecord.store import SqliteStore
from onrecord.store.migrations import APPLICATION_ID, LAYOUTS, migrate, newest, schema, version_of

DOCS = Path(__file__).parents[1] / "docs" / "ledger.md"


ADD_MOOD = "ALTER TABLE statement ADD COLUMN mood TEXT"
"""A step as a later version might take it."""


def layout_of(connection: apsw.Connection) -> list[tuple[object, ...]]:
    """Return every table, index, trigger and view of a file with its SQL."""
    return connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()


def layout_made_by(sql: str) -> list[tuple[object, ...]]:
    """Return the layout that a script makes in an empty file."""
    connection = apsw.Connection(":memory:")
    connection.execute(sql)
    return layout_of(connection)


def test_an_empty_file_gets_the_newest_layout_and_our_mark() -> None:
    connection = apsw.Connection(":memory:")
    assert version_of(connection) == 0
    migrate(connection)
    assert version_of(connection) == newest()
    assert connection.pragma("application_id") == APPLICATION_ID
    assert layout_of(connection) == layout_made_by(schema())
    migrate(connection)
    assert version_of(connection) == newest()


def test_an_older_file_takes_the_steps_after_its_own_layout_once_and_keeps_its_rows(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "ledger.db", create=True)
    source = a_source()
    store.put_page(source, a_record(source), ADDED)
    store.close()
    connection = apsw.Connection(str(tmp_path / "ledger.db"))
    steps = (*LAYOUTS, ADD_MOOD, "CREATE TABLE mood (name TEXT) STRICT; INSERT INTO mood VALUES ('calm')")
    migrate(connection, steps)
    assert version_of(connection) == newest() + 2
    migrate(connection, steps)
    assert connection.execute("SELECT count(*) FROM mood").fetchone() == (1,)
    assert connection.execute("SELECT count(*), count(mood) FROM statement").fetchone() == (2, 0)
    assert connection.execute("SELECT count(*) FROM source").fetchone() == (1,)
    connection.close()


def test_a_step_that_fails_leaves_the_file_as_it_was() -> None:
    connection = apsw.Connection(":memory:")
    migrate(connection)
    before = layout_of(connection)
    with pytest.raises(apsw.SQLError):
        migrate(connection, (*LAYOUTS, ADD_MOOD, "DROP TABLE problem; DROP TABLE nowhere"))
    assert version_of(connection) == newest()
    assert layout_of(connection) == before
    assert not connection.in_transaction


def test_a_file_of_any_older_layout_ends_as_a_new_one_does() -> None:
    for older in range(1, newest()):
        connection = apsw.Connection(":memory:")
        migrate(connection, LAYOUTS[:older])
        migrate(connection)
        assert layout_of(connection) == layout_made_by(schema())


def test_a_ledger_of_layout_8_is_brought_up_whether_it_has_the_index_of_texts_or_not() -> None:
    """Layout 9 takes up what layout 8 was given while it was the newest, and what a user has added stays."""
    connection = apsw.Connection(":memory:")
    migrate(connection, LAYOUTS[:8])
    connection.execute("CREATE INDEX page_text ON page (text_sha256); CREATE TABLE own (note TEXT); ANALYZE")
    connection.execute(ADD_MOOD)
    migrate(connection)
    assert version_of(connection) == newest()
    assert {name for _, name, _ in layout_made_by(schema())} < {name for _, name, _ in layout_of(connection)}


@pytest.mark.parametrize(
    "change", ["DROP TABLE named", "ALTER TABLE named RENAME COLUMN page TO pages", "DROP INDEX capture_path"]
)
def test_a_ledger_that_bears_an_older_number_and_has_another_layout_is_refused_and_left_as_it_is(
    tmp_path: Path, change: str
) -> None:
    path = tmp_path / "ledger.db"
    connection = apsw.Connection(str(path))
    migrate(connection, LAYOUTS[:8])
    connection.execute(change)
    before = layout_of(connection)
    with pytest.raises(LedgerError, match=r"ledger\.db is of a version .* never released .* to a new ledger\."):
        SqliteStore(path)
    assert (layout_of(connection), version_of(connection)) == (before, 8)
    connection.close()


def test_every_table_of_ours_is_strict() -> None:
    connection = apsw.Connection(":memory:")
    migrate(connection)
    tables = connection.execute(
        "SELECT name, strict FROM pragma_table_list"
        " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    assert {"source", "capture", "page", "refusal", "statement", "taken"} <= {name for name, _ in tables}
    assert {strict for _, strict in tables} == {1}


def test_every_view_has_a_comment_in_the_schema_and_every_view_and_table_a_line_in_the_docs() -> None:
    connection = apsw.Connection(":memory:")
    migrate(connection)
    views = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")]
    tables = re.findall(r"^CREATE (?:VIRTUAL )?TABLE (\w+)", schema(), re.MULTILINE)
    assert {"pages", "statements_shown", "not_read", "timeline"} <= set(views)
    docs = DOCS.read_text(encoding="utf-8")
    for name in views:
        assert re.search(rf"^-- {name}: .+\n(?:-- .+\n)*CREATE VIEW {name} AS$", schema(), re.MULTILINE), name
    for name in [*views, *tables]:
        assert re.search(rf"^\| `{name}` \| \S.+ \|$", docs, re.MULTILINE), name


def test_every_column_in_the_schema_that_is_kept_says_what_it_is() -> None:
    kept = LAYOUTS[0].split("-- ==== Derived")[0]
    columns = re.findall(r"^    \w+ +(?:TEXT|INTEGER|BLOB|REAL)\b.*$", kept, re.MULTILINE)
    assert len(columns) == 24
    undocumented = [line for line in columns if "--" not in line and "REFERENCES source" not in line]
    assert undocumented == []


def test_views_open_in_a_reader_without_our_settings(tmp_path: Path) -> None:
    """Datasette opens the file with the system's SQLite: plain reading needs nothing of ours."""
    store = SqliteStore(tmp_path / "ledger.db", create=True)
    source = a_source()
    store.put_page(source, a_record(source), ADDED)
    reader = sqlite3.connect(tmp_path / "ledger.db")
    try:
        (page,) = reader.execute("SELECT path, headline, outlet, statements, problems FROM pages").fetchall()
        assert page == ("pages/strait.txt", "Varland shells the strait", "Tolmin Courier", 2, 0)
        shown = reader.execute("SELECT speakers, cue, said_from, published FROM statements_shown").fetchall()
        assert shown == [
            ("Mara Velt", "said", "2031-03-06", "2031-03-08"),
            ("Tomas Ardel", "denied", None, "2031-03-08"),
        ]
        days = reader.execute("SELECT day_from, day_is, speakers FROM timeline").fetchall()
        assert days == [("2031-03-06", "said", "Mara Velt"), ("2031-03-08", "published", "Tomas Ardel")]
        assert reader.execute("SELECT * FROM not_read").fetchall() == []
        found = reader.execute("SELECT count(*) FROM statement_fts WHERE statement_fts MATCH 'convoys'")
        assert found.fetchone() == (1,)
    finally:
        reader.close()
        store.close()
