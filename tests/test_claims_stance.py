"""Stances: one minimal sentence for each test of the house, and the traps between them."""

from __future__ import annotations

import pytest
from invented import a_record

from onrecord.claims import trace
from onrecord.lang.language import Language
from onrecord.model import (
    Phrase,
    Record,
    Span,
    Speaker,
    Statement,
)

EN = Language("en")
CLAIM = "Varland has supplied drones to Kestria"


def record(text: str, *statements: Statement) -> Record:
    return a_record(text, statements, body=())


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def make(
    text: str, cue: str, content: str, *acts: str, role: str = "", ident: str = "s", within: str | None = None
) -> Statement:
    speaker = Speaker(mention=None, name="Ana Brill", kind="person", role=Phrase(value=role) if role else None)
    return Statement(
        id=ident,
        speakers=(speaker,),
        cue=(span_of(text, cue),) if cue else (),
        content=(span_of(text, content),) if content else (),
        form="indirect",
        acts=acts or ("assert",),
        within=within,
    )


def stance(cue: str, content: str, *acts: str, role: str = "", claim: str = CLAIM) -> str:
    """Return the stance of one statement, `none` where it is left out."""
    text = f"Ana Brill {cue} {content}."
    found = trace(claim, [record(text, make(text, cue, content, *acts, role=role))], EN)
    return found[0].stance if found else "none"


@pytest.mark.parametrize(
    ("cue", "content", "acts"),
    [
        ("denied", "that Varland had supplied drones to Kestria", ("deny",)),
        ("denied", "supplying drones from Varland to Kestria", ("deny",)),
        ("rejected", "Kestrian allegations of Varland supplying drones to Kestria", ("reject",)),
        ("said", "that Varland had never supplied drones to Kestria", ()),
        ("said", "that Varland did not supply drones to Kestria", ()),
        ("said", "that Varland hasn't sent Kestria drones", ()),
        ("said", "that Varland had supplied no drones to Kestria", ()),
        ("said", "that Varland had no intention of supplying drones to Kestria", ()),
        ("said", "that Varland refused to sell drones to Kestria", ()),
        ("called", "the groundless rumour of Varland supplying drones to Kestria", ()),
        ("said", "that the story of Varland supplying drones to Kestria was fake", ()),
        ("accused", "Tolmin of spreading the rumour of Varland sending drones to Kestria", ("accuse",)),
        ("said", "it was a lie, Varland had never supplied drones to Kestria", ()),
        (
            "said",
            "that Varland never supplied drones to Kestria and that the reports are absurd rumours",
            ("deny",),
        ),
    ],
)
def test_denies(cue: str, content: str, acts: tuple[str, ...]) -> None:
    assert stance(cue, content, *acts) == "denies"


@pytest.mark.parametrize(
    ("cue", "content", "acts"),
    [
        ("confirmed", "that Varland had supplied drones to Kestria", ("confirm",)),
        ("admitted", "supplying drones from Varland to Kestria", ("concede",)),
        ("said", "that we can now confirm Varland supplied drones to Kestria", ()),
        ("confirmed", "reports of Varland supplying drones to Kestria", ("confirm",)),
    ],
)
def test_confirms(cue: str, content: str, acts: tuple[str, ...]) -> None:
    assert stance(cue, content, *acts) == "confirms"


@pytest.mark.parametrize(
    ("cue", "content", "acts"),
    [
        ("said", "that Varland had supplied drones to Kestria", ()),
        ("accused", "Varland of supplying drones to Kestria", ("accuse",)),
        ("condemned", "Varland's supply of drones to Kestria", ("condemn",)),
        ("urged", "Varland to stop supplying drones to Kestria", ("demand",)),
        ("said", "that Varland had not only trained Kestria's pilots but also supplied drones to Kestria", ()),
        ("said", "that there was no doubt Varland had supplied drones to Kestria", ()),
        ("said", "that Varland could not deny it supplied drones to Kestria", ()),
    ],
)
def test_asserts(cue: str, content: str, acts: tuple[str, ...]) -> None:
    assert stance(cue, content, *acts) == "asserts"


@pytest.mark.parametrize(
    ("cue", "content", "acts"),
    [
        ("said", "that Varland may have supplied drones to Kestria", ()),
        ("said", "that Varland possibly sold drones to Kestria", ()),
        ("said", "that Varland was believed to have sold drones to Kestria", ()),
        ("suspects", "that Varland supplied drones to Kestria", ("suspect",)),
        ("said", "that Varland allegedly supplied drones to Kestria", ()),
    ],
)
def test_suspects(cue: str, content: str, acts: tuple[str, ...]) -> None:
    assert stance(cue, content, *acts) == "suspects"


@pytest.mark.parametrize(
    ("cue", "content", "acts"),
    [
        ("said", "there were no indications that Varland had supplied drones to Kestria", ()),
        ("said", "she had seen no proof that Varland supplied drones to Kestria", ()),
        ("said", "it was unlikely that Varland had supplied drones to Kestria", ()),
        ("doubted", "that Varland had supplied drones to Kestria", ("doubt",)),
        ("did not believe", "that Varland had supplied drones to Kestria", ()),
    ],
)
def test_doubts(cue: str, content: str, acts: tuple[str, ...]) -> None:
    assert stance(cue, content, *acts) == "doubts"


