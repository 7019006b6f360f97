"""Which actors a name means."""

from __future__ import annotations

import re

from onrecord.actors.likeness import letters
from onrecord.actors.naming import find_forms, person_key
from onrecord.actors.places import places_of
from onrecord.lang import get_language
from onrecord.model import Actor
from onrecord.store import Store
from onrecord.text import name_key

_ID = re.compile(r"[0-9a-f]{6,16}")


def match(store: Store, name: str) -> frozenset[str]:
    """Return the ids of the actors that a name means.

    First those that are called so, in any spelling or order that is only another way of writing it, or that the
    name is an id or the beginning of an id of; else those with all its words among theirs.
    """
    forms = store.actors.views.forms()
    wanted = name_key(name)
    named = {form.id for form in find_forms(name, places_of(get_language("en")))}
    turned = letters(person_key(name)) if len(wanted.split()) > 1 else frozenset()
    found = {
        actor
        for form, key, shown, actor in forms
        if form in named
        or name_key(shown) == wanted
        or (_ID.fullmatch(name) and form.startswith(name))
        or (turned and turned & letters(key))
    }
    if not found:
        words = set(wanted.split())
        found = {a for _, key, shown, a in forms if words and words <= {*name_key(shown).split(), *key.split()}}
    return frozenset(found)


def who(store: Store, name: str) -> tuple[Actor, ...]:
    """Return the actors that a name means, as `match` does; those with the most statements first."""
    found = (store.actors.views.actor(actor) for actor in match(store, name))
    return tuple(sorted(found, key=lambda actor: (-len(actor.statements), actor.name, actor.id)))
