"""GUM's CoNLL-U files as plain text with their mentions, for training and measuring who is meant.

GUM (Zeldes 2017; UniversalDependencies/UD_English-GUM) annotates entities and coreference in the MISC column.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.model import Span

DEV = frozenset(
    [
        "interview_cyclone",
        "interview_gaming",
        "interview_peres",
        "news_defector",
        "news_homeopathic",
        "news_iodine",
    ]
)
TEST = frozenset(
    ["interview_hill", "interview_libertarian", "interview_mcguire", "news_expo", "news_nasa", "news_sensitive"]
)
"""GUM's own split (`not-to-release/file-lists`), its news and interview documents."""

GENRES = ("news", "interview", "bio", "voyage")
"""The genres that GUM's LICENSE.txt names as CC-BY."""

_BRACKET = re.compile(r"\((?P<whole>[^()]+)\)|\((?P<start>[^()]+)|(?P<close>[^()]+)\)")
_NO_SPACE = "SpaceAfter=No"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One annotated mention: `group` names its entity, `head` is its head word, the rest is GUM's."""

    group: str
    entity: str
    status: str
    span: Span
    head: Span
    upos: str
    relation: str
    low: str


@dataclass(slots=True)
class Document:
    """One document as text, paragraphs and mentions in order."""

    name: str
    text: str = ""
    paragraphs: list[Span] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def genre(self) -> str:
        """GUM's genre: the first part of the name."""
        return self.name.partition("_")[0]

    def group(self, span: Span) -> str | None:
        """Return the entity of a span: that of the smallest mention around it, else of the largest inside."""
        around = [m for m in self.mentions if m.span.start <= span.start and m.span.end >= span.end]
        if around:
            return min(around, key=lambda m: m.span.end - m.span.start).group
        inner = [m for m in self.mentions if span.start <= m.head.start and m.head.end <= span.end]
        return max(inner, key=lambda m: m.span.end - m.span.start).group if inner else None


def documents(folder: Path, genres: tuple[str, ...] = GENRES) -> Iterator[Document]:
    """Yield the documents of some genres, by name."""
    for path in sorted(folder.glob("GUM_*.conllu.gz")):
        name = path.name.removeprefix("GUM_").partition(".")[0]
        if name.partition("_")[0] in genres:
            yield read_document(name, gzip.decompress(path.read_bytes()).decode("utf-8"))


def read_document(name: str, conllu: str) -> Document:
    """Return a document from its CoNLL-U text."""
    out, opened, start = Document(name), dict[str, list[_Started]](), 0
    for block in conllu.split("\n\n"):
        lines = block.split("\n")
        if "# newpar" in lines and out.text:
            _close_paragraph(out, start)
            out.text = out.text.rstrip() + "\n\n"
            start = len(out.text)
        _read_sentence(out, opened, [line.split("\t") for line in lines if line[:1].isdigit()])
    _close_paragraph(out, start)
    out.mentions.sort(key=lambda m: (m.span.start, -m.span.end))
    return out


@dataclass(frozen=True, slots=True)
class _Started:
    fields: list[str]
    start: int
    first: int


@dataclass(frozen=True, slots=True)
class _Token:
    span: Span
    upos: str
    relation: str
    low: str


def _close_paragraph(out: Document, start: int) -> None:
    end = len(out.text.rstrip())
    if end > start:
        out.paragraphs.append(Span(start, end))


def _read_sentence(out: Document, opened: dict[str, list[_Started]], rows: list[list[str]]) -> None:
    tokens: list[_Token] = []
    for row in rows:
        if not row[0].isdigit():
            continue
        start = len(out.text)
        out.text += row[1]
        tokens.append(_Token(Span(start, len(out.text)), row[3], row[7].partition(":")[0], row[1].lower()))
        misc = row[9].split("|")
        out.text += "" if _NO_SPACE in misc else " "
        entity = next((m.removeprefix("Entity=") for m in misc if m.startswith("Entity=")), "")
        for match in _BRACKET.finditer(entity):
            begun = match["whole"] or match["start"]
            if begun:
                one = _Started(begun.split("-"), start, len(tokens) - 1)
                opened.setdefault(one.fields[0], []).append(one)
            key = (match["whole"] or "").split("-")[0] or match["close"]
            if key and opened.get(key):
                out.mentions.append(_mention(opened[key].pop(), tokens))


def _mention(begun: _Started, tokens: list[_Token]) -> Mention:
    """Return a mention that ends with the last token read; its head is the first of GUM's `minspan`."""
    group, entity, status, *rest = begun.fields
    first = rest[2].split(",")[0] if len(rest) > 2 else "1"
    head = tokens[min(begun.first + (int(first) - 1 if first.isdigit() else 0), len(tokens) - 1)]
    return Mention(
        group=group,
        entity=entity,
        status=status,
        span=Span(begun.start, tokens[-1].span.end),
        head=head.span,
        upos=head.upos,
        relation=head.relation,
        low=head.low,
    )
