"""Turns: a pass over a ledger writes only where nobody has changed meanwhile what it may have read.

A pass reads for seconds and then writes. Somebody who corrects or forgets a page in between, or another run that
is in the same pass, would be written over. So whatever changes something that was there counts a turn; who works
`undisturbed` looks whether the turn is still the one that it left, and is told where it is not. New pages are no
disturbance: a pass that has not read them takes them in next.
"""

from __future__ import annotations

import apsw

from onrecord.store.sql import all_rows


def turn_of(connection: apsw.Connection) -> int:
    """Return how many turns there were."""
    return int(all_rows(connection, "SELECT n FROM turn")[0][0])


def count_turn(connection: apsw.Connection) -> None:
    """Count a turn: something has changed that a pass may have read before."""
    connection.execute("UPDATE turn SET n = n + 1")
