"""Utterances: which statements report one act of saying, which page does so first, what became of its words."""

from __future__ import annotations

import difflib
import itertools
import string
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relay_pages import OTHER, STORY, put, record_of, store_in

from onrecord import actors, relay
from onrecord.lang.language import Language
from onrecord.model import Record, Said, Span, Speaker, Statement
from onrecord.relay.sayings import How, Telling, same_saying, speaker_key
from onrecord.relay.utterance_pass import VERSION
from onrecord.relay.utterances import comparable, group
from onrecord.relay.wording import word_changes
from onrecord.store import Place
from onrecord.store.utterances import Retelling, Told
from onrecord.text import fold, word_spans

EN = Language("en")


def telling(words: str, day: str | None = "2031-03-04", *, out: str | None = None, who: str = "broek",
            cue: str = "said", page: str = "a", denies: bool = False) -> Telling:  # fmt: skip
    """Return a statement as it is compared; `out` is the day by which a page that does not say a day was out."""
    return Telling(
        page=page,
        nth=0,
        actors=frozenset({who} if who else ()),
        words=words,
        cue=cue,
        denies=denies,
        negated=False,
        first=day,
        last=day or out,
        dated=day is not None,
    )


DENIAL = "that Varland had never sold drones to the rebels and that reports of it were an absurd invention"
AGAIN = "that Varland has never sold any drones to rebels and reports of it are absurd inventions"
QUOTE = "“We do not ask Kestria who buys its timber,”"


@pytest.mark.parametrize(
    ("one", "two", "how"),
    [
        (telling(QUOTE), telling("that " + QUOTE + " and would not"), "quoted"),
        (telling(QUOTE), telling(QUOTE, "2031-03-05"), "quoted"),
        (telling(DENIAL), telling(AGAIN), "retold"),
        (telling(DENIAL), telling(AGAIN, None, out="2031-07-01", cue="has said"), "recalled"),
        (telling(DENIAL, None), telling(AGAIN, None, cue="previously said"), "recalled"),
    ],
    ids=["the same quoted words", "over midnight", "nearly the same words", "recalled later", "both undated"],
)
def test_one_act_of_saying(one: Telling, two: Telling, how: How) -> None:
    assert same_saying(one, two, EN, copied=False) == how
    assert same_saying(two, one, EN, copied=False) == how


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (telling(QUOTE), telling(QUOTE, "2031-03-19")),
        (telling(QUOTE), telling(QUOTE, who="tillick")),
        (telling(QUOTE), telling(QUOTE, who="")),
        (telling("“Not one crate,”"), telling("“Not one crate,”", None)),
        (telling(DENIAL), telling(AGAIN.replace("never ", ""))),
        (telling("that 19 ships with drones had left the port of Orsk-on-Vey by night"),
         telling("that 30 ships with drones had left the port of Orsk-on-Vey by night")),
        (telling(DENIAL), telling(AGAIN, None, out="2031-07-01")),
        (telling(DENIAL), telling(AGAIN, None, out="2031-02-01", cue="has said")),
        (telling(DENIAL), telling(AGAIN, denies=True)),
        (telling(DENIAL), telling(DENIAL + ", and " + " ".join(letter * 4 for letter in string.ascii_lowercase))),
    ],
    ids=["repeated weeks later", "another speaker", "nobody named", "a few words without a day",
         "without the never", "another figure", "undated and not recalled", "out before it was said",
         "a denial and a claim", "a short one in a long one"],
)  # fmt: skip
def test_not_one_act_of_saying(one: Telling, two: Telling) -> None:
    assert same_saying(one, two, EN, copied=False) is None
    assert same_saying(two, one, EN, copied=False) is None


def test_the_words_of_a_copied_page_need_no_speaker() -> None:
    assert same_saying(telling("the accusations", who=""), telling("the accusations"), EN, copied=True) == "copied"
    assert same_saying(telling("the plan", who="fenn"), telling("the plan", who="broek"), EN, copied=True) is None


def test_an_unnamed_spokesman_is_told_by_his_office_and_an_official_by_nothing() -> None:
    office = speaker_key("~Varland's foreign ministry spokesman")
    assert office == speaker_key("~the spokeswoman of Varland’s foreign ministry")
    assert office != speaker_key("~Kestria's foreign ministry spokesman")
    assert speaker_key("~a senior Varlandic official") is None
    assert speaker_key("~a spokesman") is None


