"""How long it takes to find who is meant among many invented actors, page by page, and how much memory.

    python bench/actors.py [--actors 100000] [--batches 4]

Each actor is named on two to four pages of twenty statements, in one of several spellings, often with a post. The
pages come in batches, and the pass runs after each: what counts is the whole, and that a later batch costs no
more.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from invented import a_record

from onrecord.actors import update
from onrecord.model import (
    FoundTime,
    Phrase,
    Record,
    Source,
    Speaker,
    Statement,
)
from onrecord.store import SqliteStore

ONSETS = [
    "b",
    "br",
    "d",
    "dr",
    "f",
    "g",
    "gl",
    "h",
    "j",
    "k",
    "kr",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "st",
    "t",
    "v",
    "z",
]
VOWELS = ["a", "e", "i", "o", "u"]
CODAS = ["", "l", "m", "n", "r", "s", "th", "x", "nd", "rk"]
KOREAN = ["jong", "yo", "min", "seo", "hyun", "ji", "su", "tae", "won", "kyung", "ho", "hye", "dong", "chul", "mi"]
KOREAN_SURNAMES = ["Kim", "Lee", "Park", "Choi", "Jung", "Kang", "Cho", "Yoon", "Jang", "Lim"]
POSTS = ["foreign minister", "defence minister", "spokeswoman", "head of mission", "chief of staff"]
STATES = ["Japan", "Chile", "Kenya", "Norway", "Peru", "Fiji", "Ghana", "Oman"]
PER_PAGE = 20


def word(chance: random.Random, syllables: int) -> str:
    """Return an invented word."""
    parts = (chance.choice(ONSETS) + chance.choice(VOWELS) + chance.choice(CODAS) for _ in range(syllables))
    return "".join(parts).capitalize()


def spellings(chance: random.Random) -> list[str]:
    """Return the ways in which pages spell one invented person."""
    if chance.random() < 0.1:
        surname, one, two = chance.choice(KOREAN_SURNAMES), chance.choice(KOREAN), chance.choice(KOREAN)
        return [f"{surname} {one}-{two}", f"{surname} {one} {two}".title(), f"{one.title()}-{two} {surname}"]
    given, surname = word(chance, 2), word(chance, chance.choice([2, 2, 3]))
    if chance.random() < 0.2:
        return [f"{given} {surname}", f"{given} {word(chance, 1)[0]}. {surname}"]
    return [f"{given} {surname}", f"{surname.upper()}, {given}"]


def speakers(chance: random.Random, actors: int) -> Iterator[Speaker]:
    """Yield every time that somebody is named."""
    for _ in range(actors):
        names = spellings(chance)
        post = chance.choice(POSTS) if chance.random() < 0.5 else None
        state = chance.choice(STATES)
        for _ in range(chance.randint(2, 4)):
            yield Speaker(
                mention=None,
                name=chance.choice(names),
                kind="person",
                role=Phrase(value=post) if post else None,
                affiliation=Phrase(value=state) if post else None,
            )


def a_page(nth: int, named: list[Speaker]) -> tuple[Source, Record]:
    """Return a page on which each of these says something."""
    statements = tuple(
        Statement(id=f"{nth}-{at}", speakers=(one,), cue=(), content=(), form="indirect")
        for at, one in enumerate(named)
    )
    day = FoundTime(value=f"2031-{nth % 12 + 1:02}-{nth % 28 + 1:02}", by="bench")
    record = a_record(f"page {nth}", statements, path=f"{nth}.txt", published=day, body=())
    return Source(data=record.text.encode(), path=record.page.path), record


def main() -> None:
    """Print a line a batch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actors", type=int, default=100_000)
    parser.add_argument("--batches", type=int, default=4)
    given = parser.parse_args()
    chance = random.Random(7)  # noqa: S311  # invented names, no secret
    named = list(speakers(chance, given.actors))
    chance.shuffle(named)
    pages = [named[at : at + PER_PAGE] for at in range(0, len(named), PER_PAGE)]
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder, "bench.db"), create=True)
        each = -(-len(pages) // given.batches)
        total = 0.0
        for batch in range(given.batches):
            with store.reading() as connection:
                connection.pragma("synchronous", "OFF")  # laying pages down is not what is measured
            for nth in range(batch * each, min((batch + 1) * each, len(pages))):
                store.put_page(*a_page(nth, pages[nth]), "2031-04-01T00:00:00+00:00")
            with store.reading() as connection:
                connection.pragma("synchronous", "FULL")
            begun, cpu = time.perf_counter(), time.process_time()
            update(store)
            total += time.process_time() - cpu
            cost = time.process_time() - cpu
            print(
                f"batch {batch + 1}: {time.perf_counter() - begun:,.0f} s, of the processor {cost:,.0f} s",
                flush=True,
            )
        begun = time.process_time()
        update(store)
        idle = time.process_time() - begun
        status = store.status()
        store.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{given.actors:,} actors, {len(named):,} namings on {len(pages):,} pages; {status.actors:,} found")
    print(f"{total:,.0f} s of one core, {memory:,.0f} MiB at most; with nothing new {idle:.2f} s")


if __name__ == "__main__":
    main()
