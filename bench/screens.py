"""How soon the screens answer on a large ledger: the first byte of each, at rest and while a run adds pages.

The ledger is made of copies of the example pages under other ids, each with its record, so that lists, searches
and counts have as many rows as asked for and every page can be opened. Most copies have parties, actors and claims
of their own; some share those of the examples. A claim never asked before is another one in every round.

    python bench/screens.py --pages 100000 --rounds 30 --ledger FILE
"""

from __future__ import annotations

import argparse
import http.client
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path

import apsw
import uvicorn

from onrecord.ledger import Ledger, open_ledger
from onrecord.web import Access, make_app

EXAMPLES = Path(__file__).parents[1] / "examples" / "dispute" / "pages"
CLAIM = "Varland+has+supplied+drones+to+the+Tessaly+Front"

SHARED = 200
"""One copy in so many has the parties, actors and claims of the examples."""

PARTIES = ("Varland", "Kestria", "Tessaly", "Brannoc")
"""Names that the other copies have names of their own for, of the same length, so that spans stay right."""

BESIDE = ("article", "statement", "speaker", "problem", "naming", "claim_bearing", "relay_page", "taken")
"""What hangs on a page and screens ask for, in the order in which it is copied."""

ADDED = 4_000
"""Pages of the run: more than it can read while the screens are measured."""

WARMING_SECONDS = 20


def grow(path: Path, copies: int) -> None:
    """Copy every page of a ledger so many times."""
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -200000")
    for table in ("source", "capture", "page", "claim", "form", *BESIDE):
        connection.execute(f"CREATE TEMP TABLE own_{table} AS SELECT * FROM {table}")  # noqa: S608  # from BESIDE
    for first in range(1, copies + 1, 50):
        connection.execute("BEGIN")
        for number in range(first, min(first + 50, copies + 1)):
            _copy(connection, number)
        connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA optimize")
    connection.close()


def _copy(connection: apsw.Connection, number: int) -> None:
    """Add one copy of every page; its ids begin with the copy's number."""
    own = number % SHARED != 0
    prefix = f"printf('f%07x', {number})"
    page = {name: f"{prefix} || substr({name}, 9)" for name in ("id", "sha256", "page", "parent", "origin")}
    names = {name: f"{prefix} || substr({name}, 9)" for name in ("form", "behalf_form", "claim", "actor")}
    _put(connection, "source", page | {"bytes": "x''"})
    _put(connection, "capture", page | {"id": "NULL", "path": f"'copy {number}/' || id"})
    texts = {name: _named(name, number) if own else name for name in ("text", "body", "words", "speakers")}
    record = {"record": f"replace({_named('record', number) if own else 'record'}, id, {page['id']})"}
    _put(connection, "page", page | texts | record | {"n": "NULL"})
    if own:
        words = {"name": f"name || ' {number}'", "proposition": f"proposition || ' {number}'"}
        _put(connection, "form", page | names | words | {"key": f"key || ' {number}'"})
        _put(connection, "claim", page | words)
    for table in BESIDE:
        # what is to be reviewed is opened: the least certain statements are those of pages with a record
        cells = names | texts | {"confidence": "1.0", "key": f"key || '{number}'"} if own else {"id": "id"}
        _put(connection, table, page | {"n": "NULL"} | cells)


def _named(column: str, number: int) -> str:
    """Return a column with names of the copy's own for the parties."""
    for party in PARTIES:
        column = f"replace({column}, '{party}', '{party[0]}{number:0{len(party) - 1}x}')"
    return column


def _put(connection: apsw.Connection, table: str, changed: dict[str, str]) -> None:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_xinfo({table})") if row[6] == 0]
    cells = ", ".join(changed.get(name, name) for name in columns)
    connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {cells} FROM own_{table}")  # noqa: S608  # names


