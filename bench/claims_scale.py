"""How claims are found in a large ledger: planted claims in invented text, times, memory, found and missed.

    .venv/bin/python bench/claims_scale.py --statements 100000 [--ledger FILE]

Records are made here, not read from pages: what is measured is the pass over claims and what is asked of it. Each
page has ten statements: four on a claim planted with a doer, an act, an object, a recipient and an aspect, in
several wordings and stances, the last pointing back to the one before; the rest is noise on the same states. Times
are processor times of one core.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from invented import a_record

from onrecord.claims import list_claims, trace_claim, update
from onrecord.claims.frames import Frame
from onrecord.claims.proposition import claim_key
from onrecord.lang.language import Language
from onrecord.model import Record, Said, Source, Span, Speaker, Statement
from onrecord.store import SqliteStore
from onrecord.text import join_words

EN = Language("en")
ADDED = "2031-03-08T09:00:00+00:00"
STATES = (
    *("Varland", "Kestria", "Brannock", "Ostmark", "Pellmore", "Tavria", "Norvik", "Ruland", "Sarvia", "Dunmark"),
    *("Galdor", "Ilvaria", "Morland", "Quillon", "Urdania", "Wexmar", "Yorvia", "Zembla", "Corvia", "Estmark"),
)
THINGS = {"drones": "drones", "tanks": "tanks", "missiles": "rockets", "fuel": "diesel", "guns": "howitzers"}
WORDINGS = {
    "done": (
        "{doer} has supplied {thing} to {taker}",
        "{doer} sold {thing} to {taker} in secret",
        "{taker} had bought {thing} from {doer}",
    ),
    "planned": ("{doer} plans to send {thing} to {taker}", "{doer} intends to sell {thing} to {taker}"),
    "sought": ("{taker} was trying to buy {thing} from {doer}", "{taker} seeks to obtain {thing} from {doer}"),
}
NOISE = (
    "talks in {doer} went on late into the night",
    "the harvest of {taker} was poor and its roads are worse",
    "the trains between {doer} and {taker} run again",
    "nobody in {doer} expects an early vote",
)
CUES = (("said that", ("assert",)), ("denied that", ("deny",)), ("confirmed that", ("confirm",)))


@dataclass(frozen=True, slots=True)
class Planted:
    """A claim that was planted, and the page and position of a statement on it."""

    claim: str
    page: str
    nth: int


def claims_of(chance: random.Random, count: int) -> list[Frame]:
    """Return different claims."""
    out: dict[Frame, None] = {}
    while len(out) < count:
        doer, taker = chance.sample(STATES, 2)
        thing, aspect = chance.choice(sorted(THINGS)), chance.choice(sorted(WORDINGS))
        out[Frame("supply", doer, thing, taker, aspect)] = None  # type: ignore[arg-type]  # from WORDINGS
    return list(out)


def pages(count: int, seed: int) -> Iterator[tuple[Record, list[Planted]]]:
    """Yield pages of ten statements with what was planted in them."""
    chance = random.Random(seed)  # noqa: S311  # nothing here is secret
    claims = claims_of(chance, min(500, max(20, count // 20)))
    for number in range(count):
        yield a_page(number, chance, chance.choice(claims))


def a_page(number: int, chance: random.Random, claim: Frame) -> tuple[Record, list[Planted]]:
    """Return one page: four statements on one claim, six of noise."""
    text, statements, planted = f"Page {number}.\n\n", [], []
    for nth in range(10):
        on_claim = nth in (1, 4, 7, 8)
        words = chance.choice(WORDINGS[claim.aspect] if on_claim else NOISE)
        content = words.format(doer=claim.doer, taker=claim.recipient, thing=THINGS[claim.object])
        cue, acts = chance.choice(CUES) if on_claim else CUES[0]
        if nth == 8:
            content, cue, acts = "the charge", "rejected", ("reject",)
        who = chance.choice(STATES)
        start = len(text)
        sentence = f"{who} {cue} {content}."
        text += sentence + "\n\n"
        cue_start = start + len(who) + 1
        content_start = cue_start + len(cue) + 1
        day = f"2031-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        statements.append(
            Statement(
                id=hashlib.sha256(f"{number} {nth}".encode()).hexdigest()[:16],
                speakers=(Speaker(mention=Span(start, start + len(who)), name=who, kind="government"),),
                cue=(Span(cue_start, cue_start + len(cue)),),
                content=(Span(content_start, content_start + len(content)),),
                form="indirect",
                acts=acts,
                said=Said(from_=day, to=day, precision="day", by="given", span=None),
            )
        )
    record = a_record(text, tuple(statements), path=f"{number}.txt")
    plain = WORDINGS[claim.aspect][0].format(doer=claim.doer, taker=claim.recipient, thing=THINGS[claim.object])
    planted = [Planted(claim_key(plain, EN), record.page.id, nth) for nth in (1, 4, 7, 8)]
    return record, planted


def fill(store: SqliteStore, count: int, seed: int) -> list[Planted]:
    """Store pages and return what was planted."""
    planted: list[Planted] = []
    for record, found in pages(count, seed):
        store.put_page(Source(data=record.text.encode(), path=record.page.path), record, ADDED)
        planted += found
    return planted


def report(store: SqliteStore, planted: list[Planted]) -> None:
    """Print how many planted claims and statements were found, and how many were let in wrongly."""
    wanted = {(p.claim, p.page, p.nth) for p in planted}
    claims = {p.claim for p in planted}
    found = {(b.claim, b.page, b.nth) for b in store.claims.bearings() if b.relation == "itself"}
    have = {row.id for row in store.claims.claims()}
    right = found & wanted
    print(f"claims planted {len(claims)}, found {len(claims & have)}, found beside them {len(have - claims)}")
    print(f"statements: recall {len(right) / len(wanted):.3f}, precision {len(right) / max(1, len(found)):.3f}")


def ask(store: SqliteStore, what: str, claims: Sequence[str]) -> None:
    """Print how long a trace takes, how many statements it shows, and how many on pages about other parties."""
    took, shown, strange = [], 0, 0
    for claim in claims:
        began = time.process_time()
        found = trace_claim(store, claim)
        took.append(1000 * (time.process_time() - began))
        shown += len(found)
        strange += sum(not _is_about(store.record(one.page.id), claim) for one in found)
    took.sort()
    middle, most = took[len(took) // 2], took[int(len(took) * 0.95)]
    print(
        f"trace of {len(claims)} {what}: median {middle:.0f} ms, p95 {most:.0f} ms, at most {took[-1]:.0f} ms, "
        f"{shown / len(claims):.0f} statements each, {strange} in all of other parties"
    )


def _is_about(record: Record, claim: str) -> bool:
    """Tell whether a page's claim is between the parties of a claim in words."""
    said = join_words(record.text, [span for nth in (1, 4, 7) for span in record.statements[nth].content])
    return all(state in said for state in STATES if state in claim)


