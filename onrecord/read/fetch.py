"""Pages from the web, only when they are asked for: politely, within limits, kept as a WARC file.

Needs the extra `fetch`. Nothing else in the package touches the network.
"""

from __future__ import annotations

import hashlib
import importlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from onrecord.errors import InputError, UnreadableError
from onrecord.read.addresses import Allows, is_public, resolve
from onrecord.read.exchange import Exchange, to_warc
from onrecord.read.http import Response, decode_body

AGENT = "onrecord (reads single pages when a person asks for them)"
SOFTWARE = "onrecord"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_MOST_ROBOTS = 512 * 1024
_LONGEST_PAUSE = 30.0
_CONNECT_SECONDS, _READ_SECONDS, _WHOLE_SECONDS = 10.0, 20.0, 60.0
_PIECE = 64 * 1024
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_NOT_NAME = re.compile(r"[^a-z0-9.]+")


@dataclass(frozen=True, slots=True)
class Manners:
    """How pages are fetched.

    Attributes:
        allows: Which addresses may be connected to.
        most_bytes: More of a body than this is not taken.
        pause: Seconds between two requests to one host.
        sleep: How to wait.
    """

    allows: Allows = is_public
    most_bytes: int = 8 * 1024 * 1024
    pause: float = 1.0
    sleep: Callable[[float], None] = time.sleep


def is_address(path: str) -> bool:
    """Tell whether what was named is an address of the web and no file."""
    return bool(_ADDRESS.match(path))


