"""Claims found unasked: what makes one, what keeps two apart, and that nothing but the pages matters."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from claim_pages import Line, a_ledger, a_page, put
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.claims import trace, update
from onrecord.claims.context import PageContext
from onrecord.claims.frames import Frame, find_frames
from onrecord.claims.names import find_names
from onrecord.claims.proposition import frame_of, write_claim
from onrecord.deciding import By
from onrecord.decisions.judgements import ClaimEditKind
from onrecord.errors import InputError
from onrecord.lang import get_language
from onrecord.ledger import Ledger
from onrecord.model import AddProgress, Claim
from onrecord.store import SqliteStore

EN = get_language("en")
ADA = By(who="ada", why="As I read it.")

ACCUSED: Line = ("Kestria", "said that", "Varland has supplied drones to the Tessaly Front", "2031-01-21")
DENIED: Line = ("Varland", "denied that", "it had sent unmanned aircraft to the Tessaly Front", "2031-01-14")
SOUGHT: Line = ("Kestria", "said that", "the Tessaly Front was seeking to buy drones from Varland", "2031-01-09")
NOT_SOUGHT: Line = ("Brannock", "denied that", "the Tessaly Front seeks drones from Varland", None)

DRONES = "Varland has supplied drones to the Tessaly Front"
SEEKS = "The Tessaly Front seeks to obtain drones from Varland"


def frames_of(content: str, who: str = "Brannock") -> set[str]:
    """Return the keys of what one content says in full."""
    filler: Line = (who, "said that", "ships of Varland, of Kestria and of the Tessaly Front met near Lowen", None)
    record = a_page("p", [filler, (who, "said that", content, None)])
    context = PageContext(record, find_names(record, EN).lexicon, EN)
    found = find_frames(context, record.statements[1])
    return {one.frame.key for one in found if one.frame.key and one.exact}


@pytest.fixture
def dispute(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of four pages with two claims."""
    pages = [a_page("a", [ACCUSED]), a_page("b", [DENIED]), a_page("c", [SOUGHT]), a_page("d", [NOT_SOUGHT])]
    with a_ledger(tmp_path / "ledger.db", pages) as ledger:
        yield ledger


def by_question(ledger: Ledger, *, contested: bool = True) -> dict[str, Claim]:
    return {claim.proposition: claim for claim in ledger.claims(contested=contested)}


def test_what_one_affirms_and_another_denies_is_a_claim_with_its_sides(dispute: Ledger) -> None:
    claim = by_question(dispute)[DRONES]
    assert (claim.affirming, claim.denying) == (("Kestria",), ("Varland",))
    assert (claim.statements, claim.pages, claim.origins, claim.actors) == (2, 2, 2, 2)
    assert (claim.first, claim.last) == ("2031-01-14", "2031-01-21")


def test_what_is_kept_of_a_claim_is_what_its_pages_show_when_they_are_read_again(dispute: Ledger) -> None:
    records = tuple(dispute.records())
    for claim in dispute.claims(contested=False):
        shown = dispute.trace(claim.id)
        assert len(shown) > 1
        assert shown == trace(claim.proposition, records, EN)


def test_deed_and_wish_are_two_related_claims(dispute: Ledger) -> None:
    claims = by_question(dispute)
    assert set(claims) == {DRONES, SEEKS}
    assert [(one.proposition, one.link) for one in claims[DRONES].related] == [(SEEKS, "aspect")]


@pytest.mark.parametrize(
    "content",
    [
        "Varland would make Kestria great again",  # nothing is made
        "Varland has opened its arms to Kestria",
        "Varland is killing its own fuel trade",
        "the Lowen attacks would harden Kestrian hearts",  # at Lowen, by nobody named
        "its strikes in Kestria and Varland and training soldiers was a mistake",  # in both
    ],
)
def test_an_act_that_is_not_done_to_what_follows_makes_no_claim(content: str) -> None:
    assert not frames_of(content)


def test_what_one_statement_says_alone_is_not_listed(tmp_path: Path) -> None:
    other: Line = ("Brannock", "said that", "the Tessaly Front was seeking to buy tanks from Varland", None)
    with a_ledger(tmp_path / "ledger.db", [a_page("a", [ACCUSED]), a_page("b", [other])]) as ledger:
        assert ledger.claims(contested=False) == ()