def screens_of(ledger: Ledger) -> dict[str, str]:
    """Return every screen's address by its name."""
    page = ledger.record(str(EXAMPLES / "2031-01-14_orsk-courier_denial.html")).page.id
    known = ledger.claims(contested=False, limit=3)
    return {
        "ledger": "/",
        "pages": "/pages",
        "pages, words": "/pages?words=drones",
        "page": f"/p/{page}",
        "statements, by day": "/find?since=2031-01-01",
        "statements, a common word": "/find?words=the",
        "statements, a name": "/find?words=drones&who=Broek",
        "claims": "/claims",
        "claims, also undisputed": "/claims?contested=false",
        "claim, by its id": f"/claim?ask={known[-1].id}",
        "claim, the largest": f"/claim?ask={known[0].id}",
        "claim, in words": f"/claim?ask={CLAIM}",
        "claim, never asked before": f"/claim?ask={CLAIM}+in+{{}}",
        "actors": "/actors",
        "actors, words": "/actors?words=broek",
        "actor": f"/a/{ledger.who('Halden Broek')[0].id}",
        "review": "/review",
        "sample": "/review?of=sample",
        "decisions": "/decisions",
        "dossier": "/dossier",
        "not read": "/not-read",
        "not read, a reason": "/not-read?reason=no-date",
        "relay": f"/p/{page}/relay",
    }


def first_byte_ms(port: int, path: str) -> tuple[float, float]:
    """Return how long the first byte of an answer takes, and the processor time of this process for it."""
    computed = time.process_time()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    begun = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    took = 1000 * (time.perf_counter() - begun)
    computed = 1000 * (time.process_time() - computed)
    answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path} gave {answer.status}")
    return took, computed


@contextmanager
def served(ledger: Ledger) -> Iterator[int]:
    """Serve a ledger from this process; yields the port."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    app = make_app(ledger, Access(hosts=frozenset({f"127.0.0.1:{port}"}), token="bench"))  # noqa: S106
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def adding(path: Path) -> Iterator[None]:
    """Let a run add pages, in a process of its own, with one worker."""
    page = (EXAMPLES / "2031-01-14_orsk-courier_denial.html").read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(ADDED):
            Path(folder, f"{number:05}.html").write_bytes(page + b"<!-- %d -->" % number)
        command = [sys.executable, "-m", "onrecord", "-l", str(path), "add", "--jobs", "1", folder]
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  # our own
        time.sleep(WARMING_SECONDS)
        try:
            yield
            if run.poll() is not None:
                raise RuntimeError("The run ended before the screens were measured; let it add more pages.")
        finally:
            run.terminate()
            run.wait()


def measure(port: int, screens: dict[str, str], rounds: int, years: Iterator[int]) -> None:
    """Print the first answer, the median and the 95th percentile of every screen, and the median processor time.

    On a machine that does other work too, the processor time is what the screens themselves cost.
    """
    for name, path in screens.items():
        asked = []
        for year in islice(years, rounds):
            asked.append(first_byte_ms(port, path.format(year)))
            if "{}" in path:  # it is shown when it is found: nothing goes on beside the next round
                first_byte_ms(port, path.format(year))
        took, computed = sorted(ms for ms, _ in asked), statistics.median(ms for _, ms in asked)
        middle, late = statistics.median(took), took[round(0.95 * (rounds - 1))]
        print(f"{name:28} {asked[0][0]:8.0f} {middle:8.0f} {late:8.0f} {computed:10.0f}", flush=True)


def main() -> None:
    """Make the ledger, serve it, and print a line a screen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--ledger", type=Path, help="A grown ledger to use again, or to make.")
    parser.add_argument("--at-rest", action="store_true", help="Only without a run.")
    given = parser.parse_args()
    path = given.ledger or Path(tempfile.mkdtemp()) / "large.db"
    if not path.exists():
        with open_ledger(path, create=True) as ledger:
            ledger.add([str(EXAMPLES)])
        grow(path, given.pages // len(list(EXAMPLES.iterdir())))
    with open_ledger(path) as ledger, served(ledger) as port:
        held = ledger.screens.pages.coverage()
        print(f"{held.sources:,} pages, {held.statements:,} statements, {path.stat().st_size / 2**20:,.0f} MiB")
        screens = screens_of(ledger)
        print(f"{'at rest; ms to the first byte':28} {'first':>8} {'median':>8} {'p95':>8} {'processor':>10}")
        years = count(2031)
        measure(port, screens, given.rounds, years)
        if not given.at_rest:
            with adding(path):
                print(f"{'while a run adds pages':28}")
                measure(port, screens, given.rounds, years)
        print(f"memory of the server: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")


if __name__ == "__main__":
    main()
