"""Every type that passes between rooms. All are frozen; none has behaviour beyond reading itself.

Offsets: a `Span` counts Unicode code points of `Page.text`, `end` exclusive (W3C TextPositionSelector).
Times: ISO 8601 strings, days as YYYY-MM-DD; a missing one is None and its reason stands beside it.
The names of the fields are the names of the page record's JSON; `interchange` writes and reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated, Literal, NamedTuple

from pydantic import Field


class Span(NamedTuple):
    """A half-open run of code points of one page's text."""

    start: int
    end: int


Spans = tuple[Span, ...]

BlockKind = Literal[
    "headline",
    "standfirst",
    "paragraph",
    "subhead",
    "byline",
    "date",
    "caption",
    "credit",
    "menu",
    "related",
    "advert",
    "ticker",
    "share",
    "comment",
    "footer",
    "notice",
    "clock",
    "marker",
]
"""What a block of a page is. `paragraph`, `subhead` and `standfirst` stand inside the article; only
`paragraph` is its body, where statements are looked for."""

Form = Literal["direct", "mixed", "indirect"]
"""direct: all of the content but a leading complementiser is in quotation marks; mixed: part; indirect: none."""

SpeakerKind = Literal["person", "organisation", "government", "group", "anonymous", "document", "unclear"]

Precision = Literal["day", "range", "month", "year", "unknown"]

Attitude = Literal["speech", "belief", "knowledge", "intention"]
"""What a statement tells of: words, or a mind that believes, knows or wants (PDTB's attribution types)."""

Stance = Literal["confirms", "asserts", "suspects", "doubts", "denies", "deflects", "declines", "none"]

HedgeOwner = Literal["speaker", "outlet"]

Relation = Literal["itself", "narrower", "broader", "aspect"]
"""What a statement speaks of: the claim itself; a narrower one, whose yes entails the claim's; a broader one,
whose no entails the claim's; another aspect of the same act (planned or wanted where the claim says done, or the
reverse)."""


