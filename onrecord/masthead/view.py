"""The parts of a page in which a masthead is looked for: around the headline, the first words, the tail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape

from onrecord.lang.calendar import DayFound, days_of, find_days
from onrecord.lang.language import Language
from onrecord.model import Block, Found, Page, Span
from onrecord.text import name_key, trim

_BEFORE = 2
_AFTER = 24
_TAIL = 8
_ARTICLE_KEY = re.compile(r"jsonld:(?:\w*(?:Article|Posting|Report)\w*|\w+\.mainEntity)\.(.+)")

Fact = tuple[str, str, str]
"""Path, key and value of something that the markup states."""


@dataclass(frozen=True, slots=True)
class View:
    """A page as its masthead's rules see it.

    Attributes:
        page: As read.
        blocks: All of them.
        language: Whose tables to use.
        headline: The index of the block of that kind, or None.
        paragraphs: The indices of the paragraphs.
        head: The blocks about the headline down to the first paragraph, without it.
        tail: The first blocks after the last paragraph, and what stands in the text that is no paragraph.
        facts: What the markup states, by key; `article.X` is X of any JSON-LD article.
    """

    page: Page
    blocks: tuple[Block, ...]
    language: Language
    headline: int | None
    paragraphs: tuple[int, ...]
    head: tuple[Block, ...]
    tail: tuple[Block, ...]
    facts: Mapping[str, tuple[Fact, ...]]

    def words(self, block: Block) -> str:
        """Return the words of a block as they stand."""
        return self.page.text[block.span.start : block.span.end]

    def meta(self, *keys: str) -> Iterator[Fact]:
        """Yield path, key and value of the markup's facts, keys in the order given."""
        for wanted in keys:
            yield from self.facts.get(wanted, ())


def days_in(view: View, block: Block) -> tuple[DayFound, ...]:
    """Return the dates in a block, as `find_days` does; most were looked for while the blocks were found."""
    start = block.span.start
    if start and not view.page.text[start - 1].isspace():
        return find_days(view.page.text, block.span, view.language)
    days = days_of(view.words(block), view.language)
    return tuple([replace(day, span=Span(day.span.start + start, day.span.end + start)) for day in days])


def make_view(page: Page, blocks: tuple[Block, ...], language: Language) -> View:
    """Return the view of a page and its blocks."""
    kinds = [block.kind for block in blocks]
    headline = kinds.index("headline") if "headline" in kinds else None
    paragraphs = tuple([at for at, kind in enumerate(kinds) if kind == "paragraph"])
    head, tail = _head(blocks, headline, paragraphs), _tail(blocks, paragraphs)
    return View(page, blocks, language, headline, paragraphs, head, tail, _facts(page))


def _head(blocks: tuple[Block, ...], headline: int | None, paragraphs: tuple[int, ...]) -> tuple[Block, ...]:
    first = paragraphs[0] if paragraphs else len(blocks)
    start = headline if headline is not None and headline < first else first - _TAIL
    return blocks[max(0, start - _BEFORE) : min(first, start + _AFTER)]


def _tail(blocks: tuple[Block, ...], paragraphs: tuple[int, ...]) -> tuple[Block, ...]:
    if not paragraphs:
        return ()
    last = paragraphs[-1]
    pushed_in = [b for b in blocks[paragraphs[0] : last] if b.kind in ("credit", "byline", "notice")]
    return (*pushed_in, *blocks[last + 1 : last + 1 + _TAIL])


def _facts(page: Page) -> dict[str, tuple[Fact, ...]]:
    """Return what the markup states by key, character references decoded and white space single."""
    facts: dict[str, list[Fact]] = {}
    for row in page.meta:
        value = " ".join((unescape(row.value) if "&" in row.value else row.value).split())
        if not value:
            continue
        facts.setdefault(row.key, []).append((row.path, row.key, value))
        match = _ARTICLE_KEY.fullmatch(row.key)
        if match:
            facts.setdefault(f"article.{match[1]}", []).append((row.path, row.key, value))
    return {key: tuple(found) for key, found in facts.items()}


def find_words(text: str, words: str, within: Span) -> Span | None:
    """Return where words stand, whatever white space and case they are printed with, or None."""
    at = text.find(words, within.start, within.end)
    if at >= 0:
        return Span(at, at + len(words))
    pattern = _printed(words)
    match = pattern.search(text, within.start, within.end) if pattern else None
    return Span(*match.span()) if match else None


@lru_cache(maxsize=64)
def _printed(words: str) -> re.Pattern[str] | None:
    """Return a pattern of words however they are spaced and capitalised: one block after another is searched."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(pattern, re.IGNORECASE) if pattern else None


def shown(view: View, words: str, blocks: tuple[Block, ...]) -> Span | None:
    """Return where a fact of the markup is visible in some blocks, or None."""
    spans = (find_words(view.page.text, words, block.span) for block in blocks)
    return next((span for span in spans if span is not None), None)


def spelled_so(view: View, words: str, blocks: tuple[Block, ...]) -> Span | None:
    """Return where a fact of the markup stands in just its spelling ("VNA" is no place of "Vna"), or None."""
    span = shown(view, words, blocks)
    same = span is not None and view.page.text[span.start : span.end].split() == words.split()
    return span if same else None


def found_at(text: str, span: Span, by: str, path: str | None = None) -> Found | None:
    """Return the words at a span as a fact, white space around them left off; None where nothing is left."""
    trimmed = trim(text, span)
    if trimmed is None:
        return None
    return Found(value=" ".join(text[trimmed.start : trimmed.end].split()), span=trimmed, by=by, path=path)


def unlike(found: tuple[Found, ...], value: str) -> bool:
    """Tell whether a value is not among those found, names compared folded."""
    return all(name_key(value) != name_key(one.value) for one in found)