def test_a_surname_that_a_speaker_bears_names_nobody_else(tmp_path: Path) -> None:
    lines: list[Line] = [
        ("Sela Velt", "said that", "her father Joren Velt was at home that night", None),
        ("Ana Brill", "said that", "Velt has destroyed Lowen Bridge", "2031-02-01"),
        ("Sela Velt", "denied that", "Velt destroyed Lowen Bridge", "2031-02-02"),
    ]
    with a_ledger(tmp_path / "ledger.db", [a_page("a", lines)]) as ledger:
        assert ledger.claims(contested=False) == ()


def test_what_nobody_contests_is_listed_only_when_asked_for(tmp_path: Path) -> None:
    pages = [a_page("a", [ACCUSED]), a_page("b", [("Brannock", *ACCUSED[1:])])]
    with a_ledger(tmp_path / "ledger.db", pages) as ledger:
        assert ledger.claims() == ()
        assert set(by_question(ledger, contested=False)) == {DRONES}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("Kestria has supplied drones to the Tessaly Front", id="actor"),
        pytest.param("Varland has supplied drones to Kestria", id="recipient"),
        pytest.param("the Tessaly Front has supplied drones to Varland", id="direction"),
        pytest.param("Varland has supplied tanks to the Tessaly Front", id="object"),
        pytest.param("Varland plans to supply drones to the Tessaly Front", id="planned"),
        pytest.param("the Tessaly Front seeks to buy drones from Varland", id="sought"),
        pytest.param("Varland has tested drones", id="act"),
    ],
)
def test_statements_that_differ_in_one_part_share_no_claim(other: str) -> None:
    assert frames_of(DRONES)
    assert frames_of(other)
    assert frames_of(DRONES).isdisjoint(frames_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Varland has supplied 60 drones to the Tessaly Front",
            "Varland has supplied 90 drones to the Tessaly Front",
        ),
        (
            "in 2029 Varland supplied drones to the Tessaly Front",
            "in 2030 Varland sent drones to the Tessaly Front",
        ),
    ],
)
def test_another_figure_or_year_is_another_claim_within_the_one_that_names_none(one: str, other: str) -> None:
    plain = frames_of(DRONES)
    assert frames_of(one) & frames_of(other) == plain
    assert len(frames_of(one)) == len(frames_of(other)) == 2


@pytest.mark.parametrize(
    "other",
    [
        "the Tessaly Front has bought unmanned aircraft from Varland",
        "drones were delivered to the Tessaly Front by Varland",
        "Varlandic UAV exports to the Tessaly Front",
    ],
)
def test_other_words_for_the_same_are_the_same_claim(other: str) -> None:
    assert frames_of(other) == frames_of(DRONES)


def test_we_is_the_speakers_side_and_a_nobody_is_none() -> None:
    assert frames_of("we have never supplied drones to the Tessaly Front", "Varland") == frames_of(DRONES)
    assert frames_of("somebody has supplied drones to the Tessaly Front") == set()


STATES = ("Varland", "Kestria", "Brannock", "Russia", "the Tessaly Front")
KEYS = {"Varland": "=varland", "Kestria": "=kestri", "Brannock": "=brannock", "Russia": "=Russia"}
PARTIES = st.sampled_from(sorted(KEYS))
FRAMES = st.builds(
    Frame,
    act=st.just("supply"),
    doer=PARTIES.map(KEYS.__getitem__),
    object=st.sampled_from(["drones", "weapons", "tanks", "fuel"]),
    recipient=PARTIES.map(KEYS.__getitem__),
    aspect=st.sampled_from(["done", "planned", "sought"]),
    figure=st.sampled_from(["", "60", "7000"]),
    year=st.sampled_from(["", "2029"]),
)


@given(FRAMES)
def test_a_claim_as_written_reads_back_as_itself(frame: Frame) -> None:
    written = write_claim(frame, {key: name for name, key in KEYS.items()}, EN)
    if frame.doer == frame.recipient:
        assert written is None
    else:
        assert written is not None
        assert frame_of(written, EN) == frame


