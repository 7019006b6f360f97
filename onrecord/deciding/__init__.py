"""Entering decisions in a ledger: what a person wrote as drafts, and the records of the pages made anew at once.

Reading order: `proposals` (`field=value` to drafts), `entering` (drafts and other people's logs into a ledger),
`undoing` (which decision is meant), `files` (a coder's file), `comparing` (two logs held against each other).
"""

from onrecord.deciding.comparing import Conflict, Difference, compare, conflicts
from onrecord.deciding.entering import Decided, decide, enter, renew
from onrecord.deciding.files import read_log, write_log
from onrecord.deciding.proposals import FIELDS, By, propose
from onrecord.deciding.undoing import redoing, undoing

__all__ = [
    "FIELDS",
    "By",
    "Conflict",
    "Decided",
    "Difference",
    "compare",
    "conflicts",
    "decide",
    "enter",
    "propose",
    "read_log",
    "redoing",
    "renew",
    "undoing",
    "write_log",
]
