"""What crawling does to the text of pages, done to training text; spans are carried along.

Every change is an edit (place, characters taken out, characters put in); a span keeps the words it had.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from itertools import accumulate

LEFTOVERS = (
    "Advertisement",
    "ADVERTISEMENT",
    "Read more",
    "Share this article",
    "Related: What we know so far",
    "Sign up for our morning newsletter",
    "Story continues below",
    "Photo: the scene on Monday",
    "Click here to subscribe",
    "Most read",
    "Home | News | World | Sport",
    "Follow us for the latest updates",
    "Also on this site: ten things to see this week",
    "Watch: the moment that changed everything",
    "Updated 4:15 p.m.",
    "0 comments",
)

_MARKS = re.compile(r"[“”\"]")
_STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'"}

Edit = tuple[int, int, str]


class Noise:
    """Noise of one seed; calls draw from one stream, so that a run can be repeated."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def edits(self, text: str) -> list[Edit]:
        """Draw which kinds of noise this text gets, two or so of them, and return their edits."""
        kinds = (
            self._straight,
            self._torn,
            self._doubled,
            self._joined,
            self._capitals,
            self._leftovers,
            self._rewrapped,
            self._headless,
        )
        chosen = [kind for kind in kinds if self._rng.random() < 0.3] or [self._rng.choice(kinds)]
        return [edit for kind in chosen for edit in kind(text)]

    def _some(self, text: str, pattern: str, share: float) -> list[re.Match[str]]:
        return [match for match in re.finditer(pattern, text) if self._rng.random() < share]

    def _straight(self, text: str) -> list[Edit]:
        """Typewriter marks in place of printers' ones."""
        return [(match.start(), 1, _STRAIGHT[match.group()]) for match in re.finditer("[“”‘’]", text)]

    def _torn(self, text: str) -> list[Edit]:
        """Some quotation marks are lost."""
        return [(match.start(), 1, "") for match in self._some(text, _MARKS.pattern, 0.12)]

    def _doubled(self, text: str) -> list[Edit]:
        """Some spaces are doubled or no longer breaking."""
        return [(m.start(), 1, self._rng.choice(("  ", "\xa0", " \xa0"))) for m in self._some(text, " ", 0.06)]

    def _joined(self, text: str) -> list[Edit]:
        """Some spaces after stops are lost."""
        return [(match.start() + 1, 1, "") for match in self._some(text, r"[.!?”] (?=[A-Z“])", 0.25)]

    def _capitals(self, text: str) -> list[Edit]:
        """Some paragraphs are in capitals."""
        out = []
        for match in self._some(text, r"[^\n]+", 0.15):
            loud = match.group().upper()
            if len(loud) == len(match.group()):
                out.append((match.start(), len(loud), loud))
        return out

    def _leftovers(self, text: str) -> list[Edit]:
        """Menu lines stand between paragraphs."""
        return [(m.start(), 0, "\n" + self._rng.choice(LEFTOVERS)) for m in self._some(text, r"\n+", 0.2)]

    def _rewrapped(self, text: str) -> list[Edit]:
        """Some paragraphs run together, others break after a sentence."""
        together = [(m.start(), len(m.group()), " ") for m in self._some(text, r"\n+", 0.15)]
        return together + [(m.start() + 1, 1, "\n") for m in self._some(text, r"[.”] (?=[A-Z“])", 0.1)]

    def _headless(self, text: str) -> list[Edit]:
        """A dateline is lost."""
        match = re.search(r"^[^\n]{2,60}\s[–—-]\s(?=[A-Z])", text, re.MULTILINE)
        return [(match.start(), len(match.group()), "")] if match else []


def apply(text: str, edits: list[Edit]) -> tuple[str, list[tuple[int, int]]]:
    """Return the edited text and, for each edit kept, its place and the growth up to and with it.

    An edit that touches an earlier one is left out; several marks in a row are each one edit.
    """
    out, done, grown, moves = [], 0, 0, [(-1, 0)]
    for place, taken, put in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if place < done:
            continue
        out.extend((text[done:place], put))
        done = place + taken
        grown += len(put) - taken
        moves.append((place + taken, grown))
    out.append(text[done:])
    return "".join(out), moves


class Mover:
    """Carries spans of a text over to the edited one."""

    def __init__(self, text: str, edits: list[Edit]) -> None:
        self._edits: list[Edit] = []
        done = 0
        for edit in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
            if edit[0] >= done:
                self._edits.append(edit)
                done = edit[0] + edit[1]
        self._places = [place for place, _, _ in self._edits]
        self._grown = list(accumulate((len(put) - taken for _, taken, put in self._edits), initial=0))
        self.text = apply(text, self._edits)[0]

    def move(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span now stands; it may have become empty."""
        return self._place(start, after=True), self._place(end, after=False)

    def _place(self, place: int, *, after: bool) -> int:
        which = bisect_left(self._places, place)
        moved = place + self._grown[which]
        if which:
            start, taken, put = self._edits[which - 1]
            if start + taken > place:  # the place lies in what was taken out, or was put in anew letter by letter
                kept = min(place - start, len(put)) if len(put) == taken else (len(put) if after else 0)
                return start + self._grown[which - 1] + kept
        return moved
