"""The values of decisions as the values of a record."""

from __future__ import annotations

from datetime import date

from onrecord.model import Form, Precision, Said, Span


def form_of(values: tuple[str, ...]) -> Form | None:
    """Return the form that was decided, or None where it is none."""
    match values:
        case ("direct",):
            return "direct"
        case ("mixed",):
            return "mixed"
        case ("indirect",):
            return "indirect"
        case _:
            return None


def is_day(text: str) -> bool:
    """Tell whether a text is an ISO day, written in full."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def are_days(values: tuple[str, ...]) -> bool:
    """Tell whether values are a day, or the first and the last of a range, either of which may be open."""
    days = [value for value in values if value]
    return len(values) <= 2 and all(map(is_day, days)) and days == sorted(days)


def said_of(values: tuple[str, ...], by: str, span: Span | None) -> Said | None:
    """Return the days that were decided: one, or the first and the last, either of which may be open; or None."""
    if not any(values):
        return None
    first, last = values[0] or None, values[-1] or None
    precision: Precision = "day" if first == last else "range"
    return Said(from_=first, to=last, precision=precision, by=by, span=span)