def test_an_undated_report_goes_with_one_of_two_days_and_joins_neither_with_the_other() -> None:
    places = [Place(page, 0) for page in "abc"]
    tellings = dict(
        zip(
            places,
            [
                telling(DENIAL, "2031-01-04"),
                telling(DENIAL, None, out="2031-07-01"),
                telling(DENIAL, "2031-05-02"),
            ],
            strict=True,
        )
    )
    retold = [Retelling(places[0], places[1], "recalled"), Retelling(places[1], places[2], "recalled")]
    order = {"a": 0, "c": 1, "b": 2}
    assert group(tellings, retold, order) == [(places[0], places[1])]
    assert group(tellings, retold[::-1], order) == [(places[0], places[1])]


# ---- which pairs are looked at ----------------------------------------------------------------------------

few_words = st.lists(st.sampled_from(["no", "crate", "ship", "ever", "left", "vey"]), min_size=1, max_size=10)


def shared(one: list[str], two: list[str]) -> float:
    """Return the share of the shorter one's words in blocks of three and more, reckoned in full."""
    one, two = sorted((one, two), key=lambda words: (len(words), words))
    blocks = difflib.SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= min(3, len(one))) / len(one)


@settings(max_examples=200)
@given(few_words, few_words, st.integers(0, 10))
def test_what_is_told_apart_early_shares_too_little_when_reckoned_in_full(
    one: list[str], two: list[str], taken: int
) -> None:
    two = one[:taken] + two
    found = same_saying(telling(" ".join(one)), telling(" ".join(two)), EN, copied=True)
    assert (found == "copied") == (shared(one, two) >= 0.8)


speakers = st.lists(st.sampled_from(["", "broek", "fenn", "tillick"]), max_size=6)


@given(speakers, speakers)
def test_no_pair_is_passed_over_that_one_speaker_may_have_made(ones: list[str], others: list[str]) -> None:
    left = [replace(telling("the plan", who=who), nth=nth) for nth, who in enumerate(ones)]
    right = [replace(telling("the plan", who=who, page="b"), nth=nth) for nth, who in enumerate(others)]
    found = [(one.nth, other.nth) for one, other in comparable(left, right)]
    assert sorted(found) == [
        (one.nth, other.nth) for one in left for other in right if same_saying(one, other, EN, copied=True)
    ]


# ---- words ------------------------------------------------------------------------------------------------

sentences = st.lists(st.sampled_from(["no", "crate", "ship", "ever", "left", "Orsk-on-Vey", "it’s"]), max_size=12)


@settings(max_examples=60)
@given(sentences.map(" ".join), sentences.map(", ".join))
def test_changes_are_the_words_at_their_spans_and_make_one_form_of_the_other(one: str, two: str) -> None:
    contents = [(Span(0, len(text)),) if text else () for text in (one, two)]
    changes = word_changes(one, contents[0], two, contents[1])
    left = [fold(one[w.start : w.end]) for w in word_spans(one)]
    right = [fold(two[w.start : w.end]) for w in word_spans(two)]
    gone = [fold(word) for change in changes for word in change.words_before.split()]
    come = [fold(word) for change in changes for word in change.words_after.split()]
    assert sorted(left) == sorted([*gone, *_without(right, come)])
    assert (changes == ()) == (left == right)
    for change in changes:
        for text, span, words in (
            (one, change.before, change.words_before),
            (two, change.after, change.words_after),
        ):
            assert (span is None) == (not words)
            if span:
                assert [text[w.start : w.end] for w in word_spans(text, span)] == words.split()


def _without(words: Sequence[str], gone: Sequence[str]) -> list[str]:
    left = list(words)
    for word in gone:
        left.remove(word)
    return left


# ---- the pass ---------------------------------------------------------------------------------------------


def said_on(page: Record, words: str, who: str, day: str | None) -> Record:
    """Return a page with one statement of words that stand on it, said by somebody named on it."""
    start, named = page.text.index(words), page.text.index(who)
    statement = Statement(
        id=page.page.id[:8] + words[:4],
        speakers=(Speaker(mention=Span(named, named + len(who)), name=who, kind="person"),),
        cue=(),
        content=(Span(start, start + len(words)),),
        form="direct",
        said=Said(from_=day, to=day, precision="day", by="given", span=None) if day else None,
    )
    return replace(page, statements=(statement,))


