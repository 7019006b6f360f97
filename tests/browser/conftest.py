"""A real browser before a real server: headless Chromium, and the example pages in a ledger of each test's own."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from windows import TOKEN, Window

from onrecord.ledger import Ledger, open_ledger
from onrecord.web import Access, make_app

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "dispute" / "pages"
_PATIENCE_SECONDS = 60
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *(
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
    ),
)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """The browser, with an empty profile."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        missing = "Chromium and its driver are not installed: `make browser` installs them."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    options = webdriver.ChromeOptions()
    options.binary_location = program
    folder = tmp_path_factory.mktemp("chromium")
    for flag in (*_FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = webdriver.Chrome(options, Service(driver))
    yield chrome
    chrome.quit()


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the example pages, to be copied."""
    path = tmp_path_factory.mktemp("examples") / "dispute.db"
    with open_ledger(path, create=True) as ledger:
        ledger.add([str(EXAMPLES)])
    return path


@pytest.fixture
def ledger(examples: Path, tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of the example pages of the test's own."""
    path = tmp_path / "dispute.db"
    shutil.copy(examples, path)
    with open_ledger(path) as opened:
        yield opened


@pytest.fixture
def saved(chromium: webdriver.Chrome, tmp_path: Path) -> Path:
    """The folder that the browser saves into."""
    chromium.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    return tmp_path


@pytest.fixture
def open_window(chromium: webdriver.Chrome) -> Iterator[Callable[[Ledger], Window]]:
    """Show a ledger in the browser, as one who holds the token; the server ends with the test."""
    ends: list[Callable[[], None]] = []

    def open_(ledger: Ledger) -> Window:
        address, end = _served(ledger)
        ends.append(end)
        chromium.delete_all_cookies()
        window = Window(chromium, address)
        window.go(f"/enter?token={TOKEN}")
        return window

    yield open_
    chromium.get("about:blank")
    for end in ends:
        end()


@pytest.fixture
def window(open_window: Callable[[Ledger], Window], ledger: Ledger) -> Window:
    """The examples' ledger in the browser."""
    return open_window(ledger)


def _served(ledger: Ledger) -> tuple[str, Callable[[], None]]:
    """Serve a ledger; return the address, and what ends the server."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    host = f"127.0.0.1:{listener.getsockname()[1]}"
    # patient: a test goes on as soon as a claim's screen is there, as nobody else would
    app = make_app(ledger, Access(hosts=frozenset({host}), token=TOKEN), coder="ada", patience=60)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until = time.monotonic() + _PATIENCE_SECONDS
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)

    def end() -> None:
        server.should_exit = True
        thread.join(_PATIENCE_SECONDS)
        listener.close()

    return f"http://{host}", end
