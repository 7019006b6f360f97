"""The stances as a reader of a dossier meets them: in plain words, each with a shape of its own."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceMark:
    """How one stance is drawn and explained; `shape` is an SVG path around (0, 0), about 14 px wide.

    Each has a shape of its own, closed, so that it can be filled (first-hand) or hollow (relayed): those that say
    yes point up, those that say no point down, and those that only lean to one side have a notch.
    """

    stance: Stance
    shape: str
    meaning: str


STANCES: dict[Stance, StanceMark] = {
    mark.stance: mark
    for mark in (
        StanceMark(
            stance="confirms",
            shape="M-7 -7H7V7H-7Z",
            meaning="says yes, in words that confirm: acknowledges, admits, verifies, claims responsibility",
        ),
        StanceMark(
            stance="asserts",
            shape="M0 -7L7 6H-7Z",
            meaning="says yes plainly; alleging and accusing count as saying so",
        ),
        StanceMark(
            stance="suspects",
            shape="M0 -7L7 6L0 1.5L-7 6Z",
            meaning="says that it may be so: may, could, appears to, is believed to",
        ),
        StanceMark(
            stance="doubts",
            shape="M0 7L7 -6L0 -1.5L-7 -6Z",
            meaning="calls it unproven or unlikely, without ruling it out",
        ),
        StanceMark(
            stance="denies",
            shape="M0 7L7 -6H-7Z",
            meaning="says no: it never happened, it is false, it is invented",
        ),
        StanceMark(
            stance="deflects",
            shape="M0 -7L7 0L0 7L-7 0Z",
            meaning="speaks about it in a way that answers neither yes nor no",
        ),
        StanceMark(
            stance="declines",
            shape="M0 -6A6 6 0 1 1 0 6A6 6 0 1 1 0 -6Z",
            meaning="was asked or free to answer and gave no answer, or did not respond",
        ),
        StanceMark(
            stance="none",
            shape="M-6 -1.5H6V1.5H-6Z",
            meaning="mentions it and leaves open where the speaker stands",
        ),
    )
}
"""In the order of a legend, from yes over no to no answer; it has one entry for each value of `Stance`."""
