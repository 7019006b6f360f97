"""Relay on a large synthetic ledger: what is found of planted copies and quotations, in what time and memory.

    .venv/bin/python bench/relay_scale.py [--statements 100000] [--folder DIR]

Every word is made up. A page has some 300 words of its own and ten statements in quotation marks. One page in
eight is a copy of an earlier one: whole, cut to two fifths, its paragraphs moved, or with adverts in between. One
page in eight quotes a statement of an earlier page in prose of its own. Pages come as records: reading them is not
measured. Four pages come out each day, so that a copy of the same day may be taken for the earlier page.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from invented import a_record

from onrecord import relay
from onrecord.model import (
    FoundTime,
    Record,
    Said,
    Source,
    Span,
    Speaker,
    Statement,
)
from onrecord.store import Place, SqliteStore
from onrecord.text import line_spans

_SAID = 10
_FIRST_DAY = 20
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_OUTLETS = 400
_SPEAKERS = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: prose, or a statement in quotation marks with who makes it."""

    words: str
    who: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A page before it is written: its lines, its place in time, and what it was made from."""

    lines: tuple[Line, ...]
    day: int
    outlet: int
    how: str
    of: int | None


class Writer:
    """Makes up pages, always the same ones for one seed."""

    def __init__(self, seed: int) -> None:
        """Make up a vocabulary of 20,000 words, used as unevenly as words are."""
        self._random = random.Random(seed)  # noqa: S311  # nothing here is secret
        syllables = [c + v for c in _CONSONANTS for v in _VOWELS]
        self._words = [
            "".join(self._random.choices(syllables, k=self._random.randint(1, 4))) for _ in range(20_000)
        ]
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))

    def plans(self, pages: int) -> list[Plan]:
        """Return pages in the order in which they came out."""
        plans: list[Plan] = []
        for nth in range(pages):
            kind = self._random.random() if nth > pages // 50 else 1.0
            of = self._random.randrange(len(plans)) if kind < 1 / 4 else None
            if of is not None and plans[of].of is not None:
                of = None
            how = "new" if of is None else self._random.choice(_SHAPES) if kind < 1 / 8 else "quoting"
            lines = self._page() if of is None else self._from(plans[of].lines, how)
            plans.append(Plan(lines, nth, self._random.randrange(_OUTLETS), how, of))
        return plans

    def _page(self) -> tuple[Line, ...]:
        prose = [Line(self._sentence(18, 34)) for _ in range(12)]
        said = [Line(f"“{self._sentence(12, 24)}”", self._random.randrange(_SPEAKERS)) for _ in range(_SAID)]
        lines = prose + said
        self._random.shuffle(lines)
        return tuple(lines)

    def _from(self, lines: Sequence[Line], how: str) -> tuple[Line, ...]:
        if how == "quoting":
            quotes = [line for line in lines if line.who is not None]
            return (*self._page()[1:], self._random.choice(quotes))
        if how == "abridged":
            return tuple(lines[: len(lines) * 2 // 5 + 1])
        if how == "moved":
            return tuple(self._random.sample(lines, len(lines)))
        if how == "adverts":
            advert = Line(self._sentence(5, 12).upper())
            return tuple(item for line in lines for item in (line, advert))
        return (Line(self._sentence(5, 9)), *lines)

    def _sentence(self, least: int, most: int) -> str:
        words = self._random.choices(self._words, cum_weights=self._weights, k=self._random.randint(least, most))
        return " ".join(words).capitalize() + "."


_SHAPES = ("whole", "abridged", "moved", "adverts")


def record_of(plan: Plan) -> Record:
    """Return a planned page as it would have been read."""
    text, statements, lines = "", [], plan.lines
    day = _day(plan.day)
    for nth, line in enumerate(lines):
        if line.who is not None:
            name = f"Speaker {line.who}"
            mention = Span(len(text) + len(line.words) + 1, len(text) + len(line.words) + 1 + len(name))
            statements.append(
                Statement(
                    id=f"{plan.day:08x}{nth:08x}",
                    speakers=(Speaker(mention=mention, name=name, kind="person"),),
                    cue=(Span(mention.end + 1, mention.end + 5),),
                    content=(Span(len(text), len(text) + len(line.words)),),
                    form="direct",
                    said=None
                    if plan.of is not None
                    else Said(from_=day, to=day, precision="day", by="", span=None),
                )
            )
            text += f"{line.words} {name} said.\n"
        else:
            text += line.words + "\n"
    return a_record(
        text,
        tuple(statements),
        path=f"{plan.day}.txt",
        outlet=f"Outlet {plan.outlet}",
        published=FoundTime(value=day, by=""),
        body=tuple(line_spans(text)),
    )


def _day(number: int) -> str:
    """Return one of 25,000 days, later for a later page."""
    return time.strftime("%Y-%m-%d", time.gmtime(86_400 * (_FIRST_DAY + number // 4)))


def store_all(store: SqliteStore, plans: Iterable[Plan]) -> list[str]:
    """Store pages as `Ledger.add` does; return their ids."""
    ids = []
    for record in map(record_of, plans):
        store.put_page(
            Source(data=record.text.encode(), path=record.page.path), record, "2031-01-01T00:00:00+00:00"
        )
        ids.append(record.page.id)
    return ids


def measure(store: SqliteStore, plans: Sequence[Plan], ids: Sequence[str]) -> None:
    """Print what was found of what was planted."""
    kinds = {(one.a, one.b): one.kind for one in store.relays.all()}
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    origins = store.relays.origins(ids)
    wanted = set()
    right = said = 0
    for nth, plan in enumerate(plans):
        if plan.of is None:
            continue
        pair = (min(ids[nth], ids[plan.of]), max(ids[nth], ids[plan.of]))
        wanted.add(pair)
        planted[plan.how] += 1
        found[plan.how] += pair in kinds and (kinds[pair] == "quotation") == (plan.how == "quoting")
        if plan.how == "quoting":
            last = max(at for at, line in enumerate(line for line in plan.lines if line.who is not None))
            said += any(place.page == ids[plan.of] for place in store.utterances.reports_of(Place(ids[nth], last)))
        else:
            right += origins[ids[nth]] == ids[plan.of]
    siblings = _siblings(plans, ids)
    false = [pair for pair in kinds if pair not in wanted and pair not in siblings]
    for how in (*_SHAPES, "quoting"):
        print(f"  {how}: {planted[how]} planted, recall {found[how] / max(1, planted[how]):.4f}")
    copies = sum(planted[how] for how in _SHAPES)
    print(f"  relations {len(kinds)}, precision {1 - len(false) / max(1, len(kinds)):.4f}")
    print(
        f"  origins right {right / max(1, copies):.4f}, quoted utterances joined {said / planted['quoting']:.4f}"
    )


def _siblings(plans: Sequence[Plan], ids: Sequence[str]) -> set[tuple[str, str]]:
    """Return the pairs of pages that were made from the same page: they share what both took."""
    by_parent: dict[int, list[str]] = {}
    for nth, plan in enumerate(plans):
        if plan.of is not None:
            by_parent.setdefault(plan.of, []).append(ids[nth])
    return {(min(a, b), max(a, b)) for family in by_parent.values() for a in family for b in family if a != b}


def main() -> None:
    """Make a ledger, bring relay up to date, add a hundred pages, and print times and figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000, help="how many statements the ledger holds")
    parser.add_argument("--folder", type=Path, help="where the ledger is written; a temporary folder by default")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        plans = Writer(7).plans(options.statements // _SAID + 100)
        store = SqliteStore(Path(folder, "scale.db"), create=True)
        made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
        ids = store_all(store, plans[:-100])
        _timed(f"{len(plans) - 100} pages", store)
        ids += store_all(store, plans[-100:])
        _timed("100 pages more", store)
        _timed("nothing more", store)
        size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 2**20
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
        print(f"ledger {size:.0f} MiB, most memory {peak:.0f} MiB, {made:.0f} of it before: the pages as made up")
        measure(store, plans, ids)
        store.close()


def _timed(what: str, store: SqliteStore) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    relay.update(store)
    print(f"{what}: {time.process_time() - cpu:.1f} s of processor, {time.perf_counter() - wall:.1f} s in all")


if __name__ == "__main__":
    main()
