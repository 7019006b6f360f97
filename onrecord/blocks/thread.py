"""Where the readers' comments begin: by the lines that programs for comments print, whatever the site.

Nothing below them is the article, and many comments read like it: a long thread outweighs a short text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from onrecord.blocks.characters import BULLET, LETTER, QUOTE
from onrecord.blocks.lines import Line, Units

_COUNTED = re.compile(
    r"(?:\d{1,5}|one|two|three) (?:responses?|thoughts?|repl(?:y|ies)|comments?) (?:to|on|for) [\"'“‘«]",
    re.IGNORECASE,
)
"""WordPress prints it above a thread: `3 thoughts on “…”`."""

_ASCII = 128
_COUNTS = np.array([chr(code) in "0123456789oOtT" for code in range(_ASCII)])
"""The characters below `_ASCII` that may begin a counted heading; any other may be a digit of some script."""

_SAYS = (" says:", " said:", " wrote:")
_TIMED = re.compile(r"(?:^|\D)\d{1,2}[:.]\d\d(?: ?[ap]\.?m\b|\W*$)")
_HEADING = re.compile(r"comment|conversation|discussion|repl(?:y|ies)|respon")
_AGO = re.compile(r"(?:\d{1,3}|an?|one) (?:min(?:ute)?|hour|day|week|month|year)s? ago\b")
_ENTRY_WORDS, _TIME_WORDS, _LONGEST = 16, 8, 40
_NEAR, _ENTRIES, _TIMES = 60, 2, 3
_TEXT_ABOVE = 30
"""Where fewer words of sentences stand above it, the thread is what the page is."""


def find_thread(units: Units) -> int:
    """Return the index of the unit at which readers' comments begin; the number of units where none do.

    Args:
        units: Of a page.
    """
    lines = units.lines
    above = int(units.running.cumsum().searchsorted(_TEXT_ABOVE)) + 1
    return next((at for at in _may_begin(units) if at >= above and _begins(lines, at)), len(lines))


def _may_begin(units: Units) -> Sequence[int]:
    """Return the units that begin with a number or end with a colon, and the known headings of threads."""
    codes, kinds = units.characters.codes, units.characters.kinds
    first = codes[units.starts]
    other = (first >= _ASCII) & (kinds[units.starts] & (LETTER | BULLET | QUOTE) == 0)
    may = (codes[units.ends - 1] == ord(":")) | other | _COUNTS[np.minimum(first, _ASCII - 1)]
    may[[at for at in units.known if units.lines[at].heading == "comment"]] = True
    found: Sequence[int] = may.nonzero()[0].tolist()
    return found


def _begins(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    if line.words <= _LONGEST and _COUNTED.match(line.text):
        return True
    heading = line.heading == "comment" and _HEADING.search(line.key) is not None
    if not heading and not _is_entry(lines, at):
        return False
    below = range(at, min(len(lines), at + _NEAR))
    entries = sum(_is_entry(lines, one) for one in below)
    if entries >= _ENTRIES:
        return True
    return heading and sum(_is_time(lines[one]) for one in below) >= _TIMES


def _is_entry(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a unit is the head of a comment: `NAME on DAY at TIME said:`, or `NAME says:` above a time."""
    line = lines[at]
    if line.text[-1] != ":" or line.words > _ENTRY_WORDS or not line.text.lower().endswith(_SAYS):
        return False
    return bool(_TIMED.search(line.text)) or (at + 1 < len(lines) and _is_time(lines[at + 1]))


def _is_time(line: Line) -> bool:
    """Tell whether a unit is little more than a time of day with its date, or an age."""
    if line.words > _TIME_WORDS or not line.digits:
        return False
    return _TIMED.search(line.text) is not None or _AGO.search(line.text.lower()) is not None
