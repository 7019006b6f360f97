"""Tables: a row is a page, broken rows cost themselves alone, and nothing has to fit into memory at once."""

import csv
import io
import json
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_samples import opened, reasons, text_of

from onrecord.errors import UnreadableError
from onrecord.model import Source
from onrecord.read import read_pages
from onrecord.settings import Settings

ROWS = [
    {"id": "v1", "headline": "Ports shut", "date": "2031-03-07", "link": "https://vna.example/1",
     "body": "“No ship leaves,” Mara Velt said.\n\nNobody asked why.", "section": "world"},
    {"id": "v2", "headline": "Talks", "date": "2031-03-08", "link": "https://vna.example/2",
     "body": "  ", "section": ""},
    {"id": "v3", "headline": "Rain, again", "date": "", "link": "",
     "body": "It rains; “again”, he said.", "section": ""},
]  # fmt: skip


def as_csv(delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(ROWS[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return out.getvalue().encode()


def as_jsonl() -> bytes:
    return "\n\n".join(json.dumps(row) for row in ROWS).encode()


def as_parquet() -> bytes:
    arrow = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    out = io.BytesIO()
    pytest.importorskip("pyarrow.parquet").write_table(arrow.Table.from_pylist(ROWS), out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["csv", "semicolons.csv", "tsv", "jsonl", "parquet"])
def test_every_kind_of_table_gives_the_same_pages(tmp_path: Path, kind: str) -> None:
    makers = {"csv": as_csv, "tsv": lambda: as_csv("\t"), "jsonl": as_jsonl, "parquet": as_parquet}
    data = as_csv(";") if kind == "semicolons.csv" else makers[kind]()
    sources, gaps, _ = opened(tmp_path, f"news.{kind}", data)
    name = f"{tmp_path}/news.{kind}"
    assert [(source.path, source.url, source.fetched) for source in sources] == [
        (f"{name}!v1", "https://vna.example/1", None),
        (f"{name}!v3", None, None),
    ]
    assert [text_of(source) for source in sources] == [ROWS[0]["body"], ROWS[2]["body"]]
    (page,) = read_pages(sources[0])
    assert [(row.key, row.value) for row in page.meta] == [
        ("headline", "Ports shut"),
        ("article:published_time", "2031-03-07"),
    ]
    assert page.head.media_type == "text/plain"
    assert [(gap.path, gap.problem.reason) for gap in gaps] == [(f"{name}!v2", "no-text")]


def test_columns_are_taken_as_named(tmp_path: Path) -> None:
    named = Settings(
        text_column="section", title_column="body", id_column="headline", url_column="id", date_column="link"
    )
    for name, data in (("a.csv", as_csv()), ("a.jsonl", as_jsonl())):
        ((source,), gaps, _) = opened(tmp_path, name, data, named)
        assert text_of(source) == "world"
        assert (source.path, source.url) == (f"{tmp_path}/{name}!Ports shut", "v1")
        assert reasons(gaps) == ["no-text", "no-text"]


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    _, gaps, _ = opened(tmp_path, "a.csv", as_csv(), Settings(text_column="words"))
    assert reasons(gaps) == ["no-column"]
    assert "'words'" in gaps[0].problem.message
    assert "'headline', 'date'" in gaps[0].problem.message
    _, gaps, _ = opened(tmp_path, "b.csv", b"a,b\n1,2\n")
    assert "--text-col" in gaps[0].problem.message


def test_a_column_of_markup_is_read_as_markup(tmp_path: Path) -> None:
    ((source,), _, _) = opened(tmp_path, "a.jsonl", b'{"html": "<p>It <b>rains</b>.</p><p>Still.</p>"}')
    assert text_of(source) == "It rains.\n\nStill."


@pytest.mark.parametrize("charset", ["utf-8-sig", "cp1252", "utf-16"])
def test_charsets_are_found(tmp_path: Path, charset: str) -> None:
    words = "title;text\nGespräche;“Für Frieden”, sagte Zoë Müller. " + "Die Gespräche über Öl gehen weiter. " * 9
    ((source,), gaps, _) = opened(tmp_path, "a.csv", words.encode(charset))
    assert gaps == []
    assert text_of(source).startswith("“Für Frieden”, sagte Zoë Müller.")
    (page,) = read_pages(source)
    assert page.meta[0].value == "Gespräche"


def test_broken_rows_cost_themselves_alone(tmp_path: Path) -> None:
    lines = [
        b'{"text": "one"}',
        b"{",
        b"[1]",
        b'{"text": 7' + b"0" * 5000 + b"}",
        b"[" * 50_000,
        b'{"text": "two"}',
    ]
    sources, gaps, _ = opened(tmp_path, "a.jsonl", b"\n".join(lines))
    assert [text_of(source) for source in sources] == ["one", "two"]
    assert reasons(gaps) == ["row-broken"] * 4
    assert [gap.path.rpartition("!")[2] for gap in gaps] == ["row 2", "row 3", "row 4", "row 5"]


def test_a_row_longer_than_a_page_is_passed_by(tmp_path: Path) -> None:
    small = Settings(max_bytes=1000)
    data = b'{"text": "one"}\n{"text": "' + b"a" * 5000 + b'"}\n{"text": "two"}\n'
    sources, gaps, _ = opened(tmp_path, "a.jsonl", data, small)
    assert ([text_of(source) for source in sources], reasons(gaps)) == (["one", "two"], ["row-broken"])
    sources, gaps, _ = opened(tmp_path, "a.csv", b"text\none\n" + b"a" * 5000 + b"\ntwo\n", small)
    assert ([text_of(source) for source in sources], reasons(gaps)) == (["one", "two"], ["row-broken"])


def test_lone_surrogates_become_replacements(tmp_path: Path) -> None:
    ((source,), _, _) = opened(tmp_path, "a.jsonl", b'{"text": "a \\ud800 b"}')
    assert text_of(source) == "a \ufffd b"


def test_parquet_without_its_extra_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    _, gaps, _ = opened(tmp_path, "a.parquet", b"PAR1....PAR1")
    assert reasons(gaps) == ["needs-extra"]
    assert "pip install 'onrecord[parquet]'" in gaps[0].problem.message


def test_a_damaged_parquet_table_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    _, gaps, _ = opened(tmp_path, "a.parquet", b"PAR1" + bytes(100) + b"PAR1")
    assert reasons(gaps) == ["archive-damaged"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(min_size=1), st.text())
def test_any_text_comes_back_as_it_stands(tmp_path: Path, text: str, title: str) -> None:
    """From the stored bytes alone, as `verify` reads them."""
    sources, gaps, _ = opened(tmp_path, "a.jsonl", json.dumps({"text": text, "title": title}).encode())
    if sources:
        stored = Source(data=sources[0].data, media_type=sources[0].media_type)
        with suppress(UnreadableError):  # control codes make it no text
            assert text_of(stored) == text
    else:
        assert not text.strip()
        assert reasons(gaps) == ["no-text"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_crash_a_table(tmp_path: Path, noise: bytes) -> None:
    for name in ("a.csv", "a.tsv", "a.jsonl"):
        sources, gaps, _ = opened(tmp_path, name, b"text,title\n" + noise)
        assert sources or gaps
