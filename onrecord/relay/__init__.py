"""Relay: whose words are whose. Which pages copy or quote which, and which statements report the same utterance.

Reading order: words, grams, tiles, pair, facts, families (pages); sketch, compare (which are worth comparing);
ledger_pass; sayings, utterances, utterance_pass (statements); wording, lineage, origins (what a reader is shown);
proof.
"""

from onrecord.relay.ledger_pass import VERSION, sketch_record, update
from onrecord.relay.lineage import lineage, utterance
from onrecord.relay.origins import by_origin
from onrecord.relay.proof import unproven_relays

__all__ = ["VERSION", "by_origin", "lineage", "sketch_record", "unproven_relays", "update", "utterance"]