@pytest.mark.parametrize(
    ("cue", "content", "acts"),
    [
        ("declined to say", "whether Varland had supplied drones to Kestria", ("decline",)),
        ("would not say", "whether Varland had supplied drones to Kestria", ()),
        ("did not deny", "that Varland had supplied drones to Kestria", ("deny",)),
        ("did not confirm", "that Varland had supplied drones to Kestria", ("confirm",)),
        ("would neither confirm nor deny", "that Varland had supplied drones to Kestria", ()),
        ("did not say", "whether Varland had supplied drones to Kestria", ()),
    ],
)
def test_declines(cue: str, content: str, acts: tuple[str, ...]) -> None:
    assert stance(cue, content, *acts) == "declines"


@pytest.mark.parametrize(
    ("cue", "content", "acts"),
    [
        ("defended", "Varland from criticism for selling drones to Kestria", ("defend",)),
        ("said", "Varland had the right to sell drones to Kestria", ()),
        ("said", "that Varland exports drones only to lawful governments", ()),
    ],
)
def test_deflects(cue: str, content: str, acts: tuple[str, ...]) -> None:
    before = f"Ana Brill {cue} {content}, and not a word on Kestria."
    statement = make(before, cue, content, *acts, role="Varlandic minister")
    assert [a.stance for a in trace(CLAIM, [record(before, statement)], EN)] == ["deflects"]


@pytest.mark.parametrize(
    ("cue", "content", "acts"),
    [
        ("asked", "whether Varland had supplied drones to Kestria", ("ask",)),
        ("said", "that if Varland had supplied drones to Kestria it would be grave", ()),
        ("urged", "Varland not to supply drones to Kestria", ("demand",)),
        ("warned", "Varland against supplying drones to Kestria", ("warn",)),
        ("discussed", "reports of Varland supplying drones to Kestria", ()),
        ("did not say", "that Varland had supplied drones to Kestria", ()),
    ],
)
def test_takes_no_stance(cue: str, content: str, acts: tuple[str, ...]) -> None:
    assert stance(cue, content, *acts) == "none"


@pytest.mark.parametrize(
    ("cue", "content", "acts"),
    [
        ("denied", "reports that Varland had not supplied drones to Kestria", ("deny",)),
        ("denied", "that the reports of Varland supplying drones to Kestria were false", ("deny",)),
        ("said", "it is a lie that Varland never supplied drones to Kestria", ()),
    ],
)
def test_a_denial_of_a_denial_asserts(cue: str, content: str, acts: tuple[str, ...]) -> None:
    assert stance(cue, content, *acts) == "asserts"


def test_a_right_of_everybody_is_no_suspicion() -> None:
    assert stance("said", "every free state may trade with Varland and Kestria in drones") == "deflects"


def test_rejecting_a_demand_denies_nothing() -> None:
    content = "calls to stop supplying drones from Varland to Kestria"
    assert stance("rejected", content, "reject") != "denies"


def test_a_negative_claim_turns_the_stance_round() -> None:
    claim = "Varland has not supplied drones to Kestria"
    assert stance("said", "that Varland had supplied drones to Kestria", claim=claim) == "denies"
    assert stance("said", "that Varland had never supplied drones to Kestria", claim=claim) == "asserts"


def test_the_claims_own_words_are_no_sign() -> None:
    claim = "Varland has supplied fake passports to Kestria"
    assert stance("said", "that Varland supplied fake passports to Kestria", claim=claim) == "asserts"


def test_the_month_of_may_weakens_nothing() -> None:
    assert stance("said", "that Varland supplied drones to Kestria in May") == "asserts"


def nested(outer_cue: str, outer: str, inner_cue: str, inner: str, *acts: str) -> dict[str, str]:
    text = f"Ana Brill {outer_cue} {outer}."
    statements = (
        make(text, outer_cue, outer, *acts, ident="outer"),
        make(text, inner_cue, inner, "accuse", ident="inner", within="outer"),
    )
    return {a.statement: a.stance for a in trace(CLAIM, [record(text, *statements)], EN)}


def test_an_outer_denial_denies_and_the_accusation_within_asserts() -> None:
    inner = "Varland supplying drones to Kestria"
    found = nested("denied", f"Brazilian allegations of {inner}", "allegations", inner, "deny")
    assert found == {"outer": "denies", "inner": "asserts"}


def test_an_outer_layer_that_relays_takes_no_stance() -> None:
    inner = "that Varland had supplied drones to Kestria"
    found = nested("reported", f"a minister as saying {inner}", "saying", inner, "report")
    assert found == {"inner": "asserts"}


def test_an_inner_denial_that_is_denied_turns_round() -> None:
    inner = "that Varland had never supplied drones to Kestria"
    found = nested("dismissed", f"the minister's assertion {inner}", "assertion", inner, "reject")
    assert found == {"outer": "asserts", "inner": "denies"}


def test_a_claim_about_somebodys_words_is_not_relayed_by_those_words() -> None:
    claim = "A priest of Varland said that spirits closed Tolmin"
    assert stance("", "Varland priest claims that spirits closed Tolmin", claim=claim) == "asserts"


def test_a_claim_that_quotes_a_question_is_not_asked_by_it() -> None:
    claim = "Varland closed Tolmin with the words who goes there?"
    assert stance("", "Varland closed Tolmin with a shout of who goes there?", claim=claim) == "asserts"