# ---- what was read ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The bytes that were taken, and where they came from. They are never altered.

    Attributes:
        data: The bytes as they came.
        path: The path as the user gave it, or None.
        url: Where they were taken from, where known.
        fetched: When they were taken, ISO 8601 with zone, or None.
        media_type: As stated by whoever delivered them, or None: then the bytes decide.
        problems: What was found wrong with them on their way here; the page carries it.
        decisions: What people decided about them; the page's record is made with it.
    """

    data: bytes
    path: str | None = None
    url: str | None = None
    fetched: str | None = None
    media_type: str | None = None
    problems: tuple[Problem, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """What names a page: where its bytes came from and what they hash to.

    Attributes:
        id: The first 16 hex digits of `sha256`: the same bytes are the same page wherever they lay.
        path: The path as the user gave it, or None.
        url: The address that the page was taken from, where known.
        sha256: Of the source bytes, hex.
        media_type: `text/plain` or `text/html`.
        fetched: When the bytes were taken, ISO 8601 with zone, or None where nobody knows.
        text_sha256: Of `Page.text` in UTF-8, hex.
    """

    id: str
    path: str | None
    url: str | None
    sha256: str
    media_type: str
    fetched: str | None
    text_sha256: str

    @property
    def label(self) -> str:
        """What a reader knows the page by where it names no outlet: its address, else the name of its file."""
        return self.url or (PurePath(self.path).name if self.path else self.id)


class Segment(NamedTuple):
    """One block-level run of visible text, as rendered. A page has hundreds, and tuples are soon made.

    Attributes:
        span: Where its words stand in `Page.text`, without the line breaks around it.
        path: A CSS selector from the root that finds the element again; for plain text `line N`, from 1.
        tag: The element's name in lower case; `line` for plain text.
        hints: class, id, role, itemprop and similar tokens of the element and its ancestors, outermost first.
        links: The parts of the span that are link text.
    """

    span: Span
    path: str
    tag: str
    hints: tuple[str, ...] = ()
    links: Spans = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """One fact that a page states in its markup and does not show: it has no span, its path is its evidence.

    Attributes:
        path: Where it stands, e.g. `meta[property="og:title"]` or `jsonld[0].author[0].name`.
        key: The kind of fact: `og:title`, `title`, `lang`, `canonical`, `jsonld:NewsArticle.headline`, …
        value: As it stands, whitespace trimmed.
    """

    path: str
    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A source as read: the whole visible text, its segments in order, and what the markup states.

    `problems` says what went wrong while it was read: bytes that could not be decoded, broken metadata. `main` is
    where a general extractor sees the main content of an HTML page; None where it was not asked or is silent.
    """

    head: PageHead
    text: str
    segments: tuple[Segment, ...]
    meta: tuple[Meta, ...] = ()
    problems: tuple[Problem, ...] = ()
    main: Spans | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What was not read or not understood, and why.

    Attributes:
        stage: The room it happened in: `read`, `blocks`, `masthead`, `statements`, `said`, …
        reason: A short stable slug, to count by.
        message: A sentence: what happened and what to do.
        span: The place in `Page.text`, where there is one.
    """

    stage: str
    reason: str
    message: str
    span: Span | None = None


# ---- the article ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of the page with the kind of thing it is and the reason for thinking so."""

    span: Span
    kind: BlockKind
    reason: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reading of a fact that disagrees with the one chosen."""

    value: str
    span: Span | None = None
    by: str
    path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A fact of the masthead with its evidence.

    Attributes:
        value: The fact, as shown on the page less surrounding space.
        span: Where it stands in `Page.text`, or None when it was read from the markup.
        by: The rule that found it, in a few words.
        path: The metadata path or DOM path, where there is one.
        also: Other readings that disagree.
    """

    value: str
    span: Span | None = None
    by: str
    path: str | None = None
    also: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTime:
    """When something happened to the article, as far as the page proves it.

    Attributes:
        value: An ISO day, or None; then `by` says why.
        span: Where the date stands in `Page.text`.
        time: HH:MM[:SS] where given.
        tz: The zone as given (`+09:00`, `GMT`), never guessed.
        precision: Of `value`.
        not_after: An ISO day that bounds an unknown date from above, where the page or its capture gives one.
        by: The rule that found it, or the reason why it is unknown.
        path: The metadata path, where there is one.
        also: Other readings that disagree.
    """

    value: str | None
    span: Span | None = None
    time: str | None = None
    tz: str | None = None
    precision: Precision = "day"
    not_after: str | None = None
    by: str
    path: str | None = None
    also: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What the page publishes. `published` is always there: an unknown date says why it is unknown."""

    language: str | None
    headline: Found | None
    outlet: Found | None
    bylines: tuple[Found, ...]
    agencies: tuple[Found, ...]
    dateline: Found | None
    republishes: Found | None
    published: FoundTime
    updated: FoundTime | None
    body: Spans


# ---- statements -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words of the page that say something about a speaker: a role, an affiliation."""

    value: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One of those who make a statement.

    Attributes:
        mention: The words that name the speaker here, or None where the text gives none.
        name: Who is meant, in the fullest form the page gives; None when unclear.
        kind: What sort of speaker it is.
        role: "foreign minister", where the page says so.
        affiliation: The body the speaker belongs to.
        on_behalf_of: Whom a spokesman or an office speaks for.
        candidates: Names it could be, best first, when the speaker is unclear.
    """

    mention: Span | None
    name: str | None
    kind: SpeakerKind
    role: Phrase | None = None
    affiliation: Phrase | None = None
    on_behalf_of: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """To whom the words were said."""

    mention: Span
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Via:
    """A medium that the statement came through; `Statement.via` lists them innermost first."""

    name: str
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """When the words were said: a span of days with the evidence that it rests on.

    Attributes:
        from_: The first possible ISO day (`from` in JSON); None when open.
        to: The last possible ISO day, inclusive; None when open.
        precision: How narrow that is.
        by: How it was reckoned, e.g. `"on Thursday" before the page's day 2031-03-07`.
        span: The words of the page that it rests on.
    """

    from_: Annotated[str | None, Field(alias="from")]
    to: str | None
    precision: Precision
    by: str
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """A word that weakens a statement, and whose word it is."""

    span: Span
    owner: HedgeOwner


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One attribution in one page: who, by which words, what.

    Attributes:
        id: A hash of the page's text and the spans: the same finding has the same id on every run.
        speakers: All who make it, in text order; one of kind `unclear` where nobody can be named.
        cue: The reporting words; empty for a floating quotation.
        content: What is reported, with its complementiser and quotation marks; may be discontinuous.
        form: How much of it stands in quotation marks.
        addressees: To whom.
        via: The media it came through, innermost first, outermost last.
        said: When, or None; then a flag that starts with `said-` says why.
        within: The id of the statement that encloses this one.
        attitude: Whether the text tells of words, or of what somebody believes, knows or wants; by the cue.
        acts: The verbal acts, from the closed list in `lang`.
        hedges: Words that weaken it.
        negated: The reporting itself is negated ("did not say that …").
        silent: Nothing was said ("did not respond").
        flags: Things a reader should know, as slugs.
        confidence: Between 0 and 1; not calibrated while `made_by.models` names rules.
    """

    id: str
    speakers: tuple[Speaker, ...]
    cue: Spans
    content: Spans
    form: Form
    addressees: tuple[Addressee, ...] = ()
    via: tuple[Via, ...] = ()
    said: Said | None = None
    within: str | None = None
    attitude: Attitude = "speech"
    acts: tuple[str, ...] = ()
    hedges: tuple[Hedge, ...] = ()
    negated: bool = False
    silent: bool = False
    flags: tuple[str, ...] = ()
    confidence: float = 1.0

    @property
    def speaker_spans(self) -> Spans:
        """Where the speakers are mentioned, in text order, each span once."""
        return tuple(sorted({s.mention for s in self.speakers if s.mention is not None}))


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBy:
    """What made a record, so that it can be made again."""

    onrecord: str
    renderer: str
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything taken down from one page: the interchange of the project.

    `decisions` tells what people decided about the page, in order, and what became of each.
    """

    page: PageHead
    made_by: MadeBy
    text: str
    article: Article
    blocks: tuple[Block, ...] = ()
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()
    decisions: tuple[Applied, ...] = ()


# ---- over pages -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PageProblem:
    """A problem with the source that it concerns, as the ledger lists it; `page` is None where none came to be."""

    path: str
    page: str | None
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """One statement that bears on a claim, at its place in the claim's timeline.

    Attributes:
        page: The page that shows it.
        statement: Its id.
        content: As in the statement.
        words: The content as it stands on the page, pieces joined by " … ".
        actors: All who make it.
        stance: Towards the claim, by its innermost speaker.
        reason: Why this stance, in a few words.
        relation: Whether it speaks of the claim itself, of a narrower or broader one, or of another aspect.
        score: How well the content matches the claim, 0 to 1.
        said: When, or None.
        bounds: What bounds an unknown day, in words.
        via: The media it came through.
        outlet: Of the page.
        published: Of the page, ISO day or None.
        sides: For whom they speak: a party of the claim, or themselves. In a ledger's timeline these are actors as
            they were found across pages, under one name each; there, whom nobody could name has none.
        retold: Where reports of one act of saying are joined, as in `changes`: the ids of the other statements.
    """

    page: PageHead
    statement: str
    content: Spans
    words: str
    actors: tuple[Speaker, ...]
    stance: Stance
    reason: str
    relation: Relation = "itself"
    score: float
    said: Said | None
    bounds: str
    via: tuple[Via, ...] = ()
    outlet: str | None = None
    published: str | None = None
    sides: tuple[str, ...] = ()
    retold: tuple[str, ...] = ()


ClaimLink = Literal["aspect", "narrower", "broader", "related"]
"""How another claim hangs together with one: done, planned or wanted; entailing it; entailed by it; as a person
says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedClaim:
    """Another claim of the same family."""

    id: str
    proposition: str
    link: ClaimLink


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim that was found in a ledger, with what answers it. A copy counts as a page, not as an origin.

    Attributes:
        id: A hash of what it says: the same claim has the same id in every ledger.
        proposition: As a sentence that `trace` reads.
        statements: How many answer it; those on another aspect, a narrower no and a broader yes do not.
        pages: On how many pages they stand.
        origins: On how many that are not copies of one another.
        actors: How many make them.
        affirming: Who says that it is so, those on the most pages first.
        denying: Who says that it is not so or doubts it.
        evading: Who was asked and gave no answer, or speaks of it without one.
        first: The first day of an answer, said or else published; None where no page gives one.
        last: The last such day.
        related: Other claims of its family.
        decided: What people decided about it, a sentence each.
    """

    id: str
    proposition: str
    statements: int
    pages: int
    origins: int
    actors: int
    affirming: tuple[str, ...]
    denying: tuple[str, ...]
    evading: tuple[str, ...]
    first: str | None
    last: str | None
    related: tuple[RelatedClaim, ...] = ()
    decided: tuple[str, ...] = ()

    @property
    def contested(self) -> bool:
        """Tell whether there are answers on both sides."""
        return bool(self.affirming and self.denying)


ShiftKind = Literal["reversal", "harder", "softer", "went silent", "broke silence", "other aspect"]
"""How a stance differs from the one before: yes against no; the same answer, surer or less sure; into or out of
declining and deflecting; from the deed to the plan or the reverse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A change of one actor's stance between two days, with both utterances."""

    kind: ShiftKind
    before: Appearance
    after: Appearance


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorChanges:
    """What one actor said on one claim, in order of time as far as the pages give it.

    Attributes:
        actor: A party of the claim with all who speak for it, or one who speaks for himself.
        claim: The claim.
        dated: What has a place in time, in that order.
        undated: What has none, each with its `bounds`; no order of time.
        shifts: Between one day and the next; after a silence also between the answers before and after it.
    """

    actor: str
    claim: str
    dated: tuple[Appearance, ...]
    undated: tuple[Appearance, ...]
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One taking of a page's bytes: the same page may be captured at several places and times."""

    page: str
    path: str | None
    url: str | None
    fetched: str | None
    added: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One statement that a search found, with what a reader needs to judge it.

    Attributes:
        page: Where it stands.
        outlet: Who publishes that page.
        published: When, as an ISO day.
        statement: The statement.
        words: Its content.
        reason: Why it was taken, where it need not hold all the words that were looked for.
    """

    page: PageHead
    outlet: str | None
    published: str | None
    statement: Statement
    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddProgress:
    """How far a run has come.

    Attributes:
        done: Sources that are done with; of a step over the whole ledger, pages.
        total: How many there were before it began.
        path: The one that was looked at last, or its part.
        share: How much of the next source has been read, 0 to 1, where it holds many pages.
        step: What is being done to all pages of the ledger, in words; "" while sources are read.
    """

    done: int
    total: int
    path: str
    share: float = 0.0
    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReport:
    """What a run did. Always: seen = read + partly + refused + unchanged.

    Attributes:
        seen: Sources that were looked at; of archives, feeds and tables, each page in them.
        read: Sources that gave a page without any problem.
        partly: Sources that gave a page and at least one problem.
        refused: Sources that gave no page.
        unchanged: Sources whose bytes and place the ledger already held.
        captures: Captures that are new in this run.
        pages: Pages that are new in this run.
        statements: Statements on the new pages.
        problems: What was not read, and why.
        passed_over: Parts of archives that are no pages, by kind, the most frequent first; not among those seen.
    """

    seen: int
    read: int
    partly: int
    refused: int
    unchanged: int
    captures: int
    pages: int
    statements: int
    problems: tuple[PageProblem, ...] = ()
    passed_over: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a ledger holds. Always: sources = read + partly + refused."""

    path: str
    schema_version: int
    sources: int
    read: int
    partly: int
    refused: int
    captures: int
    statements: int
    actors: int
    unclear: int
    undated: int
    first_published: str | None
    last_published: str | None
    problems: tuple[tuple[str, int], ...]
    made_by: tuple[MadeBy, ...]
    vectors: tuple[tuple[str, int], ...] = ()
    """Models that gave statements their vectors, each with how many pages have them."""
    waiting: int = 0
    """Pages that no actor, relay or claim counts yet, as while others are being added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproven:
    """One thing that `verify` could not prove: which page, what, and how it fails."""

    page: str
    path: str | None
    reason: str
    message: str


# ---- actors -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRole:
    """What pages say an actor is, and on which days they say so.

    Attributes:
        value: In the words of the pages: a role, or an affiliation.
        first: The first day of a statement that gives it; None where none of them has a day.
        last: The last one.
        pages: How many pages give it.
    """

    value: str
    first: str | None
    last: str | None
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorLink:
    """For whom an actor speaks, or who speaks for it: two actors, never one.

    Attributes:
        name: In the words of the pages.
        actor: The other actor's id; None where nobody in the ledger can be meant for sure.
        pages: How many pages say so.
    """

    name: str
    actor: str | None
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorJoin:
    """Why two names are one actor's, or may be.

    Attributes:
        names: The two.
        score: How surely, 0 to 1; 1 where a person decided.
        because: Why.
        actor: The actor of the second name where the two are not joined; None where they are.
    """

    names: tuple[str, str]
    score: float
    because: str
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One identity as far as the ledger can tell, with what it rests on.

    Attributes:
        id: A hash; an id of old, and that of any of its forms, finds the same actor.
        name: The name that pages have most often, or that of the reference.
        kinds: What sort of speaker pages take it for, the most frequent first.
        names: All names in use, the most frequent first.
        mentions: The words that name it where it speaks.
        roles: With the days that they are told of, earliest first.
        affiliations: The same.
        on_behalf_of: For whom it speaks.
        spoken_for_by: Who speaks for it.
        pages: The pages that name it.
        statements: The ids of those it makes, by day.
        addressed: The ids of those that are made to it, by day.
        joins: Why its names are one actor's.
        open: Which names may be its too, and why that is not sure; or that people decided are not.
        wikidata: From a reference file.
        reference: The reference file.
    """

    id: str
    name: str
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    mentions: tuple[str, ...]
    roles: tuple[ActorRole, ...]
    affiliations: tuple[ActorRole, ...]
    on_behalf_of: tuple[ActorLink, ...]
    spoken_for_by: tuple[ActorLink, ...]
    pages: tuple[str, ...]
    statements: tuple[str, ...]
    addressed: tuple[str, ...]
    joins: tuple[ActorJoin, ...] = ()
    open: tuple[ActorJoin, ...] = ()
    wikidata: str | None = None
    reference: str | None = None


