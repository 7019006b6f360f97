"""Meaning: statements as vectors, and a search that joins words, runs of letters and nearness of meaning.

Reading order: sentences (a text to its vector), vectors (the pass over a ledger), nearest, grams, search.
"""

from onrecord.meaning.nearest import alike
from onrecord.meaning.search import Near, search, why
from onrecord.meaning.sentences import MODEL, embed, likeness
from onrecord.meaning.vectors import VERSION, encode, update

__all__ = ["MODEL", "VERSION", "Near", "alike", "embed", "encode", "likeness", "search", "update", "why"]
