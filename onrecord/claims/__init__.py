"""Claims: which statements bear on one, with what stance, and when; those of a ledger found unasked; who shifts.

Reading order: words, phrases, lexicon, events, question (the claim taken apart), context (what stands around a
statement), around, matching, signs, stance, timeline, appearances: from a claim to its statements. Then from
statements to claims: names, frames, proposition, update (the pass over a ledger), edits (what people decided),
listing, sides, voices, shifts, retellings, kept, ledger_claims.
"""

from onrecord.claims.appearances import trace
from onrecord.claims.edits import drafted, wording
from onrecord.claims.ledger_claims import changes, trace_claim
from onrecord.claims.listing import answers_claim, list_claims
from onrecord.claims.update import VERSION, page_frames, update

__all__ = [
    "VERSION",
    "answers_claim",
    "changes",
    "drafted",
    "list_claims",
    "page_frames",
    "trace",
    "trace_claim",
    "update",
    "wording",
]
