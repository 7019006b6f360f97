"""What a dossier shows, gathered from the ledger and free of markup: the template only lays it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.claims.shifts import find_changes
from onrecord.errors import LedgerError
from onrecord.export.dossier.excerpt import Piece, excerpt
from onrecord.export.dossier.plan import Chapter, Plan
from onrecord.export.dossier.stances import STANCES, StanceMark
from onrecord.export.dossier.timeline import Timeline, draw_timeline, possible_days
from onrecord.export.selectors import text_fragment_url
from onrecord.export.wording import anchor_of, day_words, flag_words, speaker_label
from onrecord.ledger import Ledger
from onrecord.model import Appearance, Capture, MadeBy, PageProblem, Record, Shift, Speaker, Stance, Statement
from onrecord.text import cut, name_key

UNCLEAR = "Unclear speakers (not one voice)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorWords:
    """Who spoke, and the words that the page names them by."""

    name: str
    mention: str | None
    details: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One row of the table of statements."""

    anchor: str
    id: str
    page: str
    day: str
    day_by: str
    actors: tuple[ActorWords, ...]
    stance: StanceMark
    reason: str
    score: float
    pieces: tuple[Piece, ...]
    form: str
    acts: tuple[str, ...]
    flags: tuple[str, ...]
    via: tuple[str, ...]
    outlet: str | None
    source_anchor: str
    where: str
    live: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One page that the dossier rests on."""

    anchor: str
    page: str
    media_type: str
    headline: str | None
    outlet: str | None
    path: str | None
    url: str | None
    sha256: str
    published: str | None
    published_by: str
    not_after: str | None
    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterView:
    """What a dossier says on one claim.

    Attributes:
        number: From 1.
        asked: The claim as it was asked for.
        note: The maker's own words.
    """

    number: int
    asked: str
    question: str
    note: str
    counts: tuple[tuple[str, int], ...]
    timeline: Timeline
    legend: tuple[tuple[StanceMark, int], ...]
    shifts: tuple[str, ...]
    statements: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """Everything a dossier says.

    Attributes:
        note: The maker's own words at its head; `by` made it.
        here: Problems with the pages cited.
        refused: Sources of the ledger that gave no page at all.
        elsewhere: (stage, reason, number) of problems with pages that are not cited.
    """

    title: str
    note: str
    by: str
    made_on: str
    ledger: str
    counts: tuple[tuple[str, int], ...]
    chapters: tuple[ChapterView, ...]
    sources: tuple[SourceRow, ...]
    here: tuple[PageProblem, ...]
    refused: tuple[PageProblem, ...]
    elsewhere: tuple[tuple[str, str, int], ...]
    made_by: tuple[MadeBy, ...]


def gather(ledger: Ledger, plan: Plan, made_on: str) -> DossierView:
    """Read from the ledger all that a dossier says.

    Raises:
        InputError: A claim has no word that a statement could be matched by.
        LedgerError: The timeline names a statement that its page does not hold.
    """
    shown = [ledger.trace(chapter.claim) for chapter in plan.chapters]
    records = {page: ledger.record(page) for page in dict.fromkeys(one.page.id for all_ in shown for one in all_)}
    gaps = ledger.gaps()
    status = ledger.status()
    chapters = tuple(
        _chapter(ledger, records, number, chapter, appearances)
        for number, (chapter, appearances) in enumerate(zip(plan.chapters, shown, strict=True), start=1)
    )
    return DossierView(
        title=plan.title or (chapters[0].question if len(chapters) == 1 else "Dossier"),
        note=plan.note,
        by=plan.by,
        made_on=made_on,
        ledger=status.path,
        counts=(
            ("pages cited", len(records)),
            ("sources in the ledger", status.sources),
            ("of them read in part", status.partly),
            ("of them refused", status.refused),
        ),
        chapters=chapters,
        sources=tuple(_source(record, ledger.captures(record.page.id)) for record in records.values()),
        here=tuple(gap for gap in gaps if gap.page in records),
        refused=tuple(gap for gap in gaps if gap.page is None),
        elsewhere=_elsewhere(gap for gap in gaps if gap.page is not None and gap.page not in records),
        made_by=tuple(dict.fromkeys(record.made_by for record in records.values())),
    )


def _chapter(
    ledger: Ledger, records: Mapping[str, Record], number: int, chapter: Chapter, shown: Sequence[Appearance]
) -> ChapterView:
    actors = by_actor(shown)
    words = ledger.claim_words(chapter.claim)
    shifts = shifts_of(words, shown)
    # The anchors of the first claim are those of the statements; a statement that bears on more has others there.
    prefix = "" if number == 1 else f"c{number}-"
    return ChapterView(
        number=number,
        asked=chapter.claim,
        question=as_question(words),
        note=chapter.note,
        counts=(
            ("statements on this claim", len(shown)),
            ("pages they stand on", len({one.page.id for one in shown})),
            ("actors", sum(name != UNCLEAR for name, _ in actors)),
            ("statements without a day", sum(possible_days(one) == (None, None) for one in shown)),
        ),
        timeline=draw_timeline(actors, shifts, prefix),
        legend=_legend(shown),
        shifts=shift_words(shifts),
        statements=tuple(statement_row(records[one.page.id], one, prefix) for one in shown),
    )


def shift_words(shifts: Mapping[str, Sequence[Shift]]) -> tuple[str, ...]:
    """Return shifts as sentences, the earliest first."""
    found = {
        ((shift.after.said.from_ or "") if shift.after.said else "", actor, shift.before.statement): (
            f"{actor}: {shift.kind}, from {shift.before.stance} ({day_words(shift.before)}) "
            f"to {shift.after.stance} ({day_words(shift.after)})"
        )
        for actor, changes in shifts.items()
        for shift in changes
    }
    return tuple(words for _, words in sorted(found.items()))


def as_question(claim: str) -> str:
    """Return a claim as the yes/no question that it answers."""
    words = " ".join(claim.split())
    return words if words.endswith("?") else f"Is it so that {words.rstrip('.')}?"


def by_actor(shown: Sequence[Appearance], *, only: str | None = None) -> list[tuple[str, list[Appearance]]]:
    """Group appearances by actor, in order of first appearance; a joint statement stands with each of its actors.

    A party of the claim is one actor with all who speak for it. Speakers that nobody could name share the last
    row: they are not one actor. `only` leaves out all but one.
    """
    rows: dict[str, list[Appearance]] = {}
    for one in shown:
        for name in dict.fromkeys(sides_of(one)):
            if only in (None, name):
                rows.setdefault(name, []).append(one)
    return sorted(rows.items(), key=lambda row: row[0] == UNCLEAR)


def sides_of(one: Appearance) -> tuple[str, ...]:
    """Return the actors of an appearance: the party that each speaks for, else the speaker."""
    return one.sides or tuple(speaker.name or UNCLEAR for speaker in one.actors) or (UNCLEAR,)


def shifts_of(claim: str, shown: Sequence[Appearance]) -> dict[str, tuple[Shift, ...]]:
    """Return how each actor's stance changed, by the name that `by_actor` gives the actor."""
    out: dict[str, tuple[Shift, ...]] = {}
    for change in find_changes(claim, shown):
        names = {
            name for one in change.dated for name in sides_of(one) if name_key(name) == name_key(change.actor)
        }
        out |= dict.fromkeys(names, change.shifts)
    return out


