"""HTML pages: decoded by the HTML rules, checked, parsed once by lexbor, rendered by rules of our own."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from onrecord.errors import UnreadableError
from onrecord.model import Meta, Page, Problem, Source
from onrecord.read.charset import decode_html
from onrecord.read.judge import find_main
from onrecord.read.metadata import find_metadata
from onrecord.read.pages import decoding_meta, decoding_problems, make_head, source_name
from onrecord.read.precheck import check_markup
from onrecord.read.render import render
from onrecord.read.sniff import HTML
from onrecord.settings import Settings


def read_html(source: Source, settings: Settings) -> Iterator[Page]:
    """Yield the one page that an HTML file is.

    Raises:
        UnreadableError: The markup is dangerous to parse (the reasons of `precheck.check_markup`).
    """
    decoded = decode_html(source.data, source.media_type)
    yield html_page(source, decoded.text, settings, (decoding_meta(decoded),), decoding_problems(decoded))


def html_page(
    source: Source, html: str, settings: Settings, known: tuple[Meta, ...], ills: tuple[Problem, ...]
) -> Page:
    """Return the page that some markup is; `known` and `ills` are put before what it states and what is broken.

    Raises:
        UnreadableError: As for `read_html`.
    """
    name = source_name(source)
    if not html.strip():
        raise UnreadableError("empty", f"{name} is empty; check that it was saved whole.")
    check_markup(html, name, settings)
    tree = parse(html)
    if tree.root is None:
        raise UnreadableError("empty", f"{name} holds no element at all; check that it was saved whole.")
    rendering = render(tree.root)
    meta, problems = find_metadata(tree, rendering.stated)
    if not rendering.segments:
        problems = (*problems, _nothing_visible(name))
    main = find_main(tree, rendering.text, rendering.segments)  # the last to ask: it takes the tree apart
    return Page(
        head=make_head(source, HTML, rendering.text),
        text=rendering.text,
        segments=rendering.segments,
        meta=(*known, *meta),
        problems=(*ills, *problems),
        main=main,
    )


def parse(html: str) -> LexborHTMLParser:
    """Return the tree that a browser with scripts on would build, before any script runs.

    Only for markup that passed the pre-check. The parser's own after-effects (copies of a chosen option) are off.
    """
    return LexborHTMLParser(html, options=LexborDocumentOptions.WO_EVENTS, scripting=True)


def _nothing_visible(name: str) -> Problem:
    return Problem(
        stage="read",
        reason="no-visible-text",
        message=f"{name} shows no text of its own, perhaps because scripts draw it; save the page from a browser.",
    )
