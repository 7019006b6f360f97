"""Web archives: whole records are read, damage is told and skipped, nothing inflates without bound."""

import base64
import gzip
import hashlib
import sys
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_samples import PAGE, frames, opened, packed, pages_of, reasons, text_of, warc_record

from onrecord.model import PageProblem, Source
from onrecord.read import find_sources, open_sources, read_pages
from onrecord.settings import Settings

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CHUNKED = b"5;x=1\r\n<html\r\n%x\r\n" % (len(PAGE.encode()) - 5) + PAGE.encode()[5:] + b"\r\n0\r\n\r\n"
WORDS = "Mara Velt said on Friday that “no ship will leave” Orsk-on-Vey."


TRAINED = zstd.train_dict([b" ".join(pages_of(n % 7 + 1)) for n in range(64)], 4096)


def checked(record: bytes) -> bytes:
    return zstd.compress(record, options={zstd.CompressionParameter.checksum_flag: 1})


def skipped(content: bytes, number: int = 0) -> bytes:
    """Return a frame that decoders skip; number 13 holds the dictionary of a web archive."""
    return bytes([0x50 + number]) + b"\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plain.warc", b"".join(pages_of(3))),
        ("members.warc.gz", packed(pages_of(3))),
        ("whole.warc.gz", gzip.compress(b"".join(pages_of(3)))),
        ("nameless", packed(pages_of(3))),
        ("frames.warc.zst", frames(pages_of(3))),
        ("whole.warc.zst", zstd.compress(b"".join(pages_of(3)))),
        ("skipped.warc.zst", frames([*pages_of(2), b""]) + skipped(b"notes") + frames(pages_of(3)[2:])),
        ("nameless-frames", frames(pages_of(3))),
        ("dictionary.warc.zst", skipped(TRAINED.dict_content, 13) + frames(pages_of(3), TRAINED)),
        ("packed.warc.zst", skipped(zstd.compress(TRAINED.dict_content), 13) + frames(pages_of(3), TRAINED)),
        ("nameless-dictionary", skipped(TRAINED.dict_content, 13) + frames(pages_of(3), TRAINED)),
    ],
)
def test_every_packing_gives_the_same_pages(tmp_path: Path, name: str, data: bytes) -> None:
    sources, gaps, _ = opened(tmp_path, name, data)
    assert gaps == []
    assert [source.url for source in sources] == [f"http://vna.example/{n}" for n in range(3)]
    assert [source.fetched for source in sources] == ["2031-03-07T10:15:00Z"] * 3
    assert sources[0].path == f"{tmp_path / name}!20310307101500/http://vna.example/0"
    assert sources[0].media_type == "text/html; charset=utf-8"
    assert "Mara Velt said on Friday 2" in text_of(sources[2])


def test_what_is_no_page_is_counted_by_kind(tmp_path: Path) -> None:
    records = [
        warc_record(b"software: x", kind="warcinfo"),
        warc_record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        warc_record(b"", kind="revisit"),
        warc_record(b"gone", status="404 Not Found"),
        warc_record(b"\x89PNG", http="Content-Type: image/png\r\n"),
        warc_record(b"User-agent: *", url="http://vna.example/robots.txt", http="Content-Type: text/plain\r\n"),
        warc_record(WORDS.encode(), kind="conversion", extra="Content-Type: text/plain\r\n"),
        warc_record(PAGE.encode(), kind="resource", extra="Content-Type: text/html\r\n"),
    ]
    sources, gaps, passed = opened(tmp_path, "a.warc.gz", packed(records))
    assert gaps == []
    assert [text_of(source)[:9] for source in sources] == ["Mara Velt", "Varland s"]
    assert passed == {
        "warcinfo": 1,
        "request": 1,
        "revisit": 1,
        "status 404": 1,
        "media type image/png": 1,
        "robots.txt": 1,
    }


def test_an_archive_without_pages_says_what_it_holds(tmp_path: Path) -> None:
    _, gaps, _ = opened(tmp_path, "a.warc", warc_record(b"gone", status="404 Not Found"))
    assert reasons(gaps) == ["no-pages"]
    assert "1 × status 404" in gaps[0].problem.message


@pytest.mark.parametrize(
    ("http", "body"),
    [
        ("Content-Encoding: gzip\r\n", gzip.compress(PAGE.encode())),
        ("Content-Encoding: gzip\r\n", PAGE.encode()),
        ("Content-Encoding: br\r\n", PAGE.encode()),
        ("Content-Encoding: deflate\r\n", zlib.compress(PAGE.encode())),
        ("Content-Encoding: deflate\r\n", zlib.compress(PAGE.encode())[2:-4]),
        ("Content-Encoding: br\r\n", brotli.compress(PAGE.encode())),
        ("Content-Encoding: zstd\r\n", zstd.compress(PAGE.encode())),
        ("Content-Encoding: zstd\r\n", zstd.compress(PAGE.encode()[:99]) + zstd.compress(PAGE.encode()[99:])),
        ("Content-Encoding: zstd, br\r\n", brotli.compress(zstd.compress(PAGE.encode()))),
        ("Transfer-Encoding: chunked\r\n", CHUNKED),
        ("Transfer-Encoding: chunked\r\n", PAGE.encode()),
    ],
)
def test_encodings_of_http_are_undone_or_found_undone(tmp_path: Path, http: str, body: bytes) -> None:
    sources, gaps, _ = opened(tmp_path, "a.warc", warc_record(body, http=http))
    assert gaps == []
    assert sources[0].data == PAGE.encode()
    assert sources[0].problems == ()


