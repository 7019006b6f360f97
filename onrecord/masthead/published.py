"""When the article was published and updated, as far as the page proves it; a page-wide clock proves nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.lang.calendar import DayFound, find_days
from onrecord.masthead.dateline import Dateline
from onrecord.masthead.view import View, days_in
from onrecord.model import Block, Evidence, FoundTime, Precision, Span

_PUBLISHED_META = (
    "article.datePublished",
    "article:published_time",
    "itemprop:datePublished",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "pubdate",
)
_UPDATED_META = ("article.dateModified", "article:modified_time", "og:updated_time")
_PUBLISHED = re.compile(
    r"\b(?:published|posted|first published|created|publication date|issued|released)\b", re.IGNORECASE
)
_UPDATED = re.compile(r"\b(?:updated?|modified|last edited|edited|revised)\b", re.IGNORECASE)
_REACH = 40
_ALONE = 0.25
"""A date that no word calls published must make up so much of its block, or it is a date in other words."""

Label = Literal["published", "updated", "dateline", ""]


@dataclass(frozen=True, slots=True)
class Dated:
    """One date that could be the article's.

    Attributes:
        day: ISO day.
        found: What stands on the page, or in the markup.
        label: What the words before it call it.
        by: The rule that found it.
        path: Of the markup, or None where it is visible.
    """

    day: str
    found: DayFound
    label: Label
    by: str
    path: str | None = None

    @property
    def span(self) -> Span | None:
        """Where it stands on the page; None for the markup's."""
        return self.found.span if self.path is None else None


def find_times(view: View, dateline: Dateline | None) -> tuple[FoundTime, FoundTime | None]:
    """Return when the article was published and updated; an unknown time says why it is unknown.

    Args:
        view: The page.
        dateline: What stands before the first words of the text.
    """
    stated = list(_stated(view, _PUBLISHED_META, "published")) or list(_time_element(view))
    visible = list(_visible(view, dateline))
    updates = [*_stated(view, _UPDATED_META, "updated"), *(d for d in visible if d.label == "updated")]
    published = _published(view, stated, [d for d in visible if d.label != "updated"], updates)
    return published, _updated(updates, published)


def _published(view: View, stated: list[Dated], visible: list[Dated], updates: list[Dated]) -> FoundTime:
    labelled = [d for d in visible if d.label == "published"]
    plain = [d for d in visible if d.label == ""]
    lines = [d for d in visible if d.label == "dateline"]
    for candidates in (stated, labelled, plain, lines):
        if not candidates:
            continue
        if candidates is plain and len({d.day for d in plain}) > 1:
            return _unknown(view, "several different dates stand beside the headline", visible, updates)
        first = candidates[0]
        if candidates is stated:
            first = next((d for d in visible if d.day == first.day), first)
        also = (*stated, *labelled, *plain, *lines)
        return _found(first, also)
    return _unknown(view, None, (), updates)


def _found(chosen: Dated, others: Sequence[Dated]) -> FoundTime:
    also: dict[str, Evidence] = {}
    for other in others:
        if other.day != chosen.day:
            also.setdefault(other.day, Evidence(value=other.day, span=other.span, by=other.by, path=other.path))
    return FoundTime(
        value=chosen.day,
        span=chosen.span,
        time=chosen.found.time,
        tz=chosen.found.tz,
        precision="day",
        by=chosen.by,
        path=chosen.path,
        also=tuple(also.values()),
    )


def _unknown(view: View, why: str | None, seen: Sequence[Dated], updates: Sequence[Dated]) -> FoundTime:
    """Return an unknown time, its reason, and what bounds it from above."""
    clocks = [day for block in view.blocks if block.kind == "clock" for day in _days(view, block)]
    bound = min((d.day for d in updates), default=None) or (clocks[0].iso if clocks else None)
    if why is None and updates:
        why = "the page says only when it was updated"
    elif why is None and clocks:
        why = "the only date stands above the menu: the page's clock, not the article's date"
    fetched = (view.page.head.fetched or "")[:10] or None
    precision: Precision = "unknown"
    return FoundTime(
        value=None,
        precision=precision,
        not_after=bound or fetched,
        by=why or "no date stands beside the headline or in the markup",
        also=tuple(Evidence(value=d.day, span=d.span, by=d.by, path=d.path) for d in seen),
    )


def _updated(updates: Sequence[Dated], published: FoundTime) -> FoundTime | None:
    for update in sorted(updates, key=lambda d: d.path is None):
        if (update.day, update.found.time) != (published.value, published.time):
            return _found(update, updates)
    return None


def _stated(view: View, keys: tuple[str, ...], label: Label) -> Iterator[Dated]:
    for path, key, value in view.meta(*keys):
        days = find_days(value, Span(0, len(value)), view.language)
        if days and days[0].iso:
            yield Dated(days[0].iso, days[0], label, key, path)


def _time_element(view: View) -> Iterator[Dated]:
    """Yield the date of the first time element that stands about the headline and is not called an update."""
    for path, key, value in view.meta("time"):
        block = next((b for b in view.head if path == b.path or path.startswith(f"{b.path} > ")), None)
        days = find_days(value, Span(0, len(value)), view.language) if block else ()
        if block and days and days[0].iso and not _UPDATED.search(view.words(block)):
            yield Dated(days[0].iso, days[0], "published", f"{key} element beside the headline", path)
            return


def _days(view: View, block: Block) -> tuple[DayFound, ...]:
    return tuple(day for day in days_in(view, block) if day.iso)


def _visible(view: View, dateline: Dateline | None) -> Iterator[Dated]:
    """Yield the dates around the headline, in the dateline, and those below the text that are labelled."""
    for block in view.head:
        if block.kind in ("byline", "date", "notice", "credit", "menu", "clock"):
            for day, label in _labelled(view, block):
                share = (day.span.end - day.span.start) / (block.span.end - block.span.start)
                alone = block.kind == "byline" or (share >= _ALONE and block.kind != "clock")
                if day.iso and (label or alone):
                    place = "beside the headline" if not label else f"called {label}, beside the headline"
                    yield Dated(day.iso, day, label, place)
    if dateline is not None and dateline.day is not None and dateline.day.iso:
        yield Dated(dateline.day.iso, dateline.day, "dateline", "in the dateline")
    for block in view.tail:
        if block.kind in ("date", "notice", "byline", "credit"):
            for day, label in _labelled(view, block):
                if day.iso and label:
                    yield Dated(day.iso, day, label, f"called {label}, below the text")


def _labelled(view: View, block: Block) -> Iterator[tuple[DayFound, Label]]:
    """Yield each date of a block with what the words before it call it."""
    days = days_in(view, block)
    if not days:
        return
    after = block.span.start
    above = bisect_left(view.blocks, block.span, key=lambda other: other.span) - 1
    lead = view.words(view.blocks[above]) if above >= 0 else ""
    for day in days:
        words = view.page.text[max(after, day.span.start - _REACH) : day.span.start]
        if after == block.span.start and not words.strip() and len(lead) <= _REACH // 2:
            words = lead
        label: Label = ""
        if _UPDATED.search(words):
            label = "updated"
        elif _PUBLISHED.search(words):
            label = "published"
        yield day, label
        after = day.span.end
