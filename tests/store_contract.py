"""What every store must do, as tests; a store's test file makes a subclass with an `open_store`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.actors import match, update
from onrecord.model import (
    Article,
    Block,
    Found,
    FoundTime,
    MadeBy,
    PageHead,
    Phrase,
    Problem,
    Record,
    Said,
    Source,
    Span,
    Speaker,
    Statement,
    Via,
)
from onrecord.store import Query, Refusal, Store

ADDED = "2031-03-08T09:00:00+00:00"
MADE_BY = MadeBy(onrecord="0.0-test", renderer="1", models=("rules",))
TEXT = (
    "Varland shells the strait\n\n"
    "Foreign minister Mara Velt said on Thursday that “Kestria has sunk no ship”.\n\n"
    "Tomas Ardel denied that 🚢 convoys had left Port Halvard. \n"
)


def span_of(text: str, words: str) -> Span:
    """Return where words first stand in a text."""
    start = text.index(words)
    return Span(start, start + len(words))


def a_source(data: bytes = TEXT.encode(), path: str | None = "pages/strait.txt") -> Source:
    """Return a source of those bytes."""
    return Source(data=data, path=path)


def a_record(
    source: Source,
    text: str = TEXT,
    *,
    statements: tuple[Statement, ...] | None = None,
    problems: tuple[Problem, ...] = (),
    published: str | None = "2031-03-08",
    made_by: MadeBy = MADE_BY,
) -> Record:
    """Return a record of a source as a reader might have made it, by default with two statements."""
    sha256 = hashlib.sha256(source.data).hexdigest()
    head = PageHead(
        id=sha256[:16],
        path=source.path,
        url=source.url,
        sha256=sha256,
        media_type="text/plain",
        fetched=source.fetched,
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    spans = [span_of(text, line) for line in lines]
    headline = Found(value=lines[0], span=spans[0], by="the first line") if lines else None
    article = Article(
        language="en",
        headline=headline,
        outlet=Found(value="Tolmin Courier", by="made up", path="meta"),
        bylines=(),
        agencies=(Found(value="Transmarine", by="made up"),),
        dateline=None,
        republishes=None,
        published=FoundTime(value=published, by="made up"),
        updated=None,
        body=tuple(spans[1:]),
    )
    blocks = tuple(Block(span=s, kind="paragraph", reason="a line", path=f"line {n}") for n, s in enumerate(spans))
    return Record(
        page=head,
        made_by=made_by,
        text=text,
        article=article,
        blocks=blocks,
        statements=two_statements(sha256) if statements is None else statements,
        problems=problems,
    )


def two_statements(seed: str) -> tuple[Statement, ...]:
    """Return what is said in `TEXT`."""
    velt = Speaker(
        mention=span_of(TEXT, "Mara Velt"),
        name="Mara Velt",
        kind="person",
        role=Phrase(value="Foreign minister", span=span_of(TEXT, "Foreign minister")),
    )
    ardel = Speaker(mention=span_of(TEXT, "Tomas Ardel"), name="Tomas Ardel", kind="person")
    thursday = span_of(TEXT, "on Thursday")
    return (
        Statement(
            id=hashlib.sha256(f"{seed}0".encode()).hexdigest()[:16],
            speakers=(velt,),
            cue=(span_of(TEXT, "said"),),
            content=(span_of(TEXT, "that “Kestria has sunk no ship”"),),
            form="direct",
            via=(Via(name="Transmarine", span=None),),
            said=Said(from_="2031-03-06", to="2031-03-06", precision="day", by="on Thursday", span=thursday),
            acts=("assert",),
        ),
        Statement(
            id=hashlib.sha256(f"{seed}1".encode()).hexdigest()[:16],
            speakers=(ardel,),
            cue=(span_of(TEXT, "denied"),),
            content=(span_of(TEXT, "that 🚢 convoys had left Port Halvard"),),
            form="indirect",
            acts=("deny",),
        ),
    )


def a_refusal(path: str = "pages/x.pdf", sha256: str | None = "ab" * 32, reason: str = "not-text") -> Refusal:
    """Return a refused source."""
    return Refusal(path=path, sha256=sha256, reason=reason, message=f"{path} is a PDF.", tried=ADDED)


class StoreContract:
    """Tests that any `Store` passes; a subclass tells how to open one."""

    def open_store(self, path: Path) -> Store:
        """Open the store at a path, made where it is missing; opened again it holds what was put before."""
        raise NotImplementedError

    @pytest.fixture
    def store(self, tmp_path: Path) -> Store:
        return self.open_store(tmp_path / "ledger.db")

    @pytest.fixture
    def again(self, tmp_path: Path) -> Callable[[], Store]:
        return lambda: self.open_store(tmp_path / "ledger.db")

    def test_a_page_comes_back_as_it_was_put(self, store: Store, again: Callable[[], Store]) -> None:
        source = Source(
            data=b"\x00\xff" + TEXT.encode(),
            path="pages/strait.txt",
            url="https://courier.example/strait",
            fetched="2031-03-08T07:00:00+00:00",
            media_type="text/plain; charset=utf-8",
        )
        record = a_record(source)
        assert store.put_page(source, record, ADDED) == (True, True)
        store.close()
        reopened = again()
        assert reopened.record(record.page.id) == record
        assert reopened.source(record.page.id) == source
        assert reopened.page_of(record.page.sha256) == (record.page.id, MADE_BY)
        assert list(reopened.check()) == []
        reopened.close()

    def test_the_same_page_again_adds_nothing(self, store: Store) -> None:
        source = a_source()
        record = a_record(source)
        store.put_page(source, record, ADDED)
        before = store.status()
        assert store.put_page(source, record, "2032-01-01T00:00:00+00:00") == (False, False)
        assert store.put_capture(record.page.sha256, source, "2032-01-01T00:00:00+00:00") is False
        assert store.status() == before
        assert [capture.added for capture in store.captures(record.page.id)] == [ADDED]
        assert list(store.check()) == []

    def test_a_new_place_is_a_new_capture_of_the_same_page(self, store: Store) -> None:
        source = a_source()
        record = a_record(source)
        store.put_page(source, record, ADDED)
        assert store.put_capture(record.page.sha256, a_source(path="copy.txt"), ADDED) is True
        assert [capture.path for capture in store.captures(record.page.id)] == ["pages/strait.txt", "copy.txt"]
        assert store.pages_like("copy.txt") == (record.page.id,)
        assert store.status().captures == 2
        assert store.status().sources == 1

    def test_changed_bytes_under_one_path_are_two_pages_and_the_path_means_the_later(self, store: Store) -> None:
        first, second = a_source(), a_source(TEXT.encode() + b" ")
        for source in (first, second):
            store.put_page(source, a_record(source), ADDED)
        assert store.status().sources == 2
        assert store.source(a_record(first).page.id) == first
        assert store.pages_like("pages/strait.txt") == (a_record(second).page.id,)

    def test_a_record_put_again_replaces_the_one_before(self, store: Store) -> None:
        source = a_source()
        store.put_page(source, a_record(source), ADDED)
        newer = a_record(source, statements=(), made_by=MadeBy(onrecord="9", renderer="2"))
        assert store.put_page(source, newer, ADDED) == (False, False)
        assert store.record(newer.page.id) == newer
        assert store.status().statements == 0
        assert store.search(Query(words="ship")) == ()
        assert list(store.check()) == []

    def test_rebuilding_changes_nothing_in_a_sound_store(self, store: Store) -> None:
        source = a_source()
        store.put_page(source, a_record(source), ADDED)
        before = store.status(), store.search(Query(words="ship"))
        store.rebuild()
        assert (store.status(), store.search(Query(words="ship"))) == before
        assert list(store.check()) == []

    def test_a_refusal_is_one_row_however_often_it_is_tried(self, store: Store) -> None:
        assert store.put_refusal(a_refusal()) is True
        assert store.put_refusal(a_refusal()) is False
        assert store.put_refusal(a_refusal(sha256=None, reason="no-permission")) is True
        assert store.put_refusal(a_refusal(sha256=None, reason="io-error")) is False
        assert store.status().refused == 2
        assert sorted(gap.problem.reason for gap in store.problems()) == ["io-error", "not-text"]

    def test_a_refusal_goes_once_its_bytes_or_its_unreadable_place_are_read(self, store: Store) -> None:
        source = a_source()
        record = a_record(source)
        store.put_refusal(a_refusal(path="elsewhere.txt", sha256=record.page.sha256))
        store.put_refusal(a_refusal(path="pages/strait.txt", sha256=None))
        store.put_refusal(a_refusal(path="pages/strait.txt", sha256="cd" * 32))
        store.put_page(source, record, "2031-03-09T00:00:00+00:00")
        (gap,) = store.problems()
        assert gap.path == "pages/strait.txt"
        assert gap.problem.message.endswith("PDF. Other bytes at this path have been read since.")
        assert store.status().refused == 1

    def test_problems_come_by_path_then_stage(self, store: Store) -> None:
        problems = (
            Problem(stage="said", reason="no-day", message="No day.", span=Span(0, 7)),
            Problem(stage="masthead", reason="no-outlet", message="No outlet."),
        )
        source = a_source(path="b.txt")
        record = a_record(source, problems=problems)
        store.put_page(source, record, ADDED)
        store.put_refusal(a_refusal(path="a.pdf"))
        found = list(store.problems())
        assert [(gap.path, gap.problem.stage) for gap in found] == [
            ("a.pdf", "read"),
            ("b.txt", "masthead"),
            ("b.txt", "said"),
        ]
        assert found[2].problem == problems[0]
        assert [gap.page for gap in found] == [None, record.page.id, record.page.id]

    def test_status_counts_what_was_put(self, store: Store) -> None:
        unclear = Statement(
            id="f" * 16,
            speakers=(Speaker(mention=None, name=None, kind="unclear"),),
            cue=(),
            content=(span_of(TEXT, "Kestria has sunk no ship"),),
            form="direct",
        )
        one, two = a_source(path="1.txt"), a_source(b"two", path="2.txt")
        problem = Problem(stage="read", reason="odd", message="Odd.")
        store.put_page(one, a_record(one), ADDED)
        store.put_page(two, a_record(two, statements=(unclear,), problems=(problem,), published=None), ADDED)
        store.put_refusal(a_refusal())
        update(store)
        status = store.status()
        assert (status.sources, status.read, status.partly, status.refused) == (3, 1, 1, 1)
        assert (status.statements, status.actors, status.unclear, status.undated) == (3, 2, 1, 1)
        assert (status.first_published, status.last_published) == ("2031-03-08", "2031-03-08")
        assert status.problems == (("not-text", 1), ("odd", 1))
        assert status.made_by == (MADE_BY,)

    def test_like_named_anonymous_speakers_of_two_pages_are_two(self, store: Store) -> None:
        official = Speaker(mention=None, name="a senior official", kind="anonymous")
        velt = Speaker(mention=None, name="Mara Velt", kind="person")
        for data in (b"one", b"two"):
            source = a_source(data, path=data.decode())
            said = Statement(id=data.hex(), speakers=(official, velt), cue=(), content=(), form="indirect")
            store.put_page(source, a_record(source, statements=(said,)), ADDED)
        update(store)
        assert store.status().actors == 3

    def test_pages_come_by_path_then_id(self, store: Store) -> None:
        paths = ["b.txt", "a/z.txt", "a.txt", "b.txt"]
        for nth, path in enumerate(paths):
            source = a_source(bytes([nth]), path=path)
            store.put_page(source, a_record(source), ADDED)
        heads = [store.record(page).page for page in store.page_ids()]
        assert [(head.path, head.id) for head in heads] == sorted((head.path, head.id) for head in heads)
        assert [head.path for head in heads] == ["a.txt", "a/z.txt", "b.txt", "b.txt"]

    def test_ids_are_found_by_their_beginning(self, store: Store) -> None:
        source = a_source()
        record = a_record(source)
        store.put_page(source, record, ADDED)
        assert store.pages_like(record.page.id[:5]) == (record.page.id,)
        assert store.pages_like(record.page.id) == (record.page.id,)
        assert store.pages_like("no such") == ()
        assert store.statements_like(record.statements[1].id[:6]) == ((record.page.id, 1),)
        assert store.statements_like("zz") == ()
        with pytest.raises(KeyError):
            store.record("0" * 16)
        with pytest.raises(KeyError):
            store.source("0" * 16)

    def test_search_by_words_speaker_and_day(self, store: Store) -> None:
        source = a_source()
        record = a_record(source)
        store.put_page(source, record, ADDED)
        update(store)
        ardel = match(store, "Tomas Ardel")
        sunk, convoys = (record.page.id, 0), (record.page.id, 1)
        found = {
            Query(): (sunk, convoys),
            Query(words="KESTRIA ship"): (sunk,),
            Query(words="Velt"): (sunk,),
            Query(words="Kestria Ardel"): (),
            Query(words="“convoys”, had"): (convoys,),
            Query(words="…"): (),
            Query(actors=ardel): (convoys,),
            Query(actors=frozenset()): (),
            Query(words="ship", actors=ardel): (),
            Query(until="2031-03-06"): (sunk,),
            Query(since="2031-03-07"): (convoys,),
            Query(words="Kestria", since="2031-03-07", until="2031-03-08"): (),
            Query(words="convoys", since="2031-03-07", until="2031-03-08"): (convoys,),
            Query(limit=1): (sunk,),
        }
        assert {query: store.search(query) for query in found} == found

    def test_undated_statements_are_found_only_when_no_day_is_asked_for(self, store: Store) -> None:
        source = a_source()
        record = a_record(source, published=None)
        store.put_page(source, record, ADDED)
        assert store.search(Query(words="convoys")) == ((record.page.id, 1),)
        assert store.search(Query(words="convoys", since="0001-01-01")) == ()

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        words=st.text()
        | st.text(alphabet='"*()^:+-{}.,\0 aNEAROT\ud800é')
        | st.sampled_from(["AND", "NEAR(", "words:x"])
    )
    def test_no_query_is_taken_for_syntax(self, store: Store, words: str) -> None:
        assert store.search(Query(words=words)) == ()
        assert store.pages_like(words + "zz") == ()
        assert store.statements_like(words + "zz") == ()

    @pytest.mark.parametrize(
        "text",
        [
            "A NUL\0 is here\n\nand \0\0 goes on\0 after it",
            "אמר השר\n\nقال الوزير \u200f(א)\u202e xyz",
            "\U0001d54f\U0001f6a2\n\n\U0010ffff and e\u0301 \u00a0 \u200b end",
            "",
        ],
    )
    def test_odd_text_comes_back_and_is_found(self, store: Store, text: str) -> None:
        spans = tuple(span_of(text, line.strip()) for line in text.split("\n\n") if line.strip())
        said = Statement(id="ab" * 8, speakers=(), cue=(), content=spans, form="indirect")
        source = a_source(text.encode())
        record = a_record(source, text, statements=(said,))
        store.put_page(source, record, ADDED)
        assert store.record(record.page.id) == record
        assert list(store.check()) == []
        last = [word for word in text.replace("\0", " ").split() if word.isalnum()]
        assert store.search(Query(words=last[-1] if last else "")) == ((record.page.id, 0),)

    def test_lone_surrogates_are_replaced_one_for_one(self, store: Store) -> None:
        source = a_source(path="odd\udcff.txt")
        speaker = Speaker(mention=None, name="V\ud800lt", kind="person")
        said = Statement(id="cd" * 8, speakers=(speaker,), cue=(), content=(), form="indirect")
        record = a_record(source, statements=(said,))
        store.put_page(source, record, ADDED)
        store.put_refusal(a_refusal(path="bad\udcff"))
        kept = store.record(record.page.id)
        assert kept.statements[0].speakers[0].name == "V\ufffdlt"
        assert store.pages_like("odd\udcff.txt") == (record.page.id,)
        assert next(iter(store.problems())).path == "bad\\xff"
        assert list(store.check()) == []

    def test_a_closed_store_says_so_and_closes_twice(self, store: Store) -> None:
        store.close()
        store.close()
        with pytest.raises(Exception, match="has been closed; open it again"):
            store.status()
