"""What a worker and whoever started it have agreed on."""

from __future__ import annotations

OUT_OF_MEMORY = 77
"""The exit code of a worker that was not given the memory it asked for."""

PAGES_A_WORKER = 1_000
"""After so many pages a worker ends and a fresh one takes its place: what leaks, leaks no further."""

START_SECONDS = 120.0
"""A worker that has not begun by then is taken for dead."""
