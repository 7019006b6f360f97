"""One view, three answers: as a screen, as JSON, and as CSV. Every word is escaped; nothing in a page acts.

Annotations are evaluated here, since FastAPI reads those of functions that are made in a function.
"""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import PurePath
from typing import Annotated, Any, TypeVar, get_type_hints
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response, StreamingResponse

from onrecord.export.dossier import linkable
from onrecord.export.tables import Row, write_rows
from onrecord.export.wording import flag_words, said_words
from onrecord.web.lit import shown_text

View = TypeVar("View")

_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a screen gives as CSV: its header, and its rows in full."""

    columns: Sequence[str]
    rows: Iterable[Row]


def add_screen(
    router: APIRouter, path: str, view: Callable[..., View], template: str, table: Callable[..., Table]
) -> None:
    """Put a screen at a path, its JSON at `path.json` and its CSV at `path.csv`.

    Args:
        router: Where the three are put.
        path: Of the screen; "/" has its JSON at /ledger.json.
        view: Gathers what is shown, from what FastAPI hands in; its return type describes the JSON.
        template: Lays it out.
        table: Gathers the rows of the CSV, all of them.
    """
    stem = path if path != "/" else "/ledger"
    name = view.__name__
    kind = get_type_hints(view)["return"]

    def as_json(shown: Annotated[Any, Depends(view)]) -> Any:  # noqa: ANN401  # `response_model` says what it is
        return shown

    def as_csv(made: Annotated[Table, Depends(table)]) -> Response:
        return answer_csv(made, name)

    def as_screen(request: Request, shown: Annotated[object, Depends(view)]) -> Response:
        return screen(request, template, view=shown)

    about = (view.__doc__ or "").splitlines()[0]
    router.add_api_route(f"{stem}.json", as_json, response_model=kind, name=f"{name}_json", summary=about)
    router.add_api_route(
        f"{stem}.csv", as_csv, response_class=Csv, name=f"{name}_csv", summary=f"{about} As CSV, in full."
    )
    router.add_api_route(path, as_screen, response_class=HTMLResponse, name=name, include_in_schema=False)


class Csv(Response):
    """Stands for CSV in the description of the JSON."""

    media_type = "text/csv"


class Svg(Response):
    """A picture."""

    media_type = "image/svg+xml"


def answer_csv(table: Table, name: str) -> Response:
    """Return a table as a file to save, row for row as it is read."""
    named = {"Content-Disposition": f'attachment; filename="onrecord-{name}.csv"'}
    return StreamingResponse(csv_lines(table), media_type="text/csv; charset=utf-8", headers=named)


def csv_lines(table: Table) -> Iterator[str]:
    """Yield a table as CSV in parts, with cells that a spreadsheet would run defused."""
    part = io.StringIO()
    write_rows(part, [table.columns])
    waiting = 0
    for row in table.rows:
        write_rows(part, [row])
        waiting += 1
        if waiting == _BATCH:
            yield part.getvalue()
            part, waiting = io.StringIO(), 0
    yield part.getvalue()


def screen(request: Request, template: str, status: int = 200, **shown: object) -> HTMLResponse:
    """Lay a template out as an answer."""
    return HTMLResponse(render(template, request, **shown), status_code=status)


def render(template: str, request: Request, **shown: object) -> bytes:
    """Lay a template out; it also knows what was asked for, and whether whoever asks may write."""
    coder = request.app.state.coder
    may_write = request.scope.get("may_write", False)
    ledger = str(request.app.state.ledger.path)
    frame = {"request": request, "may_write": may_write, "coder": coder, "ledger": ledger}
    return _environment().get_template(template).render(**frame, **shown).encode("utf-8", "replace")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("onrecord.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    environment.filters.update(
        linkable=linkable,
        number=_number,
        shorten=_shorten,
        said=said_words,
        wide=_wide,
        days=days_words,
        file_name=_file_name,
        flag_words=flag_words,
    )
    environment.globals["onward"] = onward
    environment.globals["version"] = _assets_version()
    return environment


def onward(request: Request, **changed: str | None) -> str:
    """Return the address of the same screen with some of what it was asked for changed; None takes it away."""
    asked = dict(request.query_params)
    asked.update({name: value for name, value in changed.items() if value is not None})
    kept = {name: value for name, value in asked.items() if value and changed.get(name, value) is not None}
    return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path


def days_words(first: str | None, last: str | None) -> str:
    """Return a span of days as a reader says it."""
    if first == last:
        return first or "undated"
    return f"{first} to {last}" if first and last else f"from {first}" if first else f"by {last}"


def _harmless(value: object) -> object:
    return shown_text(value) if type(value) is str else value


def _number(value: int) -> str:
    return f"{value:,}"


def _shorten(words: str | None, length: int = 280) -> str:
    words = words or ""
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def _file_name(place: str) -> str:
    """Return the end of a path; an address is left as it is."""
    return place if "://" in place else PurePath(place).name or place


def _wide(part: int, whole: int, width: float = 100.0) -> float:
    """Return how wide a part is drawn; what is there at all can be seen."""
    return round(max(width * part / whole, 0.6 if part else 0.0), 2) if whole else 0.0


def _assets_version() -> Markup:
    """Return what changes in the address of styles and scripts when the program does."""
    digest = hashlib.sha256()
    for file in sorted((resources.files("onrecord.web") / "static").iterdir(), key=lambda file: file.name):
        digest.update(file.read_bytes())
    return Markup(digest.hexdigest()[:8])  # noqa: S704  # hex digits
