"""Decisions about who makes a statement, and what hangs on them: "he added" follows the corrected name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from onrecord.decisions.anchors import find
from onrecord.decisions.fates import Fates
from onrecord.model import Decision, PageHead, Span, Spans, Speaker, SpeakerKind, Statement
from onrecord.text import name_key

KindOf = Callable[[str], SpeakerKind]

FOLLOWS = frozenset({"speaker-by-pronoun", "speaker-from-before", "speaker-by-description"})
"""Flags of a statement whose speaker was taken from a statement before it."""


def fix_speakers(
    fates: Fates,
    page: PageHead,
    statement: Statement,
    decision: Decision,
    others: Iterable[Speaker],
    kind_of: KindOf,
) -> Statement | None:
    """Return a statement with the speakers that were decided; None where the words meant are lost.

    Args:
        fates: Of the page's decisions.
        page: The page.
        statement: Which the decision is about.
        decision: Of kind `speaker`, or `missed` with the names of speakers.
        others: All speakers of the page: one of the same name lends role and kind.
        kind_of: Tells what sort of speaker a name is.
    """
    spans = fates.quoted(decision, decision.quotes)
    if spans is None:
        return None
    old = statement.speakers
    which = _meant(fates, page, decision, old)
    if which is None:
        fates.lose(decision, "no-speaker")
        return None
    known = {name_key(one.name): one for one in others if one.name}
    mentions = _mentions(spans, [old[nth].mention for nth in which], len(decision.values))
    new = [
        _named(value, mention, known, kind_of) for value, mention in zip(decision.values, mentions, strict=True)
    ] or [Speaker(mention=mentions[0] if mentions else None, name=None, kind="unclear")]
    first = which[0] if which else 0
    kept = [(nth, one) for nth, one in enumerate(old) if nth not in which]
    speakers = [one for nth, one in kept if nth < first] + new + [one for nth, one in kept if nth > first]
    flags = tuple(flag for flag in statement.flags if not flag.startswith("speaker-"))
    return replace(statement, speakers=tuple(speakers), flags=flags)


def follow(before: tuple[Statement, ...], after: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Return statements whose speakers, taken from corrected ones before them, are corrected too.

    Args:
        before: As the page was read, in text order.
        after: The same statements with what was decided.
    """
    renamed: dict[str | None, Speaker] = {}
    out = []
    for old, new in zip(before, after, strict=True):
        follows = FOLLOWS.intersection(old.flags) and len(old.speakers) == 1
        if new.speakers != old.speakers:
            renamed |= _renamed(old, new)
        elif follows and old.speakers[0].name in renamed:
            speaker = replace(renamed[old.speakers[0].name], mention=old.speakers[0].mention)
            out.append(replace(new, speakers=(speaker,), flags=(*new.flags, "speaker-follows-decision")))
            continue
        elif not follows:
            for one in old.speakers:
                renamed.pop(one.name, None)
        out.append(new)
    return tuple(out)


def _renamed(old: Statement, new: Statement) -> dict[str | None, Speaker]:
    """Return who took the place of whom, where one took the place of one."""
    if len(old.speakers) == len(new.speakers) == 1:
        return {old.speakers[0].name: new.speakers[0]}
    return {}


def _meant(fates: Fates, page: PageHead, decision: Decision, old: tuple[Speaker, ...]) -> tuple[int, ...] | None:
    """Return which speakers a decision takes the place of: all, or the one whose mention it names."""
    mention = decision.target.mention
    if mention is None:
        return tuple(range(len(old)))
    span = find(fates.text, mention, same_text=decision.target.text == page.text_sha256)
    which = tuple(nth for nth, one in enumerate(old) if one.mention == span)
    return which or None


def _mentions(spans: Spans, old: list[Span | None], count: int) -> list[Span | None]:
    """Return the words that name each of so many speakers: those marked, else those of the speakers before."""
    for some in (list(spans), old):
        if len(some) == count:
            return list(some)
        if len(some) == 1:
            return [some[0]] * max(count, 1)
    return [None] * count


def _named(name: str, mention: Span | None, known: dict[str, Speaker], kind_of: KindOf) -> Speaker:
    like = known.get(name_key(name))
    if like is not None and like.kind != "unclear":
        return replace(like, name=name, mention=mention, candidates=())
    return Speaker(mention=mention, name=name, kind=kind_of(name))
