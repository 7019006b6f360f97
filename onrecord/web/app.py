"""The application: every screen behind one guard, and what becomes of a failure."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from pathlib import PurePosixPath

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from onrecord.errors import InputError, LedgerError, OnrecordError
from onrecord.export.dossier import marks_css
from onrecord.ledger import Ledger
from onrecord.web import (
    actor_screen,
    add_screen,
    claim_screen,
    claims_screen,
    corrections,
    dossier_screen,
    find_screen,
    gaps_screen,
    keeping,
    ledger_screen,
    page_screen,
    pages_screen,
    relay_screen,
    review_screen,
)
from onrecord.web.desk import MissingError
from onrecord.web.guard import COOKIE, Access, Guard
from onrecord.web.kept import PATIENCE_SECONDS, DropsWhatChanges, Kept
from onrecord.web.rendering import screen
from onrecord.web.runs import Runs

SCREENS = (
    *(ledger_screen, pages_screen, page_screen, find_screen, claim_screen, claims_screen, gaps_screen),
    *(actor_screen, relay_screen, dossier_screen, add_screen, corrections, review_screen, keeping),
)
"""Every module has a `router`."""

FIRST: tuple[Callable[[Ledger, Kept], object], ...] = (
    claims_screen.found_claims,
    ledger_screen.counted,
    actor_screen.most_heard,
)
"""What takes long on a large ledger and is asked for first."""


def make_app(
    ledger: Ledger, access: Access, *, coder: str = "somebody", patience: float = PATIENCE_SECONDS
) -> Guard:
    """Return the app of a ledger, an ASGI application.

    Args:
        ledger: What is shown; the caller closes it after the last request.
        access: Who is let in, and who may write.
        coder: Who is said to decide what is corrected on the screens.
        patience: So many seconds a claim is waited for that is asked for the first time, before its screen says
            that it is being looked for.
    """
    app = FastAPI(
        title="onrecord",
        version=version("onrecord"),
        summary="Who said what, on whose word: the ledger as JSON.",
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.ledger = ledger
    app.state.access = access
    app.state.coder = coder
    app.state.kept = Kept(ledger, patience)
    app.state.runs = Runs(ledger.path, app.state.kept.drop)
    app.add_api_route("/enter", _enter, include_in_schema=False)
    app.add_api_route("/static/marks.css", _marks, include_in_schema=False)
    app.mount("/static", StaticFiles(packages=[("onrecord.web", "static")]), name="static")
    for one in SCREENS:
        app.include_router(one.router)
    app.add_exception_handler(OnrecordError, _failed)
    app.add_exception_handler(RequestValidationError, _misasked)
    app.add_exception_handler(HTTPException, _unknown)
    return Guard(DropsWhatChanges(app, app.state.kept), access)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Begin to find what will be asked for first; end the run that is under way with the server."""
    ledger, kept = app.state.ledger, app.state.kept
    for find in FIRST:
        kept.ahead(partial(find, ledger, kept))
    yield
    app.state.runs.close()
    app.state.kept.close()


def _enter(request: Request, token: str = "", to: str = "/") -> Response:
    """Take the token that the server printed into a cookie, and go on without it in the address.

    Another one changes nothing: a link from elsewhere takes nobody's right to write away.
    """
    answer = RedirectResponse(to if to.startswith("/") and not to.startswith("//") else "/", 303)
    if request.app.state.access.opens(token):
        answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
    return answer


def _marks() -> Response:
    return PlainTextResponse(marks_css(), media_type="text/css")


def _failed(request: Request, error: Exception) -> Response:
    match error:
        case MissingError():
            status, what = 404, "Not in this ledger"
        case InputError():
            status, what = 400, "That cannot be asked"
        case LedgerError():
            status, what = 503, "The ledger cannot be read"
        case _:
            status, what = 500, "That could not be done"
    return _told(request, status, what, str(error))


def _misasked(request: Request, error: Exception) -> Response:
    first = error.errors()[0] if isinstance(error, RequestValidationError) else {"loc": (), "msg": "unknown"}
    where = str(first["loc"][-1]) if first["loc"] else "the request"
    return _told(request, 422, "That cannot be asked", f"{where}: {first['msg']}.")


def _unknown(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 405:
        return _told(request, 405, "Not in this way", "This address takes other methods.")
    return _told(request, status, "No such screen", "There is nothing at this address.")


def _told(request: Request, status: int, what: str, sentence: str) -> Response:
    """Say what went wrong, as JSON to whoever asked for data and on a screen to everybody else."""
    ending = PurePosixPath(request.url.path).suffix
    if ending in {".json", ".csv", ".svg"} or request.method not in {"GET", "HEAD"}:
        return JSONResponse({"error": what, "detail": sentence}, status)
    return screen(request, "error.html.j2", status, what=what, sentence=sentence)
