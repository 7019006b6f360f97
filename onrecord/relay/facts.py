"""What of a page decides how it is related to another: its words, outlet and credits, and when it came out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lang.language import Language
from onrecord.model import FoundTime, Record
from onrecord.relay.words import PageWords, read_words
from onrecord.store.relays import Standing
from onrecord.text import name_key

_SCHEME = re.compile(r"^[a-z]+://(?:www\.|m\.|amp\.)?", re.IGNORECASE)
_UTC = re.compile(r"^(?:Z|UTC|GMT|[+-]00:?00)$")
_LATEST = "9999"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """A page as it is compared.

    Attributes:
        page: Its id.
        text: Its text.
        words: The words of its article.
        outlet: The outlet's name as `text.name_key`; None where the page states none.
        credits: The agencies it credits and the outlet it says it republishes, as name keys.
        url: Its address without scheme and fragment, or None.
        first: The earliest moment at which it can have come out, ISO, or None where nothing bounds it.
        last: The latest such moment, or None.
    """

    page: str
    text: str
    words: PageWords
    outlet: str | None = None
    credits: frozenset[str] = frozenset()
    url: str | None = None
    first: str | None = None
    last: str | None = None


def order_of(page: Standing) -> tuple[str, bool, str, int, str]:
    """Return what pages are sorted by where one must stand first.

    That is the moment by which a page was out; then an agency before those that credit agencies; then the longer
    page, of which a shorter one is more likely cut; then the id, so that there is always one order.
    """
    return (page.last or _LATEST, page.credits, page.first or "", -page.own, page.page)


def is_before(one: Standing, other: Standing) -> bool:
    """Tell whether the pages prove that one came out before the other."""
    return bool(one.last and other.first and one.last < other.first)


def facts_of(record: Record, language: Language) -> PageFacts:
    """Return what decides how a page is related to others."""
    article = record.article
    outlet = _canonical(article.outlet.value, language) if article.outlet else None
    named = [*article.agencies, *([article.republishes] if article.republishes else [])]
    first, last = came_out(article.published, record.page.fetched)
    return PageFacts(
        page=record.page.id,
        text=record.text,
        words=read_words(record.text, article.body, language),
        outlet=outlet,
        credits=frozenset(key for found in named if (key := _canonical(found.value, language))),
        url=_address(record.page.url),
        first=first,
        last=last,
    )


def came_out(published: FoundTime, fetched: str | None) -> tuple[str | None, str | None]:
    """Return the first and last moment at which a page can have come out, to the minute.

    A time of day counts only in UTC, or a page of another zone would be put before one that it came after.
    """
    if published.value and published.precision == "day":
        if published.time and published.tz and _UTC.match(published.tz):
            moment = f"{published.value}T{published.time[:5]}"
            return moment, moment
        return f"{published.value}T00:00", f"{published.value}T23:59"
    bounds = [day for day in (published.not_after, fetched[:10] if fetched else None) if day]
    return None, f"{min(bounds)}T23:59" if bounds else None


def standing_of(page: PageFacts) -> Standing:
    """Return what puts a page in order among others."""
    return Standing(page.page, page.first, page.last, page.words.own, bool(page.credits))


@lru_cache(maxsize=8)
def _agencies(language: Language) -> dict[str, str]:
    return {name_key(row["as"]): name_key(row["name"]) for row in language.rows("agencies") if row["name"]}


def _canonical(name: str, language: Language) -> str | None:
    key = name_key(name).removeprefix("the ")
    return _agencies(language).get(key, key) or None


def _address(url: str | None) -> str | None:
    if not url:
        return None
    return _SCHEME.sub("", url).partition("#")[0].rstrip("/") or None
