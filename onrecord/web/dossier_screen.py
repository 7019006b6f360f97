"""The Dossier screen: claims are chosen and put in order, notes written; the dossier is looked at and saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from onrecord.errors import InputError
from onrecord.export.dossier import Plan, bundle, gather, render_dossier
from onrecord.export.dossier.plan import plan_from_json, plan_to_json
from onrecord.ledger import Ledger
from onrecord.web.corrections import coder
from onrecord.web.desk import Served
from onrecord.web.rendering import screen

router = APIRouter(tags=["dossier"])

_ALONE = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"}
"""A dossier styles itself and does nothing else."""

_MOST_CHAPTERS = 50


@router.get("/dossier", include_in_schema=False)
def dossier(request: Request) -> Response:
    """The plan of a dossier; the browser keeps it until it is saved."""
    return screen(request, "dossier.html.j2")


@router.post("/dossier/preview", include_in_schema=False)
async def preview(request: Request, served: Served) -> Response:
    """The dossier as it would be saved."""
    html, _ = await _made(request, served, with_sources=False)
    return HTMLResponse(html.encode("utf-8", "backslashreplace"), headers=_ALONE)


@router.post("/dossier.html", include_in_schema=False)
async def save_html(request: Request, served: Served) -> Response:
    """The dossier as one file."""
    html, _ = await _made(request, served, with_sources=False)
    return HTMLResponse(html.encode("utf-8", "backslashreplace"), headers={**_ALONE, **_named("dossier.html")})


@router.post("/dossier.zip", include_in_schema=False)
async def save_zip(request: Request, served: Served) -> Response:
    """The dossier with copies of its sources and their hashes."""
    _, packed = await _made(request, served, with_sources=True)
    return Response(packed, media_type="application/zip", headers=_named("dossier.zip"))


@router.post("/dossier/plan.json", include_in_schema=False)
async def save_plan(request: Request) -> Response:
    """The plan as a file, for `onrecord export dossier --plan`."""
    text = plan_to_json(await _plan(request))
    return Response(text, media_type="application/json", headers=_named("dossier-plan.json"))


async def _made(request: Request, served: Ledger, *, with_sources: bool) -> tuple[str, bytes]:
    plan = await _plan(request)
    return await run_in_threadpool(_make, served, plan, with_sources=with_sources)


def _make(served: Ledger, plan: Plan, *, with_sources: bool) -> tuple[str, bytes]:
    with served.screens.at_one_moment():
        view = gather(served, plan, datetime.now(UTC).isoformat(timespec="seconds"))
        html = render_dossier(view)
        return html, bundle(served, view, html) if with_sources else b""


async def _plan(request: Request) -> Plan:
    """Return the plan that a form sends in its field `plan`.

    Raises:
        InputError: It is none, or holds too many claims.
    """
    body = (await request.body()).decode("utf-8", "replace")
    given = parse_qs(body, max_num_fields=10).get("plan", ["{}"])[0]
    plan = plan_from_json(given)
    if len(plan.chapters) > _MOST_CHAPTERS:
        raise InputError(f"A dossier holds at most {_MOST_CHAPTERS} claims; make two of it.")
    return replace(plan, by=coder(request))


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
