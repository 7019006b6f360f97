"""Known actors from a file of the user's: a CSV, or FollowTheMoney entities as OpenSanctions exports them.

A reference narrows and names: what pages call by one of its names, in the time that it gives, is that actor. A
name that several entries have means none of them, unless the day of the statement leaves one.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from onrecord.actors.bodies import read_body
from onrecord.actors.likeness import letters
from onrecord.actors.naming import Form, Naming, person_key
from onrecord.actors.places import Places
from onrecord.errors import InputError
from onrecord.store.actors import ReferenceRow

_COLUMNS = ("name", "aliases", "kind", "wikidata", "from", "to")
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_SCHEMAS = {
    "Person": "person",
    "PublicBody": "organisation",
    "Organization": "organisation",
    "Company": "organisation",
    "LegalEntity": "organisation",
}
_KINDS = ("person", "organisation", "government")
_NAMES = ("name", "alias", "previousName")


def read_reference(path: Path) -> tuple[ReferenceRow, ...]:
    """Read a file of known actors.

    Args:
        path: A CSV with the columns name, aliases, kind, wikidata, from, to (all but the first may be missing;
            several aliases are separated by semicolons), or FollowTheMoney entities, one JSON object a line.

    Raises:
        InputError: The file cannot be read, or a line of it is neither.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The file of known actors {path} cannot be read: {error}.") from error
    first = text.lstrip()[:1]
    rows = _from_entities(text, path) if first == "{" else _from_csv(text, path)
    return tuple(dict.fromkeys(rows))


def _from_csv(text: str, path: Path) -> Iterator[ReferenceRow]:
    reader = csv.DictReader(text.splitlines())
    if "name" not in (reader.fieldnames or ()):
        raise InputError(f"{path} has no column “name”; a CSV of known actors has {', '.join(_COLUMNS)}.")
    for line, cells in enumerate(reader, start=2):
        known = {column: (cells.get(column) or "").strip() for column in _COLUMNS}
        if known["name"]:
            yield _row(known, known["aliases"].split(";"), f"{path}, line {line}", path.name)


def _from_entities(text: str, path: Path) -> Iterator[ReferenceRow]:
    for line, words in enumerate(text.splitlines(), start=1):
        if not words.strip():
            continue
        try:
            entity = json.loads(words)
            properties: Mapping[str, list[str]] = entity["properties"]
            names = [name for field in _NAMES for name in properties.get(field, ())]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"{path}, line {line}, is no FollowTheMoney entity: it needs schema and properties."
            raise InputError(message) from error
        kind = _SCHEMAS.get(str(entity.get("schema")))
        if kind and names:
            known = {"name": names[0], "kind": kind, "wikidata": _wikidata(entity, properties)}
            yield _row(known, names[1:], f"{path}, line {line}", path.name)


def _wikidata(entity: Mapping[str, Any], properties: Mapping[str, list[str]]) -> str:
    given = [*properties.get("wikidataId", ()), str(entity.get("id", ""))]
    return next((one for one in given if _WIKIDATA.fullmatch(one)), "")


def _row(known: Mapping[str, str], aliases: Iterable[str], where: str, file: str) -> ReferenceRow:
    kind = known.get("kind", "") or "person"
    wikidata = known.get("wikidata", "")
    days = [known.get(end, "") for end in ("from", "to")]
    if kind not in _KINDS:
        raise InputError(f"{where}: the kind {kind!r} is none of {', '.join(_KINDS)}.")
    if wikidata and not _WIKIDATA.fullmatch(wikidata):
        raise InputError(f"{where}: {wikidata!r} is no Wikidata id; write Q and its number.")
    if not all(not day or _DAY.fullmatch(day) for day in days):
        raise InputError(f"{where}: write days as 2031-03-07, 2031-03 or 2031.")
    names = tuple(sorted({alias.strip() for alias in aliases} - {"", known["name"]}))
    cells = (known["name"], kind, names, wikidata or None, days[0] or None, days[1] or None)
    digest = hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
    return ReferenceRow(digest[:16], *cells, file)


class ReferenceBook:
    """Known actors, looked up by name and day.

    Attributes:
        version: A hash of all of them: other references, another reading of every page.
    """

    def __init__(self, rows: Iterable[ReferenceRow], known: Places) -> None:
        """Take the rows of the references, and the states that names are read with."""
        self._known = known
        self._rows = {row.id: row for row in rows}
        self.version = hashlib.sha256(" ".join(sorted(self._rows)).encode()).hexdigest()[:8]
        self._by_key: dict[str, set[str]] = {}
        for row in self._rows.values():
            for key in self._keys(row):
                self._by_key.setdefault(key, set()).add(row.id)

    def known_form(self, naming: Naming) -> Form:
        """Return what a naming is gathered under: the known actor that it means, else what its own words give."""
        if not self._rows or naming.form.sort == "government":
            return naming.form
        found = set().union(*(self._by_key.get(key, ()) for key in self._keys_of(naming)))
        meant = [row for row in map(self._rows.__getitem__, sorted(found)) if _in_time(row, naming.day)]
        if len(meant) != 1:
            return naming.form
        (row,) = meant
        return self._form(row)

    def _form(self, row: ReferenceRow) -> Form:
        if row.kind == "person":
            return Form(sort="person", key=person_key(row.name), reference=row.id)
        body = read_body(row.name, self._known)
        return Form(sort=body.form or "body", key=body.key, reference=row.id)

    def _keys(self, row: ReferenceRow) -> Iterator[str]:
        for name in (row.name, *row.aliases):
            if row.kind != "person":
                yield f"b {read_body(name, self._known).key}"
                continue
            yield from (f"p {key}" for key in letters(person_key(name)))
            home = self._known.home_of("", name)
            if home and self._known.post_of(name):
                yield f"n {self._known.post_of(name)} {home}"

    def _keys_of(self, naming: Naming) -> Iterator[str]:
        match naming.form.sort:
            case "person":
                yield from (f"p {key}" for key in letters(naming.form.key))
            case "body":
                yield f"b {naming.form.key}"
            case "unnamed" if naming.kind == "anonymous" and naming.day:
                post, home = self._known.post_of(naming.name), self._known.home_of("", naming.name)
                if post and home:
                    yield f"n {post} {home}"


def _in_time(row: ReferenceRow, day: str | None) -> bool:
    """Tell whether a day may lie in the time of an entry; an entry that gives a time needs a day."""
    if row.first is None and row.last is None:
        return True
    if day is None:
        return False
    first, last = row.first or "", row.last or "9999"
    return first <= day and day[: len(last)] <= last
