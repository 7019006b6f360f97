"""A browser of the local app without a browser: it asks as one would, and holds the token or not."""

from __future__ import annotations

from httpx2 import Response
from starlette.testclient import TestClient

from onrecord.ledger import Ledger
from onrecord.web import Access, make_app

TOKEN = "a-token-for-tests"  # noqa: S105  # it opens nothing outside them
HOST = "127.0.0.1:8337"
ORIGIN = f"http://{HOST}"


def client_of(ledger: Ledger, *, token: str | None = TOKEN, patience: float = 60) -> TestClient:
    """Return a client of the app of a ledger; one with the token can write. `patience` as in `make_app`."""
    access = Access(hosts=frozenset({HOST}), token=TOKEN, most_bytes=2**20)
    headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    app = make_app(ledger, access, patience=patience)
    return TestClient(app, base_url=ORIGIN, headers=headers, follow_redirects=False)


def assert_shown(answer: Response) -> str:
    """Return a screen's HTML; it must have been answered."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text
