"""The dossier: one self-contained HTML file that shows all a ledger holds on claims, and what it rests on."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from jinja2 import DictLoader, Environment, StrictUndefined

from onrecord.export.dossier.bundle import bundle
from onrecord.export.dossier.plan import Chapter, Plan, plan_of
from onrecord.export.dossier.view import DossierView, gather
from onrecord.export.safe import fresh_bytes, fresh_file, without_controls
from onrecord.ledger import Ledger

__all__ = ["Chapter", "Plan", "bundle", "gather", "render_dossier", "write_bundle", "write_dossier"]

_PARTS = ("dossier.html.j2", "timeline.svg.j2", "statements.html.j2", "dossier.css", "marks.css")


def write_dossier(ledger: Ledger, plan: Plan | str, out_path: Path, *, made_on: str) -> None:
    """Write a dossier as one HTML file that loads nothing from anywhere.

    The same ledger, plan and `made_on` give the same bytes.

    Args:
        ledger: The ledger to read; it is not changed.
        plan: What it is to hold; a claim alone, as for `Ledger.trace`, is a dossier on that claim.
        out_path: The file to write; one of that name is replaced once the new one is whole.
        made_on: What the dossier states as the time it was made, ISO 8601.

    Raises:
        InputError: The file cannot be written.
        LedgerError: The ledger cannot be read.
    """
    text = render_dossier(gather(ledger, plan_of(plan), made_on))
    with fresh_file(out_path) as file:
        file.write(text)


def write_bundle(ledger: Ledger, plan: Plan | str, out_path: Path, *, made_on: str) -> None:
    """Write a dossier as a ZIP with copies of its sources and their hashes; arguments and errors as above."""
    view = gather(ledger, plan_of(plan), made_on)
    with fresh_bytes(out_path) as file:
        file.write(bundle(ledger, view, render_dossier(view)))


def render_dossier(view: DossierView) -> str:
    """Return the dossier as HTML. Every word of a page passes through escaping and stands in a <bdi>."""
    environment = Environment(
        loader=DictLoader({name: _part(name) for name in _PARTS}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
    )
    environment.filters["linkable"] = linkable
    return environment.get_template("dossier.html.j2").render(view=view)


def marks_css() -> str:
    """Return the styles of the marks of stances, for other places that draw the picture."""
    return _part("marks.css")


def linkable(url: str | None) -> bool:
    """Tell whether an address may become a link: http and https only, never a script or a file."""
    return url is not None and url.lower().startswith(("http://", "https://"))


def _clean(value: object) -> object:
    return without_controls(value) if type(value) is str else value


def _part(name: str) -> str:
    return (resources.files("onrecord.export.dossier") / name).read_text(encoding="utf-8")
