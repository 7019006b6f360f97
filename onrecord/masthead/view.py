"""The parts of a page in which a masthead is looked for: around the headline, the first words, the tail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

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
        facts: What the markup states, by key; `article.X` is X of any JSON-LD article.
    """

    page: Page
    blocks: tuple[Block, ...]
    language: Language
    headline: int | None
    paragraphs: tuple[int, ...]
    facts: Mapping[str, tuple[Fact, ...]]

    def words(self, block: Block) -> str:
        """Return the words of a block as they stand."""
        return self.page.text[block.span.start : block.span.end]

    @property
    def lead(self) -> Block | None:
        """The first paragraph."""
        return self.blocks[self.paragraphs[0]] if self.paragraphs else None

    @property
    def head(self) -> tuple[Block, ...]:
        """The blocks about the headline down to the first paragraph, without it."""
        first = self.paragraphs[0] if self.paragraphs else len(self.blocks)
        start = self.headline if self.headline is not None and self.headline < first else first - _TAIL
        return self.blocks[max(0, start - _BEFORE) : min(first, start + _AFTER)]

    @property
    def tail(self) -> tuple[Block, ...]:
        """The first blocks after the last paragraph, and what stands in the text that is no paragraph."""
        if not self.paragraphs:
            return ()
        last = self.paragraphs[-1]
        pushed_in = (b for b in self.blocks[self.paragraphs[0] : last] if b.kind in ("credit", "byline", "notice"))
        return (*pushed_in, *self.blocks[last + 1 : last + 1 + _TAIL])

    def meta(self, *keys: str) -> Iterator[Fact]:
        """Yield path, key and value of the markup's facts, keys in the order given."""
        for wanted in keys:
            yield from self.facts.get(wanted, ())


def make_view(page: Page, blocks: tuple[Block, ...], language: Language) -> View:
    """Return the view of a page and its blocks."""
    return View(
        page,
        blocks,
        language,
        next((i for i, block in enumerate(blocks) if block.kind == "headline"), None),
        tuple(i for i, block in enumerate(blocks) if block.kind == "paragraph"),
        _facts(page),
    )


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
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    match = re.compile(pattern, re.IGNORECASE).search(text, within.start, within.end) if pattern else None
    return Span(*match.span()) if match else None


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
