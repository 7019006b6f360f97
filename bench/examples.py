"""Scores the records of the example pages against the key that a careful reader made of them.

    python bench/examples.py [--list]

A statement counts as found where its content overlaps the key's by half or more (intersection over union, in
code points), one to one. Of those found: the share whose cue, whose speaker's words, whose names and whose form
are right. Every statement found counts, wherever on the page it stands.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from onrecord import read_page
from onrecord.model import Found, Record, Span, Statement
from onrecord.text import name_key

DISPUTE = Path(__file__).parents[1] / "examples" / "dispute"


def place(text: str, words: str, after: int) -> Span | None:
    """Return where words of the key stand in a text, white space aside; the first place from `after` on."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    found = pattern.search(text, after) or pattern.search(text)
    return Span(*found.span()) if found else None


def points(spans: list[Span]) -> set[int]:
    """Return the code points that spans hold."""
    return {point for span in spans for point in range(span.start, span.end)}


def overlap(a: set[int], b: set[int]) -> float:
    """Return intersection over union."""
    return len(a & b) / len(a | b) if a | b else 0.0


def paired(gold: list[set[int]], found: list[set[int]]) -> list[tuple[int, int]]:
    """Pair gold with found one to one, best overlap first, at one half or more."""
    scores = sorted(((overlap(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)), reverse=True)
    left: set[int] = set()
    right: set[int] = set()
    out = []
    for score, i, j in scores:
        if score >= 0.5 and i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((i, j))
    return out


def score_page(key: dict[str, Any], record: Record, counts: Counter[str], *, show: bool) -> None:
    """Add one page's figures to the counts."""
    gold, spans, at = [s for s in key["statements"] if s["content"]], [], 0
    for statement in gold:
        places = [p for words in statement["content"] if (p := place(record.text, words, at)) is not None]
        spans.append(points(places))
        at = places[0].start if places and not statement.get("within") else at
    found = [s for s in record.statements if s.content]
    pairs = paired(spans, [points(list(s.content)) for s in found])
    counts.update(gold=len(gold), found=len(found), hit=len(pairs), pages=1)
    counts["headline"] += _same(key["headline"], record.article.headline)
    counts["outlet"] += _same(key["outlet"], record.article.outlet)
    counts["dateline"] += _same(key["dateline"], record.article.dateline)
    counts["published"] += key["published"] == record.article.published.value
    for i, j in pairs:
        compare(gold[i], found[j], record, counts, show=show)
    if show:
        for i in sorted(set(range(len(gold))) - {i for i, _ in pairs}):
            print(f"  missed {key['page'][:24]}  {gold[i]['speaker']} | {gold[i]['cue']} | {gold[i]['content']}")
        for j in sorted(set(range(len(found))) - {j for _, j in pairs}):
            words = [record.text[a:b] for a, b in found[j].content]
            cue = [record.text[a:b] for a, b in found[j].cue]
            print(f"  extra  {key['page'][:24]}  {[s.name for s in found[j].speakers]} | {cue} | {words}")


def _same(value: str | None, found: Found | None) -> bool:
    return name_key(value or "") == name_key(found.value if found else "")


def compare(gold: dict[str, Any], found: Statement, record: Record, counts: Counter[str], *, show: bool) -> None:
    """Add the figures of one pair to the counts."""
    cue = " ".join(record.text[a:b] for a, b in found.cue)
    speaker = " ".join(record.text[a:b] for a, b in found.speaker_spans)
    names = {name_key(s.name) for s in found.speakers if s.name}
    right = names == {name_key(who) for who in gold["who"]}
    counts["cue"] += _shares(gold["cue"], cue)
    counts["speaker"] += _shares(gold["speaker"], speaker)
    counts["name"] += right
    counts["wrong name"] += bool(names) and not right
    counts["form"] += gold["form"] == found.form
    said = (found.said.from_, found.said.to) if found.said else None
    if gold["said"]:
        first, _, last = gold["said"].partition("/")
        counts["dated"] += 1
        counts["day"] += said == (first, last or first)
        if show and said != (first, last or first):
            print(f"  day    {gold['said']} got {said}: {gold['content'][0][:60]}")
    if show and not right:
        print(f"  name   wanted {gold['who']} got {sorted(names)} for {gold['speaker']!r} read as {speaker!r}")


def _shares(wanted: str | None, got: str) -> bool:
    """Tell whether two runs of words share half of their words, or are both empty."""
    a, b = set(name_key(wanted or "").split()), set(name_key(got).split())
    return len(a & b) / len(a | b) >= 0.5 if a | b else True


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--list", action="store_true", help="print what was missed or wrong")
    show = options.parse_args().list
    counts: Counter[str] = Counter()
    for line in (DISPUTE / "key.jsonl").read_text(encoding="utf-8").splitlines():
        key = json.loads(line)
        score_page(key, read_page(DISPUTE / "pages" / key["page"]), counts, show=show)
    hit = max(1, counts["hit"])
    precision, recall = counts["hit"] / max(1, counts["found"]), counts["hit"] / max(1, counts["gold"])
    heads = "  ".join(
        f"{n} {counts[n]}/{counts['pages']}" for n in ("headline", "outlet", "dateline", "published")
    )
    print(f"pages      {heads}")
    shares = "  ".join(f"{n} {counts[n] / hit:.2f}" for n in ("cue", "speaker", "name", "wrong name", "form"))
    print(f"matched    {shares}  day {counts['day']}/{counts['dated']}")
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"statements gold {counts['gold']}  found {counts['found']}", end="  ")
    print(f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


if __name__ == "__main__":
    main()
