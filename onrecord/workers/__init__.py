"""Reading pages where a bad one can do no harm: worker processes with limits, or this process on request.

Reading order: `preparing` (what the passes over a ledger take from a page), `reading` (a source to its records,
failures as values), `channel` (bytes between processes),
`limits` (what a worker may use), `__main__` (a worker), `worker` (a worker seen from outside), `team` (several).
"""

from onrecord.workers.preparing import Prepared
from onrecord.workers.reading import POISON, Reading, Refused, Task, read_source
from onrecord.workers.team import Here, Pending, Reader, Team, open_reader

__all__ = [
    "POISON",
    "Here",
    "Pending",
    "Prepared",
    "Reader",
    "Reading",
    "Refused",
    "Task",
    "Team",
    "open_reader",
    "read_source",
]
