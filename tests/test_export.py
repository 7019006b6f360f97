"""Exports hold what the ledger holds, whole, and make hostile pages harmless."""

from __future__ import annotations

import csv
import re
import zipfile
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import cast, get_args

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.export import EXPORTERS, Plan, write_bundle, write_csv, write_dossier
from onrecord.export.dossier import Chapter
from onrecord.export.dossier.excerpt import excerpt
from onrecord.export.dossier.plan import plan_from_json, plan_to_json
from onrecord.export.dossier.stances import STANCES
from onrecord.export.dossier.timeline import draw_timeline
from onrecord.export.dossier.view import as_question
from onrecord.export.safe import BIDI_CONTROLS, defused, visible, without_controls
from onrecord.export.tables import COLUMNS
from onrecord.export.wording import FLAGS, flag_words
from onrecord.ledger import Ledger
from onrecord.model import (
    Appearance,
    Article,
    Block,
    Capture,
    Claim,
    Found,
    FoundTime,
    MadeBy,
    PageHead,
    PageProblem,
    Problem,
    Record,
    Said,
    Span,
    Speaker,
    Stance,
    Statement,
    Status,
    Via,
)
from onrecord.store.voices import Spoken, Voice

MADE_ON = "2031-05-01T12:00:00+00:00"
HOSTILE = (
    '=HYPERLINK("http://bad.example") <script>alert(1)</script> \u202egnihton\u202c said on Monday '
    "</mark></table><img src=https://bad.example/x.png onerror=alert(2)> & \x00\x1b[31m "
    "“We sent none <b>at all</b>.”"
)


