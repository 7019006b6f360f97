"""Meaning: statements as vectors, and a search that joins words, runs of letters and nearness of meaning.

Reading order: sentences (a text to its vector), vectors (the pass over a ledger), nearest, grams, search.
"""

from onrecord.meaning.search import Near, search, why
from onrecord.meaning.sentences import MODEL, embed
from onrecord.meaning.vectors import VERSION, encode, update

__all__ = ["MODEL", "VERSION", "Near", "embed", "encode", "search", "update", "why"]
