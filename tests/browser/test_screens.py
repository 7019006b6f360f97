"""Every screen: seen, read aloud, at 320 pixels, in the dark and by keyboard; pictures are kept in out/screens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys
from windows import Window

from onrecord.deciding import By
from onrecord.ledger import Ledger, open_ledger

CHECKS = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")
PICTURES = Path(__file__).parents[2] / "out" / "screens"
BY = By(who="ada", why="to be seen")
CLAIM = "/claim?ask=Varland+has+supplied+drones+to+the+Tessaly+Front"


def screens_of(ledger: Ledger) -> dict[str, str]:
    """Return every screen's address by the name of its picture."""
    page = next(record.page.id for record in ledger.records() if "wire-abridged" in (record.page.path or ""))
    return {
        "ledger": "/",
        "claims": "/claims?contested=false",
        "claim": CLAIM,
        "claim-asked": "/claim",
        "statements": "/find?words=drones",
        "actors": "/actors",
        "actor": f"/a/{ledger.who('Halden Broek')[0].id}",
        "pages": "/pages",
        "page": f"/p/{page}",
        "relay": f"/p/{page}/relay",
        "review": "/review",
        "sample": "/review?of=sample",
        "decisions": "/decisions",
        "dossier": "/dossier",
        "not-read": "/not-read",
        "missing": "/p/0123456789abcdef",
    }


def test_every_screen_of_an_empty_ledger_says_what_to_do(
    open_window: Callable[[Ledger], Window], tmp_path: Path
) -> None:
    with open_ledger(tmp_path / "empty.db", create=True) as ledger:
        window = open_window(ledger)
        for path in ("/", "/claims", "/claim", "/find", "/actors", "/pages", "/review", "/dossier", "/not-read"):
            window.go(path)
            assert window.run(CHECKS) + window.complaints() == [], path


@pytest.mark.parametrize(
    ("width", "dark"),
    [(1280, False), (375, False), (320, False), (1280, True)],
    ids=["wide", "phone", "narrowest", "dark"],
)
def test_every_screen_can_be_read_by_everybody(window: Window, ledger: Ledger, width: int, *, dark: bool) -> None:
    """Landmarks, names, headings, contrast, nothing cut off or on top of something else, no markup leaking."""
    page = screens_of(ledger)["page"]
    statement = ledger.record(page.removeprefix("/p/")).statements[0].id
    ledger.fix(statement, {"speaker": "Somebody Else"}, BY)
    window.resize(width, dark=dark)
    wrong = {}
    for name, path in screens_of(ledger).items():
        window.go(path)
        if not dark and width != 320:
            window.picture(PICTURES / f"{name}-{width}.png")
        wrong[name] = window.run(CHECKS) + [line for line in window.complaints() if "404" not in line]
    assert {name: found for name, found in wrong.items() if found} == {}


def test_focus_is_seen_wherever_it_goes(window: Window) -> None:
    """Tab after tab, what has the focus shows it."""
    window.go(CLAIM)
    unseen = []
    for _ in range(40):
        window.press(Keys.TAB)
        shown = window.run(
            """
            const one = document.activeElement;
            const styles = [one, one, one.querySelector(".mark") ?? one].map((it, at) =>
              getComputedStyle(it, at === 1 ? "::after" : null));
            const outlined = styles.some((it) => it.outlineStyle !== "none" && parseFloat(it.outlineWidth) > 1);
            return one === document.body || outlined || one.closest(".button") || styles[2].strokeWidth === "5px"
              ? "" : one.outerHTML.slice(0, 80);
            """
        )
        if shown:
            unseen.append(shown)
    assert unseen == []


def test_a_page_prints_without_what_acts(window: Window, ledger: Ledger) -> None:
    window.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    window.go(screens_of(ledger)["page"])
    shown = window.run(
        "return [...document.querySelectorAll('button, .search, nav')].filter((it) => it.checkVisibility()).length"
    )
    window.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert shown == 0
