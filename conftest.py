"""Runs the Python of README.md and docs/ as tests, each page in its own folder beside a copy of the examples."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parent


def _enter_folder(namespace: dict[str, Any]) -> None:
    """Go where a page's code may write, and find `examples/` as it does in a checkout."""
    folder = tempfile.mkdtemp()
    shutil.copytree(ROOT / "examples", Path(folder) / "examples")
    namespace["_left"], namespace["_folder"] = Path.cwd(), folder
    os.chdir(folder)


def _leave_folder(namespace: dict[str, Any]) -> None:
    os.chdir(namespace["_left"])
    shutil.rmtree(namespace["_folder"])


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["README.md", "docs/*.md"],
    setup=_enter_folder,
    teardown=_leave_folder,
).pytest()
