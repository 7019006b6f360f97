"""The kind of each unit inside the run that looks like an article: text, or what was pushed into it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.blocks.lines import TITLE, Line
from onrecord.model import BlockKind

Verdict = tuple[BlockKind, str]

_AGE = re.compile(
    r"(?:updated |posted |published )?(?:about )?(?:\d{1,3}|an?|one) ?"
    r"(?:s|secs?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?|years?)(?: ago| read|)\W*$"
    r"|\d{1,2} min(?:ute)?s? read",
    re.IGNORECASE,
)
_OPENS_AGE = "0123456789aAoOpPuU"
_FEW_MARKS = 6
_MARKS_ONLY = re.compile(r"[\"“”‘’'»«.\s]{1,6}$")
_SUBHEAD = 14
_LONG = 20
_CAPS_TEASER = 4
_WORDS_SHARED = 3


def judge_inside(lines: Sequence[Line], first: int, end: int) -> list[Verdict]:
    """Return a verdict for each unit of `lines[first:end]`."""
    verdicts: list[Verdict] = []
    section: BlockKind | None = None
    for index in range(first, end):
        line = lines[index]
        if section and _reopens(lines, index):
            section = None
        if line.heading in ("related", "ticker", "comment", "footer", "marker"):
            section = line.heading
        verdicts.append((section, "under a heading of its kind") if section else _judge(lines, index, verdicts))
        if section and line.heading == section:
            verdicts[-1] = (section, f"a known heading: {line.key[:40]}")
    return _with_subheads(verdicts, lines, first)


def _reopens(lines: Sequence[Line], index: int) -> bool:
    """Tell whether running text goes on here after a section of something else."""
    line = lines[index]
    if not line.sentence:
        return False
    after = lines[index + 1] if index + 1 < len(lines) else None
    before = lines[index - 1]
    summary = not before.heading and not before.stop and before.title > TITLE
    return not (summary and after is not None and not after.sentence and not _goes_on(after))


def _goes_on(line: Line) -> bool:
    return line.opens_low or line.text[0] in "\"“‘'"


def _judge(lines: Sequence[Line], index: int, before: Sequence[Verdict]) -> Verdict:
    """Return the verdict on one unit of running text and what stands in it."""
    line = lines[index]
    if len(line.text) <= _FEW_MARKS and _MARKS_ONLY.match(line.text):
        return "paragraph", "a quotation mark torn off from the text before it"
    if line.heading:
        return line.heading, f"a known heading: {line.key[:40]}"
    if (line.text[0] in _OPENS_AGE or not line.text[0].isascii()) and _AGE.match(line.text):
        return "related", "an age, as teasers show"
    if line.phrase:
        return line.phrase[0], f"holds the phrase {line.phrase[1]!r}"
    if _twin(lines, index):
        return "caption", "stands twice in a row"
    if line.caps and not line.stop:
        return ("related" if line.words >= _CAPS_TEASER else "subhead"), "capitals between paragraphs"
    return _text(lines, index, before)


def _text(lines: Sequence[Line], index: int, before: Sequence[Verdict]) -> Verdict:
    line = lines[index]
    opened = bool(before) and before[-1][0] == "paragraph"
    last = lines[index - 1] if opened else None
    if line.sentence:
        return "paragraph", "ends as a sentence does"
    if last is not None and not last.stop and line.opens_low:
        return "paragraph", "goes on with the sentence before it"
    if line.stop and line.words > 1 and line.title <= TITLE:
        return "paragraph", "a short sentence"
    if line.stop and line.text[0] in "\"“‘'":
        return "paragraph", "a short quotation"
    if line.words >= _LONG and line.title <= TITLE:
        return "paragraph", "as long as a sentence"
    if last is not None and line.bullet and (last.text.endswith(":") or (last.bullet and not last.stop)):
        return "paragraph", "an item of a list in the text"
    return _unfinished(lines, index)


def _unfinished(lines: Sequence[Line], index: int) -> Verdict:
    """Return the verdict on a unit without a stop: the first part of a sentence, or no text at all."""
    line = lines[index]
    after = lines[index + 1] if index + 1 < len(lines) else None
    if after is not None and after.opens_low and not after.heading and not line.bullet and line.title <= TITLE:
        return "paragraph", "the sentence goes on in the next block"
    ends = line.text.rstrip()[-1]
    if ends in ":,;—–" and line.words >= _WORDS_SHARED and after is not None and (after.stop or after.bullet):
        return "paragraph", "leads to what follows"
    return "related", "no sentence"


def _twin(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a unit is repeated by its neighbour, wholly or as a part of it, as captions are."""
    line = lines[index]
    return (index > 0 and _same(line, lines[index - 1])) or (
        index + 1 < len(lines) and _same(line, lines[index + 1])
    )


def _same(line: Line, other: Line) -> bool:
    key, beside = line.key, other.key
    if len(key) == len(beside):
        return key == beside and bool(key) and line.words >= _WORDS_SHARED
    if len(key) < len(beside):
        return len(beside) < 3 * len(key) and line.words > _WORDS_SHARED and key in beside
    return len(key) < 3 * len(beside) and other.words > _WORDS_SHARED and beside in key


def _with_subheads(verdicts: list[Verdict], lines: Sequence[Line], first: int) -> list[Verdict]:
    """Turn a single short unit between two paragraphs into a subhead."""
    out = list(verdicts)
    for at in range(1, len(verdicts) - 1):
        alone = verdicts[at - 1][0] == verdicts[at + 1][0] == "paragraph"
        line = lines[first + at]
        if alone and verdicts[at] == ("related", "no sentence") and line.words <= _SUBHEAD and not line.bullet:
            out[at] = ("subhead", "a short line between paragraphs")
    return out
