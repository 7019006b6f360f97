"""The guard of the local app: other hosts, other sites and whoever has no token are kept out."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from onrecord.web.guard import Access, Guard, refusal

ACCESS = Access(hosts=frozenset({"127.0.0.1:8337", "localhost:8337"}), token="right", most_bytes=100)  # noqa: S106
WRITES = {"host": "127.0.0.1:8337", "origin": "http://127.0.0.1:8337", "cookie": "onrecord=right"}


def status(method: str, headers: Mapping[str, str]) -> int | None:
    """Return the status a request is refused with, or None where it passes."""
    why = refusal(ACCESS, method, Headers(headers))
    return why[0] if why else None


@pytest.mark.parametrize("host", ["127.0.0.1:8337", "localhost:8337", "LOCALHOST:8337"])
def test_own_names_are_answered(host: str) -> None:
    assert status("GET", {"host": host}) is None


@pytest.mark.parametrize("host", ["", "evil.example", "127.0.0.1:80", "127.0.0.1:8337.evil.example", "127.0.0.1"])
def test_a_name_that_was_made_to_point_here_is_not_answered(host: str) -> None:
    assert status("GET", {"host": host}) == 421
    assert status("POST", {**WRITES, "host": host}) == 421


@pytest.mark.parametrize(
    ("site", "mode", "dest", "passes"),
    [
        ("same-origin", "cors", "empty", True),
        ("none", "navigate", "document", True),
        ("cross-site", "navigate", "document", True),
        ("cross-site", "navigate", "iframe", False),
        ("cross-site", "no-cors", "image", False),
        ("cross-site", "cors", "empty", False),
        ("same-site", "no-cors", "script", False),
    ],
)
def test_other_sites_may_link_here_and_load_nothing(site: str, mode: str, dest: str, *, passes: bool) -> None:
    headers = {"host": "127.0.0.1:8337", "sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}
    assert (status("GET", headers) is None) == passes


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"cookie": ""},
        {"cookie": "onrecord=wrong"},
        {"cookie": "", "authorization": "Bearer wrong"},
        {"cookie": "onrecord=\udcff"},
    ],
)
def test_writing_needs_the_token_and_comes_from_these_screens(wrong: Mapping[str, str]) -> None:
    assert status("POST", WRITES) is None
    assert status("POST", {**WRITES, "sec-fetch-site": "same-origin"}) is None
    asked = {name: value.encode("utf-8", "surrogateescape").decode("latin-1") for name, value in wrong.items()}
    assert status("POST", {**WRITES, **asked}) == 403
    assert status("DELETE", {**WRITES, **asked}) == 403


@pytest.mark.parametrize(("length", "passes"), [("100", True), ("101", False), ("-1", False), ("many", False)])
def test_a_body_has_a_limit(length: str, *, passes: bool) -> None:
    assert (status("POST", {**WRITES, "content-length": length}) is None) == passes


def test_every_answer_is_hardened_and_says_no_more_than_it_must() -> None:
    """No inline script or style, no frame, no other origin; a stricter policy of an answer itself is kept."""
    sent: list[Message] = []

    async def behind(scope: Scope, _receive: Receive, send: Send) -> None:
        assert scope["may_write"] is False
        headers = [(b"content-type", b"image/svg+xml"), (b"content-security-policy", b"sandbox")]
        await send({"type": "http.response.start", "status": 200, "headers": headers if scope["path"] else []})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError

    for path in ("", "/picture"):
        scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"host", b"localhost:8337")]}
        asyncio.run(Guard(behind, ACCESS)(scope, receive, send))
    first, second = (Headers(raw=one["headers"]) for one in sent if one["type"] == "http.response.start")
    assert "unsafe" not in first["content-security-policy"]
    assert "default-src 'none'" in first["content-security-policy"]
    assert first["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in first
    assert second["content-security-policy"] == "sandbox"
