"""Scores statements on 30 whole-page text dumps that were annotated by hand for this project.

    python bench/dumps.py --data ../shared/data/pages [--list]

PolNeAR is clean article text in which speakers stand beside their words. These dumps have menus and teasers left
in, quotations that run over paragraphs, speakers named paragraphs away, statements inside statements and posts
without a cue. `bench/dumps_gold.jsonl` keeps the annotation as code point spans, and each text's sha256 alone.

A statement counts as found where its content overlaps the gold's by half or more (intersection over union, in code
points without white space), one to one. Of those found: the share whose cue, speaker, form and nesting are right.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examples import overlap, paired
from onrecord import read_page
from onrecord.model import Record, Statement

GOLD = Path(__file__).with_name("dumps_gold.jsonl")


@dataclass(frozen=True, slots=True)
class Dump:
    """One annotated dump and what was read from it."""

    name: str
    gold: list[dict[str, Any]]
    record: Record


def dumps(data: Path) -> Iterator[Dump]:
    """Yield every annotated dump, read.

    Raises:
        ValueError: A text is missing or another one than was annotated.
    """
    texts = {}
    for file in sorted(data.glob("*-textdumps.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            texts[row["id"], row["renderer"]] = row["text"]
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        key = json.loads(line)
        text = texts.get((key["id"], key["renderer"]), "")
        if hashlib.sha256(text.encode()).hexdigest() != key["text_sha256"]:
            raise ValueError(f"The text of {key['id']} ({key['renderer']}) is not the one that was annotated.")
        record = read_page(text.encode())
        if record.text != text:
            raise ValueError(f"{key['id']} ({key['renderer']}) was read as another text than it is.")
        yield Dump(f"{key['id']} {key['renderer']}", key["statements"], record)


def points(text: str, spans: Iterable[Iterable[int]]) -> set[int]:
    """Return the code points that spans hold, white space aside."""
    return {at for start, end in spans for at in range(start, end) if not text[at].isspace()}


def score(dump: Dump, counts: Counter[str], *, show: bool) -> None:
    """Add one dump's figures to the counts."""
    text = dump.record.text
    gold = [g for g in dump.gold if g["content"]]
    found = [s for s in dump.record.statements if s.content]
    pairs = paired([points(text, g["content"]) for g in gold], [points(text, s.content) for s in found])
    counts.update(gold=len(gold), found=len(found), hit=len(pairs))
    counts["silent gold"] += len(dump.gold) - len(gold)
    counts["silent hit"] += _silences(dump)
    hits = dict(pairs)
    for nth, one in enumerate(gold):
        for kind in _kinds(text, one):
            counts[f"{kind} gold"] += 1
            counts[f"{kind} hit"] += nth in hits
            counts[f"{kind} speaker"] += nth in hits and _same_speaker(text, one, found[hits[nth]])
        if nth in hits:
            _compare(text, one, found[hits[nth]], counts)
    if show:
        _show(dump, gold, found, hits)


def _kinds(text: str, one: dict[str, Any]) -> Iterator[str]:
    """Yield the kinds of statement that are counted apart."""
    marks = sum(text[start] in "\"“'‘" for start, _ in one["content"])
    yield "quoted" if marks == len(one["content"]) else "not quoted"
    yield "nested" if one["within"] is not None else "outer"
    yield one["attitude"]
    if not one["cue"]:
        yield "without cue"
    if one["speaker"] and _line(text, one["speaker"][0]) != _line(text, one["content"][0][0]):
        yield "speaker in another line"


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at)


def _compare(text: str, one: dict[str, Any], found: Statement, counts: Counter[str]) -> None:
    cue = [one["cue"]] if one["cue"] else []
    counts["cue"] += overlap(points(text, cue), points(text, found.cue)) >= 0.5 or not (cue or found.cue)
    counts["speaker"] += _same_speaker(text, one, found)
    counts["nesting"] += (one["within"] is None) == (found.within is None)


def _same_speaker(text: str, one: dict[str, Any], found: Statement) -> bool:
    """Tell whether the words for the speaker overlap, and hold each other's for the most part."""
    gold = points(text, [one["speaker"]] if one["speaker"] else [])
    got = points(text, found.speaker_spans)
    if not gold or not got:
        return not gold and not got
    return len(gold & got) / min(len(gold), len(got)) >= 0.5


def _silences(dump: Dump) -> int:
    cues = [points(dump.record.text, [g["cue"]]) for g in dump.gold if not g["content"]]
    found = [points(dump.record.text, s.cue) for s in dump.record.statements if not s.content]
    return sum(any(cue & other for other in found) for cue in cues)


def _show(dump: Dump, gold: list[dict[str, Any]], found: list[Statement], hits: dict[int, int]) -> None:
    text = dump.record.text
    print(f"== {dump.name}")
    for nth, one in enumerate(gold):
        who = text[slice(*one["speaker"])] if one["speaker"] else "-"
        if nth not in hits:
            print(f"  missed  {who[:40]} | {[text[a:b][:70] for a, b in one['content']]}")
        elif not _same_speaker(text, one, found[hits[nth]]):
            other = [text[a:b] for a, b in found[hits[nth]].speaker_spans]
            print(f"  speaker {who[:40]} got {other} | {text[slice(*one['content'][0])][:60]}")
    for nth in sorted(set(range(len(found))) - set(hits.values())):
        got = [text[a:b] for a, b in found[nth].speaker_spans]
        print(f"  extra   {got} | {[text[a:b][:70] for a, b in found[nth].content]}")


def main() -> int:
    """Print the figures."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--data", type=Path, required=True, help="the folder with *-textdumps.jsonl")
    options.add_argument("--list", action="store_true", help="print what was missed, wrong or too much")
    given = options.parse_args()
    counts: Counter[str] = Counter()
    for dump in dumps(given.data):
        score(dump, counts, show=given.list)
    precision, recall = counts["hit"] / max(1, counts["found"]), counts["hit"] / max(1, counts["gold"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"statements gold {counts['gold']}  found {counts['found']}", end="  ")
    print(f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
    hit = max(1, counts["hit"])
    print("matched    " + "  ".join(f"{name} {counts[name] / hit:.2f}" for name in ("cue", "speaker", "nesting")))
    print(f"silences   {counts['silent hit']}/{counts['silent gold']}")
    for kind in sorted(
        name.removesuffix(" gold") for name in counts if name.endswith(" gold") and name != "silent gold"
    ):
        all_of, hits, named = (counts[f"{kind} {what}"] for what in ("gold", "hit", "speaker"))
        print(f"  {kind:24} found {hits}/{all_of}  speaker right {named}/{hits}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
