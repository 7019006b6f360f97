"""A window of the browser: what a user does in it, and what can be seen in it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

TOKEN = "a-token-for-tests"  # noqa: S105  # it opens nothing outside them
_PATIENCE_SECONDS = 120
_TALLEST = 6000


class Window:
    """The one window of the browser, at the address of one server."""

    def __init__(self, chrome: webdriver.Chrome, address: str) -> None:
        """Take the browser, and where the server is."""
        self.chrome = chrome
        self.address = address
        self.resize(1280, 900)

    def resize(self, width: int, height: int = 900, *, dark: bool = False) -> None:
        """Make the window so large, and the system light or dark."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        colours = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        at_once = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [colours, at_once]})

    def go(self, path: str) -> None:
        """Open an address of the server."""
        self.chrome.get(self.address + path)

    @property
    def path(self) -> str:
        """Where the window is, without the server's address."""
        return self.chrome.current_url.removeprefix(self.address)

    def find(self, selector: str) -> WebElement:
        """Return the first element that a selector finds, once there is one."""
        found: list[WebElement] = self.until(lambda: self.all(selector))
        return found[0]

    def all(self, selector: str) -> list[WebElement]:
        """Return what a selector finds now."""
        return self.chrome.find_elements(By.CSS_SELECTOR, selector)

    def until(self, holds: Callable[[], Any]) -> Any:  # noqa: ANN401  # what the caller waits for
        """Wait until something holds, and return it."""
        wait = WebDriverWait(
            self.chrome, _PATIENCE_SECONDS, 0.05, ignored_exceptions=[StaleElementReferenceException]
        )
        return wait.until(lambda _: holds())

    def run(self, script: str, *given: object) -> Any:  # noqa: ANN401  # whatever the script returns
        """Run a script in the page, as a test may and a page may not."""
        return self.chrome.execute_script(script, *given)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        for key in keys:
            self.chrome.switch_to.active_element.send_keys(key)

    def fill(self, selector: str, words: str, *, then: str = "") -> None:
        """Write into a field what is to stand there, and press a key."""
        field = self.find(selector)
        if field.tag_name == "select":
            Select(field).select_by_value(words)
            return
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(words + then)

    def said(self) -> str:
        """Return what the window tells its user just now."""
        return " ".join(one.text for one in self.all("[role=status]") if one.text)

    def picture(self, file: Path) -> None:
        """Keep a picture of the whole page."""
        width, height = self.run("return [innerWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": width, "height": min(height, _TALLEST), "scale": 1}
        shot = self.chrome.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(shot["data"]))

    def complaints(self) -> list[str]:
        """Return what the browser has complained of since it was last asked: scripts refused, files not found."""
        log = self.chrome.get_log("browser")  # type: ignore[no-untyped-call]  # selenium does not say
        return [line["message"] for line in log if line["level"] in {"SEVERE", "WARNING"}]
