"""Statements grouped by the act of saying that they report, so that no group holds what cannot be one act."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from onrecord.relay.compare import Sketches, lay_out, pairs_to_compare
from onrecord.relay.sayings import How, Telling, days_meet, speaker_key
from onrecord.relay.sketch import VALUE_BITS
from onrecord.store import Place
from onrecord.store.utterances import Retelling, StatementRow, Told

_STRENGTH: dict[How, int] = {"copied": 0, "quoted": 1, "retold": 2, "recalled": 3}


def telling_of(row: StatementRow) -> Telling:
    """Return a statement as it is compared."""
    dated = row.said_from is not None or row.said_to is not None
    last = row.said_to or (row.said_from if dated else row.published or row.not_after)
    return Telling(
        page=row.page,
        nth=row.nth,
        actors=speakers_of(row.actors),
        words=row.words,
        cue=f"{row.between or ''} {row.cue}",
        denies="deny" in json.loads(row.acts),
        negated=bool(row.negated),
        first=row.said_from,
        last=last,
        dated=dated,
    )


@lru_cache(maxsize=65_536)
def speakers_of(actors: str) -> frozenset[str]:
    """Return who makes a statement, as one is told from others, given its actors as they are stored."""
    return frozenset(key for actor in json.loads(actors) if (key := speaker_key(actor)))


def alike(new: Sequence[Told], before: Iterable[Sequence[Told]]) -> Iterator[tuple[Place, Place]]:
    """Yield the statements of one actor on two pages that are worth comparing, the first page first.

    Args:
        new: What has not been compared yet.
        before: What has been compared with each other.
    """
    numbers: dict[str, int] = {}
    for (_, page, nth, _), (_, other, at, _) in pairs_to_compare(
        _by_actor(new, numbers), (_by_actor(some, numbers) for some in before)
    ):
        if page != other:
            one, two = Place(page, nth), Place(other, at)
            yield (one, two) if one < two else (two, one)


def _by_actor(told: Sequence[Told], numbers: dict[str, int]) -> Sketches[Told]:
    """Return the sketches of statements, their values raised so that two actors share none."""
    laid = lay_out(told, [sketch for *_, sketch in told])
    raised = np.array([numbers.setdefault(actor, len(numbers)) for actor, *_ in told], dtype=np.int64)
    return replace(laid, values=laid.values + (raised << VALUE_BITS)[laid.owners])


def comparable(ones: Iterable[Telling], others: Iterable[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Yield the pairs of statements of two pages that one speaker may have made: the same, or one is not named."""
    by_actor: dict[str, list[Telling]] = defaultdict(list)
    every = list(others)
    for other in every:
        for actor in other.actors or ("",):
            by_actor[actor].append(other)
    for one in ones:
        for other in _of_actors(by_actor, one.actors) if one.actors else every:
            yield one, other


def _of_actors(by_actor: Mapping[str, list[Telling]], actors: Iterable[str]) -> Iterable[Telling]:
    """Return the statements of some actors and of nobody, each once."""
    found = [other for actor in ("", *actors) for other in by_actor.get(actor, ())]
    return {other.nth: other for other in found}.values()


def group(
    tellings: Mapping[Place, Telling], retellings: Iterable[Retelling], order: Mapping[str, int]
) -> list[tuple[Place, ...]]:
    """Return the groups of statements that report one utterance, those of one statement left out.

    The surest retellings join first, and none joins two groups whose days do not meet: of three statements that
    are alike in pairs, the undated one goes with one of the others where these were made weeks apart.

    Args:
        tellings: The statements.
        retellings: Which of them report one act of saying.
        order: The place of each page among those that came out, by id: the earliest report stands first.
    """
    groups: dict[Place, list[Place]] = {place: [place] for place in tellings}
    bounds = dict(tellings)
    for one in sorted(retellings, key=lambda one: (_strength(one.how), one.a, one.b)):
        kept, gone = groups[one.a], groups[one.b]
        if kept is gone or not days_meet(bounds[kept[0]], bounds[gone[0]]):
            continue
        bounds[kept[0]] = _meeting(bounds[kept[0]], bounds[gone[0]])
        kept += gone
        groups |= dict.fromkeys(gone, kept)
    found = {id(members): members for members in groups.values() if len(members) > 1}
    return sorted(
        tuple(sorted(members, key=lambda place: (order[place.page], place))) for members in found.values()
    )


def _strength(how: str) -> int:
    return next(rank for known, rank in _STRENGTH.items() if known == how)


def _meeting(a: Telling, b: Telling) -> Telling:
    """Return the days on which both can have been said."""
    first = max(filter(None, (a.first, b.first)), default=None)
    last = min(filter(None, (a.last, b.last)), default=None)
    return replace(a, first=first, last=max(filter(None, (first, last)), default=None) if last else None)


def by_page(places: Iterable[Place]) -> dict[str, list[Place]]:
    """Return statements by their page."""
    out: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        out[place.page].append(place)
    return out
