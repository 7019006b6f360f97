"""A draft against the ledger: are its quotations and attributions on record, in these words, by whom, and when?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from onrecord.errors import InputError
from onrecord.lang import Language, get_language
from onrecord.ledger import Ledger
from onrecord.model import DraftFinding, Hit, Record, Said, Span, Spans, Statement, Verdict, WordChange
from onrecord.read import find_sources, load_source, read_pages
from onrecord.record import find_in, make_record
from onrecord.relay.wording import word_changes
from onrecord.tagger.marks import find_quotations
from onrecord.text import fold, inside, join_words, line_spans, word_spans

_FEWEST_QUOTED = 3
"""Words that a quotation must have to be looked for: "theatre" alone is on every page."""

_FEWEST_TOLD = 4
"""Words of five letters and more that what is told without marks must have."""

_ALTERED = 0.6
"""The share of a quotation's words that must stand in a statement, in their order, for it to be meant."""

_TOLD = 0.7
"""The same of the longer words of what is told without marks, in any order."""

_LONG = 5
_LOOKED_FOR, _LOOKED_AT = 10, 60
"""Words that are looked for, and statements holding some of them that are compared."""

_BLANK_LINE = re.compile(r"\n[^\S\n]*\r?\n")


@dataclass(frozen=True, slots=True)
class Draft:
    """A text of the user's own: the text and its paragraphs."""

    text: str
    paragraphs: Spans


class _Asked(NamedTuple):
    """One thing to be checked: the words, those of them that are quoted, and who says them when."""

    content: Spans
    quoted: Spans
    speakers: tuple[str, ...]
    said: Said | None


class _Candidate(NamedTuple):
    """A statement that may be meant: its share of the words, and whether speaker and day can be right."""

    share: float
    speaker: bool
    day: bool
    record: Record
    statement: Statement


def read_draft(path: str) -> Draft:
    """Read a draft from a file; of a page with markup its article is taken.

    Raises:
        InputError: There is no such file, or it is a folder.
        UnreadableError: It cannot be read as a page.
    """
    if Path(path).is_dir():
        raise InputError(f"{path} is a folder; give one draft at a time.")
    page = next(iter(read_pages(load_source(find_sources([path])[0]))))
    if page.head.media_type == "text/plain":
        return Draft(page.text, paragraphs_of(page.text))
    return Draft(page.text, make_record(page, get_language("en")).article.body)


def paragraphs_of(text: str) -> Spans:
    """Return the paragraphs of a plain text: parted by blank lines, or each a line where there are none."""
    lines = list(line_spans(text))
    if not _BLANK_LINE.search(text):
        return tuple(lines)
    out: list[Span] = []
    for line in lines:
        if out and not _BLANK_LINE.search(text, out[-1].end, line.start):
            out[-1] = Span(out[-1].start, line.end)
        else:
            out.append(line)
    return tuple(out)


def check_draft(ledger: Ledger, draft: Draft, day: str | None = None) -> tuple[DraftFinding, ...]:
    """Return what a ledger holds of each quotation and attribution of a draft, in their order.

    Args:
        ledger: What is on record.
        draft: The text.
        day: The ISO day that the draft's words of time ("on Tuesday") are reckoned from.

    Raises:
        InputError: A day that is none.
    """
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError as error:
        raise InputError(f"{day!r} is no day; write it as 2031-03-07.") from error
    language = get_language("en")
    return tuple(_check(ledger, draft.text, asked) for asked in _asked(draft, day, language))


# ---- what the draft says ----------------------------------------------------------------------------------


def _asked(draft: Draft, day: str | None, language: Language) -> list[_Asked]:
    """Return what is to be checked: statements, and quotations that belong to none."""
    statements, _ = find_in(draft.text, draft.paragraphs, day, language)
    marked = [piece for found in find_quotations(draft.text, draft.paragraphs) for piece in found.pieces]
    out = [
        _Asked(
            statement.content,
            tuple(mark for mark in marked if any(inside(mark, span) for span in statement.content)),
            tuple(speaker.name for speaker in statement.speakers if speaker.name),
            statement.said,
        )
        for statement in statements
        if statement.content and not statement.silent
    ]
    taken = {mark for asked in out for mark in asked.quoted}
    out += [_Asked((mark,), (mark,), (), None) for mark in marked if mark not in taken]
    return sorted(out, key=lambda asked: asked.content)


# ---- what the ledger holds --------------------------------------------------------------------------------


def _check(ledger: Ledger, text: str, asked: _Asked) -> DraftFinding:
    words = _words(text, asked.quoted or asked.content)
    weighty = words if asked.quoted else [word for word in words if len(word) >= _LONG]
    if len(weighty) < (_FEWEST_QUOTED if asked.quoted else _FEWEST_TOLD):
        return replace(_unfound(text, asked), verdict="unchecked", reason="It has too few words to be looked for.")
    found = sorted(_candidates(ledger, text, asked, weighty), key=_rank)
    if not found:
        return _unspoken(ledger, text, asked)
    best = [one for one in found if _rank(one)[:3] == _rank(found[0])[:3]]
    verdict, reason = _verdict(best[0], asked)
    pages = {one.record.page.id for one in best}
    origins = ledger.relays.count_origins(pages)
    if verdict == "found" and origins == 1:
        verdict, reason = "single_origin", f"{reason} All rests on one origin."
    return replace(
        _unfound(text, asked),
        verdict=verdict,
        reason=reason,
        changes=_changes(text, asked, best[0]) if verdict == "altered" else (),
        evidence=tuple(_hit(one.record, one.statement) for one in best),
        pages=len(pages),
        origins=origins,
    )


