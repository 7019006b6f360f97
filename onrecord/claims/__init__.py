"""Claims: which statements bear on one, with what stance, and when.

Reading order: words, phrases, lexicon, events, question (the claim taken apart), context (what stands around a
statement), matching, signs, stance, timeline, appearances.
"""

from onrecord.claims.appearances import trace

__all__ = ["trace"]
