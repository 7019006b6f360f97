"""The rest of a joint subject: "Orsk and Tolmin" where only "Orsk" was found."""

from __future__ import annotations

import re

from onrecord.model import Span
from onrecord.text import trim

_OPENS = re.compile(r"(?:^|\n|[.!?][”\"’]?[ \t])[ \t]*(?:[Bb]oth )?\Z|\b[Bb]oth \Z")
_AND = re.compile(r" and (?:the )?[^\W\d_a-z][\w\-.]{0,30}(?: [^\W\d_a-z][\w\-.]{0,30}){0,3}(?=,? [a-z])")
_BACK = 8


def whole_subject(text: str, speaker: Span, cue: Span) -> Span:
    """Return a speaker with the name that "and" joins to it, where the two open a sentence before their cue.

    What stands between the start of a sentence and its verb is one subject; elsewhere "and" may begin a clause.
    """
    both = text.startswith(("Both ", "both "), speaker.start)
    opens = both or _OPENS.search(text, max(0, speaker.start - _BACK), speaker.start)
    joined = _AND.match(text, speaker.end) if opens else None
    if joined is None or joined.end() > cue.start:
        return speaker
    return trim(text, Span(speaker.start, joined.end())) or speaker
