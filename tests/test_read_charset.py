"""How bytes become text: what decides, what is overruled, and what is reported."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Source
from onrecord.read import read_pages
from onrecord.read.charset import decode_html, decode_plain

CYRILLIC = "Министр Варланда заявил, что это неправда. "
META_1251 = '<html><head><meta charset="windows-1251"><title>т</title></head><body><p>'


@pytest.mark.parametrize(
    ("data", "charset", "how"),
    [
        ("é".encode("utf-8-sig"), "utf-8", "mark"),
        ("é".encode("utf-16"), "utf-16-le", "mark"),
        (b"\xfe\xff" + "é".encode("utf-16-be"), "utf-16-be", "mark"),
        ("é".encode("utf-32"), "utf-32-le", "mark"),
        ("Two words".encode("utf-16-le"), "utf-16-le", "zeros"),
        ("Two words".encode("utf-16-be"), "utf-16-be", "zeros"),
        (CYRILLIC.encode("utf-16-le"), "utf-16-le", "zeros"),
        ("é".encode(), "utf-8", "valid"),
        (b"a\0b text", "utf-8", "valid"),
        (CYRILLIC.encode("cp1251"), "cp1251", "guess"),
        ("Le ministre a déclaré : « Jamais à Tolmin. » ".encode("cp1252"), "cp1252", "guess"),
        (("He said “yes”." + " More words." * 99).encode("cp1252"), "cp1252", "fallback"),
    ],
)
def test_plain_text_is_decoded_by_the_first_thing_that_decides(data: bytes, charset: str, how: str) -> None:
    decoded = decode_plain(data)
    assert (decoded.charset, decoded.how, decoded.replaced) == (charset, how, 0)
    assert decoded.text.encode(charset) == data[len(data) - len(decoded.text.encode(charset)) :]


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ("<META CHARSET=windows-1251>", "cp1251"),
        ("<meta http-equiv=Content-Type content='text/html; charset = cp1251'>", "cp1251"),
        ("<!-- <meta charset=utf-8> --><meta charset=cp1251>", "cp1251"),
        ("<meta charset=no-such-thing><meta charset=cp1251>", "cp1251"),
        ("<meta charset=latin-1>", "cp1252"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        ("<meta charset=ascii>", "cp1252"),
    ],
)
def test_a_meta_element_decides_and_labels_mean_what_browsers_take_them_for(head: str, charset: str) -> None:
    decoded = decode_html(f"<head>{head}</head><p>".encode() + b"\xe9\xef\xf0\xe2")
    assert (decoded.charset, decoded.how) == (charset, "meta")


def test_a_meta_element_past_the_first_kilobyte_does_not_count() -> None:
    assert decode_html(b" " * 1024 + b"<meta charset=windows-1251>a").how == "valid"


def test_a_header_goes_before_meta_and_a_mark_before_both() -> None:
    page = META_1251.encode() + "é".encode("cp1252")
    assert decode_html(page, 'text/html; charset="ISO-8859-1"').text.endswith("é")
    marked = b"\xef\xbb\xbf" + META_1251.encode() + "é".encode()
    assert decode_html(marked, "text/html; charset=iso-8859-1").how == "mark"


def test_a_page_that_calls_itself_utf16_and_is_not_is_read_as_the_standard_says() -> None:
    assert decode_html("<meta charset=utf-16>é".encode()).charset == "utf-8"


@pytest.mark.parametrize(
    ("stated", "charset"), [("utf-8", "cp1251"), ("windows-1252", "utf-8"), ("iso-8859-2", "utf-8")]
)
def test_a_charset_that_the_bytes_contradict_is_overruled_and_reported(stated: str, charset: str) -> None:
    data = f"<meta charset={stated}><p>".encode() + (CYRILLIC * 3).encode(charset)
    page = next(read_pages(Source(data=data)))
    assert page.text == (CYRILLIC * 3).strip()
    assert "charset-overruled" in [problem.reason for problem in page.problems]


def test_a_few_broken_bytes_are_replaced_counted_and_reported() -> None:
    page = next(read_pages(Source(data=("Ž" * 40).encode() + b"\xff end \xef\xbf\xbd")))
    assert page.text == "Ž" * 40 + "\ufffd end \ufffd"
    assert [problem.reason for problem in page.problems] == ["bytes-replaced"]
    assert page.problems[0].message.startswith("1 characters")


@given(st.binary(max_size=400))
def test_no_bytes_make_a_lone_surrogate_or_an_error(data: bytes) -> None:
    for decoded in (decode_plain(data), decode_html(data), decode_html(data, "text/html; charset=gbk")):
        decoded.text.encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_utf8_is_never_mistaken_once_it_holds_more_than_ascii(text: str) -> None:
    data = (text + "žluť").encode()
    assert decode_plain(data).text in {text + "žluť", (text + "žluť").removeprefix("\ufeff")}
