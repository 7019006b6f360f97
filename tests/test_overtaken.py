"""Two who change a ledger at once: the same comes out as when one waits for the other."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw
import pytest
from test_forgetting import dump

from onrecord.adding import add_sources
from onrecord.deciding import By
from onrecord.errors import OvertakenError
from onrecord.ledger import Ledger, open_ledger
from onrecord.read import find_sources
from onrecord.settings import Settings
from onrecord.store import SqliteStore

HERE = Settings(jobs=0, reader="fast")
TEXT = (
    "ORSK-ON-VEY, March 6, 2031 (VNA) - Talks stalled.\n\n"
    '"We sold nothing to the Tessaly Front and we never will sell them a thing," Foreign Minister Halden Broek '
    "said on Tuesday.\n\nKestria accused Varland of supplying drones to the Tessaly Front. Varland denied that it "
    "has supplied drones to the Tessaly Front.\n\nThe page {} is of its own kind, Mara Velt said on Monday.\n"
)
MOST_WRITES = 40
"""More than the passes over three pages make."""


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with pages that no pass has taken in, and a page beside it."""
    folder = tmp_path_factory.mktemp("waiting")
    for name in "abcd":
        (folder / f"{name}.txt").write_text(TEXT.format(name), encoding="utf-8")
    store = SqliteStore(folder / "waiting.db", create=True)
    add_sources(store, find_sources([folder / f"{name}.txt" for name in "abc"], HERE), HERE)
    store.close()
    return folder / "waiting.db"


def corrects(ledger: Ledger) -> None:
    given = {"speaker": "Otto Kell", "said": "2031-03-02"}
    ledger.fix(ledger.find("never will sell")[0].statement.id, given, By(who="ada"), settings=HERE)


def forgets(ledger: Ledger) -> None:
    ledger.forget(str(ledger.path.parent / "b.txt"), who="ada")


def adds(ledger: Ledger) -> None:
    ledger.add([str(ledger.path.parent / "d.txt")], settings=HERE)


@pytest.mark.parametrize("other", [Ledger.update, corrects, forgets, adds])
def test_before_whichever_write_of_a_run_another_one_comes(
    waiting: Path, monkeypatch: pytest.MonkeyPatch, other: Callable[[Ledger], None]
) -> None:
    wanted = _changed(waiting, monkeypatch, other, None)
    for number in range(MOST_WRITES):
        found = _changed(waiting, monkeypatch, other, number)
        if found is None:
            assert number
            return
        assert found == wanted, f"before write {number}"
    pytest.fail("The passes make more writes than this test looks at.")


def test_who_was_overtaken_has_stored_nothing(waiting: Path, tmp_path: Path) -> None:
    shutil.copy(waiting, tmp_path / "a.db")
    store, other = SqliteStore(tmp_path / "a.db"), SqliteStore(tmp_path / "a.db")
    with store.undisturbed():
        other.rebuild()
        with pytest.raises(OvertakenError, match="Somebody else has changed"), store.writing() as connection:
            connection.execute("DELETE FROM vector")
    with store.writing():
        pass  # who has read nothing is overtaken by nobody
    store.close()
    other.close()


def _changed(
    waiting: Path, monkeypatch: pytest.MonkeyPatch, other: Callable[[Ledger], None], number: int | None
) -> dict[str, list[str]] | None:
    """Return all rows after a run of the passes with another change before a write of it, or after its end.

    None where the run makes no such write.
    """
    path = waiting.with_name(f"{getattr(other, '__name__', '')}-{number}.db")
    shutil.copy(waiting, path)
    real = SqliteStore.writing
    writes: list[None] = []

    @contextmanager
    def writing(self: SqliteStore) -> Iterator[apsw.Connection]:
        if self is store and not self._connection().in_transaction:
            writes.append(None)
            if len(writes) - 1 == number:
                with open_ledger(path) as beside:
                    other(beside)
        with real(self) as connection:
            yield connection

    store = SqliteStore(path)
    with monkeypatch.context() as patch, Ledger(store) as ledger:
        patch.setattr(SqliteStore, "writing", writing)
        ledger.update()
        patch.setattr(SqliteStore, "writing", real)
        if number is None:
            other(ledger)
        assert ledger.decisions.stale() == ()
        assert ledger.verify(settings=HERE) == ()
    if number is not None and len(writes) <= number:
        return None
    left_out = {"page", "applied", "capture"}  # who decided when stands in them
    return {table: sorted(map(repr, rows)) for table, rows in dump(path).items() if table not in left_out}
