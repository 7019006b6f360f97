"""Fetching: only the public internet, politely, within limits, kept as WARC; against a server of our own."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from read_samples import PAGE, text_of

from onrecord.errors import InputError, UnreadableError
from onrecord.model import PageProblem, Source
from onrecord.read import Fetcher, Manners, find_sources, is_address, open_sources
from onrecord.read.addresses import is_public, resolve

pytest.importorskip("urllib3", reason="the extra fetch is not installed")


_HERE = ("127.0.0.1", "::1")


class _Site(BaseHTTPRequestHandler):
    """A small site; `asked` lists the paths in order."""

    asked: list[str]
    robots = "User-agent: *\nDisallow: /private*/page$\n"

    def do_GET(self) -> None:  # the name that http.server calls
        self.asked.append(self.path)
        status, headers, body = self._answer()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self) -> tuple[int, dict[str, str], bytes]:
        html = {"Content-Type": "text/html; charset=utf-8"}
        if self.path == "/robots.txt":
            return (200, {"Content-Type": "text/plain"}, self.robots.encode()) if self.robots else (503, {}, b"")
        if self.path.startswith("/hop"):
            number = int(self.path[4:])
            return 302, {"Location": f"/hop{number - 1}" if number else "/page"}, b""
        if self.path == "/away":
            return 301, {"Location": "http://10.0.0.1/"}, b""
        if self.path == "/file":
            return 302, {"Location": "file:///etc/passwd"}, b""
        if self.path == "/packed":
            return 200, {**html, "Content-Encoding": "gzip"}, gzip.compress(PAGE.encode())
        if self.path == "/long":
            return 200, html, b"<p>" + b"word " * 100_000
        return (200, html, PAGE.encode()) if self.path.endswith("page") else (404, html, b"gone")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[tuple[str, type[_Site]]]:
    class Site(_Site):
        asked: list[str] = []  # noqa: RUF012  # a fresh one each time

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", Site
        server.shutdown()
        thread.join()


@pytest.fixture
def secure(site: tuple[str, type[_Site]], tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The same site over TLS on this machine alone: its port, and its own certificate for `localhost`."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    make += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with ThreadingHTTPServer(("127.0.0.1", 0), site[1]) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, certificate
        server.shutdown()
        thread.join()


def fetcher(pauses: list[float] | None = None, most_bytes: int = 1 << 20) -> Fetcher:
    sleep = pauses.append if pauses is not None else (lambda _: None)
    return Fetcher(Manners(allows=lambda address: address in _HERE, most_bytes=most_bytes, sleep=sleep))


def sources_in(file: Path) -> tuple[list[Source], list[PageProblem]]:
    parts = list(open_sources(find_sources([file])[0]))
    return [p for p in parts if isinstance(p, Source)], [p for p in parts if isinstance(p, PageProblem)]


def refusal(url: str, one: Fetcher) -> str:
    with pytest.raises(UnreadableError) as refused:
        one.fetch(url)
    return refused.value.reason


def test_a_page_is_fetched_over_tls_from_whom_it_names(
    secure: tuple[int, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate is checked against the name asked for, though the connection goes to a checked address."""
    port, certificate = secure
    assert refusal(f"https://localhost:{port}/page", fetcher()) == "fetch-failed"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    (answer,) = fetcher().fetch(f"https://localhost:{port}/page")
    assert (answer.status, answer.body) == (200, PAGE.encode())
    assert refusal(f"https://127.0.0.1:{port}/page", fetcher()) == "fetch-failed"


@pytest.mark.parametrize("path", ["/page", "/packed", "/hop2"])
def test_a_page_is_kept_as_warc_and_read_from_there(
    tmp_path: Path, site: tuple[str, type[_Site]], path: str
) -> None:
    base, seen = site
    file = fetcher().capture(base + path, tmp_path / "l.db-captures")
    (source,), gaps = sources_in(file)
    assert gaps == []
    assert source.data == PAGE.encode()
    assert source.url == base + ("/page" if path == "/hop2" else path)
    assert source.fetched
    assert source.problems == ()
    assert "Mara Velt said" in text_of(source)
    assert seen.asked[0] == "/robots.txt"


