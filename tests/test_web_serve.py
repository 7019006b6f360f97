"""Served as a program and asked in every way that HTTP has: nothing fails; the address is printed at once."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from web_client import client_of

from onrecord.ledger import Ledger, open_ledger
from onrecord.settings import Settings

TEXT = "Strait calm again\n\nTOLMIN, March 7, 2031 (KPB) - Minister Mara Velt said that two ships had sunk.\n"
SCREENS = (
    *("/", "/pages", "/find", "/claims", "/claim", "/actors", "/review", "/decisions", "/dossier", "/not-read"),
    *("/ledger.json", "/pages.csv", "/openapi.json"),
)
LONG = "x" * 30_000


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    (tmp_path / "strait.txt").write_text(TEXT, encoding="utf-8")
    with open_ledger(tmp_path / "strait.db", create=True) as made:
        made.add([str(tmp_path / "strait.txt")], settings=Settings(jobs=0))
        yield made


def test_the_address_is_printed_at_once_and_answers(ledger: Ledger) -> None:
    """A program that reads it need not wait; HEAD has the head of GET and no body; Ctrl-C ends the server."""
    with served(ledger) as server:
        assert server.stdout is not None
        printed = server.stdout.readline()
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/enter\?token=\S+\n", printed)
        assert found, printed
        connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=60)
        connection.request("GET", "/pages")
        whole = connection.getresponse()
        body = whole.read()
        connection.request("HEAD", "/pages")
        head = connection.getresponse()
        assert (head.status, head.read()) == (200, b"")
        assert head.headers["content-length"] == str(len(body)) == whole.headers["content-length"]
        connection.close()
        server.send_signal(signal.SIGINT)
        assert server.wait(60) in {0, 2, -signal.SIGINT}


@contextmanager
def served(ledger: Ledger) -> Iterator[subprocess.Popen[str]]:
    """Serve a ledger as a user does, at a free port."""
    command = [sys.executable, "-m", "onrecord", "-l", str(ledger.path), "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield server
    finally:
        server.kill()
        server.communicate()


@pytest.mark.parametrize("path", SCREENS)
def test_head_is_answered_as_get_is_and_other_methods_are_refused(ledger: Ledger, path: str) -> None:
    client = client_of(ledger)
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers["content-security-policy"] == got.headers["content-security-policy"]
    for method in ("OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW"):
        assert client.request(method, path).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        *("/p/ffffffffffffffff", "/p/ffffffffffffffff.json", "/p/ffffffffffffffff/relay", "/s/ffffffffffff"),
        *(
            "/a/ffffffffffffffff",
            "/a/ffffffffffffffff.csv",
            "/p/ffffffffffffffff/source",
            "/nowhere",
            "/p/%00",
            "/a/%ff",
        ),
        *(f"/p/{LONG}", f"/find?words={LONG}", f"/claim?ask={LONG}", f"/pages?after={LONG}", f"/a/{LONG}"),
        *(
            "/pages?newer=-1",
            "/pages?newer=99999999999999999999",
            "/find?since=yesterday",
            "/claim?ask=the&after=-1",
        ),
    ],
    ids=lambda path: path[:30],
)
def test_what_is_not_there_or_no_value_is_told_as_such(ledger: Ledger, path: str) -> None:
    assert client_of(ledger).get(path).status_code in {404, 422}
