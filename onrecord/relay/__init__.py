"""Relay: whose words are whose. Which pages copy or quote which, and which statements report the same utterance.

Reading order: words, tiles, pair, facts, families (pages); sketch, compare (which are worth comparing);
ledger_pass; sayings, utterances, utterance_pass (statements); wording, lineage (what a reader is shown).
"""

from onrecord.relay.ledger_pass import update
from onrecord.relay.lineage import lineage, utterance

__all__ = ["lineage", "update", "utterance"]