def test_an_answer_that_is_no_page_is_kept_and_told(tmp_path: Path, site: tuple[str, type[_Site]]) -> None:
    file = fetcher().capture(site[0] + "/nothing", tmp_path)
    sources, gaps = sources_in(file)
    assert sources == []
    assert "1 × status 404" in gaps[0].problem.message


def test_the_default_manners_refuse_this_machine(site: tuple[str, type[_Site]]) -> None:
    base, seen = site
    assert refusal(base + "/page", Fetcher()) == "address-refused"
    assert refusal(base.replace("127.0.0.1", "localhost") + "/page", Fetcher()) == "address-refused"
    assert seen.asked == []


def test_redirects_are_checked_and_counted(site: tuple[str, type[_Site]]) -> None:
    base, seen = site
    assert refusal(base + "/away", fetcher()) == "address-refused"
    assert refusal(base + "/file", fetcher()) == "address-refused"
    assert refusal(base + "/hop9", fetcher()) == "redirects"
    assert seen.asked.count("/hop9") == 1
    assert "/hop3" not in seen.asked


def test_robots_are_obeyed_and_asked_once(site: tuple[str, type[_Site]]) -> None:
    base, seen = site
    one = fetcher()
    assert refusal(base + "/private/page", one) == "robots"
    one.fetch(base + "/page")
    assert seen.asked == ["/robots.txt", "/page"]


def test_where_robots_cannot_be_had_nothing_is_fetched(site: tuple[str, type[_Site]]) -> None:
    base, seen = site
    seen.robots = ""
    assert refusal(base + "/page", fetcher()) == "robots"


def test_a_host_is_asked_once_a_second_or_as_its_robots_ask(site: tuple[str, type[_Site]]) -> None:
    base, seen = site
    pauses: list[float] = []
    fetcher(pauses).fetch(base + "/hop0")
    assert len(pauses) == 2
    assert all(0.5 < pause <= 1 for pause in pauses)
    seen.robots = "User-agent: *\nCrawl-delay: 7\n"
    pauses.clear()
    fetcher(pauses).fetch(base + "/page")
    assert [round(pause) for pause in pauses] == [7]


def test_no_more_than_the_limit_is_taken(tmp_path: Path, site: tuple[str, type[_Site]]) -> None:
    file = fetcher(most_bytes=1000).capture(site[0] + "/long", tmp_path)
    (source,), _ = sources_in(file)
    assert len(source.data) == 1000
    assert [problem.reason for problem in source.problems] == ["cut-short"]


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104  # refused
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "nonsense"),
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(address)


def test_one_private_address_among_public_ones_refuses_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads to both must not be used to slip in between the check and the connection."""
    found = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    with pytest.raises(UnreadableError) as refused:
        resolve("vna.example", 80, is_public)
    assert refused.value.reason == "address-refused"


@pytest.mark.parametrize(
    "url", ["http://user:pw@vna.example/", "http:///x", "http://vna.example:99999/", "http://[::1/"]
)
def test_addresses_that_are_none_are_refused(url: str) -> None:
    assert refusal(url, fetcher()) == "address-refused"


def test_only_web_addresses_are_addresses() -> None:
    assert is_address("https://vna.example/")
    assert not is_address("pages/http.txt")
    assert not is_address("ftp://vna.example/")


def test_without_its_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "urllib3", None)
    with pytest.raises(InputError, match=r"pip install 'onrecord\[fetch\]'"):
        Fetcher()


def test_the_command_line_fetches_only_when_told(tmp_path: Path, site: tuple[str, type[_Site]]) -> None:
    base, seen = site
    command = [sys.executable, "-m", "onrecord", "-l", str(tmp_path / "l.db"), "add", base + "/page"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, seen.asked) == (2, [])
    assert b"add --fetch" in done.stderr
    done = subprocess.run([*command, "--fetch"], capture_output=True, check=False)
    assert (done.returncode, seen.asked) == (2, [])
    assert b"127.0.0.1" in done.stderr