def test_a_body_that_ends_too_early_is_read_and_says_so(tmp_path: Path) -> None:
    long = PAGE.encode() + hashlib.shake_128(b"noise").digest(160_000)  # more than one block of zstd's
    records = [
        warc_record(gzip.compress(long)[:-300], http="Content-Encoding: gzip\r\n"),
        warc_record(brotli.compress(long)[:-300], http="Content-Encoding: br\r\n"),
        warc_record(zstd.compress(long)[:-300], http="Content-Encoding: zstd\r\n"),
        warc_record(b"fff\r\n" + PAGE.encode(), http="Transfer-Encoding: chunked\r\n"),
        warc_record(PAGE.encode(), extra="WARC-Truncated: length\r\n"),
    ]
    sources, _, _ = opened(tmp_path, "a.warc", b"".join(records))
    assert [[p.reason for p in source.problems] for source in sources] == [["cut-short"]] * 5
    assert all(source.data.startswith(PAGE.encode()[:200]) for source in sources)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("br", b"\xff" * 99),
        ("zstd", b"\x28\xb5\x2f\xfd" + b"\xff" * 99),
        ("zstd", b"\x28\xb5\x2f\xfd\x00\x70\x01\x00\x00"),
        ("compress", b"\x1f\x9d\x90"),
        ("x-own", b"\x01"),
    ],
)
def test_an_encoding_that_cannot_be_undone_costs_its_page_alone(
    tmp_path: Path, encoding: str, body: bytes
) -> None:
    records = [warc_record(body, http=f"Content-Encoding: {encoding}\r\n"), *pages_of(1)]
    sources, gaps, _ = opened(tmp_path, "a.warc", b"".join(records))
    assert (len(sources), reasons(gaps)) == (1, ["content-encoding"])


@pytest.mark.parametrize("notation", ["sha1", "sha256", "md5", "SHA-256"])
@pytest.mark.parametrize("wrong", [False, True])
def test_payload_digests_are_checked_in_every_notation(tmp_path: Path, notation: str, wrong: bool) -> None:  # noqa: FBT001
    digest = hashlib.new(notation.lower().replace("-", ""), PAGE.encode() + b"!" * wrong).digest()
    for value in (digest.hex(), base64.b32encode(digest).decode()):
        record = warc_record(PAGE.encode(), extra=f"WARC-Payload-Digest: {notation}:{value}\r\n")
        ((source,), _, _) = opened(tmp_path, "a.warc", record)
        assert [problem.reason for problem in source.problems] == ["digest-mismatch"] * wrong
        (page,) = read_pages(source)
        assert [problem.reason for problem in page.problems] == ["digest-mismatch"] * wrong


def test_a_changed_block_is_told_on_the_page(tmp_path: Path) -> None:
    record = warc_record(PAGE.encode()).replace(b"no ship", b"one hip")
    ((source,), gaps, _) = opened(tmp_path, "a.warc", record)
    assert gaps == []
    assert [problem.reason for problem in source.problems] == ["digest-mismatch"]
    assert "WARC-Block-Digest" in source.problems[0].message


@pytest.mark.parametrize(
    ("encoding", "compress"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstd.compress)]
)
@pytest.mark.parametrize(("ending", "pack"), [("gz", packed), ("zst", frames)])
def test_bombs_are_refused_and_what_follows_is_read(
    tmp_path: Path,
    encoding: str,
    compress: Callable[[bytes], bytes],
    ending: str,
    pack: Callable[[list[bytes]], bytes],
) -> None:
    inside = warc_record(compress(b"<p>" + b"A" * (16 << 20)), http=f"Content-Encoding: {encoding}\r\n")
    record = warc_record(b"A" * (64 << 20))
    sources, gaps, _ = opened(tmp_path, f"a.warc.{ending}", pack([inside, record, *pages_of(1)]))
    assert reasons(gaps) == ["too-large", "inflates-too-much"]
    assert [source.url for source in sources] == ["http://vna.example/0"]


def test_a_page_over_the_limit_is_refused_alone(tmp_path: Path) -> None:
    big = warc_record(b"<p>" + b"word " * 60_000)
    sources, gaps, _ = opened(tmp_path, "a.warc", big + pages_of(1)[0], Settings(max_bytes=100_000))
    assert (len(sources), reasons(gaps)) == (1, ["too-large"])


