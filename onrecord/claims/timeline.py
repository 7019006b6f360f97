"""The order of a claim's timeline: by the day said; what has no day stands apart, with its bounds."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model import Appearance, FoundTime, Said

Key = tuple[int, str, str, str, int, str]


def order(appearances: Iterable[Appearance]) -> tuple[Appearance, ...]:
    """Return a timeline.

    Statements whose day is known come first, by day, and among them those of a month or a week in which no other
    was made. The rest follow in the order of pages and places, which says nothing about time: no page gives their
    place between the days.
    """
    dated, undated = part(appearances)
    return dated + undated


def part(appearances: Iterable[Appearance]) -> tuple[tuple[Appearance, ...], tuple[Appearance, ...]]:
    """Return the statements that have a place in time, in its order, and the others, by page and place."""
    rows = list(appearances)
    spans = [_span(row.said) for row in rows]
    placed = [
        span is not None and (span[0] == span[1] or _apart(span, nth, spans)) for nth, span in enumerate(spans)
    ]
    keyed = [(_key(row, span if sure else None), row) for row, span, sure in zip(rows, spans, placed, strict=True)]
    keyed.sort(key=lambda pair: pair[0])
    dated = sum(placed)
    return tuple(row for _, row in keyed[:dated]), tuple(row for _, row in keyed[dated:])


def _span(said: Said | None) -> tuple[str, str] | None:
    """Return the first and the last possible day, or None where one of them is open."""
    return (said.from_, said.to) if said is not None and said.from_ and said.to else None


def _apart(span: tuple[str, str], own: int, spans: list[tuple[str, str] | None]) -> bool:
    """Tell whether no other statement may have been made within a span of days."""
    return all(
        other is None or nth == own or other[1] < span[0] or other[0] > span[1] for nth, other in enumerate(spans)
    )


def find_bounds(said: Said | None, published: FoundTime) -> str:
    """Say in words what bounds an unknown day; "" for a statement whose day is known."""
    if said is not None and (said.from_ or said.to):
        return _bounds_of(said)
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


def _key(appearance: Appearance, span: tuple[str, str] | None) -> Key:
    page = appearance.page
    place = min((span.start for span in appearance.content), default=-1)
    return (
        span is None,
        span[0] if span else "",
        page.path or page.url or "",
        page.id,
        place,
        appearance.statement,
    )