class Fetcher:
    """Fetches pages one at a time; it remembers robots.txt and when each host was asked last."""

    def __init__(self, manners: Manners | None = None) -> None:
        """Take the manners, by default those fit for the public internet.

        Raises:
            InputError: The extra is not installed.
        """
        self._manners = manners or Manners()
        self._urllib3 = _extra("urllib3")
        self._protego = _extra("protego")
        self._robots: dict[str, Any] = {}
        self._asked: dict[str, float] = {}

    def capture(self, url: str, folder: Path) -> Path:
        """Fetch a page with its redirects and keep all answers in a new WARC file of this folder.

        Raises:
            UnreadableError: It could not be had: `address-refused`, `robots`, `fetch-failed`, `redirects`.
        """
        exchanges = self.fetch(url)
        folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        host = _NOT_NAME.sub("-", (urlsplit(url).hostname or "").lower())[:60]
        file = folder / f"{stamp}-{host}-{hashlib.sha256(url.encode()).hexdigest()[:8]}.warc.gz"
        with file.open("xb") as stream:
            stream.write(to_warc(exchanges, SOFTWARE))
        return file

    def fetch(self, url: str) -> tuple[Exchange, ...]:
        """Fetch a page; return all answers on the way, the page's the last, whatever its status.

        Raises:
            UnreadableError: As for `capture`.
        """
        return self._follow(url, self._manners.most_bytes, obey=True)

    def _follow(self, url: str, most: int, *, obey: bool) -> tuple[Exchange, ...]:
        out: list[Exchange] = []
        for _ in range(_MOST_REDIRECTS + 1):
            parts = _parts(url)
            if obey:
                self._obey(url, parts)
            out.append(self._ask(url, parts, most))
            onward = out[-1].header("location")
            if out[-1].status not in _REDIRECTS or not onward:
                return tuple(out)
            url = urljoin(url, onward)
        raise UnreadableError("redirects", f"{out[0].url} leads on more than {_MOST_REDIRECTS} times; check it.")

    def _obey(self, url: str, parts: SplitResult) -> None:
        """Ask robots.txt (RFC 9309): where there is none all is allowed, where it cannot be had nothing is."""
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._protego.Protego.parse(self._rules(origin))
        if not self._robots[origin].can_fetch(url, AGENT):
            raise UnreadableError(
                "robots", f"The robots.txt of {parts.netloc} asks not to fetch {url}; save it from a browser."
            )

    def _rules(self, origin: str) -> str:
        nothing = "User-agent: *\nDisallow: /"
        try:
            answer = self._follow(f"{origin}/robots.txt", _MOST_ROBOTS, obey=False)[-1]
        except UnreadableError as error:
            if error.reason == "redirects":
                return ""
            raise
        if answer.status >= 500 or answer.status == 429:
            return nothing
        if answer.status != 200:
            return ""
        headers = {name.lower(): value for name, value in answer.headers}
        body = decode_body(Response(200, headers, 0), answer.body, _MOST_ROBOTS)
        return body.data.decode("utf-8", "replace")

    def _ask(self, url: str, parts: SplitResult, most: int) -> Exchange:
        """Send one request to a checked address of the host."""
        host, port = _host(parts)
        addresses = resolve(host, port, self._manners.allows)
        self._wait(host, f"{parts.scheme}://{parts.netloc}")
        why = ""
        for address in addresses:
            try:
                return self._exchange(url, parts, address, most)
            except self._urllib3.exceptions.NewConnectionError as error:
                why = str(error)
            except (self._urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                why = str(error)
                break
        raise UnreadableError("fetch-failed", f"{url} could not be fetched ({why[:300]}); try again later.")

    def _exchange(self, url: str, parts: SplitResult, address: str, most: int) -> Exchange:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        target = self._urllib3.util.parse_url(target).request_uri
        headers = {
            "Host": parts.netloc.rpartition("@")[2],
            "User-Agent": AGENT,
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        fetched = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with self._pool(parts, address) as pool:
            answer = pool.urlopen(
                "GET",
                target,
                headers=headers,
                redirect=False,
                retries=False,
                preload_content=False,
                assert_same_host=False,
            )
            body, cut_short = _body(answer, most)
        lines = [f"GET {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return Exchange(
            url=url,
            address=address,
            fetched=fetched,
            request="\r\n".join(lines).encode() + b"\r\n\r\n",
            status=answer.status,
            reason=answer.reason or "",
            headers=tuple((k, v) for k, v in answer.headers.items() if k.lower() != "transfer-encoding"),
            body=body,
            cut_short=cut_short,
        )

    def _pool(self, parts: SplitResult, address: str) -> Any:  # noqa: ANN401  # urllib3 comes with the extra
        host, port = _host(parts)
        timeout = self._urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS)
        if parts.scheme == "http":
            return self._urllib3.HTTPConnectionPool(address, port, timeout=timeout)
        return self._urllib3.HTTPSConnectionPool(
            address, port, timeout=timeout, server_hostname=host, assert_hostname=host, cert_reqs="CERT_REQUIRED"
        )

    def _wait(self, host: str, origin: str) -> None:
        """Let as much time pass between two requests to a host as manners and its robots.txt ask."""
        rules = self._robots.get(origin)
        asked = rules.crawl_delay(AGENT) if rules else None
        pause = max(self._manners.pause, min(asked or 0.0, _LONGEST_PAUSE))
        before = self._asked.get(host)
        if before is not None and (left := before + pause - time.monotonic()) > 0:
            self._manners.sleep(left)
        self._asked[host] = time.monotonic()


def _body(answer: Any, most: int) -> tuple[bytes, bool]:  # noqa: ANN401  # urllib3 comes with the extra
    """Return the body, packed as it came, and whether more than was taken would have come."""
    out = bytearray()
    deadline = time.monotonic() + _WHOLE_SECONDS
    while len(out) <= most and (piece := answer.read1(_PIECE, decode_content=False)):
        out += piece
        if time.monotonic() > deadline:
            raise OSError(f"it took more than {_WHOLE_SECONDS:g} seconds")
    return bytes(out[:most]), len(out) > most


def _parts(url: str) -> SplitResult:
    """Take an address apart.

    Raises:
        UnreadableError: `address-refused`: it is none of the web, or names a user.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise UnreadableError("address-refused", f"{url} is no address ({error}); check its spelling.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise UnreadableError(
            "address-refused", f"{url} is not fetched: only http and https addresses without a user name are."
        )
    if parts.netloc.isascii():
        return parts
    try:
        return parts._replace(netloc=parts.netloc.encode("idna").decode())
    except UnicodeError as error:
        raise UnreadableError("address-refused", f"{url} names no host ({error}); check its spelling.") from error


def _host(parts: SplitResult) -> tuple[str, int]:
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _extra(module: str) -> Any:  # noqa: ANN401  # a module
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise InputError("To fetch pages from the web, run: pip install 'onrecord[fetch]'") from error
