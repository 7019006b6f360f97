"""Statements grouped by the act of saying that they report, so that no group holds what cannot be one act."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

import numpy as np

from onrecord.relay.compare import fewest_shared
from onrecord.relay.sayings import How, Telling, days_meet, speaker_key
from onrecord.relay.sketch import Sketch
from onrecord.store import Place
from onrecord.store.utterances import Retelling, StatementRow

_STRENGTH: dict[How, int] = {"copied": 0, "quoted": 1, "retold": 2, "recalled": 3}


def telling_of(row: StatementRow) -> Telling:
    """Return a statement as it is compared."""
    dated = row.said_from is not None or row.said_to is not None
    last = row.said_to or (row.said_from if dated else row.published or row.not_after)
    return Telling(
        page=row.page,
        nth=row.nth,
        actors=frozenset(key for actor in json.loads(row.actors) if (key := speaker_key(actor))),
        words=row.words,
        cue=f"{row.between or ''} {row.cue}",
        denies="deny" in json.loads(row.acts),
        negated=bool(row.negated),
        first=row.said_from,
        last=last,
        dated=dated,
    )


def alike(sketches: Mapping[Place, Sketch], new: Iterable[Place]) -> Iterator[tuple[Place, Place]]:
    """Yield the pairs of statements of different pages that are worth comparing, each once, the first page first.

    Args:
        sketches: The statements of one actor.
        new: Those of them that are to be compared.
    """
    values = {place: sketch.tolist() for place, sketch in sketches.items()}
    holding: dict[int, list[Place]] = defaultdict(list)
    for place, held in values.items():
        for value in held:
            holding[value].append(place)
    wanted = set(new)
    for place in sorted(wanted):
        shared = Counter(chain.from_iterable(holding[value] for value in values[place]))
        for other, count in shared.items():
            alone = other.page == place.page or (other in wanted and other < place)
            if not alone and count >= fewest_shared(len(values[place]), len(values[other])):
                yield (place, other) if place < other else (other, place)


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


def as_sketch(data: bytes) -> Sketch:
    """Return a sketch as it was stored."""
    return np.frombuffer(data, dtype="<i8")
