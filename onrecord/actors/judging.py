"""What people decided about actors, as verdicts on forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from onrecord.actors.naming import find_forms
from onrecord.actors.places import Places
from onrecord.decisions import Judgement, locate, locate_mention
from onrecord.model import Anchor, Record
from onrecord.store.actors import VerdictRow

Place = tuple[int, int]
"""A speaker: which statement of the record, and which of its speakers."""


def place_of(record: Record, anchor: Anchor) -> Place | None:
    """Return which speaker of a page an anchor is at, or None where its words are gone or name no single one."""
    statement = locate(record, anchor)
    if isinstance(statement, str):
        return None
    nth = record.statements.index(statement)
    mention = locate_mention(record, anchor)
    if mention is None:
        return (nth, 0) if anchor.mention is None and len(statement.speakers) == 1 else None
    at = [at for at, speaker in enumerate(statement.speakers) if speaker.mention == mention]
    return (nth, at[0]) if len(at) == 1 else None


def set_apart(record: Record, judgements: Iterable[Judgement]) -> frozenset[Place]:
    """Return the speakers of a page who are judged not to be who they are named like, so that they end there."""
    anchors = (anchor for judgement in judgements if not judgement.same for anchor in (judgement.a, judgement.b))
    places = (place_of(record, anchor) for anchor in anchors if anchor.page == record.page.sha256)
    return frozenset(place for place in places if place is not None)


def verdicts(
    judgements: Iterable[Judgement], form_at: Callable[[Anchor], str | None], known: Places
) -> Iterator[VerdictRow]:
    """Yield a verdict for each two forms that judgements speak of.

    Args:
        judgements: What stands.
        form_at: Returns the form of the speaker that an anchor on a page is at.
        known: The states.
    """
    for judgement in judgements:
        ends = [_forms(anchor, form_at, known) for anchor in (judgement.a, judgement.b)]
        decision = judgement.decision
        because = f"{decision.who} decided so on {decision.at[:10]}{f': {decision.why}' if decision.why else ''}"
        for one in ends[0]:
            for other in ends[1]:
                if one != other:
                    first, second = sorted((one, other))
                    yield VerdictRow(first, second, judgement.same, because)


def _forms(anchor: Anchor, form_at: Callable[[Anchor], str | None], known: Places) -> tuple[str, ...]:
    """Return the forms that an anchor means: that of a speaker on a page, or all of a name."""
    if anchor.page is not None:
        form = form_at(anchor)
        return (form,) if form else ()
    name = anchor.name or ""
    return tuple(form.id for form in find_forms(name, known))
