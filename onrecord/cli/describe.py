"""What a reader sees of a record, a statement, a ledger: values in, lines on stdout."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.cli import show
from onrecord.export.dossier.excerpt import Piece, excerpt
from onrecord.export.wording import said_words, spans_cell, speaker_label
from onrecord.model import Capture, Found, Record, Span, Speaker, Statement
from onrecord.text import join_words

KEY = "[[what was said]]  <<who>>  {{reporting words}}"


def record(one: Record) -> None:
    """Show a page: its masthead with evidence, then a line a statement, then what went wrong."""
    article, published = one.article, one.article.published
    show.line(_value(article.headline) or "(no headline found)")
    show.facts(
        (
            ("  page", f"{one.page.url or one.page.path or '-'}  {one.page.id}"),
            ("  outlet", _with_evidence(article.outlet)),
            ("  by", "; ".join(found.value for found in article.bylines) or None),
            ("  agency", "; ".join(found.value for found in article.agencies) or None),
            ("  published", f"{published.value or 'unknown'}  ({published.by})"),
        )
    )
    show.line(f"  {show.plural(len(one.statements), 'statement')}: id | speaker | cue | words | day")
    for statement in one.statements:
        show.line("    " + " | ".join(_statement_cells(one.text, statement)), indent=" " * 6)
    for problem in one.problems:
        show.line(f"  problem in {problem.stage}: {problem.message}")
    show.line()


def _statement_cells(text: str, statement: Statement) -> tuple[str, ...]:
    return (
        statement.id,
        speakers(text, statement.speakers),
        join_words(text, statement.cue) or "-",
        content_words(text, statement) or "(silence)",
        said_words(statement.said),
    )


def speakers(text: str, who: Iterable[Speaker]) -> str:
    """Return all who speak, in the fullest form there is."""
    return "; ".join(speaker_label(text, speaker) for speaker in who) or "unclear"


def content_words(text: str, found: Statement) -> str:
    """Return what was said as one line; empty where the speaker kept silent."""
    return join_words(text, found.content)


def statement(one: Record, found: Statement) -> None:
    """Show a statement: its words in context, then every field with its span."""
    show.line(f"statement {found.id}")
    show.line()
    show.line("  " + "".join(_marked(piece) for piece in excerpt(one, found)))
    show.line()
    show.line(f"  {KEY}")
    show.line()
    for number, speaker in enumerate(found.speakers, start=1):
        show.facts((f"  {name}", value) for name, value in _speaker_facts(one.text, speaker, number))
    show.facts((f"  {name}", value) for name, value in _statement_facts(one, found))


def _marked(piece: Piece) -> str:
    if piece.gap:
        return "[…] "
    words = piece.words
    if piece.cue:
        words = "{{" + words + "}}"
    if piece.speaker:
        words = f"<<{words}>>"
    return f"[[{words}]]" if piece.content else words


def _speaker_facts(text: str, speaker: Speaker, number: int) -> tuple[tuple[str, object], ...]:
    mention = (
        f"{join_words(text, [speaker.mention])}  {spans_cell([speaker.mention])}" if speaker.mention else None
    )
    return (
        (f"speaker {number}", f"{speaker.name or 'unclear'} ({speaker.kind})"),
        ("  mention", mention),
        ("  role", speaker.role.value if speaker.role else None),
        ("  affiliation", speaker.affiliation.value if speaker.affiliation else None),
        ("  on behalf of", speaker.on_behalf_of),
        ("  candidates", "; ".join(speaker.candidates) or None),
    )


def _statement_facts(one: Record, found: Statement) -> tuple[tuple[str, object], ...]:
    text, said = one.text, found.said
    hedges = "; ".join(f"{join_words(text, [hedge.span])} ({hedge.owner}'s)" for hedge in found.hedges)
    flags = [*found.flags, *(["negated"] if found.negated else []), *(["silent"] if found.silent else [])]
    return (
        ("cue", _words(text, found.cue)),
        ("content", _words(text, found.content)),
        ("form", found.form),
        ("addressees", "; ".join(addressee.name for addressee in found.addressees) or None),
        ("via", ", then ".join(via.name for via in found.via) or None),
        ("said", said_words(said) + (f"  ({said.precision}; {said.by})" if said else "")),
        ("within", found.within),
        ("acts", ", ".join(found.acts) or None),
        ("hedges", hedges or None),
        ("flags", ", ".join(flags) or None),
        ("confidence", f"{found.confidence:.2f}"),
        ("headline", _with_evidence(one.article.headline)),
        ("outlet", _with_evidence(one.article.outlet)),
        ("published", f"{one.article.published.value or 'unknown'}  ({one.article.published.by})"),
        ("page", f"{one.page.id}  {one.page.url or one.page.path or ''}"),
        ("sha256", one.page.sha256),
        ("made by", f"onrecord {one.made_by.onrecord}, renderer {one.made_by.renderer}"),
    )


def _words(text: str, spans: Iterable[Span]) -> str | None:
    held = tuple(spans)
    return f"{join_words(text, held)}  {spans_cell(held)}" if held else None


def captures(held: Iterable[Capture]) -> None:
    """Show when and where a page's bytes were taken, a line each."""
    for capture in held:
        where = capture.url or capture.path or "-"
        show.line(f"  captured {capture.fetched or 'at an unknown time'}, added {capture.added}: {where}")


def _value(found: Found | None) -> str | None:
    return found.value if found else None


def _with_evidence(found: Found | None) -> str | None:
    if found is None:
        return None
    where = found.path or (spans_cell([found.span]) if found.span else "")
    return f"{found.value}  ({found.by}{', ' + where if where else ''})"
