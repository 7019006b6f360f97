"""A linear look at decoded HTML before any DOM is built: is this page safe to parse?

HTML parsers are quadratic in nesting, in open formatting and in the attributes of one tag; a few kilobytes can
cost minutes and gigabytes. What this scan lets through is parsed and rendered within about two seconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from onrecord.errors import UnreadableError
from onrecord.read.elements import BLOCKS, FORMATTING, RAW_TEXT
from onrecord.read.opentags import FOREIGN, OpenElements
from onrecord.settings import Settings

# No groups in patterns with possessive repeats: Python's re loses track of them.
_NAME = r"[^\t\n\f\r />][^\t\n\f\r />=]*+"
_QUOTED = r"""(?:"[^"]*+"|'[^']*+')"""
_VALUE = rf"""[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:{_QUOTED}|[^\t\n\f\r >"'][^\t\n\f\r >]*+|(?=>))"""
_ATTRIBUTE = re.compile(rf"{_NAME}(?:{_VALUE})?+")
_REST = rf"(?:[\t\n\f\r /]++|{_ATTRIBUTE.pattern})*+"
_NEXT = re.compile(rf"<(?:(/?)([a-zA-Z][^\t\n\f\r />]*+){_REST}(>?)|(!--)|[!?])")
_SLASHED = re.compile(rf"(?:[\t\n\f\r ]++|/(?!>)|{_ATTRIBUTE.pattern})*+/>")
_COMMENT_END = re.compile(r"--!?>")
_RAW_END = {name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in RAW_TEXT}

_LONG_TAG = 1024
_CHECK_EVERY = 64
_TAGS_A_BLOCK = 2
_MAX_WORK = 20_000_000
_MAX_REOPENED = 100_000


def check_markup(html: str, name: str, settings: Settings) -> None:
    """Refuse markup that is dangerous to parse.

    Args:
        html: The decoded page.
        name: What to call it in the sentence of the error.
        settings: The limits.

    Raises:
        UnreadableError: `too-deep`, `too-much-formatting`, `tag-too-long` or `too-many-blocks`.
    """
    _Scan(html, name, settings).run()


@dataclass(slots=True)
class _Scan:
    html: str
    name: str
    settings: Settings
    elements: OpenElements = field(default_factory=OpenElements)
    tags: int = 0
    blocks: int = 0

    def run(self) -> None:
        """Walk over the tags in order of place; each character is looked at a bounded number of times."""
        place = 0
        while place >= 0:
            place = self._run_on(place)
        self._check_limits()

    def _run_on(self, place: int) -> int:
        """Walk over tags up to one that is not followed by markup; return where to go on, or -1."""
        elements = self.elements
        for match in _NEXT.finditer(self.html, place):
            slash, name, closed, comment = match.groups()
            start, end = match.span()
            if elements.waiting and start > place:
                elements.text()
            self.tags += 1
            if name is None:
                return self._past_comment(match) if comment else self.html.find(">", end) + 1 or -1
            if not closed:
                return -1
            if end - start > _LONG_TAG:
                self._check_tag(match)
            if slash:
                elements.end(name.lower())
            elif (place := self._start(match, name.lower())) != end:
                return place
            place = end
            if self.tags % _CHECK_EVERY == 0:
                self._check_limits()
        return -1

    def _past_comment(self, match: re.Match[str]) -> int:
        """Return where a comment ends; -1 where nothing ends it."""
        end = _COMMENT_END.search(self.html, match.start() + 2)
        return end.end() if end else -1

    def _start(self, tag: re.Match[str], name: str) -> int:
        """Take in a start tag and return where what follows it starts; -1 where the page ends within."""
        elements, end = self.elements, tag.end()
        raw = name in RAW_TEXT and elements.holds_raw_text(name)
        self.blocks += name in BLOCKS
        slash = (name in FOREIGN or elements.foreign) and self._closes_itself(tag)
        elements.start(name, tag[0] if name in FORMATTING else "", slash=slash)
        if name == "plaintext" and not elements.foreign:
            return -1
        if raw:
            raw_end = _RAW_END[name].search(self.html, end)
            return raw_end.start() if raw_end else -1
        return end

    def _closes_itself(self, tag: re.Match[str]) -> bool:
        ends = self.html.endswith("/>", 0, tag.end())
        return ends and _SLASHED.match(self.html, tag.end(2)) is not None

    def _check_tag(self, tag: re.Match[str]) -> None:
        """Refuse a tag that is too long; quoted values (a picture, a script's data) cost nothing and are free."""
        count = bare = 0
        for attribute in _ATTRIBUTE.finditer(self.html, tag.end(2), tag.end()):
            count += 1
            quoted = attribute.group()[-1] in {'"', "'"}
            bare += len(attribute.group().partition("=")[0]) if quoted else len(attribute.group())
            if bare > self.settings.max_tag_bytes:
                self._refuse("tag-too-long", f"a tag of more than {self.settings.max_tag_bytes} characters")
        self.elements.work += count * count // 8

    def _check_limits(self) -> None:
        elements, settings = self.elements, self.settings
        if elements.deepest > settings.max_depth:
            self._refuse("too-deep", f"elements nested more than {settings.max_depth} deep")
        if elements.most_formatting > settings.max_open_formatting or elements.reopened > _MAX_REOPENED:
            self._refuse("too-much-formatting", "more unclosed formatting elements than a page can need")
        if self.blocks > settings.max_blocks or self.tags > settings.max_blocks * _TAGS_A_BLOCK:
            self._refuse(
                "too-many-blocks", f"more than {settings.max_blocks} blocks, or as many tags as such a page"
            )
        if elements.work > _MAX_WORK:
            self._refuse("too-deep", "nesting that would take minutes to read")

    def _refuse(self, reason: str, what: str) -> None:
        raise UnreadableError(
            reason, f"{self.name} has {what}; it is not safe to parse. Save the text of the page and read that."
        )
