"""How well a statement is found by what it says: queries towards claims that others have checked.

    .venv/bin/python bench/claims.py --data FOLDER
    .venv/bin/python bench/claims.py --synthetic 1000000

FOLDER holds `claims.jsonl` ({"id", "title", "text"}) and `queries.jsonl` ({"query", "gold": [ids]}). Each claim is
stored as a page of one statement, the pass `meaning` encodes it, and `meaning.search` answers. MRR is the mean of
1 / rank of the first right claim, HP@5 the share of queries with one among the first five. A fifth of the queries
ask for a claim that has a twin of the same words in the file, other quotation marks apart, and which of the two a
query's gold names is chance: the second row takes twins for one claim.

With --synthetic a ledger of so many random vectors is made, ten a page, and the nearest to some others are looked
for: milliseconds of one core, the first time (the signs are read from the file) and after it, and the memory.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from invented import a_record

from onrecord.meaning import MODEL, search, update
from onrecord.meaning.nearest import nearest
from onrecord.meaning.sentences import SIZE, signs
from onrecord.meaning.vectors import VERSION
from onrecord.model import Record, Source, Span, Speaker, Statement
from onrecord.store import Query, SqliteStore

ADDED = "2031-03-08T09:00:00+00:00"
CUE = "It is said that "
DEPTH = 100
"""A right claim further down counts as not found."""
STATEMENTS_A_PAGE = 10
ASKED = 50


def page_of(contents: Sequence[str], name: str) -> Record:
    """Return a page of one statement a content."""
    text, statements = "", []
    for nth, content in enumerate(contents):
        start = len(text) + len(CUE)
        text += f"{CUE}{content}\n"
        statements.append(
            Statement(
                id=hashlib.sha256(f"{name} {nth}".encode()).hexdigest()[:16],
                speakers=(Speaker(mention=None, name=None, kind="unclear"),),
                cue=(Span(start - len(CUE), start - 1),),
                content=(Span(start, start + len(content)),),
                form="indirect",
            )
        )
    return a_record(text, tuple(statements), path=name, source=f"{name}\n{text}")


def rows(path: Path) -> list[dict[str, object]]:
    """Return the rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def stored(store: SqliteStore, claims: Sequence[dict[str, object]]) -> dict[str, str]:
    """Store claims, a page each, and return the claim of each page."""
    claim_of = {}
    with store.writing():
        for claim in claims:
            words = " ".join(f"{claim['title']}. {claim['text']}".split())
            record = page_of([words], str(claim["id"]))
            store.put_page(Source(data=record.text.encode(), path=record.page.path), record, ADDED)
            claim_of[record.page.id] = str(claim["id"])
    return claim_of


def answers(store: SqliteStore, queries: Sequence[dict[str, object]], claim_of: dict[str, str]) -> list[list[str]]:
    """Return the claims found for each query, the best first."""
    asked = (search(store, str(query["query"]), Query(limit=DEPTH)) for query in queries)
    return [[claim_of[near.place.page] for near in found] for found in asked]


def twins(claims: Sequence[dict[str, object]]) -> dict[str, str]:
    """Return for each claim the first one of the same words."""
    first: dict[tuple[str, ...], str] = {}
    words = {
        str(claim["id"]): tuple(re.findall(r"\w+", f"{claim['title']} {claim['text']}".lower()))
        for claim in claims
    }
    return {name: first.setdefault(key, name) for name, key in words.items()}


def tell(label: str, found: list[list[str]], queries: Sequence[dict[str, object]], same: dict[str, str]) -> None:
    """Print MRR and HP@5, where claims of one value in `same` are one."""
    ranks = []
    for query, names in zip(queries, found, strict=True):
        right = {same[str(name)] for name in query["gold"]}  # type: ignore[attr-defined]  # a list, as in the file
        claims = dict.fromkeys(same[name] for name in names)
        ranks.append(next((rank for rank, claim in enumerate(claims, start=1) if claim in right), 0))
    mrr = statistics.mean(1 / rank if rank else 0.0 for rank in ranks)
    print(f"{label}: MRR {mrr:.3f}, HP@5 {sum(0 < rank <= 5 for rank in ranks) / len(ranks):.3f}")


def measure(data: Path) -> None:
    """Print how high the right claims stand."""
    claims, queries = rows(data / "claims.jsonl"), rows(data / "queries.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "claims.db", create=True)
        claim_of = stored(store, claims)
        began = time.process_time()
        update(store)
        taken = (time.process_time() - began) / len(claims)
        began = time.process_time()
        found = answers(store, queries, claim_of)
        asked = (time.process_time() - began) / len(queries)
        store.close()
    print(f"{len(claims):,} claims, {len(queries):,} queries")
    tell("as the file has it", found, queries, {str(claim["id"]): str(claim["id"]) for claim in claims})
    tell("twins as one claim", found, queries, twins(claims))
    print(f"encoding {taken * 1000:.1f} ms a claim, search {asked * 1000:.0f} ms a query, on one core")


def measure_size(count: int) -> None:
    """Print how long the nearest of so many random vectors take to find."""
    chance = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.db"
        store = SqliteStore(path, create=True)
        fill(store, count, chance)
        timed = []
        for _ in range(ASKED):
            wanted = chance.integers(-127, 128, SIZE, dtype=np.int8)
            began = time.process_time()
            next(nearest(store, wanted))
            timed.append((time.process_time() - began) * 1000)
        size = path.stat().st_size / 2**20
        store.close()
    after = sorted(timed[1:])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:,} statements, {size:,.0f} MiB on disk: the first {timed[0]:.0f} ms, then median")
    print(
        f"{statistics.median(after):.0f} ms, p95 {after[int(len(after) * 0.95)]:.0f} ms; memory {memory:.0f} MiB"
    )


def fill(store: SqliteStore, count: int, chance: np.random.Generator) -> None:
    """Store pages whose statements have random vectors."""
    batch = 1_000
    for at in range(0, count // STATEMENTS_A_PAGE, batch):
        made = []
        with store.writing():
            for number in range(at, min(at + batch, count // STATEMENTS_A_PAGE)):
                record = page_of(["nothing"], f"p{number}")
                store.put_page(Source(data=record.text.encode(), path=record.page.path), record, ADDED)
                vectors = chance.integers(-127, 128, (STATEMENTS_A_PAGE, SIZE), dtype=np.int8)
                made.append((record.page.id, vectors.tobytes(), signs(vectors).tobytes()))
        store.vectors.put(made, MODEL, VERSION)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="the folder of claims and queries")
    parser.add_argument("--synthetic", type=int, metavar="COUNT", help="how many random vectors")
    options = parser.parse_args()
    if options.data:
        measure(options.data)
    if options.synthetic:
        measure_size(options.synthetic)


if __name__ == "__main__":
    main()
