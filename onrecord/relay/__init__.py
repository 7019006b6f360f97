"""Relay: whose words are whose. Which pages copy or quote which, and which statements report the same utterance.

Reading order: words, tiles, pair, facts, families (what is so of two pages, and of many); sketch, compare (which
pages are worth comparing); ledger_pass.
"""

from onrecord.relay.ledger_pass import update

__all__ = ["update"]
