"""Records of invented pages, as if they had been read: what benchmarks and tests fill ledgers with."""

from __future__ import annotations

import hashlib

from onrecord.model import Article, Found, FoundTime, MadeBy, PageHead, Record, Span, Spans, Statement

UNDATED = FoundTime(value=None, by="nothing says it")


def a_record(
    text: str,
    statements: tuple[Statement, ...] = (),
    *,
    path: str = "invented.txt",
    source: str | None = None,
    outlet: str | None = None,
    published: FoundTime = UNDATED,
    body: Spans | None = None,
) -> Record:
    """Return the record of a page of plain text in English, named by the sha256 of its bytes.

    Args:
        text: The page's text.
        statements: As they stand in it.
        path: Where the page lay.
        source: What its bytes were, where not the text.
        outlet: Who brought it.
        published: When.
        body: The article's paragraphs; one of the whole text where none are given.
    """
    sha256 = hashlib.sha256((text if source is None else source).encode()).hexdigest()
    return Record(
        page=PageHead(
            id=sha256[:16],
            path=path,
            url=None,
            sha256=sha256,
            media_type="text/plain",
            fetched=None,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        ),
        made_by=MadeBy(onrecord="invented", renderer="none"),
        text=text,
        article=Article(
            language="en",
            headline=None,
            outlet=Found(value=outlet, by="given") if outlet else None,
            bylines=(),
            agencies=(),
            dateline=None,
            republishes=None,
            published=published,
            updated=None,
            body=(Span(0, len(text.rstrip())),) if body is None else body,
        ),
        statements=statements,
    )
