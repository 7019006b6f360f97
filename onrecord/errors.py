"""Every error that onrecord raises on purpose; each message is a sentence with what to do next.

OnrecordError
├── InputError        a path, URL or option that cannot be used
├── UnreadableError   a source that cannot be read as a page (becomes a Problem row in a ledger)
├── SpanError         a span that does not prove itself against the text
├── LedgerError       a ledger file that cannot be opened, read or written
│   └── OvertakenError  what a pass has read was changed by somebody else before it could write
├── ModelError        a shipped model that is not what was shipped
└── WorkerError       no process could be started to read pages in
"""

from __future__ import annotations


class OnrecordError(Exception):
    """The base of all errors raised on purpose; its message is fit to show to a user."""


class InputError(OnrecordError):
    """A path, URL or option that cannot be used."""


class UnreadableError(OnrecordError):
    """A source that cannot be read as a page at all.

    Attributes:
        reason: A short, stable slug ("not-text", "too-deep", …) to count and filter by.
    """

    def __init__(self, reason: str, message: str) -> None:
        """Keep the slug beside the sentence."""
        super().__init__(message)
        self.reason = reason


class SpanError(OnrecordError):
    """A span that lies outside its text or does not hold the words it is said to hold."""


class LedgerError(OnrecordError):
    """A ledger file that cannot be opened, read or written."""


class OvertakenError(LedgerError):
    """What a pass over a ledger has read was changed by somebody else before it could write; it begins again."""


class ModelError(OnrecordError):
    """A shipped model that is missing, or is not the one that was shipped."""


class WorkerError(OnrecordError):
    """No process could be started to read pages in."""
