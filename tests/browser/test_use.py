"""What a user does: trace a claim, see the words, correct them, review by keyboard, drop pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import apsw
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from windows import Window

from onrecord.ledger import Ledger, open_ledger

EXAMPLES = Path(__file__).parents[2] / "examples" / "dispute" / "pages"
CLAIM = "Varland has supplied drones to the Tessaly Front"
DENIAL = EXAMPLES / "2031-01-14_orsk-courier_denial.html"


def test_a_mark_of_the_claim_leads_to_the_lit_words(window: Window, ledger: Ledger) -> None:
    """From the ledger to the claim, from a mark of its picture to its row, from there to the words in the page."""
    window.fill("#ask-words", CLAIM, then=Keys.ENTER)
    mark = window.find("svg.timeline a")
    anchor = (mark.get_dom_attribute("href") or "").partition("#")[2]
    window.run("arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true}))", mark)
    window.until(lambda: window.run("return document.querySelector(':target')?.id") == anchor)
    window.find(f"[id='{anchor}'] a[href^='/s/']").click()
    window.until(lambda: window.path.startswith("/p/"))
    _, page, statement_id = anchor.split("-")
    record, statement = ledger.statement(statement_id)
    assert record.page.id == page
    lit = "".join(window.run("return [...document.querySelectorAll('.at')].map(one => one.textContent)"))
    span = (statement.content or statement.cue)[0]
    assert lit == record.text[span.start : span.end]
    assert window.find("#at").is_displayed()
    assert "lit-up" in (window.find(f"#s-{statement_id}").get_attribute("class") or "")
    assert window.run(
        "const [card, box] = [...arguments].map((one) => one.getBoundingClientRect());"
        "return box.top <= card.top && (card.bottom <= box.bottom || card.height > box.height)",
        *(window.find(f"#s-{statement_id}"), window.find(".cards")),
    )


def test_words_and_cards_light_each_other(window: Window, ledger: Ledger) -> None:
    record = ledger.record(str(DENIAL))
    one = record.statements[0].id
    window.go(f"/p/{record.page.id}")
    card = window.find(f"#s-{one}")
    window.run("arguments[0].focus()", card)
    window.until(lambda: window.all(f".text [data-s~='{one}'].lit-up"))
    words = window.find(f".text .r-cue[data-s~='{one}']")  # on one line: its middle is within it
    window.run("document.activeElement.blur()")
    assert not window.all(".lit-up")
    ActionChains(window.chrome).move_to_element(words).perform()
    window.until(lambda: "lit-up" in (card.get_attribute("class") or ""))


def test_a_corrected_speaker_holds_when_pages_are_read_again_and_is_undone(window: Window, ledger: Ledger) -> None:
    record = ledger.record(str(DENIAL))
    statement = record.statements[0]
    before = statement.speakers[0].name or ""
    window.go(f"/p/{record.page.id}")
    window.run("arguments[0].focus()", window.find(f"#s-{statement.id}"))
    window.press("c")
    window.fill("#fix [name=field]", "speaker")
    window.fill("#fix [name=value]", "Iven Sorrel", then=Keys.ENTER)
    window.until(lambda: "Iven Sorrel" in window.find(f"#s-{statement.id} .speaker-name").text)
    connection = apsw.Connection(str(ledger.path))
    connection.execute("UPDATE page SET made_by = json_set(made_by, '$.onrecord', '0.0.1')")
    connection.close()
    assert ledger.add([str(DENIAL)]).unchanged == 0
    window.go(f"/p/{record.page.id}")
    assert "Iven Sorrel" in window.find(f"#s-{statement.id} .speaker-name").text
    window.find(f"#s-{statement.id} [data-undo]").click()
    window.until(lambda: before in window.find(f"#s-{statement.id} .speaker-name").text)
    assert ledger.record(record.page.id).statements[0].speakers[0].name == before
    assert ledger.decisions.orphans() == ()


def test_selected_words_become_a_statement_where_they_stand(
    open_window: Callable[[Ledger], Window], tmp_path: Path
) -> None:
    """Browsers count UTF-16; the place that is sent counts code points, with 🛰 and 𝒱 before it."""
    text = "🛰🛰 News of the strait\n\nWarm 𝒱 winds. The pilots keep their ships, as the dean put it, at the quay.\n"
    page = tmp_path / "strait.txt"
    page.write_text(text, encoding="utf-8")
    with open_ledger(tmp_path / "strait.db", create=True) as ledger:
        ledger.add([str(page)])
        record = ledger.record(str(page))
        assert not record.statements
        window = open_window(ledger)
        window.go(f"/p/{record.page.id}")
        window.run(
            """
            const [from, to] = ["The pilots", "quay"];
            const pieces = [...document.querySelectorAll(".text [data-at]")].map(one => one.firstChild);
            const first = pieces.find(one => one.data.includes(from));
            const last = pieces.find(one => one.data.includes(to));
            const range = document.createRange();
            range.setStart(first, first.data.indexOf(from));
            range.setEnd(last, last.data.indexOf(to) + to.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            """
        )
        window.press("m")
        window.fill("#missed [name=speaker]", "the dean")
        window.fill("#missed [name=cue]", "put it", then=Keys.ENTER)
        window.until(lambda: window.all(".card"))
        (statement,) = ledger.record(str(page)).statements
        start, end = text.index("The pilots"), text.index("quay") + len("quay")
        assert statement.content[0] == (start, end)
        assert statement.speakers[0].name == "the dean"


def test_ten_cards_are_reviewed_by_keyboard_alone(window: Window, ledger: Ledger) -> None:
    """Enter is right, x is wrong, u is unsure, z takes the last one back; of the last the speaker is corrected."""
    window.go("/review?of=sample")
    shown = [one.get_attribute("data-statement") for one in window.all(".review")]
    window.press(*[Keys.ENTER] * 6, "x", "u", Keys.ENTER, "z", Keys.ENTER, "s")
    window.fill("#fix [name=value]", "Iven Sorrel", then=Keys.ENTER)
    window.until(lambda: window.find("#place").text == "11 of 20")
    window.until(lambda: len(ledger.decisions.all()) == 13)
    kinds = [one.kind for one in ledger.decisions.all()]
    assert kinds.count("review") == 10
    assert (kinds.count("not-statement"), kinds.count("undo"), kinds.count("speaker")) == (1, 1, 1)
    window.go("/review?of=sample")
    assert "80 %" in window.find(".figure").text or "78 %" in window.find(".figure").text
    left = [one.get_attribute("data-statement") for one in window.all(".review")]
    assert not set(shown[:10]) & set(left)


def test_dropped_pages_are_added(open_window: Callable[[Ledger], Window], tmp_path: Path) -> None:
    """What is chosen or dropped is read, told about, and shown."""
    with open_ledger(tmp_path / "new.db", create=True) as ledger:
        window = open_window(ledger)
        files = sorted(str(file) for file in EXAMPLES.iterdir())[:3]
        window.find("#drop input[type=file]").send_keys("\n".join(files))
        window.until(lambda: "3 sources" in window.said())
        window.until(lambda: len(window.all("ol.pages > li")) == 3)
        assert window.find("[data-figure=sources]").text == "3"
        assert not window.find("#new-since").is_displayed()
        assert ledger.status().sources == 3


def test_keys_lead_everywhere(window: Window) -> None:
    """The keys g and a letter open a screen, / goes to the search, j steps, Enter opens, ? shows all of it."""
    window.go("/")
    window.press("g", "p")
    window.until(lambda: window.path == "/pages")
    window.press("j", "j", "k", Keys.ENTER)
    window.until(lambda: window.path.startswith("/p/"))
    window.press("?")
    keys = window.until(lambda: window.find("#keys-list").text)
    assert "Find statements" in keys
    assert "Ledger" in keys
    window.press(Keys.ESCAPE)
    window.press("/")
    window.press("drones", Keys.ENTER)
    window.until(lambda: window.path == "/find?words=drones")


def test_a_dossier_is_put_together_saved_and_opened_offline(window: Window, ledger: Ledger, saved: Path) -> None:
    """Two claims in the order wanted, a note; the file on disk shows all of it with no network at all."""
    window.go(f"/claim?ask={quote(CLAIM)}")
    window.press("d")
    window.until(lambda: "in the dossier" in window.said())
    window.go(f"/claim?ask={quote('Kestria has closed the Lunn Strait')}")
    window.find("#to-dossier").click()
    window.go("/dossier")
    window.fill("#plan [name=note]", "Seen in <autumn>.")
    window.find("#chapters .chapter:nth-child(2) [data-move='-1']").click()
    window.find("[formaction='/dossier.html']").click()
    file = saved / "dossier.html"
    window.until(lambda: file.exists() and file.stat().st_size > 0)
    window.find("[formaction='/dossier.zip']").click()
    window.until((saved / "dossier.zip").exists)
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    window.chrome.execute_cdp_cmd("Network.enable", {})
    window.chrome.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    window.complaints()
    try:
        window.chrome.get(file.as_uri())
        first, second = (one.text for one in window.all("h2.question"))
        assert "closed" in first
        assert CLAIM in second
        assert "Seen in <autumn>." in window.find("aside").text
        shown = {one.get_attribute("id") for one in window.all("#c2 tbody tr")}
        assert len(shown) == len(ledger.trace(CLAIM))
        assert window.complaints() == []
    finally:
        window.chrome.execute_cdp_cmd("Network.emulateNetworkConditions", {**offline, "offline": False})


def test_what_is_new_since_the_last_visit_is_told_once(window: Window, ledger: Ledger, tmp_path: Path) -> None:
    """Pages that somebody adds while the screen is not open are shown by themselves; after that visit no more."""
    window.go("/")
    assert not window.find("#new-since").is_displayed()
    page = tmp_path / "news.txt"
    page.write_text("News of the quay\n\nMayor Alda Quist said that the quay was dry.\n", encoding="utf-8")
    ledger.add([str(page)])
    window.go("/")
    window.until(lambda: window.find("#new-since").is_displayed())
    window.find("#new-since a").click()
    window.until(lambda: window.path.startswith("/pages?newer="))
    assert [one.text for one in window.all("ol.pages > li a")] == ["News of the quay"]
    window.go("/")
    assert not window.find("#new-since").is_displayed()


def test_a_page_is_forgotten_after_a_second_step_alone(window: Window, ledger: Ledger) -> None:
    page = ledger.record(str(DENIAL)).page.id
    window.go(f"/p/{page}")
    window.find("#forget-page").click()
    window.until(lambda: "for good" in window.find("#forget").text)
    window.find("#forget button.first").click()
    window.until(lambda: not window.find("#forget").is_displayed())
    assert ledger.record(page).page.id == page
    window.find("#forget-page").click()
    window.fill("#forget [name=why]", "asked for")
    window.find("#forget button[value=forget]").click()
    window.until(lambda: window.path == "/")
    assert [one.why for one in ledger.forgotten()] == ["asked for"]
    assert str(DENIAL) not in {record.page.path for record in ledger.records()}
