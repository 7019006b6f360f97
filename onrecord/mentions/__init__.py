"""Who a span means on this page: names in their fullest form, roles, governments, pronouns, unnamed officials."""

from onrecord.mentions.resolve import resolve

__all__ = ["resolve"]