# ---- relay ------------------------------------------------------------------------------------------------

RelayKind = Literal["copy", "same_wire", "revision", "quotation"]
"""How one page descends from another: copy: it has the other's words; same_wire: both have those of one agency;
revision: its own outlet brought it before; quotation: it quotes the same words in prose of its own."""

RelayExtent = Literal["whole", "abridged", "partly"]
"""whole: most of either page is in the other; abridged: most of the shorter one is; partly: passages are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRun:
    """Words that stand in both pages, in the same order: where in each."""

    a: Span
    b: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """Two pages one of which has words of the other, with the proof.

    Attributes:
        a: The page whose id sorts first.
        b: The other one.
        kind: What their relation is.
        extent: How much of the shorter one it takes in.
        words: How many words the runs hold: outside quotation marks, for a quotation inside them.
        share_a: The share of such words of `a` that stands in the runs, 0 to 1.
        share_b: The same of `b`.
        runs: The words, in the order of `a`; no word stands in two of them.
        credit: Where the page that owes the words names the other one, and which page that is; else None.
    """

    a: str
    b: str
    kind: RelayKind
    extent: RelayExtent
    words: int
    share_a: float
    share_b: float
    runs: tuple[SharedRun, ...]
    credit: tuple[str, Span] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A page among those that are related to another one.

    Attributes:
        page: The page.
        outlet: Its outlet, where known.
        published: Its ISO day, or None.
        parent: The id of the earlier page that has most of its own words, or None.
        proven: Whether the pages prove that the origin of its family came out before it.
    """

    page: PageHead
    outlet: str | None
    published: str | None
    parent: str | None
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Where a page comes from.

    Attributes:
        page: The page that was asked for.
        origin: The earliest page in the ledger that its words go back to; itself where it copies none.
        family: All pages of that origin, the origin first, then in the order in which they came out.
        relays: How the page is related to others, each on its own.
        others: The other page of each of `relays`, in their order.
    """

    page: PageHead
    origin: PageHead
    family: tuple[Kin, ...]
    relays: tuple[Relay, ...]
    others: tuple[Kin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """Words of one content in whose place another one has others; where a side has none, its span is None."""

    before: Span | None
    after: Span | None
    words_before: str
    words_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A statement as one report of an utterance.

    Attributes:
        page: The page that shows it.
        outlet: Of the page.
        published: Of the page, ISO day or None.
        statement: The statement.
        words: Its content as it stands on the page, pieces joined by " … ".
        changes: How its words differ from those of the earliest report.
    """

    page: PageHead
    outlet: str | None
    published: str | None
    statement: Statement
    words: str
    changes: tuple[WordChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One act of saying, as pages report it.

    Attributes:
        reports: Its reports, the earliest in this ledger first.
        proven: Whether the pages prove that this one came out before all others.
        pages: How many pages report it.
        origins: How many origins these pages go back to.
    """

    reports: tuple[Report, ...]
    proven: bool
    pages: int
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginHits:
    """What a search found on the pages that go back to one origin.

    Attributes:
        origin: The earliest page in this ledger that their words go back to.
        pages: How many of them hold a statement that was found.
        statements: How many statements were found on them.
        best: The first of these.
    """

    origin: PageHead
    pages: int
    statements: int
    best: Hit


# ---- a draft against the ledger ---------------------------------------------------------------------------

Verdict = Literal[
    "found",
    "single_origin",
    "altered",
    "wrong_speaker",
    "wrong_day",
    "no_speaker",
    "reworded",
    "missing",
    "unchecked",
]
"""What a ledger holds of words that a draft attributes. found: the words, their speaker and day; single_origin:
the same, on the word of one origin; altered: other words; wrong_speaker: said by somebody else; wrong_day: on
another day; no_speaker: on a page, where nobody is taken down for them; reworded: what is told without quotation
marks is told in much the same words; missing: nothing like it; unchecked: too few words to look for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFinding:
    """What became of one quotation or attribution of a draft.

    Attributes:
        content: Where its words stand in the draft.
        words: They, pieces joined by " … ".
        speakers: Who says it, by the draft; empty where it names nobody.
        said: When, by the draft.
        verdict: What the ledger holds of it.
        reason: The same in a sentence.
        changes: How the words of the draft, the later form, differ from those of the first of `evidence`.
        evidence: The statements that it rests on, the best first; of each the words as they stand on its page.
        pages: How many pages hold them.
        origins: How many origins these pages go back to.
    """

    content: Spans
    words: str
    speakers: tuple[str, ...]
    said: Said | None
    verdict: Verdict
    reason: str
    changes: tuple[WordChange, ...] = ()
    evidence: tuple[Hit, ...] = ()
    pages: int = 0
    origins: int = 0


# ---- decisions --------------------------------------------------------------------------------------------

StatementFix = Literal[
    "missed",
    "not-statement",
    "content",
    "cue",
    "speaker",
    "actor",
    "form",
    "said",
    "acts",
    "addressee",
    "via",
    "stance",
    "review",
]
"""What a person can decide about one statement of one page."""

PageFix = Literal["headline", "outlet", "byline", "agency", "dateline", "published", "updated", "block"]
"""What a person can decide about a page as a whole or one block of it."""

LedgerFix = Literal["same-actor", "not-same-actor", "claim-split", "claim-merge", "claim-relate", "claim-rename"]
"""What a person can decide across pages."""

DecisionKind = Literal[StatementFix, PageFix, LedgerFix, "undo", "redo"]

Outcome = Literal["in-force", "overruled", "undone", "orphaned"]
"""What became of a decision: it holds; a later one on the same thing holds; it was undone; its words are gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a page that can be found again in another text of it: a W3C TextQuoteSelector.

    Attributes:
        exact: The words, as they stand.
        prefix: What stands right before them; shorter than usual only where the text begins.
        suffix: What stands right after them.
        start: Where they stood in the text that they were taken from; it counts only where the text is the same.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0


Quotes = tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a decision is about: words of a page, a page, or a name. Never a derived id.

    Attributes:
        page: The sha256 of the page's source, or None where a name alone is meant.
        text: The sha256 of the text that `Quote.start` counts in.
        content: The statement's content; of a block its words; empty where the page as a whole is meant.
        cue: The statement's reporting words.
        mention: The words that name one speaker, where one of several is meant.
        name: An actor by name, wherever it stands.
    """

    page: str | None = None
    text: str | None = None
    content: Quotes = ()
    cue: Quotes = ()
    mention: Quote | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One thing that one person decided, for good: undoing it is another decision.

    What `values` and `quotes` hold for each kind is told in docs/decisions.md.

    Attributes:
        id: The first 16 hex digits of the sha256 of everything else: the same decision is the same everywhere.
            Empty, as `at` is, in a draft that has not been entered in a log yet.
        kind: What was decided.
        target: What about.
        others: What else it concerns: the other actor, the statements that go to another claim.
        values: The decided value, in its parts; empty for "there is none".
        quotes: The words of the page that the value is or rests on.
        claim: The question of the claim that is meant, for a stance and for decisions about claims.
        copies: It holds for exact copies of the same words on other pages too.
        of: The id of the decision that is undone or redone.
        who: Who decided.
        at: When, ISO 8601 in UTC with microseconds; decisions are ordered by it, then by id.
        why: Why, in the person's words.
    """

    id: str = ""
    kind: DecisionKind
    target: Anchor
    others: tuple[Anchor, ...] = ()
    values: tuple[str, ...] = ()
    quotes: Quotes = ()
    claim: str | None = None
    copies: bool = False
    of: str | None = None
    who: str
    at: str = ""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What became of a decision when the record of a page was made.

    Attributes:
        decision: Its id.
        kind: Its kind.
        outcome: Whether it holds here.
        reason: A slug: why it does not hold ("gone", "ambiguous", "no-statement", …); empty where it does.
        by: The id of the decision that overruled or undid it.
        statement: The id of the statement of this record that it bears on.
        span: Where its words stand in this record's text.
        values: What was decided.
        who: Who decided.
        at: When.
        why: Why.
    """

    decision: str
    kind: DecisionKind
    outcome: Outcome
    reason: str = ""
    by: str | None = None
    statement: str | None = None
    span: Span | None = None
    values: tuple[str, ...] = ()
    who: str
    at: str
    why: str


# ---- keeping a ledger -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """That a source was forgotten; nothing of what it said.

    Attributes:
        sha256: Of its bytes.
        who: Who decided it.
        at: When, ISO 8601 with zone.
        why: The reason that was given.
    """

    sha256: str
    who: str
    at: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """What goes when a page is forgotten.

    Attributes:
        page: Its id.
        sha256: Of its source.
        captures: How many captures its source has.
        statements: How many statements it has.
        decisions: How many decisions quote it: their words go.
    """

    page: str
    sha256: str
    captures: int
    statements: int
    decisions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What another ledger brought.

    Attributes:
        pages: Pages that are new here.
        captures: Captures that are new here, of new pages and of known ones.
        decisions: Decisions that are new here.
        conflicts: Things on which two people now contradict each other; the later decision holds.
        renewed: Pages whose records were made anew by the decisions of both.
        forgotten: Pages of the other ledger that are forgotten here, and so did not come.
        forgotten_there: Ids of pages that are here and were forgotten there; they stay until they are here too.
        problems: What could not be taken, page by page.
    """

    pages: int
    captures: int
    decisions: int
    conflicts: int
    renewed: int
    forgotten: int
    forgotten_there: tuple[str, ...]
    problems: tuple[PageProblem, ...]
