"""Statements that say what a text says, in its words or in others: three rankings joined by their ranks.

Words (bm25) and vectors give the candidates, runs of letters rank these once more. Reciprocal rank fusion
(Cormack, Clarke and Büttcher 2009): a statement counts 1 / (10 + its rank) in each list that has it. Statements of
the same words stand together, where the best of them stands, the earliest first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.lang import get_language
from onrecord.meaning.grams import by_grams
from onrecord.meaning.nearest import nearest
from onrecord.meaning.sentences import embed
from onrecord.store import Place, Query, Store
from onrecord.store.vectors import Worded
from onrecord.tagger.cues import word_classes
from onrecord.text import fold

_EACH = 100
"""So many candidates of each list are fused at least."""
_FLAT = 10
"""How little the first ranks stand out. On queries towards checked claims 5, 10 and 20 gave the same to .003."""
_WORD = re.compile(r"[^\W_]+")
_SMALL = ("pronoun", "determiner", "aux", "modal", "preposition", "boundary", "be")
"""The classes of `words.tsv` that tell nothing of what a sentence says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A statement that says something like a text.

    Attributes:
        place: Where it stands.
        score: By how many rankings it stands how high, 0 to 1: what the list is ordered by.
        nearness: The cosine between the meanings; None where its words alone brought it up.
        words: The folded words that it or its speakers' names share with the text, in the text's order.
    """

    place: Place
    score: float
    nearness: float | None
    words: tuple[str, ...]


def search(store: Store, text: str, query: Query) -> tuple[Near, ...]:
    """Return the statements that say most nearly what a text says, the nearest first.

    Args:
        store: A ledger's store. Statements whose vectors are not made yet are found by their words alone.
        text: What is looked for.
        query: Whom and which days to keep to, and how many to return; its own words do not count.

    Raises:
        LedgerError: The ledger cannot be read.
        ModelError: A file of the model is not the one that was shipped.
    """
    query = replace(query, limit=max(1, query.limit))
    most = max(_EACH, query.limit)
    asked = tuple(dict.fromkeys(_WORD.findall(fold(text))))
    worded = store.vectors.ranked(asked, replace(query, limit=most))
    meant = _meant(store, text, query, most)
    held = store.vectors.words({*worded, *meant})
    places = sorted(held)
    spelled = [places[at] for at in by_grams(text, [held[place].content for place in places])]
    scores = _fused([[place for place in ranked if place in held] for ranked in (worded, list(meant), spelled)])
    best = _same_together(held, scores)[: query.limit]
    return tuple(
        Near(
            place=place,
            score=round(scores[place], 4),
            nearness=meant.get(place),
            words=_shared(asked, held[place].content, held[place].speakers),
        )
        for place in best
    )


def why(near: Near) -> str:
    """Return in words why a statement was found; words that stand in any sentence are no reason."""
    language = get_language("en")
    small = word_classes(language, *_SMALL)
    telling = [word for word in near.words if word not in small]
    meant = "" if near.nearness is None else f"near in meaning ({near.nearness:.2f})"
    words = f"shares {', '.join(telling)}" if telling else ""
    return "; ".join(part for part in (meant, words) if part) or "alike in spelling"


def _meant(store: Store, text: str, query: Query, most: int) -> dict[Place, float]:
    """Return the statements nearest in meaning that a query leaves, with their cosines, the nearest first."""
    out: dict[Place, float] = {}
    for batch in nearest(store, embed(text)) if _WORD.search(text) else ():
        kept = store.vectors.narrowed((place for place, _ in batch), query)
        out.update((place, cosine) for place, cosine in batch if place in kept)
        if len(out) >= most or not batch:
            break
    return dict(list(out.items())[:most])


def _fused(rankings: Sequence[Sequence[Place]]) -> dict[Place, float]:
    best = len(rankings) / (_FLAT + 1)
    out: dict[Place, float] = {}
    for ranking in rankings:
        for rank, place in enumerate(ranking, start=1):
            out[place] = out.get(place, 0.0) + 1 / (_FLAT + rank) / best
    return out


def _same_together(held: Mapping[Place, Worded], scores: Mapping[Place, float]) -> list[Place]:
    """Return statements from the best score down, those of the same words together: by day and path."""
    words = {place: tuple(_WORD.findall(fold(worded.content))) for place, worded in held.items()}
    best: dict[tuple[str, ...], float] = {}
    for place, said in words.items():
        best[said] = max(best.get(said, 0.0), scores[place])

    def order(place: Place) -> tuple[float, tuple[str, ...], bool, str, str, Place]:
        day = held[place].day
        return (-best[words[place]], words[place], day is None, day or "", held[place].path, place)

    return sorted(held, key=order)


def _shared(asked: Sequence[str], *texts: str) -> tuple[str, ...]:
    held = {word for text in texts for word in _WORD.findall(fold(text))}
    return tuple(word for word in asked if word in held)
