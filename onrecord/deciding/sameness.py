"""From `same=NAME` and `not-same=NAME` to drafts of decisions: who is one actor across pages, and who is not."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord import actors
from onrecord.deciding.proposals import By
from onrecord.decisions import about_name, about_statement
from onrecord.errors import InputError
from onrecord.model import Anchor, Decision, LedgerFix
from onrecord.store import Store
from onrecord.store.meant import statements_meant
from onrecord.text import name_key

_KINDS: dict[str, LedgerFix] = {"same": "same-actor", "not-same": "not-same-actor"}
OF_ACTOR = tuple(_KINDS)
"""What can be given as `field=value` of an actor, or of a statement for who makes it."""


def propose_sameness(store: Store, item: str, given: Mapping[str, str], by: By) -> tuple[Decision, ...]:
    """Return the drafts of what a person wrote about an actor.

    Args:
        store: The ledger's store.
        item: An actor by name or id, or else the start of the id of a statement whose speaker is meant.
        given: `same` and `not-same`, each with the name or id of another actor.
        by: Who decides.

    Raises:
        InputError: Another field, or a name that nobody or more than one has.
    """
    strange = next((field for field in given if field not in _KINDS), None)
    if strange is not None:
        raise InputError(f"{strange!r} is no field of an actor; there are {' and '.join(OF_ACTOR)}.")
    target = _target(store, item)
    drafts = []
    for field, value in given.items():
        other = about_name(_name(store, value))
        if other == target:
            raise InputError(f"{item!r} and {value!r} are one name; give another one, or a statement's id first.")
        drafts.append(Decision(kind=_KINDS[field], target=target, others=(other,), who=by.who, why=by.why))
    return tuple(drafts)


def _target(store: Store, item: str) -> Anchor:
    if actors.match(store, item):
        return about_name(_name(store, item))
    found = statements_meant(store, item)
    if len(found) != 1:
        raise InputError(f"Nobody in this ledger has the name {item!r}, and no one statement's id begins so.")
    return about_statement(*found[0])


def _name(store: Store, name: str) -> str:
    """Return the name that a decision knows an actor by: the one given or with its words, else the usual one."""
    found = actors.who(store, name)
    if not found:
        raise InputError(f"Nobody in this ledger has the name {name!r}; `onrecord who` lists who there is.")
    if len(found) > 1:
        names = "; ".join(f"{one.name} [{one.id}]" for one in found[:5])
        raise InputError(f"Several actors may be meant by {name!r}; give the name or id of one: {names}.")
    (actor,) = found
    wanted = {*name_key(name).split()}
    holding = [known for known in actor.names if wanted and wanted <= {*name_key(known).split()}]
    return min(holding, key=len, default=actor.name)