def unlisted(store: SqliteStore, count: int) -> list[str]:
    """Return claims in words that the ledger lists none of: the same parties, other things."""
    listed = {row.id for row in store.claims.claims()}
    chance = random.Random(11)  # noqa: S311  # nothing here is secret
    out: dict[str, None] = {}
    while len(out) < count:
        doer, taker = chance.sample(STATES, 2)
        thing = chance.choice(sorted(THINGS))
        words = chance.choice(WORDINGS[chance.choice(sorted(WORDINGS))])
        claim = words.format(doer=doer, taker=taker, thing=THINGS[thing])
        if claim_key(claim, EN) not in listed:
            out[claim] = None
    return list(out)


def main() -> None:
    """Make a ledger, or take the one that is there, and ask it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--ledger", type=Path, help="a file to keep it in; one that is there is only asked")
    parser.add_argument("--asked", type=int, default=50, help="how many claims are asked for that are not listed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = options.ledger or Path(folder) / "scale.db"
        made = not ledger.exists()
        store = SqliteStore(ledger, create=True)
        if made:
            make(store, options.statements // 10, options.seed)
        began = time.process_time()
        listed = list_claims(store)
        print(f"list of {len(listed)} claims: {1000 * (time.process_time() - began):.0f} ms")
        ask(store, "listed claims", [row.proposition for row in store.claims.claims()[:100]])
        ask(store, "claims in words, not listed", unlisted(store, options.asked))
        store.close()
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


def make(store: SqliteStore, count: int, seed: int) -> None:
    """Fill a ledger, bring it up to date, add a hundred pages, and print how long that took and what was found."""
    planted = fill(store, count, seed)
    for what in ("all", "the same again"):
        began = time.process_time()
        update(store)
        print(f"claims of {what}: {time.process_time() - began:.1f} s")
    planted += fill(store, 100, seed + 1)
    began = time.process_time()
    update(store)
    print(f"claims of 100 pages more: {time.process_time() - began:.1f} s")
    report(store, planted)


if __name__ == "__main__":
    main()
