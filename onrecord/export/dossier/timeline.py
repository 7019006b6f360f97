"""The timeline picture of a claim: where each mark goes. One row an actor, time from left to right.

Across, places are per cent of the picture's width, so that marks keep their size on any screen; down, they are
pixels. Statements without a day stand in a column of their own at the right: they are given no order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.export.safe import visible
from onrecord.export.wording import anchor_of, day_words
from onrecord.model import Appearance, Shift, Stance

LEFT, RIGHT = 4.0, 76.0
UNDATED_EDGE, UNDATED_SLOTS = 81.0, (86.0, 91.0, 96.0)
HALF_MARK = 2.6
ROW_TOP, LANE, ROW_FOOT, AXIS = 30, 20, 14, 30
LABEL_LENGTH = 34

NO_SHIFTS: Mapping[str, Sequence[Shift]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One statement in the picture.

    Attributes:
        anchor: The statement's anchor in the dossier.
        stance: Decides shape and colour.
        first_hand: The page has the words from the speaker, not through another medium.
        label: What a screen reader says.
        x, y: The middle of the shape, in per cent and pixels.
        bar: First and last per cent of the days it may have been said on, where there is more than one.
        open_left, open_right: The bar has no first or no last day.
    """

    anchor: str
    stance: Stance
    first_hand: bool
    label: str
    x: float
    y: int
    bar: tuple[float, float] | None = None
    open_left: bool = False
    open_right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A shift: from the mark before it to the one after it, in per cent and pixels."""

    x1: float
    y1: int
    x2: float
    y2: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """One actor's row: from `top` pixels down, `height` pixels high; `joins` are its shifts."""

    name: str
    label: str
    top: int
    height: int
    marks: tuple[Mark, ...]
    joins: tuple[Join, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A day on the axis and how its label is anchored."""

    x: float
    day: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The whole picture."""

    rows: tuple[ActorRow, ...]
    ticks: tuple[Tick, ...]
    height: int


Days = tuple[date | None, date | None]


def draw_timeline(
    by_actor: Sequence[tuple[str, Sequence[Appearance]]],
    shifts: Mapping[str, Sequence[Shift]] = NO_SHIFTS,
    prefix: str = "",
) -> Timeline:
    """Place every appearance of every actor; actors keep the order they are given in.

    Args:
        by_actor: Each actor with what is shown of it.
        shifts: The changes of stance of an actor, each joined by a line where both ends are shown.
        prefix: What the anchors of the marks begin with.
    """
    days = [day for _, shown in by_actor for one in shown for day in possible_days(one) if day]
    scale = Scale(min(days), max(days)) if days else None
    rows: list[ActorRow] = []
    top = AXIS
    for name, shown in by_actor:
        row = _row(name, shown, scale, top)
        marks = tuple(replace(mark, anchor=prefix + mark.anchor) for mark in row.marks)
        row = replace(row, joins=_joins(row, shifts.get(name, ())), marks=marks)
        rows.append(row)
        top += row.height
    return Timeline(rows=tuple(rows), ticks=scale.ticks() if scale else (), height=top + 4)


def possible_days(appearance: Appearance) -> Days:
    """Return the first and last day the words may have been said on; None where that side is open."""
    said = appearance.said
    return (_day(said.from_), _day(said.to)) if said else (None, None)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to per cent."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Return where a day stands; a single day stands in the middle."""
        length = (self.last - self.first).days
        if not length:
            return round((LEFT + RIGHT) / 2, 2)
        return round(LEFT + (RIGHT - LEFT) * (day - self.first).days / length, 2)

    def ticks(self) -> tuple[Tick, ...]:
        """Return the first, middle and last day, as far as they differ."""
        length = (self.last - self.first).days
        if not length:
            return (Tick(x=self.x(self.first), day=self.first.isoformat(), anchor="middle"),)
        ends = [(self.first, "start"), (self.last, "end")]
        if length > 1:
            ends.insert(1, (date.fromordinal(self.first.toordinal() + length // 2), "middle"))
        return tuple(Tick(x=self.x(day), day=day.isoformat(), anchor=anchor) for day, anchor in ends)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one appearance goes across, before a lane is found for it."""

    appearance: Appearance
    x: float
    bar: tuple[float, float] | None = None
    open_left: bool = False
    open_right: bool = False

    @property
    def extent(self) -> tuple[float, float]:
        low, high = self.bar or (self.x, self.x)
        return min(low, self.x) - HALF_MARK, max(high, self.x) + HALF_MARK


def _row(name: str, shown: Sequence[Appearance], scale: Scale | None, top: int) -> ActorRow:
    undated = 0
    lane_ends: list[list[tuple[float, float]]] = []
    marks = []
    for one in shown:
        place = _dated(one, scale)
        if place is None:
            place = _Place(one, UNDATED_SLOTS[undated % len(UNDATED_SLOTS)])
            undated += 1
        marks.append(_mark(name, place, top + ROW_TOP + LANE * _lane(lane_ends, place.extent)))
    label = f"{_shortened(visible(name))} · {len(shown)}"
    height = ROW_TOP + LANE * max(0, len(lane_ends) - 1) + ROW_FOOT
    return ActorRow(name=name, label=label, top=top, height=height, marks=tuple(marks))


def _joins(row: ActorRow, shifts: Iterable[Shift]) -> tuple[Join, ...]:
    marks = {mark.anchor: mark for mark in row.marks}
    joins = []
    for shift in shifts:
        before, after = marks.get(anchor_of(shift.before)), marks.get(anchor_of(shift.after))
        if before and after:
            label = f"{row.name}: {shift.kind}, from {shift.before.stance} to {shift.after.stance}"
            joins.append(Join(x1=before.x, y1=before.y, x2=after.x, y2=after.y, label=visible(label)))
    return tuple(joins)


def _dated(one: Appearance, scale: Scale | None) -> _Place | None:
    first, last = possible_days(one)
    if scale is None or (first is None and last is None):
        return None
    low = scale.x(first) if first else LEFT - HALF_MARK
    high = scale.x(last) if last else RIGHT + HALF_MARK
    if first == last:
        return _Place(one, low)
    middle = round((low + high) / 2, 2)
    return _Place(one, middle, (low, high), open_left=first is None, open_right=last is None)


def _lane(lanes: list[list[tuple[float, float]]], extent: tuple[float, float]) -> int:
    """Return the first lane where the extent is free, and take it."""
    for number, taken in enumerate(lanes):
        if all(extent[1] <= low or high <= extent[0] for low, high in taken):
            taken.append(extent)
            return number
    lanes.append([extent])
    return len(lanes) - 1


def _mark(name: str, place: _Place, y: int) -> Mark:
    one = place.appearance
    through = f" via {', then '.join(visible(via.name) for via in one.via)}" if one.via else ""
    words = _shortened(visible(one.words), 140)
    return Mark(
        anchor=anchor_of(one),
        stance=one.stance,
        first_hand=not one.via,
        label=f"{visible(name)}, {day_words(one)}{through}: {one.stance}. {words}",
        x=place.x,
        y=y,
        bar=place.bar,
        open_left=place.open_left,
        open_right=place.open_right,
    )


def _shortened(words: str, length: int = LABEL_LENGTH) -> str:
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"
