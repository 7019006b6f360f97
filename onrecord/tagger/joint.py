"""The rest of a joint subject: "Orsk and Tolmin" where only "Orsk" was found."""

from __future__ import annotations

import re

from onrecord.model import Span
from onrecord.text import trim

_OPENS = re.compile(r"(?:^|\n|[.!?][”\"’]?[ \t])[ \t]*(?:[Bb]oth )?\Z|\b[Bb]oth \Z")
_AND = re.compile(r" and (?:the )?[^\W\d_a-z][\w\-.]{0,30}(?: [^\W\d_a-z][\w\-.]{0,30}){0,3}(?=,? [a-z])")
_BACK = 8
_JOINER = " and"


def whole_subject(text: str, speaker: Span, cue: Span) -> Span:
    """Return a speaker with the name that "and" joins to it, where the two open a sentence before their cue.

    What stands between the start of a sentence and its verb is one subject; elsewhere "and" may begin a clause,
    unless the speaker was found with an "and" at its end.
    """
    torn = text.endswith(_JOINER, speaker.start, speaker.end)
    first = Span(speaker.start, speaker.end - len(_JOINER)) if torn else speaker
    both = text.startswith(("Both ", "both "), first.start)
    opens = torn or both or _OPENS.search(text, max(0, first.start - _BACK), first.start)
    joined = _AND.match(text, first.end) if opens else None
    if joined is None or joined.end() > cue.start:
        return first
    return trim(text, Span(first.start, joined.end())) or first
