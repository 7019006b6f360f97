"""The few phrases that tables, dossier and command line share, so that all of them say the same."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model import Appearance, PageHead, Said, Span, Speaker
from onrecord.text import join_words

FLAGS = {
    "belief": "tells of a mind, not of words",
    "no-cue": "no reporting words claim it",
    "continues": "goes on from the statement before",
    "noun-cue": "a noun carries it",
    "unclosed-mark": "its quotation mark is never closed",
    "speaker-unsure": "who speaks is more likely wrong than right",
    "speaker-unclear": "who speaks is unclear",
    "speaker-from-before": "the speaker is that of the statement before",
    "speaker-by-pronoun": "the speaker is named by a pronoun",
    "pronoun-disagrees": "the pronoun is of another gender than the name",
    "speaker-by-description": "the speaker is named by a role",
    "said-unknown-no-page-date": "the page has no day to reckon the day said from",
    "said-unknown-no-words": "no words tell the day said",
}
"""What a reader should know of a statement, by the flag; docs/statements.md tells more."""


def flag_words(flag: str) -> str:
    """Return a flag as a reader says it."""
    return FLAGS.get(flag, flag.replace("-", " "))


def spans_cell(spans: Iterable[Span | None]) -> str:
    """Return spans as "start-end;start-end"."""
    return ";".join(f"{span.start}-{span.end}" for span in spans if span is not None)


def speaker_label(text: str, speaker: Speaker) -> str:
    """Return who speaks in the fullest form there is: the name, else the words of the page, else "unclear"."""
    if speaker.name:
        return speaker.name
    return join_words(text, [speaker.mention]) if speaker.mention else "unclear"


def page_label(outlet: str | None, page: PageHead) -> str:
    """Return what a reader knows a page by: its outlet, else its address, else the name of its file."""
    return outlet or page.label


def said_words(said: Said | None) -> str:
    """Return when words were said as a reader says it: a day, "a to b", "by b", "from a", "undated"."""
    if said is None or (said.from_ is None and said.to is None):
        return "undated"
    if said.from_ == said.to:
        return str(said.from_)
    if said.from_ is None:
        return f"by {said.to}"
    return f"{said.from_} to {said.to}" if said.to else f"from {said.from_}"


def day_words(appearance: Appearance) -> str:
    """Return when words were said, and where no day is known what bounds it."""
    words = said_words(appearance.said)
    return f"undated ({appearance.bounds})" if words == "undated" and appearance.bounds else words


def anchor_of(appearance: Appearance) -> str:
    """Return the permanent anchor of a statement; the page is in it, as pages of one text share statement ids."""
    return f"s-{appearance.page.id}-{appearance.statement}"