def three_reports() -> tuple[Record, ...]:
    """Return two pages that report one utterance in prose of their own, and one of the same words weeks later."""
    told = f"Halden Broek answered the envoy in Orsk-on-Vey. {QUOTE} he said.\n"
    later = f"“We do not ask anybody who buys his timber,” Halden Broek said again.\n{QUOTE} he had said.\n"
    return (
        said_on(
            record_of(told + STORY, outlet="Tolmin Gazette", day="2031-03-05"), QUOTE, "Halden Broek", "2031-03-04"
        ),
        said_on(
            record_of(told + OTHER, outlet="The Lantern", day="2031-03-04"), QUOTE, "Halden Broek", "2031-03-04"
        ),
        said_on(record_of(later, outlet="Lunn Radio", day="2031-04-20"), QUOTE, "Halden Broek", "2031-04-20"),
    )


def reports(folder: Path, *rounds: Sequence[Record]) -> dict[str, list[str]]:
    """Return for each page those that report the utterance of its statement, after so many rounds of adding."""
    with closing(store_in(folder)) as store:
        for records in rounds:
            put(store, *records)
            actors.update(store)
            relay.update(store)
        return {page: [at.page for at in store.utterances.reports_of(Place(page, 0))] for page in store.page_ids()}


def test_pages_that_quote_one_act_are_one_utterance_the_earliest_first(tmp_path: Path) -> None:
    second, first, repeated = (record.page.id for record in three_reports())
    assert reports(tmp_path, three_reports()) == {
        first: [first, second],
        second: [first, second],
        repeated: [repeated],
    }


def test_neither_order_nor_rounds_of_adding_show_in_the_utterances(tmp_path: Path) -> None:
    wanted = reports(tmp_path / "at once", three_reports())
    for nth, order in enumerate(itertools.islice(itertools.permutations(three_reports()), 1, 6, 2)):
        assert reports(tmp_path / f"{nth}", order[:1], order[1:]) == wanted


def test_a_comparison_of_statements_that_was_stopped_goes_on_with_the_next_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = three_reports()
    wanted = reports(tmp_path / "undisturbed", pages)
    monkeypatch.setattr("onrecord.relay.utterance_pass._BATCH", 1)
    compared: list[str] = []
    with closing(store_in(tmp_path)) as store:
        put(store, *pages)
        actors.update(store)
        put_compared = store.utterances.put_compared

        def stopping(found: Iterable[Retelling], told: Iterable[Told], batch: Sequence[str], version: str) -> None:
            if len(compared) == 2 and stops:
                raise KeyboardInterrupt
            put_compared(found, told, batch, version)
            compared.extend(batch)

        monkeypatch.setattr(store.utterances, "put_compared", stopping)
        for stops in (True, False):  # noqa: B007  # `stopping` reads it
            with suppress(KeyboardInterrupt):
                relay.update(store)
        assert compared == list(store.relays.pending("nobody's", "1"))  # every page, and none of them twice
        assert {
            page: [at.page for at in store.utterances.reports_of(Place(page, 0))] for page in store.page_ids()
        } == wanted


def test_a_statement_that_is_gone_leaves_its_utterance(tmp_path: Path) -> None:
    second, first, _ = three_reports()
    found = reports(tmp_path, [second, first], [replace(first, statements=())])
    assert found[second.page.id] == [second.page.id]


def test_pages_whose_speaker_became_another_actor_are_compared_anew_and_no_others(tmp_path: Path) -> None:
    pages = three_reports()
    other = said_on(record_of(OTHER + QUOTE + " Mara Velt said.\n"), QUOTE, "Mara Velt", "2031-03-04")
    with closing(store_in(tmp_path)) as store:
        put(store, *pages, other)
        actors.update(store)
        relay.update(store)
        assert store.utterances.untold(VERSION) == ()
        with store.writing() as connection:
            connection.execute("UPDATE form SET actor = 'else' WHERE name = 'Halden Broek'")
        assert store.utterances.untold(VERSION) == tuple(sorted(page.page.id for page in pages))
