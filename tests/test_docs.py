"""The docs keep up with the code: every page can be found, every command and release is written down."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

import onrecord

ROOT = Path(__file__).parents[1]
MODULES = [m.name for m in pkgutil.walk_packages(onrecord.__path__, "onrecord.") if "__main__" not in m.name]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)\s]*)?\)")


def text_of(name: str) -> str:
    """Return a page of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_page_is_linked_from_the_index() -> None:
    linked = set(_LINK.findall(text_of("docs/index.md")))
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - {"index.md"} <= linked


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    lost = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert lost == []


def test_every_target_of_make_is_in_contributing() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", text_of("Makefile"), re.MULTILINE)
    assert len(targets) > 10
    assert [target for target in targets if f"`make {target}`" not in text_of("CONTRIBUTING.md")] == []


def test_changelog_tells_of_this_version_and_of_what_comes() -> None:
    headings = re.findall(r"^## \[(.+?)\]", text_of("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert version("onrecord") in headings


def test_the_citation_is_of_this_version() -> None:
    """CITATION.cff names the version that is installed, and the licence and authors of pyproject.toml."""
    told = dict(re.findall(r"^([a-z-]+): (.+)$", text_of("CITATION.cff"), re.MULTILINE))
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    assert (told["version"], told["license"]) == (version("onrecord"), project["license"])
    assert f"name: {project['authors'][0]['name']}" in text_of("CITATION.cff")


def test_examples_in_docstrings_hold() -> None:
    """One test for all: modules without examples are counted too, so that the walk itself is seen to work."""
    results = [doctest.testmod(importlib.import_module(name)) for name in MODULES]
    assert len(results) > 50
    assert sum(result.attempted for result in results) > 0
    assert sum(result.failed for result in results) == 0
