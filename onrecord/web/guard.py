"""Who may ask and who may write: what every request passes before a screen sees it.

A web page that a user visits elsewhere can send requests to this machine. So: only known host names are answered
(a name that was made to point here, "DNS rebinding", is not one of them); pages of other sites may link here and
do nothing else; and whoever writes must come from these screens and bring the token that the server printed.
Sources: Fetch Metadata Request Headers (W3C), Content Security Policy Level 3, Trusted Types.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "onrecord"
UPLOAD = "/add/files"

READING = frozenset({"GET", "HEAD"})

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # `no-referrer` would take the Origin from forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who is let in.

    Attributes:
        hosts: The `Host` headers that are answered, with their port.
        token: What whoever writes must bring, as a cookie or as a bearer token.
        most_bytes: A larger body is not taken.
        most_upload: The same, of a file that is added.
    """

    hosts: frozenset[str]
    token: str
    most_bytes: int = 2**20
    most_upload: int = 2**30

    def opens(self, given: str) -> bool:
        """Tell whether what was given is the token, in a time that does not depend on how much of it is right."""
        return secrets.compare_digest(given.encode("utf-8", "surrogateescape"), self.token.encode())


class Guard:
    """An ASGI application in front of another one: refuses what is not allowed, hardens every answer."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        """Take what stands behind, and who is let through."""
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        why = refusal(self._access, scope["method"], headers, scope["path"])
        hardened = _hardened(send)
        if why is None:
            scope["may_write"] = holds_token(self._access, headers)
            if scope["method"] == "HEAD":
                scope, hardened = {**scope, "method": "GET"}, _without_body(hardened)
            await self._app(scope, receive, hardened)
        else:
            await PlainTextResponse(why[1] + "\n", status_code=why[0])(scope, receive, hardened)


def refusal(access: Access, method: str, headers: Headers, path: str = "") -> tuple[int, str] | None:
    """Return why a request is refused, as status and sentence; None where it may pass."""
    host = headers.get("host", "")
    if host.lower() not in access.hosts:
        return 421, "This server does not answer to that host name; use the address that it printed."
    if method in READING:
        return _foreign_reading(headers)
    return _foreign_writing(access, host, headers) or _too_large(access, headers, path)


def holds_token(access: Access, headers: Headers) -> bool:
    """Tell whether a request brings the token."""
    bearer = headers.get("authorization", "").removeprefix("Bearer ").strip()
    return access.opens(bearer) or access.opens(_cookie(headers))


def _foreign_reading(headers: Headers) -> tuple[int, str] | None:
    """Refuse what other sites load into their pages; a link that a person follows is fine."""
    site = headers.get("sec-fetch-site", "none")
    follows = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    if site in {"same-origin", "none"} or follows:
        return None
    return 403, "Pages of other sites may not load this."


def _foreign_writing(access: Access, host: str, headers: Headers) -> tuple[int, str] | None:
    origin = headers.get("origin")
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return 403, "Only these screens themselves may change the ledger."
    if origin is not None and origin.lower() != f"http://{host.lower()}":
        return 403, "Only these screens themselves may change the ledger."
    if not holds_token(access, headers):
        return 403, "To change the ledger, open the address with the token that `onrecord serve` printed."
    return None


def _too_large(access: Access, headers: Headers, path: str) -> tuple[int, str] | None:
    if "transfer-encoding" in headers:
        return 411, "Say how long the body is."
    most = access.most_upload if path == UPLOAD else access.most_bytes
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > most:
        return 413, f"More than {most // 2**20} MiB at once are not taken; add the file with `onrecord add`."
    return None


def _cookie(headers: Headers) -> str:
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def _without_body(send: Send) -> Send:
    """Leave the body of an answer out: HEAD is answered as GET is, and only the head is sent."""

    async def sending(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return sending


def _hardened(send: Send) -> Send:
    """Add the headers to an answer that it does not state itself."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
