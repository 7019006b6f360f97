"""Which decisions hold on the same page when it is taken again, with other bytes: those about words of it."""

from __future__ import annotations

from dataclasses import replace

from onrecord.decisions.log import LOG_KINDS
from onrecord.decisions.places import Place, place_of
from onrecord.model import Decision

CARRIED = LOG_KINDS | frozenset(
    {
        *("missed", "not-statement", "content", "cue", "speaker"),
        *("form", "said", "acts", "addressee", "via", "block"),
    }
)
"""What is about a page as a whole is not carried: another capture may have been published on another day. Nor is a
review, since nobody has looked at the other one."""


def carried(decision: Decision) -> Decision | None:
    """Return a decision as it counts on another capture of its page, as one for copies of its words; None: not."""
    about_words = bool(decision.target.content or decision.target.cue)
    return replace(decision, copies=True) if about_words and decision.kind in CARRIED else None


def has_words(text: str, text_sha256: str, decision: Decision) -> bool:
    """Tell whether the words that a decision is about stand in a text, once and between the same neighbours."""
    same_text = decision.target.text == text_sha256
    return isinstance(place_of(text, decision.target, same_text=same_text), Place)