PAGES = [
    a_page("a", [ACCUSED, DENIED], "2031-01-21"),
    a_page("b", [SOUGHT, ("Brannock", "doubted", "the charge", None)]),
    a_page("c", [NOT_SOUGHT, ("Varland", "declined to comment", "", "2031-02-01")], "2031-02-02"),
    a_page("d", [("Kestria", "said that", "Varland has supplied 60 drones to the Tessaly Front", None)]),
]


def everything(store: SqliteStore) -> tuple[tuple[object, ...], ...]:
    """Return all that the pass over claims has stored."""
    return (store.claims.claims(), store.claims.bearings())


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.sampled_from(list(itertools.permutations(PAGES))), cut=st.integers(1, 3))
def test_neither_order_nor_batches_of_adding_change_what_is_found(
    tmp_path_factory: pytest.TempPathFactory, order: tuple[object, ...], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("claims")
    with a_ledger(folder / "one.db", PAGES) as whole, a_ledger(folder / "two.db", order[:cut]) as parts:  # type: ignore[arg-type]
        store = SqliteStore(parts.path)
        put(store, order[cut:])  # type: ignore[arg-type]
        parts.update()
        assert whole.claims(contested=False) == parts.claims(contested=False) != ()
        assert everything(SqliteStore(whole.path)) == everything(store)


@pytest.mark.parametrize("added", [0, 2])
def test_looking_for_claims_that_was_stopped_goes_on_with_the_next_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, added: int
) -> None:
    """Stopped before each batch in turn: those that were done are not done again, and the end is the same."""
    for size in ("_BATCH", "_CLAIMS"):
        monkeypatch.setattr(sys.modules[update.__module__], size, 1)
    with a_ledger(tmp_path / "whole.db", PAGES) as whole:
        wanted = everything(SqliteStore(whole.path))
    done: list[tuple[str, ...]] = []
    with closing(SqliteStore(tmp_path / "parts.db", create=True)) as store:
        put(store, PAGES[:added])
        update(store)
        put(store, PAGES[added:])
        put_bearings = store.claims.put_bearings

        def stopping(looked: object, version: str, **batch: Sequence[str]) -> None:
            if len(done) == stop:
                raise KeyboardInterrupt
            put_bearings(looked, version, **batch)  # type: ignore[arg-type]  # handed on as it came
            done.append(tuple(one for some in batch.values() for one in some))

        monkeypatch.setattr(store.claims, "put_bearings", stopping)
        for stop in range(len(PAGES) + len(wanted[0]) + 1):  # noqa: B007  # `stopping` reads it
            with suppress(KeyboardInterrupt):
                update(store)
        assert len(done) == len(set(done)) >= len(PAGES) - added
        assert everything(store) == wanted


def test_a_page_that_says_something_else_takes_its_claims_back(tmp_path: Path) -> None:
    with a_ledger(tmp_path / "ledger.db", [a_page("a", [ACCUSED]), a_page("b", [DENIED])]) as ledger:
        store = SqliteStore(ledger.path)
        record = a_page("b", [DENIED])
        put(store, [replace(record, statements=())])
        update(store)
        assert ledger.claims() == ()


def test_bringing_up_to_date_twice_changes_nothing(dispute: Ledger) -> None:
    store = SqliteStore(dispute.path)
    before = everything(store)
    with store.reading() as connection:
        writes = connection.execute("PRAGMA data_version").fetchall()
        update(SqliteStore(dispute.path))
        assert connection.execute("PRAGMA data_version").fetchall() == writes
    assert everything(store) == before


# ---- what people decide -----------------------------------------------------------------------------------


def test_renaming_shows_other_words_and_keeps_what_bears(dispute: Ledger) -> None:
    dispute.edit_claim("rename", DRONES, "Varland arms the Front", by=ADA)
    claim = by_question(dispute)["Varland arms the Front"]
    assert (claim.statements, len(claim.decided)) == (2, 1)
    assert len(dispute.trace(claim.id)) == len(dispute.trace(DRONES)) > 0


