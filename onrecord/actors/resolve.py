"""Joining the speakers of records to actors by name, and finding an actor by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from onrecord.model import ActorSummary, Record, Speaker, Statement
from onrecord.store.rows import actor_key
from onrecord.text import join_words, name_key


@dataclass(slots=True)
class _Gathered:
    """What is known of one actor while records are gone through."""

    names: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    mentions: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    pages: set[str] = field(default_factory=set)
    statements: dict[str, None] = field(default_factory=dict)


def resolve(records: Iterable[Record]) -> tuple[ActorSummary, ...]:
    """Return the actors of records, those with the most statements first.

    An actor is what `store.rows.actor_key` holds together; its name is the form used most often, its kinds,
    mentions and roles stand with the most frequent first. Speakers without a name are no actors.
    """
    gathered: dict[str, _Gathered] = {}
    for record in records:
        for statement in record.statements:
            for speaker in statement.speakers:
                key = actor_key(speaker, record.page.id)
                if key is not None:
                    _gather(gathered.setdefault(key, _Gathered()), record, statement, speaker)
    actors = (_summary(found) for found in gathered.values())
    return tuple(sorted(actors, key=lambda actor: (-len(actor.statements), actor.name, actor.statements)))


def who(name: str, actors: Iterable[ActorSummary]) -> tuple[ActorSummary, ...]:
    """Return the actors of that name, in their order; where none has it, those with all its words in theirs."""
    actors = tuple(actors)
    keys = match_keys(name, (name_key(actor.name) for actor in actors))
    return tuple(actor for actor in actors if name_key(actor.name) in keys)


def match_keys(name: str, keys: Iterable[str]) -> frozenset[str]:
    """Return which name keys a name means: the one that equals its own, else those that have all its words."""
    wanted = name_key(name)
    keys = frozenset(keys)
    if wanted in keys:
        return frozenset({wanted})
    words = set(wanted.split())
    return frozenset(key for key in keys if words and words <= set(key.split()))


def _gather(actor: _Gathered, record: Record, statement: Statement, speaker: Speaker) -> None:
    actor.names[speaker.name or ""] += 1
    actor.kinds[speaker.kind] += 1
    if speaker.mention:
        actor.mentions[join_words(record.text, [speaker.mention])] += 1
    if speaker.role:
        actor.roles[speaker.role.value] += 1
    actor.pages.add(record.page.id)
    actor.statements[statement.id] = None


def _summary(actor: _Gathered) -> ActorSummary:
    return ActorSummary(
        name=_by_frequency(actor.names)[0],
        kinds=_by_frequency(actor.kinds),
        mentions=_by_frequency(actor.mentions),
        roles=_by_frequency(actor.roles),
        pages=len(actor.pages),
        statements=tuple(actor.statements),
    )


def _by_frequency(counted: Counter[str]) -> tuple[str, ...]:
    """Return the words, most frequent first; of equals the longer first, then by the alphabet."""
    return tuple(sorted(counted, key=lambda word: (-counted[word], -len(word), word)))
