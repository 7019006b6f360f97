"""The order of a claim's timeline: by the day said; what has no day stands apart, with its bounds."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model import Appearance, Article, Said

Key = tuple[int, str, str, str, int, str]


def order(appearances: Iterable[Appearance]) -> tuple[Appearance, ...]:
    """Return a timeline.

    Statements whose day is known come first, by day. The others follow in the order of pages and places, which
    says nothing about time: no page gives their place between the days.
    """
    return tuple(sorted(appearances, key=_key))


def find_bounds(said: Said | None, article: Article) -> str:
    """Say in words what bounds an unknown day; "" for a statement whose day is known."""
    if said is not None and (said.from_ or said.to):
        return _bounds_of(said)
    published = article.published
    if published.value is not None and published.precision == "day":
        return f"on or before {published.value}, the day of publication"
    if published.value is not None:
        return f"published in {published.value}, day unknown"
    if published.not_after is not None:
        return f"published on or before {published.not_after}"
    return "no date on the page"


def _bounds_of(said: Said) -> str:
    if said.from_ and said.to:
        return "" if said.from_ == said.to else f"between {said.from_} and {said.to}"
    return f"on or after {said.from_}" if said.from_ else f"on or before {said.to}"


def _key(appearance: Appearance) -> Key:
    said = appearance.said
    day = said.from_ if said is not None and said.from_ and said.from_ == said.to else None
    page = appearance.page
    place = min((span.start for span in appearance.content), default=-1)
    return (day is None, day or "", page.path or page.url or "", page.id, place, appearance.statement)