def test_merged_claims_are_counted_and_traced_as_one(dispute: Ledger) -> None:
    dispute.edit_claim("merge", DRONES, SEEKS, by=ADA)
    claims = by_question(dispute)
    assert set(claims) == {DRONES}
    assert claims[DRONES].pages == 4
    assert {one.page.path for one in dispute.trace(DRONES)} == {f"{name}.txt" for name in "abcd"}


def test_statements_that_are_split_off_answer_the_other_claim(dispute: Ledger) -> None:
    (denied,) = (one for one in dispute.trace(DRONES) if one.stance == "denies" and one.page.path == "b.txt")
    dispute.edit_claim("split", DRONES, "Varland has lent drones to the Front", [denied.statement], by=ADA)
    assert DRONES not in by_question(dispute)
    every = by_question(dispute, contested=False)
    assert every[DRONES].denying == ()
    assert every["Varland has lent drones to the Front"].denying == ("Varland",)
    assert denied.statement not in {one.statement for one in dispute.trace(DRONES)}
    assert denied.statement in {one.statement for one in dispute.trace("Varland has lent drones to the Front")}


def test_a_split_without_statements_is_refused(dispute: Ledger) -> None:
    with pytest.raises(InputError, match="Name the statements"):
        dispute.edit_claim("split", DRONES, "Another question", by=ADA)


@pytest.mark.parametrize(
    ("kind", "other", "why"),
    [
        ("rename", " ", "needs words to be shown by"),
        ("rename", "—?", "needs words to be shown by"),
        ("rename", DRONES, "is called .* already"),
        ("merge", DRONES, "are one claim already"),
        ("merge", f"  {DRONES}?", "are one claim already"),
        ("merge", "", "no word to look for"),
        ("relate", DRONES, "are one claim already"),
        ("relate", "of the", "no word to look for"),
        ("split", DRONES, "are one claim already"),
    ],
)
def test_what_would_change_nothing_about_a_claim_or_asks_nothing_is_refused(
    dispute: Ledger, kind: ClaimEditKind, other: str, why: str
) -> None:
    (denied,) = (one for one in dispute.trace(DRONES) if one.stance == "denies" and one.page.path == "b.txt")
    with pytest.raises(InputError, match=why):
        dispute.edit_claim(kind, DRONES, other, [denied.statement] if kind == "split" else [], by=ADA)
    assert dispute.decisions.all() == ()


def test_a_claim_goes_by_its_id_too_and_is_not_merged_with_what_it_was_merged_with(dispute: Ledger) -> None:
    drones, seeks = by_question(dispute)[DRONES].id, by_question(dispute)[SEEKS].id
    with pytest.raises(InputError, match="are one claim already"):
        dispute.edit_claim("merge", drones, drones[:6], by=ADA)
    dispute.edit_claim("merge", drones, seeks, by=ADA)
    with pytest.raises(InputError, match="are one claim already"):
        dispute.edit_claim("merge", seeks, drones, by=ADA)


def test_a_claim_is_known_by_the_name_that_it_was_given(dispute: Ledger) -> None:
    """What is shown can be asked for, and renamed again; another claim's own words stay those of that claim."""
    as_it_was = dispute.trace(DRONES), dispute.trace(SEEKS)
    dispute.edit_claim("rename", DRONES, "The affair of the drones", by=ADA)
    assert (dispute.trace("The affair of the drones"), dispute.trace(SEEKS)) == as_it_was
    dispute.edit_claim("rename", "The affair of the drones", SEEKS, by=ADA)
    assert sorted(claim.proposition for claim in dispute.claims()) == [SEEKS, SEEKS]
    assert (dispute.trace(DRONES), dispute.trace(SEEKS)) == as_it_was
    dispute.undo(who="ada")
    assert set(by_question(dispute)) == {"The affair of the drones", SEEKS}


def test_a_claim_gets_its_own_words_back_by_renaming(dispute: Ledger) -> None:
    claim = by_question(dispute)[DRONES].id
    dispute.edit_claim("rename", claim, "Varland arms the Front", by=ADA)
    with pytest.raises(InputError, match="is called 'Varland arms the Front' already"):
        dispute.edit_claim("rename", claim, "Varland arms  the Front", by=ADA)
    dispute.edit_claim("rename", claim, DRONES, by=ADA)
    assert by_question(dispute)[DRONES].id == claim


