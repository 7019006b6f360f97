"""Measures who pronouns and descriptions mean, on GUM's news and interviews, beside the nearest name before them.

    python bench/who.py --data FOLDER [--split held|test|dev]

FOLDER holds GUM's `*.conllu.gz`. `held` is GUM's own dev and test documents of the two genres, which the
shipped ranker has not seen. Asked are third-person pronouns and definite descriptions that mean a person or an
organisation named before. An answer is right where its last mention by name or description belongs to the same
entity of GUM. Printed: how many are asked, how often the nearest preceding name is right, how often the
right one is among the candidates, then accuracy over all, over the surest 85%, and coverage and accuracy at the
program's own threshold. What the program answers for fewer than 85% has no accuracy at .85.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gum import DEV, TEST, Document, Mention, documents

from onrecord.lang import get_language
from onrecord.mentions.antecedents import Ask, Layout, Trail, candidates, read_pronoun
from onrecord.mentions.cast import find_cast, merged
from onrecord.mentions.descriptions import fitting
from onrecord.mentions.people import find_people
from onrecord.mentions.ranker import MODEL, SURE, follow
from onrecord.tagger.marks import find_quotations
from onrecord.text import fold
from onrecord.weights import Arrays, load_weights

ENGLISH = get_language("en")
SPLITS = {"dev": DEV, "test": TEST, "held": DEV | TEST}
COVERAGE = 0.85
_WORD = re.compile(r"[\w’'\-]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with what came of it."""

    kind: str
    subject: bool
    nearest: bool
    reach: bool
    right: bool
    sureness: float


def asked(document: Document) -> Iterator[tuple[Ask, Mention]]:
    """Yield the pronouns and descriptions of people and organisations that are named before, in text order."""
    named: dict[str, int] = {}
    for mention in document.mentions:
        if mention.upos == "PROPN":
            named.setdefault(mention.group, mention.head.start)
    for mention in sorted(document.mentions, key=lambda m: m.head.start):
        before = named.get(mention.group, mention.span.start) < mention.span.start
        if not before or mention.entity not in ("person", "organization"):
            continue
        if mention.upos == "PRON":
            ask = read_pronoun(mention.head, mention.low, ENGLISH)
        else:
            ask = description(document.text, mention)
        if ask is not None:
            yield ask, mention


def description(text: str, mention: Mention) -> Ask | None:
    """Return what "the …" asks for, or None for a mention of another kind."""
    words = [fold(word) for word in _WORD.findall(text[mention.span.start : mention.head.end])]
    if mention.upos != "NOUN" or len(words) < 2 or words[0] not in ("the", "this", "that"):
        return None
    return Ask(mention.span, "description", noun=words[-1], modifiers=tuple(words[1:-1]))


def answers(document: Document, weights: Arrays) -> Iterator[Answer]:
    """Yield what comes of each question of a document."""
    text, paragraphs = document.text, tuple(document.paragraphs)
    cast = merged(find_cast(text, paragraphs, find_people(text, paragraphs, (), ENGLISH), ENGLISH))
    quoted = tuple(piece for q in find_quotations(text, paragraphs) for piece in q.pieces)
    layout = Layout(text, paragraphs, quoted, ENGLISH)
    trails = [Trail(figure, []) for figure in cast]
    for ask, mention in asked(document):
        at = ask.span.start

        def means(trail: Trail, at: int = at, group: str = mention.group) -> bool:
            last = trail.last_name(at)
            return last is not None and document.group(last) == group

        names = [(last, t) for t in trails if t.figure.kind != "described" and (last := t.last_name(at))]
        nearest = max(names, key=lambda entry: entry[0], default=None)
        kind = "they, it" if ask.kind == "thing" else "he, she" if ask.kind == "person" else "the …"
        subject = mention.relation == "nsubj"
        if ask.kind == "description":
            fits = fitting(ask, trails, ENGLISH)
            best, sureness, reach = (fits[0] if fits else None), float(len(fits) == 1), any(map(means, trails))
        else:
            best, sureness, reach = _ranked(ask, trails, layout, weights, means)
        right = best is not None and means(best)
        yield Answer(kind, subject, nearest is not None and means(nearest[1]), reach, right, sureness)


def _ranked(
    ask: Ask, trails: list[Trail], layout: Layout, weights: Arrays, means: Callable[[Trail], bool]
) -> tuple[Trail | None, float, bool]:
    """Return the likeliest candidate for a pronoun, how likely, and whether the right one is a candidate."""
    reach = any(means(trail) for trail, _ in candidates(ask, trails, ENGLISH))
    guess = follow(ask, trails, layout, weights, ENGLISH)
    if guess is None:
        return None, 0.0, reach
    return next(trail for trail in trails if trail.figure is guess.figure), guess.probability, reach


def report(name: str, given: list[Answer]) -> str:
    """Return a row of the table."""
    order = sorted(given, key=lambda one: -one.sureness)
    surest = order[: max(1, round(COVERAGE * len(order)))]
    sure = [one for one in order if one.sureness >= SURE]

    answered = sum(one.sureness > 0 for one in given) >= COVERAGE * len(given)

    def share(values: list[bool]) -> str:
        return f"{np.mean(values):.2f}" if values else " –  "

    return (
        f"{name:22} {len(given):4}  nearest {share([a.nearest for a in given])}  "
        f"reach {share([a.reach for a in given])}  all {share([a.right for a in given])}  "
        f"at .85 {share([a.right for a in surest] if answered else [])}  "
        f"own: coverage {len(sure) / len(given):.2f} accuracy {share([a.right for a in sure])}"
    )


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--split", choices=sorted(SPLITS), default="held")
    given = options.parse_args()
    weights = load_weights(f"{MODEL}/weights.npz")
    wanted = [d for d in documents(given.data, ("news", "interview")) if d.name in SPLITS[given.split]]
    if not wanted:
        options.error(f"{given.data} holds none of GUM's {given.split} documents (GUM_*.conllu.gz).")
    found = [answer for document in wanted for answer in answers(document, weights)]
    print(f"GUM {given.split}: {len(wanted)} documents of news and interviews")
    for kind in ("he, she", "they, it", "the …"):
        mine = [one for one in found if one.kind == kind]
        print(report(kind, mine))
        print(report(f"{kind} as subject", [one for one in mine if one.subject]))
    print(report("pronouns", [one for one in found if one.kind != "the …"]))
    print(report("all", found))


if __name__ == "__main__":
    main()