def _rank(one: _Candidate) -> tuple[float, bool, bool, str, str]:
    """Return what candidates are sorted by, the best first: more words, the right speaker, the right day."""
    return (-round(one.share, 3), not one.speaker, not one.day, one.record.page.id, one.statement.id)


def _verdict(best: _Candidate, asked: _Asked) -> tuple[Verdict, str]:
    if asked.quoted and best.share < 1:
        whose = "" if best.speaker else " And somebody else says them."
        return "altered", f"The ledger has other words.{whose}"
    if not best.speaker and all(one.kind in {"anonymous", "unclear"} for one in best.statement.speakers):
        return "no_speaker", "The words are right; the page does not name the one who says them."
    if not best.speaker:
        return "wrong_speaker", "The words are right, but somebody else says them."
    if not best.day:
        return "wrong_day", "The words and the speaker are right, but they were said on another day."
    if not asked.quoted:
        return "reworded", "The speaker is on record with much the same words."
    return "found", "The words are on record as they stand."


def _candidates(ledger: Ledger, text: str, asked: _Asked, words: Sequence[str]) -> Iterator[_Candidate]:
    """Yield the statements that hold enough of the words."""
    rare = sorted(set(words), key=lambda word: (-len(word), word))[:_LOOKED_FOR]
    makers = _makers(ledger, asked.speakers)
    for record, statement in ledger.holding(rare, _LOOKED_AT):
        share = _share(text, asked, words, _words(record.text, statement.content))
        if share >= (_ALTERED if asked.quoted else _TOLD):
            speaker = not asked.speakers or statement.id in makers or _is_named(statement, asked.speakers)
            if speaker or asked.quoted:
                yield _Candidate(
                    share, speaker, _can_be_that_day(record, statement, asked.said), record, statement
                )


def _share(text: str, asked: _Asked, words: Sequence[str], held: Sequence[str]) -> float:
    """Return the share of the words that a statement has: 1 for quoted ones only if each piece is whole."""
    if not asked.quoted:
        return len(set(words) & set(held)) / len(set(words))
    if all(_is_run(_words(text, (piece,)), held) for piece in asked.quoted):
        return 1.0
    blocks = SequenceMatcher(None, words, held, autojunk=False).get_matching_blocks()
    return min(0.999, sum(block.size for block in blocks if block.size > 1) / len(words))


def _is_run(words: Sequence[str], held: Sequence[str]) -> bool:
    size = len(words)
    return any(list(held[at : at + size]) == list(words) for at in range(len(held) - size + 1))


def _makers(ledger: Ledger, names: Sequence[str]) -> frozenset[str]:
    """Return the ids of the statements by those whom the names may mean."""
    return frozenset(statement for name in names for actor in ledger.who(name) for statement in actor.statements)


def _is_named(statement: Statement, names: Sequence[str]) -> bool:
    """Tell whether a statement's speaker is called so, as far as words tell."""
    called = [set(fold(speaker.name).split()) for speaker in statement.speakers if speaker.name]
    return any(set(fold(name).split()) <= words for name in names for words in called)


def _can_be_that_day(record: Record, statement: Statement, said: Said | None) -> bool:
    """Tell whether a statement can have been made when the draft says, within a day: midnight has two sides."""
    if said is None:
        return True
    held = statement.said
    first = held.from_ if held else None
    last = (held.to if held else None) or first or record.article.published.value
    late = said.from_ and last and date.fromisoformat(said.from_) > date.fromisoformat(last) + timedelta(days=1)
    early = said.to and first and date.fromisoformat(said.to) < date.fromisoformat(first) - timedelta(days=1)
    return not (late or early)


def _unspoken(ledger: Ledger, text: str, asked: _Asked) -> DraftFinding:
    """Return what is to be said of words that no statement holds: on a page as such, or nowhere."""
    pages = ledger.pages_holding(join_words(text, asked.quoted)) if len(asked.quoted) == 1 else ()
    if pages:
        reason = f"The words stand on page {pages[0]}, where nobody is taken down as having said them."
        origins = ledger.relays.count_origins(pages)
        return replace(
            _unfound(text, asked), verdict="no_speaker", reason=reason, pages=len(pages), origins=origins
        )
    return _unfound(text, asked)


def _changes(text: str, asked: _Asked, best: _Candidate) -> tuple[WordChange, ...]:
    """Return how the draft's words differ from those of the part of a statement that they stand for."""
    spans = [word for span in best.statement.content for word in word_spans(best.record.text, span)]
    held, words = _words(best.record.text, best.statement.content), _words(text, asked.quoted)
    blocks = [
        block for block in SequenceMatcher(None, held, words, autojunk=False).get_matching_blocks() if block.size
    ]
    start = max(0, blocks[0].a - blocks[0].b)
    end = min(len(spans), blocks[-1].a + blocks[-1].size + len(words) - blocks[-1].b - blocks[-1].size)
    part = Span(spans[start].start, spans[end - 1].end)
    return word_changes(best.record.text, (part,), text, asked.quoted)


def _words(text: str, spans: Spans) -> list[str]:
    folded = fold(text)
    return [folded[word.start : word.end] for span in spans for word in word_spans(text, span)]


def _hit(record: Record, statement: Statement) -> Hit:
    article = record.article
    return Hit(
        page=record.page,
        outlet=article.outlet.value if article.outlet else None,
        published=article.published.value,
        statement=statement,
        words=join_words(record.text, statement.content),
    )


def _unfound(text: str, asked: _Asked) -> DraftFinding:
    return DraftFinding(
        content=asked.content,
        words=join_words(text, asked.content),
        speakers=asked.speakers,
        said=asked.said,
        verdict="missing",
        reason="Nothing like it is in this ledger.",
    )
