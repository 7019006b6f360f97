"""A model of the HTML parser's stack of open elements: how deep a page nests and how much it would reopen.

It follows the tree construction rules of the HTML Standard closely where they decide about depth and cost, and
where it simplifies, it errs towards more depth and more cost: what it lets through cannot hang the parser.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from onrecord.read.elements import (
    BLOCKS,
    BREAKS_OUT,
    CLOSES_P,
    FORMATTING,
    INTEGRATION,
    MARKERS,
    RAW_TEXT,
    SCOPE,
    SPECIAL,
    TABLE_PARTS,
    VOID,
)

_LISTS = frozenset({"ul", "ol"})
FOREIGN = frozenset({"svg", "math"})
"""Elements whose content is not HTML."""

_ROOTS = frozenset({"html", "head", "body"})
_NONE: frozenset[str] = frozenset()
_BUTTON = frozenset({"button"})
_TABLES = frozenset({"table", "template"})
_ITEMS = {"li": frozenset({"li"}), "dd": frozenset({"dd", "dt"}), "dt": frozenset({"dd", "dt"})}
"""Items of lists, and the open items that one ends."""

_OPTIONS = {"option": frozenset({"option"}), "optgroup": frozenset({"option", "optgroup"})}
_CLOSES = CLOSES_P | TABLE_PARTS | frozenset(_ITEMS) | frozenset(_OPTIONS)
"""Elements whose start tag may end what is open."""

_ALIKE = 3
"""Of formatting elements with the same tag text the parser keeps this many ("Noah's Ark clause")."""


@dataclass(slots=True, eq=False)
class _Formatting:
    """An entry of the list of active formatting elements; `tag` None is a marker."""

    name: str
    tag: str | None
    open: bool = True


@dataclass(slots=True, eq=False)
class _Element:
    """An open element; `marker`: closing it forgets the formatting left open inside."""

    name: str
    foreign: bool = False
    formatting: _Formatting | None = None
    marker: bool = False


@lru_cache(maxsize=512)
def _plain(name: str) -> _Element:
    """Return an element that is no more than its name: all that have it share one."""
    return _Element(name)


@dataclass(slots=True)
class OpenElements:
    """The elements that are open at one place of a page.

    Attributes:
        work: Steps that the parser needs on account of nesting so far, in rough units of 25 ns.
        reopened: Formatting elements that the parser has opened again so far.
        waiting: Formatting elements that would be reopened here.
        deepest: The most elements that were open at once.
        most_formatting: The most formatting elements that were open or waiting at once.
    """

    work: int = 0
    reopened: int = 0
    waiting: int = 0
    deepest: int = 0
    most_formatting: int = 0
    _stack: list[_Element] = field(default_factory=list)
    _formatting: list[_Formatting] = field(default_factory=list)
    _markers: int = 0
    _count: dict[str, int] = field(default_factory=dict)

    @property
    def foreign(self) -> bool:
        """Whether what follows is SVG or MathML."""
        return bool(self._stack) and self._stack[-1].foreign

    def within(self, name: str) -> bool:
        """Tell whether an element of this name is open."""
        return self._count.get(name, 0) > 0

    def text(self) -> None:
        """Take in visible text: it reopens the formatting that is waiting."""
        if self.waiting:
            self._reopen()

    def holds_raw_text(self, name: str) -> bool:
        """Tell whether the content of an element that starts here is text, whatever it looks like."""
        return name in RAW_TEXT and not self.foreign and not self.within("select")

    def start(self, name: str, tag: str, *, slash: bool = False) -> None:
        """Take in a start tag.

        Args:
            name: The element's name in lower case.
            tag: The text of the tag, for formatting elements; the parser counts those that are alike.
            slash: Whether it closes itself, which counts in SVG and MathML only.
        """
        stack = self._stack
        self.work += 1 + len(stack) // 8
        if name in _ROOTS:
            return
        if name in FOREIGN or (stack and stack[-1].foreign and not self._breaks_out(name, tag)):
            if not slash:
                self._push(_plain(name) if name in INTEGRATION else _Element(name, foreign=True))
            return
        if name in BLOCKS:
            self.work += 8 * len(stack)
        if name in _CLOSES:
            self._close_implied(name)
        if self.waiting and name not in BLOCKS:
            self._reopen()
        if name in FORMATTING:
            self._open_formatting(name, tag)
        elif name in MARKERS:
            self._open_marker(name)
        elif name not in VOID and not (name in RAW_TEXT and self.holds_raw_text(name)):
            self._push(_plain(name))

    def _breaks_out(self, name: str, tag: str) -> bool:
        """Tell whether a start tag in SVG or MathML ends that, and end it; False where it goes on after all."""
        if name in BREAKS_OUT or (name == "font" and _has_font_attributes(tag)):
            self._leave_foreign()
        return not self.foreign

    def end(self, name: str) -> None:
        """Take in an end tag; one that closes nothing changes nothing."""
        stack, listed = self._stack, self._formatting
        self.work += 1 + len(stack) // 8
        last = stack[-1] if stack else None
        if last is _plain(name):
            self.work += 2
            del stack[-1]
            self._count[name] -= 1
        elif last is not None and last.name == name and listed and listed[-1] is last.formatting:
            self.work += 2
            del stack[-1], listed[-1]
            self._count[name] -= 1
        else:
            self._end_outer(name)

    def _end_outer(self, name: str) -> None:
        """Take in an end tag of anything but what was opened last, or of what is particular."""
        if not self.within(name):
            return
        place = self._find(name, also=_LISTS if name == "li" else _NONE)
        if place is None:
            return
        element = self._stack[place]
        blocked = place < len(self._stack) - 1 and any(e.name in SPECIAL for e in self._stack[place + 1 :])
        if element.formatting is not None or name == "form":
            self._forget(element.formatting)
            if blocked:
                del self._stack[place]
                self._count[name] -= 1
                return
        elif blocked and name not in SPECIAL and not element.foreign:
            return
        self._pop_to(place)

    def _open_formatting(self, name: str, tag: str) -> None:
        if name in {"a", "nobr"} and self._count.get(name):
            self.end(name)
        self._push(_Element(name, formatting=self._keep(name, tag)))

    def _open_marker(self, name: str) -> None:
        self._formatting.append(_Formatting(name, None))
        self._markers += 1
        self.waiting = 0
        self._push(_Element(name, marker=True))

    def _push(self, element: _Element) -> None:
        stack, count = self._stack, self._count
        stack.append(element)
        count[element.name] = count.get(element.name, 0) + 1
        self.deepest = max(self.deepest, len(stack))

    def _leave_foreign(self) -> None:
        place = len(self._stack)
        while place and self._stack[place - 1].foreign:
            place -= 1
        self._pop_to(place)

    def _close_implied(self, name: str) -> None:
        """Close what a start tag ends without saying so."""
        if name in _ITEMS:
            self._close_item(_ITEMS[name])
        elif name in TABLE_PARTS:
            if self.within("table"):
                self._close_part(name)
        elif name in _OPTIONS:
            while self._stack and self._stack[-1].name in _OPTIONS[name]:
                self._pop_to(len(self._stack) - 1)
        if name in CLOSES_P and self._count.get("p"):
            place = self._find("p", also=_BUTTON)
            if place is not None:
                self._pop_to(place)

    def _close_part(self, name: str) -> None:
        """Close the cells, rows and sections of the table at hand that cannot hold this part."""
        holds = {"td": {"tr"}, "th": {"tr"}, "tr": {"tbody", "thead", "tfoot"}}.get(name, set())
        place = len(self._stack)
        while place and self._stack[place - 1].name not in {"table", "template"}:
            place -= 1
            if self._stack[place].name in holds:
                place += 1
                break
        self.work += 2 * (len(self._stack) - place)
        self._pop_to(place)

    def _close_item(self, names: frozenset[str]) -> None:
        for place in range(len(self._stack) - 1, -1, -1):
            self.work += 2
            element = self._stack[place]
            if element.name in names:
                self._pop_to(place)
                return
            if element.name in SPECIAL and element.name not in {"address", "div", "p"}:
                return

    def _find(self, name: str, also: frozenset[str] = _NONE) -> int | None:
        """Return the place of the innermost open element of a name that an end tag reaches from here."""
        if self._stack[-1].name == name:
            self.work += 2
            return len(self._stack) - 1
        barriers = _TABLES if name in TABLE_PARTS or name == "table" else SCOPE
        for place in range(len(self._stack) - 1, -1, -1):
            self.work += 2
            found = self._stack[place].name
            if found == name:
                return place
            if found in barriers or found in also:
                return None
        return None

    def _pop_to(self, place: int) -> None:
        while len(self._stack) > place:
            element = self._stack.pop()
            self._count[element.name] -= 1
            if element.formatting is not None:
                element.formatting.open = False
                self.waiting += 1
            elif element.marker:
                self._clear_to_marker()

    def _clear_to_marker(self) -> None:
        while self._formatting:
            if self._formatting.pop().tag is None:
                self._markers -= 1
                break
        self.waiting = sum(1 for entry in self._since_marker() if not entry.open)

    def _since_marker(self) -> list[_Formatting]:
        """Return the formatting that can be reopened here, innermost first."""
        out = []
        for entry in reversed(self._formatting):
            if entry.tag is None:
                break
            out.append(entry)
        self.work += 8 * len(out)
        return out

    def _keep(self, name: str, tag: str) -> _Formatting:
        listed = self._formatting
        if listed:
            alike = [entry for entry in self._since_marker() if entry.tag == tag]
            if len(alike) >= _ALIKE:
                self._forget(alike[-1])
        entry = _Formatting(name, tag)
        listed.append(entry)
        self.most_formatting = max(self.most_formatting, len(listed) - self._markers)
        return entry

    def _forget(self, entry: _Formatting | None) -> None:
        if entry is not None and entry in self._formatting:
            self._formatting.remove(entry)
            self.waiting -= not entry.open

    def _reopen(self) -> None:
        for entry in reversed(self._since_marker()):
            if not entry.open:
                entry.open = True
                self.reopened += 1
                self._push(_Element(entry.name, formatting=entry))
        self.waiting = 0


def _has_font_attributes(tag: str) -> bool:
    lower = tag.lower()
    return any(name in lower for name in ("color", "face", "size"))
