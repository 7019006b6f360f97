"""Pages that mean harm: scripts, markup, formulas, reversed words, words without end: nothing runs or breaks."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from test_screens import CHECKS
from windows import Window

from onrecord.ledger import open_ledger

SCRIPT = "<script>window.hit = 1</script><img src=x onerror='window.hit=2'>"
BREAKS = "\"'><svg onload=window.hit=3>{{ 7 * 7 }}</title></textarea></script>"
REVERSED = "\u202egnihton dias eH\u202c"
LONG = "W" * 100_000
HEADLINE = f"=HYPERLINK(1) {SCRIPT}{BREAKS}"

PAGE = f"""<!doctype html><html lang="en"><head><title>{{escaped}}</title>
<script type="application/ld+json">{{linked}}</script></head><body><h1>{{escaped}}</h1>
<p class="byline">By +Mara &lt;b&gt;Velt&lt;/b&gt;</p><p>March 7, 2031</p>
<p>Foreign minister {{escaped}} said: “{{escaped}} {REVERSED} We sent drones to Tolmin.”</p>
<p>Mara Velt said that {LONG} had sunk.</p>
<p>@SUM(1) spokesman Iven Sorrel denied that Varland had sent drones to the Tessaly Front. {REVERSED}</p>
<p onclick="window.hit=4"><a href="javascript:window.hit=5">more</a></p></body></html>"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A ledger of one page that means harm, known at an address that means harm."""
    escaped = HEADLINE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    linked = {
        "@type": "NewsArticle",
        "headline": HEADLINE,
        "publisher": {"name": f"@Courier {SCRIPT}"},
        "author": {"name": f"-cmd {BREAKS}"},
        "url": "javascript:window.hit=6",
    }
    page = PAGE.format(escaped=escaped, linked=json.dumps(linked).replace("</", "<\\/"))
    table = tmp_path / "=cmd.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["text", "url", "title"])
        rows.writerow([page, "javascript:window.hit=7", HEADLINE])
        rows.writerow(
            [f"Headline {SCRIPT}\n\nMara Velt said that {BREAKS} had sunk.", f"https://x/{SCRIPT}", HEADLINE]
        )
    single = tmp_path / f"{quote(SCRIPT[:30], safe='<> =')}.html"
    single.write_text(page, encoding="utf-8")
    path = tmp_path / "hostile.db"
    with open_ledger(path, create=True) as ledger:
        ledger.add([str(table), str(single)])
    return path


def test_nothing_runs_and_nothing_breaks(open_window: Callable[..., Window], hostile: Path) -> None:
    with open_ledger(hostile) as ledger:
        window = open_window(ledger)
        pages = [record.page.id for record in ledger.records()]
        assert len(pages) == 3
        statement = next(record.statements[0].id for record in ledger.records() if record.statements)
        paths = ["/", "/pages", "/find?words=drones", "/not-read", "/claims", "/actors", "/review", "/decisions"]
        paths += [f"/p/{page}{more}" for page in pages for more in ("", "/relay")] + [f"/s/{statement}"]
        paths += [f"/claim?ask={quote(one)}" for one in (SCRIPT + " supplied drones", "Varland has sent drones")]
        paths += [f"/find?words={quote(BREAKS)}&who={quote(SCRIPT)}", f"/p/{quote(BREAKS, safe='')}"]
        paths += [f"/a/{actor.id}" for actor in ledger.screens.actors().items]
        wrong = {}
        for path in paths:
            for width in (1280, 320):
                window.resize(width)
                window.go(path)
                found = [one for one in window.run(CHECKS) if "it shows" not in one]
                found += [line for line in window.complaints() if "422" not in line and "404" not in line]
                if window.run("return window.hit !== undefined"):
                    found.append("a script has run")
                if found:
                    wrong[path, width] = found
        assert wrong == {}
        assert "49" not in window.run("return document.title")


def test_exports_are_safe_to_open(open_window: Callable[..., Window], hostile: Path) -> None:
    """No cell of any CSV begins a formula, and nothing in the dossier runs, from the server or from disk."""
    with open_ledger(hostile) as ledger:
        window = open_window(ledger)
        for path in ("/pages.csv", "/find.csv", "/not-read.csv", "/actors.csv", "/decisions.csv"):
            window.go("/pages")
            text = window.run("return fetch(arguments[0]).then((answer) => answer.text())", path)
            cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        ledger_path = str(ledger.path)
        plan = {
            "title": SCRIPT,
            "note": BREAKS,
            "chapters": [{"claim": "Varland has sent drones", "words": "", "note": BREAKS}],
        }
        window.run(
            "localStorage.setItem(arguments[0], arguments[1])", f"onrecord-dossier {ledger_path}", json.dumps(plan)
        )
        window.go("/dossier")
        window.run("document.getElementById('plan').target = '_self'")
        window.find("#plan .first").click()
        window.until(lambda: "gives no verdict" in window.find("body").text)
        assert window.run("return window.hit") is None
        assert SCRIPT in window.find("h1").text