def words(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def make_record(
    text: str,
    name: str,
    cue: str,
    content: str,
    path: str = "pages/<one>.html",
    url: str = "https://news.example/a?b=1&c=2",
) -> Record:
    digest = sha256(text.encode("utf-8", "replace")).hexdigest()
    head = PageHead(
        id=digest[:16],
        path=path,
        url=url,
        sha256=digest,
        media_type="text/html",
        fetched=None,
        text_sha256=digest,
    )
    whole = Span(0, len(text))
    statement = Statement(
        id=digest[16:28],
        speakers=(Speaker(mention=words(text, name), name=name, kind="person"),),
        cue=(words(text, cue),),
        content=(words(text, content),),
        form="direct",
        via=(Via(name="Transmarine", span=None),),
        acts=("deny",),
    )
    article = Article(
        language="en",
        headline=Found(value=text[:20], span=Span(0, 20), by="first heading"),
        outlet=Found(value="@Orsk Courier", by="meta tag", path="meta[name=author]"),
        bylines=(),
        agencies=(),
        dateline=None,
        republishes=None,
        published=FoundTime(value=None, by="no date on the page", not_after="2031-04-30"),
        updated=None,
        body=(whole,),
    )
    return Record(
        page=head,
        made_by=MadeBy(onrecord="0.1.0", renderer="1"),
        text=text,
        article=article,
        blocks=(Block(span=whole, kind="paragraph", reason="a paragraph", path="p"),),
        statements=(statement,),
    )


def appearance(record: Record, stance: Stance, said: Said | None, bounds: str = "") -> Appearance:
    statement = record.statements[0]
    return Appearance(
        page=record.page,
        statement=statement.id,
        content=statement.content,
        words=record.text[slice(*statement.content[0])],
        actors=statement.speakers,
        stance=stance,
        reason="the cue",
        score=0.75,
        said=said,
        bounds=bounds,
        via=statement.via,
        outlet="@Orsk Courier",
    )


def on(day: str, last: str | None = None) -> Said:
    return Said(from_=day, to=last or day, precision="range" if last else "day", by="the page's day", span=None)


@dataclass
class _FakeLedger:
    """As much of a ledger as exports read."""

    held: tuple[Record, ...]
    shown: tuple[Appearance, ...] = ()
    problems: tuple[PageProblem, ...] = ()

    def records(self) -> tuple[Record, ...]:
        return self.held

    def record(self, page: str) -> Record:
        return next(record for record in self.held if record.page.id == page)

    def captures(self, page: str) -> tuple[Capture, ...]:
        return (Capture(page=page, path="-rf.html", url=None, fetched="2031-04-30T10:00:00Z", added=MADE_ON),)

    def gaps(self) -> tuple[PageProblem, ...]:
        return self.problems

    def trace(self, claim: str) -> tuple[Appearance, ...]:
        assert claim
        return self.shown

    def claim_words(self, claim: str) -> str:
        return claim

    @property
    def screens(self) -> _FakeLedger:
        return self

    def voices(self, pages: list[str]) -> dict[Spoken, Voice]:
        return {
            Spoken(page, found.id, 0): Voice(f"actor of {page}", "=Voss", here=False)
            for page in pages
            for found in self.record(page).statements
        }

    @property
    def relays(self) -> _FakeLedger:
        return self

    def origin_of(self, page: str) -> str:
        assert page
        return self.held[0].page.id

    def claims(self, *, contested: bool, limit: int) -> tuple[Claim, ...]:
        assert (contested, limit > 1000) == (False, True)
        claim = Claim(
            id="c0", proposition="=Kestria sent drones", statements=2, pages=2, origins=1, actors=1,
            affirming=("Voss",), denying=("Velt",), evading=(), first=None, last=None,
        )  # fmt: skip
        return (claim,)

    def source_bytes(self, page: str) -> bytes:
        return page.encode()

    def status(self) -> Status:
        return Status(
            path="onrecord.db", schema_version=1, sources=3, read=2, partly=0, refused=1, captures=2, statements=2,
            actors=2, unclear=0, undated=1, first_published=None, last_published=None, problems=(), made_by=(),
        )  # fmt: skip


def as_ledger(fake: _FakeLedger) -> Ledger:
    return cast("Ledger", fake)


@pytest.fixture
def fake() -> _FakeLedger:
    plain = make_record(
        "It rained. The minister Ada Voss said on Friday: “We sent drones to Tolmin.” Then it rained again.",
        "Ada Voss", "said", "“We sent drones to Tolmin.”",
    )  # fmt: skip
    hostile = make_record(
        HOSTILE, "<script>alert(1)</script>", "said on Monday", "“We sent none <b>at all</b>.”",
        path='"><script>alert(3)</script>', url="javascript:alert(4)",
    )  # fmt: skip
    refused = PageProblem(
        path="scan<i>.pdf", page=None, problem=Problem(stage="read", reason="not-text", message="=It is a PDF.")
    )
    return _FakeLedger(
        held=(plain, hostile),
        shown=(appearance(plain, "asserts", on("2031-03-07")), appearance(hostile, "denies", None, "by <2031>")),
        problems=(refused,),
    )


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_holds_every_row_and_its_spans_cut_the_words(fake: _FakeLedger, tmp_path: Path) -> None:
    made = write_csv(as_ledger(fake), tmp_path / "out" / "csv")
    assert [path.name for path in made] == list(COLUMNS)
    folder = tmp_path / "out" / "csv"
    assert [len(rows(folder, name)) for name in COLUMNS] == [2, 2, 2, 2, 1, 2, 1]
    texts = {record.page.id: record.text for record in fake.held}
    for row in rows(folder, "statements.csv"):
        start, end = row["content_spans"].split("-")
        assert " ".join(texts[row["page_id"]][int(start) : int(end)].split()) == row["content"]


def test_no_cell_of_any_table_starts_a_formula(fake: _FakeLedger, tmp_path: Path) -> None:
    write_csv(as_ledger(fake), tmp_path)
    cells = [cell for name in COLUMNS for row in rows(tmp_path, name) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {"'@Orsk Courier", "'=It is a PDF.", "'-rf.html"} <= set(cells)


def test_csv_says_who_is_meant_whose_words_a_page_has_and_where_statements_stand(
    fake: _FakeLedger, tmp_path: Path
) -> None:
    """Ids of actors, origins and claims join the tables with one another."""
    write_csv(as_ledger(fake), tmp_path)
    pages = {row["page_id"] for row in rows(tmp_path, "pages.csv")}
    assert {row["origin_id"] for row in rows(tmp_path, "pages.csv")} == {fake.held[0].page.id}
    assert {row["actor_id"] for row in rows(tmp_path, "speakers.csv")} == {f"actor of {page}" for page in pages}
    stances = rows(tmp_path, "stances.csv")
    assert [(row["stance"], row["said_from"], row["said_to"]) for row in stances] == [
        ("asserts", "2031-03-07", "2031-03-07"),
        ("denies", "", ""),
    ]
    statements = {(row["page_id"], row["statement_id"]) for row in rows(tmp_path, "statements.csv")}
    assert {(row["page_id"], row["statement_id"]) for row in stances} == statements
    assert {row["claim_id"] for row in stances} == {row["claim_id"] for row in rows(tmp_path, "claims.csv")}


@given(st.text())
def test_defusing_adds_at_most_an_apostrophe(cell: str) -> None:
    assert defused(cell) in (cell, "'" + cell)
    assert not defused(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(alphabet=st.characters()))
def test_made_visible_text_holds_nothing_that_acts_on_a_terminal(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable() or not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", shown)
    assert not set(shown) & set(BIDI_CONTROLS)
    assert len(without_controls(text)) == len(text)


def test_a_folder_that_cannot_be_made_is_one_sentence(fake: _FakeLedger, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(InputError, match="cannot be made a folder"):
        write_csv(as_ledger(fake), tmp_path / "taken")
    with pytest.raises(InputError, match="cannot be written"):
        write_dossier(as_ledger(fake), "x", tmp_path / "nowhere" / "d.html", made_on=MADE_ON)


def dossier(fake: _FakeLedger, folder: Path, claim: str = "Varland sent drones to Tolmin") -> str:
    out = folder / "dossier.html"
    write_dossier(as_ledger(fake), claim, out, made_on=MADE_ON)
    return out.read_text(encoding="utf-8")


def test_the_dossier_is_the_same_every_time_and_leaves_no_scrap(fake: _FakeLedger, tmp_path: Path) -> None:
    assert dossier(fake, tmp_path) == dossier(fake, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["dossier.html"]


def test_hostile_pages_stay_words_and_nothing_is_loaded_from_anywhere(fake: _FakeLedger, tmp_path: Path) -> None:
    """Held against a second parser: no script, no handler, no asset, no link but web pages and anchors."""
    tree = html5lib.parse(dossier(fake, tmp_path), namespaceHTMLElements=False)
    tags = {str(element.tag) for element in tree.iter()}
    assert not tags & {"script", "img", "iframe", "object", "embed", "link", "base", "form", "image"}
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in {"src", "srcset", "style", "poster", "background"}
            if name.endswith("href"):
                assert value.startswith(("#", "https://news.example/"))
    policy = tree.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy.get("content") == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert "url(" not in tree.find(".//style").text


def test_statements_link_to_their_words_on_the_live_page(fake: _FakeLedger, tmp_path: Path) -> None:
    tree = html5lib.parse(dossier(fake, tmp_path), namespaceHTMLElements=False)
    links = [link.get("href") for link in tree.iter("a") if "live page" in (link.text or "")]
    assert links
    assert all(link.startswith("https://news.example/") and "#:~:text=" in link for link in links)


def test_lit_words_are_exactly_the_content_of_each_statement(fake: _FakeLedger, tmp_path: Path) -> None:
    tree = html5lib.parse(dossier(fake, tmp_path), namespaceHTMLElements=False)
    for record in fake.held:
        row = tree.find(f".//tr[@id='s-{record.page.id}-{record.statements[0].id}']")
        lit = ["".join(mark.itertext()) for mark in row.iter("mark")]
        assert lit == [record.text[slice(*span)] for span in record.statements[0].content]
        (named,) = row.findall(".//span[@class='speaker']")
        assert "".join(named.itertext()) == record.text[slice(*record.statements[0].speaker_spans[0])]
        assert row.find(".//bdi//mark") is not None


def test_every_link_within_the_dossier_leads_somewhere(fake: _FakeLedger, tmp_path: Path) -> None:
    tree = html5lib.parse(dossier(fake, tmp_path), namespaceHTMLElements=False)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    hrefs = [value for e in tree.iter() for key, value in e.attrib.items() if key.endswith("href")]
    assert {href[1:] for href in hrefs if href.startswith("#")} <= set(ids)


def test_an_undated_statement_and_a_refused_source_are_shown_as_such(fake: _FakeLedger, tmp_path: Path) -> None:
    text = "".join(html5lib.parse(dossier(fake, tmp_path), namespaceHTMLElements=False).itertext())
    assert "undated (by <2031>)" in text
    assert "scan<i>.pdf" in text
    assert fake.held[0].page.sha256 in text
    assert MADE_ON in text


def test_a_claim_that_nothing_bears_on_still_makes_a_dossier(fake: _FakeLedger, tmp_path: Path) -> None:
    fake.shown = ()
    assert "No statement in this ledger bears on the claim." in dossier(fake, tmp_path)


def test_every_stance_has_a_mark_and_no_two_look_alike_without_colour() -> None:
    assert set(STANCES) == set(get_args(Stance))
    assert len({mark.shape for mark in STANCES.values()}) == len(STANCES)


def test_a_claim_becomes_a_question() -> None:
    assert as_question("Varland sent  drones.") == "Is it so that Varland sent drones?"
    assert as_question("Has Varland sent drones?") == "Has Varland sent drones?"


def test_marks_of_one_day_do_not_cover_each_other(fake: _FakeLedger) -> None:
    one = fake.shown[0]
    spread = replace(one, said=on("2031-03-01", "2031-03-09"))
    open_ended = replace(one, said=Said(from_=None, to="2031-03-04", precision="range", by="", span=None))
    undated = replace(one, said=None)
    (row,) = draw_timeline([("Ada Voss", [one, one, spread, open_ended, undated])]).rows
    assert len({(mark.x, mark.y) for mark in row.marks}) == 5
    assert row.marks[2].bar is not None
    assert row.marks[3].open_left
    assert row.marks[4].x > max(mark.x for mark in row.marks[:4])
    assert all(row.top < mark.y <= row.top + row.height for mark in row.marks)


def test_days_that_are_no_days_are_undated(fake: _FakeLedger) -> None:
    picture = draw_timeline([("Ada Voss", [replace(fake.shown[0], said=on("soon"))])])
    assert picture.ticks == ()


@given(st.text(min_size=1), st.text(max_size=900), st.text(max_size=900))
def test_an_excerpt_lights_exactly_the_spans_of_any_text(content: str, before: str, after: str) -> None:
    text = f"{before}Ada Voss said {content}{after}"
    name, cue = Span(len(before), len(before) + 8), Span(len(before) + 9, len(before) + 13)
    held = Span(cue.end + 1, cue.end + 1 + len(content))
    record = make_record("x" * 20 + "Ada Voss said none", "Ada Voss", "said", "none")
    statement = replace(
        record.statements[0],
        cue=(cue,),
        content=(held,),
        speakers=(Speaker(mention=name, name=None, kind="unclear"),),
    )
    blocks = (Block(span=Span(0, len(text)), kind="paragraph", reason="", path="p"),)
    pieces = excerpt(replace(record, text=text, blocks=blocks), statement)
    for piece in pieces:
        assert text[piece.span.start : piece.span.end] == piece.words
    assert "".join(piece.words for piece in pieces if piece.content) == content
    assert "".join(piece.words for piece in pieces if piece.cue) == "said"
    assert "".join(piece.words for piece in pieces if piece.speaker) == "Ada Voss"


def test_a_sentence_without_end_is_shown_in_part_and_says_so() -> None:
    long = "word " * 20_000
    record = make_record(f"{long}Ada Voss said “none” {long}", "Ada Voss", "said", "“none”")
    pieces = excerpt(record, record.statements[0])
    assert pieces[0].gap
    assert sum(len(piece.words) for piece in pieces) < 1_000


def test_the_names_of_the_exports_are_known() -> None:
    """A new export is added to the docs and to this list."""
    assert sorted(EXPORTERS) == ["bundle", "csv", "dossier"]


def test_a_plan_gives_claims_in_order_with_notes_that_are_visibly_the_makers(
    fake: _FakeLedger, tmp_path: Path
) -> None:
    """Notes are escaped as everything else, and say that they are from no page; anchors stay unique."""
    plan = Plan(
        chapters=(Chapter(claim="first thing", note="<b>mine</b>"), Chapter(claim="second thing")),
        title="Two things",
        note="=what I think",
        by="ada <i>",
    )
    write_dossier(as_ledger(fake), plan, tmp_path / "d.html", made_on=MADE_ON)
    text = (tmp_path / "d.html").read_text(encoding="utf-8")
    assert text.index("first thing") < text.index("second thing")
    assert text.count("not from any page") == 2
    assert "&lt;b&gt;mine&lt;/b&gt;" in text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert plan_from_json(plan_to_json(plan)) == plan
    for wrong in ("{", "[]", '{"chapters": []}', '{"chapters": [{"claim": " "}]}'):
        with pytest.raises(InputError):
            plan_from_json(wrong)


def test_a_bundle_holds_what_its_hashes_say(fake: _FakeLedger, tmp_path: Path) -> None:
    """The dossier and every source as it was taken, each proven by SHA256SUMS; the same bundle every time."""
    out = tmp_path / "d.zip"
    write_bundle(as_ledger(fake), "Varland sent drones", out, made_on=MADE_ON)
    first = out.read_bytes()
    with zipfile.ZipFile(out) as archive:
        sums = [line.split("  ") for line in archive.read("SHA256SUMS").decode().splitlines()]
        assert {name for _, name in sums} == {*archive.namelist()} - {"SHA256SUMS"}
        assert all(sha256(archive.read(name)).hexdigest() == digest for digest, name in sums)
        assert sorted(name for name in archive.namelist() if name.startswith("sources/")) == sorted(
            f"sources/{record.page.id}.{'html' if record.page.media_type == 'text/html' else 'txt'}"
            for record in fake.held
        )
        assert archive.read("dossier.html").startswith(b"<!doctype html>")
    write_bundle(as_ledger(fake), "Varland sent drones", out, made_on=MADE_ON)
    assert out.read_bytes() == first


def test_every_flag_that_the_docs_tell_of_has_words_for_readers() -> None:
    table = (Path(__file__).parents[1] / "docs" / "statements.md").read_text(encoding="utf-8")
    rows = table.partition("| flag | meaning |")[2].partition("\n\n")[0]
    told = re.findall(r"\n\| `([a-z-]+)` \|", rows)
    assert set(told) == set(FLAGS)
    assert flag_words("corrected-speaker") == "corrected speaker"
