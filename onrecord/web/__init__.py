"""The local app: what a ledger holds, shown in place; for this machine alone, without any other.

Reading order: guard, app, rendering, desk, lit, then a module a screen.
"""

from onrecord.web.app import make_app
from onrecord.web.guard import Access

__all__ = ["Access", "make_app"]
