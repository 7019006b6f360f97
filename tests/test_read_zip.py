"""ZIP files, gzip files and standard input: read where they lie, nothing is unpacked to the disk."""

import gzip
import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_samples import PAGE, frames, opened, packed, pages_of, reasons, text_of

from onrecord.read import READERS, read_pages
from onrecord.settings import Settings


def zipped(files: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_pages_feeds_tables_and_archives_in_a_zip_are_read(tmp_path: Path) -> None:
    data = zipped(
        {
            "b.txt": "It rains, she said.",
            "a/page.html": PAGE,
            "../../up.txt": "Paths are names here.",
            "a/.hidden": "no",
            "__MACOSX/a.txt": "no",
            "table.csv": "text\nOne row.\n",
            "c.warc.gz": packed(pages_of(1)),
        }
    )
    sources, gaps, passed = opened(tmp_path, "a.zip", data)
    assert gaps == []
    assert [(source.path or "").partition("!")[2] for source in sources] == [
        "../../up.txt",
        "a/page.html",
        "b.txt",
        "c.warc.gz!20310307101500/http://vna.example/0",
        "table.csv!row 1",
    ]
    assert passed == {"other files": 2}
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip"]


def test_archives_in_archives_are_refused(tmp_path: Path) -> None:
    inner = zipped({"a.txt": "words"})
    assert reasons(opened(tmp_path, "a.zip", zipped({"inner.zip": inner}))[1]) == ["archive"]
    assert reasons(opened(tmp_path, "b.gz", gzip.compress(gzip.compress(b"words")))[1]) == ["archive"]
    assert reasons(opened(tmp_path, "c.zip", zipped({"[Content_Types].xml": "<x/>"}))[1]) == ["archive"]


def test_bombs_are_refused(tmp_path: Path) -> None:
    bomb = zipped({f"{n}.txt": b"A" * (30 << 20) for n in range(3)})
    sources, gaps, _ = opened(tmp_path, "a.zip", bomb)
    assert sources == []
    assert set(reasons(gaps)) == {"too-large", "inflates-too-much"}
    sources, gaps, _ = opened(
        tmp_path, "a.txt.gz", gzip.compress(b"A" * (64 << 20), 9), Settings(max_bytes=1 << 30)
    )
    assert (sources, reasons(gaps)) == ([], ["inflates-too-much"])


def test_locked_and_damaged_files_cost_themselves_alone(tmp_path: Path) -> None:
    data = bytearray(
        zipped({"a.txt": "locked words", "b.txt": "damaged words", "c.txt": "whole words"}, zipfile.ZIP_STORED)
    )
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    at = data.index(b"damaged words")
    data[at] ^= 1
    sources, gaps, _ = opened(tmp_path, "a.zip", bytes(data))
    assert [text_of(source) for source in sources] == ["whole words"]
    assert reasons(gaps) == ["encrypted", "archive-damaged"]


def test_a_table_of_contents_too_long_is_refused_before_it_is_read(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": "words"}))
    struct.pack_into("<L", data, data.index(b"PK\x05\x06") + 12, 1 << 30)
    assert reasons(opened(tmp_path, "a.zip", bytes(data))[1]) == ["too-many-files"]


def test_a_long_table_of_contents_is_found_in_the_large_format_too(tmp_path: Path) -> None:
    data = zipped({"a.txt": "words"})
    at = data.index(b"PK\x05\x06")
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 1 << 30, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    assert reasons(opened(tmp_path, "a.zip", data[:at] + large + locator + data[at:])[1]) == ["too-many-files"]


@pytest.mark.parametrize(
    ("ending", "data"), [("gz", gzip.compress(PAGE.encode())), ("zst", frames([PAGE.encode()]))]
)
def test_a_packed_page_is_read_and_a_cut_one_refused(tmp_path: Path, ending: str, data: bytes) -> None:
    ((source,), gaps, _) = opened(tmp_path, f"a.html.{ending}", data)
    assert (source.data, source.path, gaps) == (PAGE.encode(), f"{tmp_path}/a.html", [])
    sources, gaps, _ = opened(tmp_path, f"a.html.{ending}", data[:-9])
    assert (sources, reasons(gaps)) == ([], ["cut-short"])


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_damage_anywhere_never_crashes(tmp_path: Path, data: st.DataObject) -> None:
    whole = zipped({"a.txt": "words " * 30, "b.html": PAGE})
    at = data.draw(st.integers(4, len(whole) - 1))
    noise = data.draw(st.binary(min_size=1, max_size=8))
    sources, gaps, _ = opened(tmp_path, "a.zip", whole[:at] + noise + whole[at + len(noise) :])
    assert sources or gaps


@pytest.mark.parametrize(
    ("option", "data"),
    [((), PAGE.encode()), (("--format", "jsonl"), b'{"text": "Mara Velt said so."}'), ((), packed(pages_of(1)))],
)
def test_standard_input_is_read(option: tuple[str, ...], data: bytes) -> None:
    command = [sys.executable, "-m", "onrecord", "read", "--json", *option, "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"Mara Velt said" in done.stdout


def test_an_unknown_format_names_the_known_ones() -> None:
    command = [sys.executable, "-m", "onrecord", "read", "--format", "docx", "-"]
    done = subprocess.run(command, input=b"", capture_output=True, check=False)
    assert done.returncode == 2
    assert b"jsonl" in done.stderr


def test_every_reader_reads_a_sample(tmp_path: Path) -> None:
    samples = {
        "text/html": ("a.html", PAGE.encode()),
        "text/plain": ("a.txt", b"Mara Velt said so."),
        "application/vnd.onrecord.item+json": ("a.jsonl", b'{"text": "Mara Velt said so."}'),
    }
    assert samples.keys() == READERS.keys()
    for kind, (name, data) in samples.items():
        ((source,), _, _) = opened(tmp_path, name, data)
        assert source.media_type in (kind, None)
        (page,) = read_pages(source)
        assert "Mara Velt said" in page.text