@pytest.mark.parametrize("length", [10**15, -5, 50, 10**400])
def test_a_length_that_lies_costs_its_record_alone(tmp_path: Path, length: int) -> None:
    data = warc_record(PAGE.encode(), length=length) + pages_of(2)[1]
    sources, gaps, _ = opened(tmp_path, "a.warc", data)
    assert [source.url for source in sources] == ["http://vna.example/1"]
    assert len(gaps) == 1


def test_a_header_without_end_costs_its_record_alone(tmp_path: Path) -> None:
    for header in (b"X: " + b"a" * (2 << 20), b"X: a\r\n" * 300_000):
        sources, gaps, _ = opened(tmp_path, "a.warc", b"WARC/1.0\r\n" + header + b"\r\n\r\n" + pages_of(1)[0])
        assert (len(sources), reasons(gaps)) == (1, ["damaged"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cut=st.integers(min_value=1), packing=st.sampled_from(["plain", "members", "whole"]))
def test_a_file_cut_anywhere_gives_its_whole_records_and_one_problem(
    tmp_path: Path,
    cut: int,
    packing: str,
) -> None:
    records = pages_of(5)
    members = [gzip.compress(record, mtime=0) for record in records]
    if packing == "plain":
        data, ends = b"".join(records), [len(b"".join(records[: n + 1])) for n in range(5)]
    elif packing == "whole":
        data, ends = gzip.compress(b"".join(records), mtime=0), []
    else:
        data, ends = b"".join(members), [len(b"".join(members[: n + 1])) for n in range(5)]
    cut %= len(data)
    sources, gaps, _ = opened(tmp_path, "a.warc" if packing == "plain" else "a.warc.gz", data[:cut])
    known = [f"http://vna.example/{n}" for n in range(5)]
    found = [source.url for source in sources if source.url]
    assert found == known[: len(found)]
    assert len(found) >= sum(end <= cut for end in ends)
    assert len(gaps) <= 2 or cut < 40
    for source in sources:
        if source.url:
            assert "Mara Velt said on Friday" in text_of(source)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_damage_anywhere_never_crashes_and_spares_the_records_before_it(
    tmp_path: Path, data: st.DataObject
) -> None:
    """Members after the damaged one are read too: each begins with a magic that is found again."""
    packings: dict[str, Callable[[bytes], bytes]] = {"gz": partial(gzip.compress, mtime=0), "zst": checked}
    ending, pack = data.draw(st.sampled_from(list(packings.items())))
    members = [pack(record) for record in pages_of(5)]
    whole = b"".join(members)
    at = data.draw(st.integers(0, len(whole) - 1))
    noise = data.draw(st.binary(min_size=1, max_size=40))
    damaged = whole[:at] + noise + whole[at + len(noise) :]
    sources, _, _ = opened(tmp_path, f"a.warc.{ending}", damaged)
    urls = [source.url for source in sources]
    ends = [len(b"".join(members[: n + 1])) for n in range(5)]
    starts = [0, *ends[:-1]]
    for n in range(5):
        if ends[n] <= at or starts[n] >= at + len(noise):
            assert f"http://vna.example/{n}" in urls
    for source in sources:
        for page in read_pages(source) if source.url in {f"http://vna.example/{n}" for n in range(5)} else ():
            assert all(page.text[s.span.start : s.span.end] for s in page.segments)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=400))
def test_nothing_that_calls_itself_a_warc_crashes(tmp_path: Path, noise: bytes) -> None:
    begins = {"warc": b"WARC/1.0\r\n", "warc.gz": b"\x1f\x8b\x08", "warc.zst": b"\x28\xb5\x2f\xfd"}
    for name, data in (
        *((f"a.{kind}", head + noise) for kind, head in begins.items()),
        ("a.zst", skipped(noise, 13)),
    ):
        sources, gaps, _ = opened(tmp_path, name, data)
        assert sources or gaps


def test_a_wacz_gives_the_pages_of_its_archives(tmp_path: Path) -> None:
    file = tmp_path / "a.wacz"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("pages/pages.jsonl", '{"text": "not a page of its own"}')
        archive.writestr("archive/data.warc.gz", packed(pages_of(2)))
    parts = list(open_sources(find_sources([file])[0]))
    sources = [part for part in parts if isinstance(part, Source)]
    assert [source.path for source in sources] == [
        f"{file}!archive/data.warc.gz!20310307101500/http://vna.example/{n}" for n in range(2)
    ]
    assert not [part for part in parts if isinstance(part, PageProblem)]


def test_progress_tells_the_share_that_was_read(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(b"".join(pages_of(2000)))
    shares: list[float] = []
    assert sum(1 for _ in open_sources(find_sources([file])[0], on_read=shares.append)) == 2000
    assert shares == sorted(shares)
    assert shares[0] < 0.2
    assert shares[-1] == 1.0
