"""What one page names, which is all that the pass over actors takes from it: made where the page is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import TypeAdapter

from onrecord.actors.acronyms import find_acronyms
from onrecord.actors.naming import Naming, find_namings, named_form
from onrecord.actors.places import Places, places_of
from onrecord.lang import Language
from onrecord.model import Record
from onrecord.store.actors import SpelledRow


class PageNames(NamedTuple):
    """Whom the statements of a page name, and the acronyms that its text spells out."""

    namings: tuple[Naming, ...]
    spelled: tuple[SpelledRow, ...]


_NAMES = TypeAdapter(PageNames)


def page_names(record: Record, language: Language) -> PageNames:
    """Return what a page names, given its record as it is stored."""
    spelled = _spelled(record, places_of(language))
    return PageNames(tuple(find_namings(record, language)), tuple(spelled))


def names_line(names: PageNames) -> str:
    """Return it as JSON."""
    return _NAMES.dump_json(names).decode("utf-8")


def names_of(line: str) -> PageNames:
    """Read it again."""
    return _NAMES.validate_json(line)


def _spelled(record: Record, known: Places) -> Iterator[SpelledRow]:
    for found in find_acronyms(record.text):
        short, long = named_form(found.short, known), named_form(found.long, known)
        if short is not None and long is not None and short != long:
            yield SpelledRow(short.id, long.id, record.page.id, *found.span)
