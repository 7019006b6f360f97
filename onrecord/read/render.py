"""The visible text of a parsed page, in a coordinate system of our own.

Rules, from CSS `white-space: normal` and the user agent style sheet of the HTML Standard: a block's run of
inline content is one segment; runs of space, tab and line ends are one space; `<br>` is a line break;
preformatted text keeps its white space; NBSP, ZWSP and soft hyphens stay. Segments are parted by a blank line,
list items and the parts of a table by a line break. What a reader cannot see is left out (`elements.NOT_SHOWN`,
`hidden`, inline `display: none` and `visibility: hidden`, a closed dialog).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from onrecord.model import Segment, Span
from onrecord.read.elements import BLOCKS, KEEPS_SPACE, NOT_SHOWN, TIGHT
from onrecord.read.hints import add_hints
from onrecord.text import trim

_SPACES = " \t\n\r\f"
_NOT_ONE_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
"""White space that is not one space already: most of a page's is, and need not be touched."""

_PLAIN_NAME = re.compile(r"[a-z][a-z0-9-]*")
_KNOWN = BLOCKS | frozenset({"a", "b", "em", "i", "img", "input", "path", "script", "span", "strong", "svg"})
"""The commonest names that need no escaping."""

_LONGEST_STYLE = 4_000
_MOST_STATED = 2_000

Attributes = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Stated:
    """An element whose attributes may state a fact that the page does not show."""

    path: str
    tag: str
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Rendering:
    """What `render` makes of a page: its text, the segments in order, and the elements that state facts."""

    text: str
    segments: tuple[Segment, ...]
    stated: tuple[Stated, ...]


@dataclass(slots=True, eq=False)
class _Frame:
    """An open element on the way from the root; `block` is the innermost block around an inline element.

    `place` counts the siblings of its name up to it. `hints` and `path` are made when a segment asks: most
    elements hold none.
    """

    tag: str
    place: int
    outer: _Frame | None
    child: LexborNode | None
    attributes: Attributes
    block: _Frame | None
    keeps_space: bool
    started: int = 0
    hints: tuple[str, ...] | None = None
    path: str = ""
    places: dict[str, int] | None = None


@dataclass(slots=True)
class _Run:
    """The inline content of one block, as far as it has been met; offsets count from its beginning."""

    pieces: list[str] = field(default_factory=list)
    size: int = 0
    space: bool = False
    at_break: bool = True
    links: list[Span] = field(default_factory=list)
    wraps: list[tuple[int, int, _Frame]] = field(default_factory=list)


def render(root: LexborNode) -> Rendering:
    """Render everything visible below a root element.

    The walk keeps its own stack: nesting as deep as the pre-check allows cannot exhaust Python's.
    """
    renderer = _Renderer()
    renderer.walk(root)
    return Rendering("".join(renderer.text), tuple(renderer.segments), tuple(renderer.stated))


@dataclass(slots=True)
class _Renderer:
    text: list[str] = field(default_factory=list)
    size: int = 0
    segments: list[Segment] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    run: _Run = field(default_factory=_Run)
    inline: list[_Frame] = field(default_factory=list)
    gap: str = ""

    def walk(self, root: LexborNode) -> None:
        """Visit every node below the root in document order."""
        stack = [_Frame(root.tag or "html", 1, None, root.first_child, root.attributes, None, False)]
        while stack:
            frame = stack[-1]
            node = frame.child
            while node is not None:
                after = node.next
                if node.is_text_node:
                    self._add_text(node.text_content or "", keeps_space=frame.keeps_space)
                elif node.is_element_node:
                    inner = self._enter(node, frame)
                    if inner is not None:
                        frame.child = after
                        stack.append(inner)
                        break
                node = after
            else:
                self._leave(stack.pop())

    def _enter(self, node: LexborNode, outer: _Frame) -> _Frame | None:
        """Begin an element; None where nothing in it is to be rendered."""
        tag = node.tag or ""
        place = _count(tag, outer)
        attributes: Attributes = node.attributes
        if (tag == "time" or (attributes and _may_state(attributes))) and len(self.stated) < _MOST_STATED:
            _path(outer)
            self.stated.append(Stated(_child_path(tag, place, outer), tag, attributes))
        if tag == "br":
            self._add_break()
            return None
        is_block = tag in BLOCKS
        if is_block:
            self._edge(outer, tag)
        if tag in NOT_SHOWN or ((attributes or tag == "dialog") and _is_hidden(tag, attributes)):
            return None
        block = None if is_block else outer.block or outer
        keeps_space = outer.keeps_space or tag in KEEPS_SPACE
        frame = _Frame(tag, place, outer, node.first_child, attributes, block, keeps_space)
        if not is_block:
            if tag == "button":
                self.run.space = True
            frame.started = self.run.size
            self.inline.append(frame)
        return frame

    def _leave(self, frame: _Frame) -> None:
        if frame.block is None:
            self._edge(frame, frame.tag)
            return
        self.inline.pop()
        self._close_inline(frame)
        if frame.tag == "button":
            self.run.space = True

    def _close_inline(self, frame: _Frame) -> None:
        started, size = frame.started, self.run.size
        if started < size:
            self.run.wraps.append((started, size, frame))
            if frame.tag == "a" and "href" in frame.attributes:
                self.run.links.append(Span(started, size))

    def _add_text(self, data: str, *, keeps_space: bool) -> None:
        if keeps_space:
            self._append(data)
            return
        words = data.strip(_SPACES)
        if not words:
            if data:
                self.run.space = True
            return
        if data[0] in _SPACES:
            self.run.space = True
        self._append(_NOT_ONE_SPACE.sub(" ", words))
        self.run.space = data[-1] in _SPACES

    def _append(self, words: str) -> None:
        run = self.run
        if run.space and not run.at_break:
            run.pieces.append(" ")
            run.size += 1
        run.space = False
        if words:
            run.pieces.append(words)
            run.size += len(words)
            run.at_break = words[-1] == "\n"

    def _add_break(self) -> None:
        self.run.space = False
        self._append("\n")

    def _edge(self, frame: _Frame, tag: str) -> None:
        """End the run at the edge of a block; `frame` is the element whose content the run is."""
        if self.run.size:
            self._flush(frame.block or frame)
        self.run.space = False
        if self.gap != "\n\n":
            self.gap = "\n" if tag in TIGHT else "\n\n"

    def _flush(self, frame: _Frame) -> None:
        for inline in reversed(self.inline):
            self._close_inline(inline)
            inline.started = 0
        run, self.run = self.run, _Run()
        words = "".join(run.pieces)
        kept = words.strip(_SPACES)
        if not kept.strip():
            return
        if self.segments:
            self.text.append(self.gap)
            self.size += len(self.gap)
        self.gap = ""
        shift = self.size - (len(words) - len(words.lstrip(_SPACES)))
        self.text.append(kept)
        self.segments.append(_segment(kept, self.size, run, shift, frame))
        self.size += len(kept)


