"""Entering decisions in a ledger: what a person wrote as drafts, and the records of the pages made anew at once.

Reading order: `proposals` (`field=value` to drafts), `sameness` (who is one actor), `entering` (drafts and other
people's logs), `undoing` (which decision is meant), `files` (a coder's file), `comparing` (two logs side by side).
"""

from onrecord.deciding.comparing import Conflict, Difference, compare, conflicts
from onrecord.deciding.entering import Decided, carry_on, decide, enter, renew
from onrecord.deciding.files import read_log, write_log
from onrecord.deciding.proposals import FIELDS, By, propose
from onrecord.deciding.sameness import OF_ACTOR, propose_sameness
from onrecord.deciding.undoing import redoing, undoing

__all__ = [
    "FIELDS",
    "OF_ACTOR",
    "By",
    "Conflict",
    "Decided",
    "Difference",
    "carry_on",
    "compare",
    "conflicts",
    "decide",
    "enter",
    "propose",
    "propose_sameness",
    "read_log",
    "redoing",
    "renew",
    "undoing",
    "write_log",
]