def test_related_claims_name_each_other_and_stay_two(dispute: Ledger) -> None:
    dispute.edit_claim("relate", DRONES, SEEKS, by=ADA)
    claims = by_question(dispute)
    assert [(one.proposition, one.link) for one in claims[SEEKS].related] == [(DRONES, "related")]


def test_decisions_survive_a_run_from_nothing_and_can_be_undone(dispute: Ledger) -> None:
    dispute.edit_claim("merge", DRONES, SEEKS, by=ADA)
    store = SqliteStore(dispute.path)
    with store.writing() as connection:
        connection.execute("DELETE FROM taken")
    dispute.update()
    assert set(by_question(dispute)) == {DRONES}
    dispute.undo(who="ada")
    assert set(by_question(dispute)) == {DRONES, SEEKS}


def test_a_claim_without_an_act_is_traced_by_vectors_as_by_looking_at_every_page(tmp_path: Path) -> None:
    blamed: Line = ("Kestria", "said that", "Varland had caused the blackout in Kestria", "2031-02-02")
    denied: Line = ("Varland", "denied that", "it had caused any blackout of Kestria", "2031-02-03")
    pages = [a_page("a", [ACCUSED, blamed]), a_page("b", [denied]), a_page("c", [SOUGHT])]
    claim = "Varland behind the blackout of Kestria"
    with a_ledger(tmp_path / "ledger.db", pages) as ledger:
        traced = ledger.trace(claim)
        assert [(one.statement, one.stance, one.reason) for one in traced] == [
            (one.statement, one.stance, one.reason) for one in trace(claim, pages, EN)
        ]
    assert [one.stance for one in traced] == ["asserts", "denies"]


@pytest.mark.parametrize(
    ("claim", "stances"),
    [
        ("Varland sold drones to the Tessaly Front", ["denies", "asserts"]),  # as listed, in other words
        ("Varland has given ships to the Tessaly Front", []),
        ("Kestria gives tanks to Varland", ["asserts"]),  # said once, and so not listed
        ("The Tessaly Front has hacked the Rotunda", ["asserts", "denies"]),
        ("Brannock vilifies Varland", ["asserts"]),  # an act that no table knows
    ],
)
def test_a_claim_in_words_is_found_where_looking_at_every_page_finds_it(
    tmp_path: Path, claim: str, stances: list[str]
) -> None:
    tanks: Line = ("Kestria", "said that", "it would send tanks to Varland", "2031-02-01")
    hacked: Line = ("Kestria", "said that", "the Tessaly Front has been hacking the Rotunda", "2031-02-02")
    denied: Line = ("Ana Brill", "denied that", "the Tessaly Front hacked the Rotunda", "2031-02-04")
    vilified: Line = ("Kestria", "said that", "Brannock vilified Varland", "2031-02-05")
    lines = [ACCUSED, DENIED, SOUGHT, NOT_SOUGHT, tanks, hacked, denied, vilified]
    pages = [a_page(f"{nth}", [line]) for nth, line in enumerate(lines)]
    with a_ledger(tmp_path / "ledger.db", pages) as ledger:
        found = [(one.statement, one.stance) for one in ledger.trace(claim)]
        assert found == [(one.statement, one.stance) for one in trace(claim, pages, EN)]
    assert [stance for _, stance in found] == stances


def test_how_far_the_looking_through_of_pages_has_come_is_told(tmp_path: Path) -> None:
    said = "said that", "the Tessaly Front has vilified the Rotunda"
    pages = [a_page(f"{nth}", [(f"Kestria {nth}", *said, "2031-02-02")]) for nth in range(60)]
    told: list[AddProgress] = []
    with a_ledger(tmp_path / "ledger.db", pages) as ledger:
        assert len(ledger.trace("The Tessaly Front vilified the Rotunda", told.append)) == 60
    assert [(one.done, one.total) for one in told] == [(25, 60), (50, 60), (60, 60)]
