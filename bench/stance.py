"""How well stance is told from a headline: the Emergent pairs, through the project's own function.

    .venv/bin/python bench/stance.py --data emergent-train.jsonl [--list N]

A headline is taken as a statement without a cue whose speaker is the outlet. For = confirms, asserts; against =
denies, doubts; observing = suspects, deflects, declines, none. The pairs are known to be about the same claim, so
a headline in which the matcher finds no act of the claim is still judged, as a whole.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from invented import a_record

from onrecord.claims.context import PageContext
from onrecord.claims.matching import Match, match_content
from onrecord.claims.question import read_claim
from onrecord.claims.stance import find_stance
from onrecord.lang.language import Language
from onrecord.model import Record, Span, Speaker, Stance, Statement

LABEL: dict[Stance, str] = {
    "confirms": "for",
    "asserts": "for",
    "denies": "against",
    "doubts": "against",
    "suspects": "observing",
    "deflects": "observing",
    "declines": "observing",
    "none": "observing",
}
EN = Language("en")


def as_record(headline: str) -> Record:
    """Return a page that holds one headline as one statement of its outlet."""
    outlet = Speaker(mention=None, name="the outlet", kind="organisation")
    statement = Statement(
        id="headline", speakers=(outlet,), cue=(), content=(Span(0, len(headline)),), form="indirect"
    )
    return a_record(headline, (statement,), body=())


def judge(claim: str, headline: str) -> Stance:
    """Return the stance of a headline towards a claim."""
    record = as_record(headline)
    question = read_claim(claim, EN)
    context = PageContext(record, question.lexicon, EN)
    statement = record.statements[0]
    match = match_content(question, context, statement, None)
    whole = Match(0.0, context.read(statement.content), None, words=("the whole",))
    return find_stance(question, context, statement, match or whole)[0]


def score(pairs: list[tuple[str, str]]) -> tuple[float, float]:
    """Return accuracy and macro-F1 of (wanted, got) pairs."""
    labels = sorted({wanted for wanted, _ in pairs})
    f1 = []
    for label in labels:
        right = sum(w == g == label for w, g in pairs)
        found, real = sum(g == label for _, g in pairs), sum(w == label for w, _ in pairs)
        f1.append(2 * right / max(1, found + real))
    return sum(w == g for w, g in pairs) / len(pairs), sum(f1) / len(f1)


def main() -> None:
    """Print accuracy, macro-F1 and the table of confusions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="pairs as JSON lines: claim, headline, label")
    parser.add_argument("--list", type=int, default=0, help="print so many wrong ones of each kind")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.data.read_text(encoding="utf-8").splitlines() if line.strip()]
    stances = [judge(row["claim"], row["headline"]) for row in rows]
    pairs = [(row["label"], LABEL[stance]) for row, stance in zip(rows, stances, strict=True)]
    accuracy, macro = score(pairs)
    print(f"{len(rows)} pairs: accuracy {accuracy:.3f}, macro-F1 {macro:.3f}")
    for (wanted, got), count in sorted(Counter(pairs).items()):
        print(f"  {wanted:9} judged {got:9} {count}")
        if wanted != got:
            wrong = [(r, s) for r, s, p in zip(rows, stances, pairs, strict=True) if p == (wanted, got)]
            for row, stance in wrong[: options.list]:
                print(f"      {stance}: {row['claim']} | {row['headline']}")


if __name__ == "__main__":
    main()
