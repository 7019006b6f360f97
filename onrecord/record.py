"""The story of one page, in about ten calls: blocks, article, statements, who, when, through whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from importlib.metadata import version

from onrecord.blocks import find_blocks
from onrecord.blocks.linemodel import MODEL as LINES
from onrecord.blocks.stubs import set_aside
from onrecord.decisions import Cut, Fixes, Place
from onrecord.lang import Language
from onrecord.masthead import find_article, unsupported
from onrecord.masthead.paragraphs import find_paragraphs
from onrecord.mentions import read_phrase, resolve
from onrecord.mentions.ranker import MODEL as WHO
from onrecord.model import Decision, MadeBy, Page, Problem, Record, Span, Spans, SpeakerKind, Statement
from onrecord.qualify import qualify
from onrecord.read import RENDERER
from onrecord.settings import DEFAULT, Reader, Settings
from onrecord.statements import join
from onrecord.tagger import READERS, Candidate, tag
from onrecord.times import find_said

LONGEST_PARAGRAPH = 100_000
"""Characters; no statement is looked for in a longer paragraph."""


@cache
def made_by(reader: Reader = DEFAULT.reader) -> MadeBy:
    """Return what this version of the program makes records with."""
    return MadeBy(onrecord=version("onrecord"), renderer=RENDERER, models=(*READERS[reader], LINES, WHO))


def reader_of(made: MadeBy) -> Reader | None:
    """Return the reader that made a record; None where this version has none like it."""
    return next((reader for reader in READERS if made_by(reader).models == made.models), None)


def make_record(
    page: Page, language: Language, decisions: Sequence[Decision] = (), settings: Settings = DEFAULT
) -> Record:
    """Take down everything from one page, as people corrected it.

    Args:
        page: The page as read.
        language: The language whose statements are looked for.
        decisions: What people decided about this page; those about others are passed over.
        settings: Whose `reader` looks for statements.
    """
    fixes = Fixes(page.head, page.text, decisions)
    blocks, missing = set_aside(page, fixes.blocks(find_blocks(page, language)), language)
    article, problems = find_article(page, blocks, language)
    article = fixes.article(article)
    foreign = unsupported(article, language)
    paragraphs = () if foreign else find_paragraphs(page, blocks, language)
    published = article.published.value if article.published.precision == "day" else None
    statements, refused = find_in(page.text, paragraphs, published, language, settings.reader, fixes)
    problems = fixes.problems((*missing, *problems))
    return Record(
        page=page.head,
        made_by=made_by(settings.reader),
        text=page.text,
        article=article,
        blocks=blocks,
        statements=statements,
        problems=(*page.problems, *problems, *([foreign] if foreign else ()), *refused),
        decisions=fixes.told(),
    )


def find_in(
    text: str,
    paragraphs: Spans,
    published: str | None,
    language: Language,
    reader: Reader = DEFAULT.reader,
    fixes: Fixes | None = None,
) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """Find the statements in paragraphs of a text, with who, when and through whom.

    Args:
        text: The text; all spans are of it.
        paragraphs: Where to look.
        published: The ISO day that words of time are reckoned from, or None.
        language: The language of the text.
        reader: Who looks for them.
        fixes: What people decided about them.
    """
    paragraphs, too_long = _readable(paragraphs)
    candidates, unread = tag(text, paragraphs, language, reader)
    if fixes is not None:
        candidates = _recut(candidates, fixes)
    statements, refused = join(text, paragraphs, candidates)
    statements = resolve(text, paragraphs, statements, language)
    if fixes is not None:
        statements = fixes.speakers(statements, partial(_kind_of, language=language))
    statements = find_said(text, paragraphs, statements, published, language)
    if fixes is not None:
        statements = fixes.said(statements)
    statements = qualify(text, paragraphs, statements, language)
    if fixes is not None:
        statements = fixes.finish(statements)
    return statements, (*too_long, *unread, *refused)


def _recut(candidates: Sequence[Candidate], fixes: Fixes) -> tuple[Candidate, ...]:
    """Return what the reader found as people decided it, in text order."""
    cuts = fixes.cuts([Place(candidate.content, candidate.cue) for candidate in candidates])
    out = [_candidate(None if cut.nth is None else candidates[cut.nth], cut) for cut in cuts]
    return tuple(sorted(out, key=lambda c: (c.content or c.cue)[0]))


def _candidate(found: Candidate | None, cut: Cut) -> Candidate:
    content, cue = cut.place
    if found is None:
        silent = not content
        return Candidate(
            content=content, cue=cue, speaker=cut.speaker, silent=silent, by="a person", confidence=1.0
        )
    if (found.content, found.cue, cut.speaker) == (content, cue, None):
        return found
    silent = found.silent or not content
    return replace(found, content=content, cue=cue, speaker=cut.speaker or found.speaker, silent=silent)


def _kind_of(name: str, language: Language) -> SpeakerKind:
    """Return what sort of speaker a name that a person gave is, as the words of the name tell."""
    kind = read_phrase(name, Span(0, len(name)), language).kind if name.strip() else "unclear"
    return "person" if kind == "unclear" else kind


def _readable(paragraphs: Spans) -> tuple[Spans, tuple[Problem, ...]]:
    """Return the paragraphs that somebody can have written as such, and a Problem for each of the others."""
    problems = (
        Problem(
            stage="record",
            reason="paragraph-too-long",
            message=f"A paragraph of {span.end - span.start:,} characters, more than {LONGEST_PARAGRAPH:,}, was "
            "not searched for statements; break it into lines and read it again.",
            span=span,
        )
        for span in paragraphs
        if span.end - span.start > LONGEST_PARAGRAPH
    )
    return tuple(span for span in paragraphs if span.end - span.start <= LONGEST_PARAGRAPH), tuple(problems)
