"""Who the rows of a claim are: actors as they were found across pages, not the names that single pages use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from onrecord.model import Appearance, Speaker
from onrecord.store import Store
from onrecord.store.voices import Spoken, Voice
from onrecord.text import name_key


def by_voice(store: Store, appearances: Sequence[Appearance]) -> tuple[Appearance, ...]:
    """Return what bears on a claim, in the order given, with `sides` that name actors.

    Who speaks for a party of the claim has the party's name, as before. Anybody else has the name of the actor
    that is meant, whatever the page calls him; two actors of one name, and two that are known on their page alone,
    have two names. Whom nobody could name has none.
    """
    found = store.screens.voices(one.page.id for one in appearances)
    parties = {name_key(side): side for one in appearances for side in _parties(one)}
    labels = _labels(appearances, found)
    return tuple(replace(one, sides=_sides(one, found, parties, labels)) for one in appearances)


def _parties(one: Appearance) -> Iterable[str]:
    """Yield the sides of an appearance that are not the own words of one who makes it."""
    named = {name_key(speaker.name) for speaker in one.actors if speaker.name}
    alone = all(speaker.name is None for speaker in one.actors)
    return () if alone else (side for side in one.sides if name_key(side) not in named)


def _sides(
    one: Appearance, found: Mapping[Spoken, Voice], parties: Mapping[str, str], labels: Mapping[str, str]
) -> tuple[str, ...]:
    out = [parties[name_key(side)] for side in one.sides if name_key(side) in parties]
    for nth, speaker in enumerate(one.actors):
        if not _for_a_party(one, speaker, parties):
            voice = found.get(Spoken(one.page.id, one.statement, nth))
            label = labels.get(voice.actor) if voice else speaker.name
            out += [parties.get(name_key(label), label)] if label else []
    return tuple(dict.fromkeys(out))


def _for_a_party(one: Appearance, speaker: Speaker, parties: Mapping[str, str]) -> bool:
    """Tell whether a speaker is named, and stands under the name of a party."""
    if speaker.name is None:
        return any(name_key(side) in parties for side in one.sides)
    return name_key(speaker.name) in parties or all(name_key(side) != name_key(speaker.name) for side in one.sides)


def _labels(appearances: Sequence[Appearance], found: Mapping[Spoken, Voice]) -> dict[str, str]:
    """Return what each actor is called here; no two alike."""
    shown: dict[str, str] = {}
    for one in appearances:
        for nth, _ in enumerate(one.actors):
            voice = found.get(Spoken(one.page.id, one.statement, nth))
            if voice is not None:
                where = f" ({one.outlet or one.page.label})" if voice.here else ""
                shown.setdefault(voice.actor, voice.name + where)
    same: dict[str, list[str]] = defaultdict(list)
    for actor in sorted(shown):
        same[name_key(shown[actor])].append(actor)
    for actors in same.values():
        for number, actor in enumerate(actors[1:], start=2):
            shown[actor] = f"{shown[actor]} ({number})"
    return shown
