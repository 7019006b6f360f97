"""Who a span means on this page: names in their fullest form, roles, governments, pronouns, unnamed officials."""

from onrecord.mentions.phrase import read_phrase
from onrecord.mentions.resolve import resolve

__all__ = ["read_phrase", "resolve"]