def _segment(kept: str, start: int, run: _Run, shift: int, frame: _Frame) -> Segment:
    """Return the segment of a run; `shift` turns the run's offsets into the page's."""
    inner = trim(kept, Span(0, len(kept))) or Span(0, len(kept))
    span = Span(start + inner.start, start + inner.end)
    links = []
    for link in run.links:
        low, high = max(link.start + shift, span.start), min(link.end + shift, span.end)
        cut = trim(kept, Span(low - start, high - start)) if low < high else None
        if cut:
            links.append(Span(start + cut.start, start + cut.end))
    holder = _holder(span, run, shift, frame)
    return Segment(span=span, path=_path(frame), tag=frame.tag, hints=_hints(holder), links=tuple(links))


def _holder(span: Span, run: _Run, shift: int, block: _Frame) -> _Frame:
    """Return the innermost element that holds all of the run: the block, or one within it."""
    start, end = span.start - shift, span.end - shift
    for first, last, frame in run.wraps:
        if first <= start and end <= last and frame.block is block:
            return frame
    return block


def _hints(frame: _Frame) -> tuple[str, ...]:
    """Return the hints of an element, outermost first; each frame's are made once."""
    chain = []
    at: _Frame | None = frame
    while at is not None and at.hints is None:
        chain.append(at)
        at = at.outer
    hints = (at.hints or ()) if at is not None else ()
    for one in reversed(chain):
        hints = one.hints = add_hints(hints, one.tag, one.attributes)
    return hints


def _count(tag: str, outer: _Frame) -> int:
    """Return where a child stands among the children of its name; one of an odd name, among all of them."""
    places = outer.places
    if places is None:
        places = outer.places = {}
    place = places[tag] = places.get(tag, 0) + 1
    return sum(places.values()) if _is_odd(tag) else place


def _is_odd(tag: str) -> bool:
    """Tell whether a selector cannot call an element by its name."""
    return tag not in _KNOWN and not _PLAIN_NAME.fullmatch(tag)


def _path(frame: _Frame) -> str:
    """Return the selector of an element, from `body` where it stands in it; each frame's is made once."""
    chain = []
    at: _Frame | None = frame
    while at is not None and not at.path:
        chain.append(at)
        at = at.outer
    for made in reversed(chain):
        made.path = _child_path(made.tag, made.place, made.outer) if made.outer else made.tag
    return frame.path


def _child_path(tag: str, place: int, outer: _Frame) -> str:
    """Return the selector of a child; that of the element around it is made already."""
    if _is_odd(tag):
        return f"{outer.path} > :nth-child({place})"
    if outer.outer is not None:
        return f"{outer.path} > {tag}:nth-of-type({place})"
    return tag if tag in {"body", "head"} else f"{outer.path} > {tag}"


def _may_state(attributes: Attributes) -> bool:
    return "itemprop" in attributes or "author" in (attributes.get("rel") or "")


def _is_hidden(tag: str, attributes: Attributes) -> bool:
    """Tell whether an element is hidden; `body` never is: scripts show it once the page is ready."""
    if tag == "body":
        return False
    if "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
        return True
    style = attributes.get("style")
    if not style:
        return False
    style = "".join(style[:_LONGEST_STYLE].split()).lower()
    return "display:none" in style or "visibility:hidden" in style