def _legend(shown: Sequence[Appearance]) -> tuple[tuple[StanceMark, int], ...]:
    number: Counter[Stance] = Counter(one.stance for one in shown)
    return tuple((mark, number[stance]) for stance, mark in STANCES.items() if stance != "none" or number[stance])


def statement_row(record: Record, one: Appearance, prefix: str = "") -> StatementRow:
    """Return what is shown of a statement that bears on a claim; `record` is that of its page."""
    statement = _statement(record, one.statement)
    return StatementRow(
        anchor=prefix + anchor_of(one),
        id=one.statement,
        page=one.page.id,
        day=day_words(one),
        day_by=one.said.by if one.said else "",
        actors=tuple(_actor(record.text, speaker) for speaker in one.actors),
        stance=STANCES[one.stance],
        reason=one.reason,
        score=one.score,
        pieces=excerpt(record, statement),
        form=statement.form,
        acts=statement.acts,
        flags=tuple(flag_words(flag) for flag in statement.flags),
        via=tuple(via.name for via in one.via),
        outlet=one.outlet,
        source_anchor=f"p-{one.page.id}",
        where=one.page.url or one.page.path or one.page.id,
        live=text_fragment_url(record, statement.content[0]) if statement.content else None,
    )


def _statement(record: Record, statement_id: str) -> Statement:
    for statement in record.statements:
        if statement.id == statement_id:
            return statement
    raise LedgerError(
        f"The page {record.page.id} holds no statement {statement_id}. Run `onrecord verify` on this ledger."
    )


def _actor(text: str, speaker: Speaker) -> ActorWords:
    parts = [speaker.role and speaker.role.value, speaker.affiliation and speaker.affiliation.value]
    if speaker.on_behalf_of:
        parts.append(f"for {speaker.on_behalf_of}")
    if speaker.candidates:
        parts.append("could be " + " or ".join(speaker.candidates))
    mention = cut(text, speaker.mention) if speaker.mention else None
    name = speaker_label(text, speaker)
    details = ", ".join(part for part in parts if part)
    return ActorWords(name=name, mention=None if mention == name else mention, details=details)


def _source(record: Record, captures: tuple[Capture, ...]) -> SourceRow:
    article, published = record.article, record.article.published
    return SourceRow(
        anchor=f"p-{record.page.id}",
        page=record.page.id,
        media_type=record.page.media_type,
        headline=article.headline.value if article.headline else None,
        outlet=article.outlet.value if article.outlet else None,
        path=record.page.path,
        url=record.page.url,
        sha256=record.page.sha256,
        published=published.value,
        published_by=published.by + (f" ({published.path})" if published.path else ""),
        not_after=published.not_after,
        captures=captures,
    )


def _elsewhere(gaps: Iterable[PageProblem]) -> tuple[tuple[str, str, int], ...]:
    number = Counter((gap.problem.stage, gap.problem.reason) for gap in gaps)
    return tuple((stage, reason, count) for (stage, reason), count in sorted(number.items()))
