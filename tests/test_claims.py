"""The timeline of a claim: what bears on it, which way round, in what order."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from claim_pages import Line, a_page
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import UNDATED, a_record

from onrecord.claims import trace
from onrecord.errors import InputError
from onrecord.lang.language import Language
from onrecord.model import (
    Addressee,
    Appearance,
    FoundTime,
    Phrase,
    Record,
    Said,
    Span,
    Speaker,
    Statement,
)

EN = Language("en")
CLAIM = "Varland has supplied drones to Kestria"


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def say(
    text: str,
    who: str,
    cue: str,
    *content: str,
    role: str | None = None,
    addressed: str | None = None,
    day: str | None = None,
) -> Statement:
    mention = span_of(text, who) if who in text else None
    speaker = Speaker(mention=mention, name=who, kind="unclear", role=Phrase(value=role) if role else None)
    return Statement(
        id=content[0] if content else cue,
        speakers=(speaker,),
        cue=(span_of(text, cue),),
        content=tuple(span_of(text, part) for part in content),
        form="indirect",
        addressees=(Addressee(mention=Span(0, 1), name=addressed),) if addressed else (),
        said=Said(from_=day, to=day, precision="day", by="given", span=None) if day else None,
    )


def page(text: str, *statements: Statement, name: str = "p", published: FoundTime = UNDATED) -> Record:
    record = a_record(text, statements, path=f"{name}.txt", published=published, body=())
    return replace(record, page=replace(record.page, id=name))


def told(
    content: str, claim: str = CLAIM, role: str | None = None, addressed: str | None = None
) -> list[tuple[str, float]]:
    text = f"Ana Brill said {content}"
    statement = say(text, "Ana Brill", "said", content, role=role, addressed=addressed)
    return [(a.stance, a.score) for a in trace(claim, [page(text, statement)], EN)]


@pytest.mark.parametrize(
    "content",
    [
        "that Varland had supplied drones to Kestria",
        "that Varlandic drones were shipped to Kestria",
        "that drones were sold to Kestria by Varland",
        "that Kestria was supplied with drones by Varland",
        "that Varland sent Kestria forty drones",
        "that Kestria had bought drones from Varland",
        "that Kestria received unmanned aircraft from Varland",
        "Varland's drone deliveries to Kestria",
        "that there were drone shipments from Varland to the Kestrian army",
        "that there had been a drone deal between Varland and Kestria",
    ],
)
def test_same_doing_in_other_words_bears_on_the_claim(content: str) -> None:
    assert [stance for stance, _ in told(content)] == ["asserts"]


@pytest.mark.parametrize(
    "content",
    [
        "that Kestria had supplied drones to Varland",
        "that Varland had bought drones from Kestria",
        "that Varland was supplied with drones by Kestria",
        "that Brazil had supplied drones to Kestria",
        "that Varland had supplied drones to Brazil",
        "that Varland had supplied tanks to Kestria",
        "that Varland had received a delegation from Kestria in Tolmin",
        "that Varland hoped for rain",
    ],
)
def test_another_direction_party_or_matter_does_not(content: str) -> None:
    assert told(content) == []


def test_a_bare_opposite_direction_is_no_match() -> None:
    assert told("that Kestria supplies Varland", "Varland supplies Kestria") == []
    assert [stance for stance, _ in told("that Varland supplies Kestria", "Varland supplies Kestria")] == [
        "asserts"
    ]


def test_a_narrower_thing_answers_the_claim_and_another_figure_does_not() -> None:
    assert [s for s, _ in told("that Varland sent rockets to Kestria", "Varland has supplied weapons to Kestria")]
    assert told("that Varland sold 30 drones to Kestria", "Varland has sold 19 drones to Kestria") == []


def test_states_are_known_by_adjective_capital_and_seat_of_power() -> None:
    claim = "Brazil has sold aircraft to Norway"
    for content in (
        "that Brasilia had sold aircraft to Oslo",
        "that the Planalto sold aircraft to the Norwegian army",
    ):
        assert [stance for stance, _ in told(content, claim)] == ["asserts"]


def test_the_country_is_not_taken_for_a_pronoun() -> None:
    claim = "The US has sold drones to Kestria"
    assert [stance for stance, _ in told("that the US had sold drones to Kestria", claim)] == ["asserts"]
    assert told("that Brazil sold us drones", claim) == []


def test_we_is_the_speakers_own_side() -> None:
    mine = told("we supplied drones to Kestria", role="Varlandic minister")
    other = told("we supplied drones to Kestria", role="Brazilian minister")
    assert [stance for stance, _ in mine] == ["asserts"]
    assert other == [] or other[0][1] < mine[0][1]
    assert mine[0][1] < told("Varland supplied drones to Kestria")[0][1]


def test_you_is_the_addressees_side() -> None:
    assert [s for s, _ in told("you supplied drones to Kestria", addressed="the Varlandic envoy")] == ["asserts"]


def test_what_is_taken_from_around_is_said_and_lowers_the_score() -> None:
    text = "Varland was in the dock. Ana Brill said drones were delivered to Kestria, and named Varland."
    statement = say(text, "Ana Brill", "said", "drones were delivered to Kestria")
    (found,) = trace(CLAIM, [page(text, statement)], EN)
    assert "sentence around" in found.reason
    assert found.score < 1


def test_a_charge_points_back_to_the_statement_before() -> None:
    text = "Ana Brill said Varland sold drones to Kestria. Tor Hale denied the charge. Liv Dunn denied a fever."
    statements = (
        say(text, "Ana Brill", "said", "Varland sold drones to Kestria"),
        replace(say(text, "Tor Hale", "denied", "the charge"), acts=("deny",)),
        replace(say(text, "Liv Dunn", "denied a", "fever"), acts=("deny",)),
    )
    found = trace(CLAIM, [page(text, *statements)], EN)
    assert [(a.actors[0].name, a.stance) for a in found] == [("Ana Brill", "asserts"), ("Tor Hale", "denies")]
    assert "statement before" in found[1].reason
    assert found[1].score < found[0].score


def test_which_points_back_to_what_was_just_told() -> None:
    text = "Ana Brill said Varland sold drones to Kestria, which Tor Hale denied."
    statements = (
        say(text, "Ana Brill", "said", "Varland sold drones to Kestria"),
        replace(say(text, "Tor Hale", "denied", "which"), acts=("deny",)),
    )
    found = trace(CLAIM, [page(text, *statements)], EN)
    assert [(a.actors[0].name, a.stance) for a in found] == [("Ana Brill", "asserts"), ("Tor Hale", "denies")]


@pytest.mark.parametrize(
    ("between", "last", "found"),
    [
        ("Ana Brill", "spreading the self-made rumour would be costly", 2),
        ("Ana Brill", "spreading a rumour would be costly", 1),
        ("Tor Hale", "spreading the self-made rumour would be costly", 1),
    ],
)
def test_a_speaker_comes_back_to_the_rumour_of_before(between: str, last: str, found: int) -> None:
    """As long as nobody else has spoken, "the rumour" is the one that the speaker had last been on."""
    text = (
        f"Ana Brill denied that Varland sold drones to Kestria. {between} hoped for rain. Ana Brill said {last}."
    )
    again = say(text, "Ana Brill", "said", last)
    statements = (
        replace(say(text, "Ana Brill", "denied", "that Varland sold drones to Kestria"), acts=("deny",)),
        say(text, between, "hoped for", "rain"),
        replace(again, acts=("deny",)),
    )
    assert len(trace(CLAIM, [page(text, *statements)], EN)) == found


def test_a_charge_is_read_with_what_its_sentence_says_it_was() -> None:
    text = (
        "Ana Brill disputed accusations made by Brannock, which were old, that Varland had sold drones to Kestria."
    )
    spoken = say(text, "Ana Brill", "disputed", "accusations made by Brannock")
    (found,) = trace(CLAIM, [page(text, replace(spoken, acts=("deny",)))], EN)
    assert found.stance == "denies"
    assert found.words == "accusations made by Brannock"


def test_silence_after_a_charge_is_on_record() -> None:
    text = "Ana Brill said Varland sold drones to Kestria. The Varlandic ministry did not respond."
    statements = (
        say(text, "Ana Brill", "said", "Varland sold drones to Kestria"),
        replace(say(text, "The Varlandic ministry", "did not respond"), silent=True, acts=("decline",)),
    )
    found = trace(CLAIM, [page(text, *statements)], EN)
    assert {a.actors[0].name: a.stance for a in found} == {
        "Ana Brill": "asserts",
        "The Varlandic ministry": "declines",
    }


def test_spans_and_words_are_those_of_the_statement() -> None:
    text = "“Varland,” Ana Brill said, “sold drones to Kestria.”"
    statement = say(text, "Ana Brill", "said", "“Varland,”", "“sold drones to Kestria.”")
    for found in trace(CLAIM, [page(text, statement)], EN):
        assert found.content == statement.content
        assert found.words == "“Varland,” … “sold drones to Kestria.”"
        assert found.statement == statement.id


def test_a_claim_without_a_word_to_look_for_is_refused() -> None:
    with pytest.raises(InputError, match="write it as who did what"):
        trace("was it so", [], EN)


NO_ACT = "Varland behind the blackout of Kestria"
"""A claim in which no act can be told."""


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("that Varland was to blame for the power cut in Kestria", 1),
        ("that Varland had caused Kestria's blackout", 1),
        ("that a storm had caused a power cut", 0),
        ("that Varland and Kestria would play football", 0),
    ],
)
def test_a_claim_without_an_act_is_matched_by_what_it_means(content: str, found: int) -> None:
    assert len(told(content, NO_ACT)) == found


def test_another_figure_is_another_claim_however_near_it_is() -> None:
    claim = "Two days without power in Kestria"
    assert len(told("that Kestria was without power for 2 days", claim)) == 1
    claim = "3 days without power in Kestria"
    assert len(told("that Kestria was without power for 3 days", claim)) == 1
    assert told("that Kestria was without power for 9 days", claim) == []


def test_nearness_in_meaning_is_told_with_the_reason() -> None:
    text = "Ana Brill said that Varland had caused Kestria's blackout."
    statement = say(text, "Ana Brill", "said", "that Varland had caused Kestria's blackout")
    (found,) = trace(NO_ACT, [page(text, statement)], EN)
    assert found.reason.endswith(f"near in meaning ({found.score:.2f})")


def test_a_claim_whose_act_no_table_knows_is_matched_by_its_verb() -> None:
    claim = "Kestria has dredged the Vey estuary"
    assert [s for s, _ in told("that Kestria never dredged the Vey estuary", claim)] == ["denies"]


def dated(name: str, day: str | None, published: FoundTime = UNDATED) -> Record:
    text = "Ana Brill said Varland sold drones to Kestria."
    return page(
        text,
        say(text, "Ana Brill", "said", "Varland sold drones to Kestria", day=day),
        name=name,
        published=published,
    )


PAGES = [
    dated("a", None),
    dated("b", "2031-03-04"),
    dated("c", "2031-01-02"),
    dated("d", None, FoundTime(value="2031-02-02", by="shown")),
    dated("e", "2031-03-04"),
    dated("f", None, FoundTime(value=None, not_after="2031-09-09", by="the capture")),
]


@settings(max_examples=40, deadline=None)
@given(st.permutations(PAGES))
def test_the_order_of_records_does_not_change_the_timeline(records: list[Record]) -> None:
    assert trace(CLAIM, records, EN) == trace(CLAIM, PAGES, EN)


def test_days_come_first_and_the_undated_stand_apart_with_their_bounds() -> None:
    found = trace(CLAIM, PAGES, EN)
    assert [a.page.id for a in found] == ["c", "b", "e", "a", "d", "f"]
    assert [a.bounds for a in found] == [
        "",
        "",
        "",
        "no date on the page",
        "on or before 2031-02-02, the day of publication",
        "published on or before 2031-09-09",
    ]


@pytest.mark.parametrize(
    ("from_", "to", "bounds"),
    [
        ("2031-01-01", "2031-01-31", "between 2031-01-01 and 2031-01-31"),
        (None, "2031-01-31", "on or before 2031-01-31"),
        ("2031-01-01", None, "on or after 2031-01-01"),
    ],
)
def test_a_span_of_days_is_no_day(from_: str | None, to: str | None, bounds: str) -> None:
    text = "Ana Brill said Varland sold drones to Kestria."
    said = Said(from_=from_, to=to, precision="range", by="given", span=None)
    statement = say(text, "Ana Brill", "said", "Varland sold drones to Kestria")
    early = replace(statement, said=said)
    found = trace(CLAIM, [page(text, early, name="0"), dated("z", "2031-01-15")], EN)
    assert [(a.page.id, a.bounds) for a in found] == [("z", ""), ("0", bounds)]


def test_a_month_in_which_nothing_else_was_said_has_its_place_among_the_days() -> None:
    text = "Ana Brill said Varland sold drones to Kestria."
    said = Said(from_="2031-02-01", to="2031-02-28", precision="month", by="given", span=None)
    month = replace(say(text, "Ana Brill", "said", "Varland sold drones to Kestria"), said=said)
    around = [dated("z", "2031-01-15"), page(text, month, name="m"), dated("a", "2031-03-02")]
    assert [a.page.id for a in trace(CLAIM, around, EN)] == ["z", "m", "a"]


WORDS = [
    "Varland",
    "Kestria",
    "drones",
    "sold",
    "to",
    "from",
    "by",
    "never",
    "denied",
    "that",
    "it",
    ",",
    ".",
    "no",
    "the",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25), st.sampled_from(["said", "denied", "suspects"]))
def test_any_words_give_a_proven_appearance_or_none(words: list[str], cue: str) -> None:
    content = " ".join(words)
    text = f"Ana Brill {cue}: {content}"
    start = text.index(": ") + 2
    statement = Statement(
        id="s", speakers=(), cue=(span_of(text, cue),), content=(Span(start, len(text)),), form="indirect"
    )
    found: tuple[Appearance, ...] = trace(CLAIM, [page(text, statement)], EN)
    assert len(found) <= 1
    for appearance in found:
        assert appearance.stance != "none"
        assert appearance.content == statement.content
        assert 0 < appearance.score <= 1
        assert appearance.reason


def test_statements_that_enclose_each_other_in_a_circle_end() -> None:
    text = "Ana Brill said Varland sold drones to Kestria."
    pair = [
        replace(say(text, "Ana Brill", "said", "Varland sold drones to Kestria"), id=a, within=b)
        for a, b in itertools.permutations(["x", "y"])
    ]
    assert len(trace(CLAIM, [page(text, *pair)], EN)) <= 2


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("Varlandic foreign minister Brannoch opened the fair", 1),  # a title: he acts for his state
        ("Varland’s minister for trade and ports Sela Brannoch opened the fair", 1),
        ("Varland’s Brannoch opened the fair", 1),
        ("Varland and Brannoch signed nothing", 0),
        ("Varland said that Brannoch was no party to it", 0),
        ("Varland arrested commander Brannoch", 0),
        ("the trains between Varland and Brannoch run again", 0),
        ("Varland is an old friend of Brannoch", 0),
    ],
)
def test_a_name_acts_for_a_state_only_where_its_title_says_so(before: str, found: int) -> None:
    lines: list[Line] = [
        ("Ostmark", "said that", before, None),
        ("Ostmark", "said that", "Brannoch had sold drones to Kestria", None),
    ]
    assert len(trace("Varland has supplied drones to Kestria", [a_page("p", lines)], EN)) == found


def test_a_name_that_begins_a_content_within_a_sentence_is_a_party() -> None:
    lines: list[Line] = [("Ostmark", "said that", "Sarvo was trying to buy drones from Lowen", None)]
    assert not trace("Kestria was trying to buy drones from Varland", [a_page("p", lines)], EN)
    (own,) = trace("Sarvo was trying to buy drones from Lowen", [a_page("p", lines)], EN)
    assert own.stance == "asserts"


@pytest.mark.parametrize(
    ("claim", "content", "found"),
    [
        ("Varland has developed the Falcon", "Varland is developing the Falcon", 1),
        ("Varland has developed the Falcon", "Varland develops roads", 0),
        ("Varland has built a wall", "Varland was building a wall along the Vey", 1),
        ("Varland has built a wall", "Varland built up a reputation", 0),
        ("Varland has built a wall", "a wall was built by the Tessaly Front", 0),
        ("Varland has supplied grain to Kestria", "Varland sent Kestria grain", 1),
        ("Varland has supplied grain to Kestria", "Varland is supplying Kestria", 1),
        ("Varland has supplied grain to Kestria", "Varland sent old furniture to Kestria", 0),
        ("The harvest is getting worse", "the harvest keeps getting worse", 1),
        ("The harvest is getting worse", "the roads keep getting worse", 0),
        ("Varland has supplied grain to Kestria", "Varland’s drones were sold to Kestria", 0),
    ],
)
def test_an_act_done_to_something_else_or_by_others_is_another_one(claim: str, content: str, found: int) -> None:
    assert len(trace(claim, [a_page("p", [("Brannock", "said that", content, None)])], EN)) == found


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ("Peter Brandt met Tomas Malk", 1),  # nobody else of that name
        ("Ada Brandt met Peter Brandt, and Ada Brandt left", 0),  # of Ada Brandt the page tells
        ("Ada Brandt met Peter Brandt, and Peter Brandt left", 1),
        ("Ada Brandt met nobody", 0),
    ],
)
def test_a_surname_means_whom_the_page_most_often_calls_so_in_full(others: str, found: int) -> None:
    lines: list[Line] = [
        ("Kestria", "said that", others, None),
        ("Kestria", "said that", "Brandt has signed the Lowen Treaty", None),
    ]
    assert len(trace("Peter Brandt has signed the Lowen Treaty", [a_page("p", lines)], EN)) == found
