"""One actor for all the names that are certainly its, never more; whatever the order in which pages came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_contract import ADDED, a_record, a_source

from onrecord.actors import VERSION, match, names_line, page_names, update, who
from onrecord.actors.acronyms import find_acronyms
from onrecord.actors.clusters import Verdict, cluster
from onrecord.actors.likeness import Held, Known, block_keys, compare
from onrecord.actors.naming import Form, FormSort, person_key
from onrecord.decisions import about_name, stamped, undo
from onrecord.lang import get_language
from onrecord.ledger import Ledger
from onrecord.model import Actor, Decision, Phrase, Record, Source, Speaker, SpeakerKind, Statement
from onrecord.store import SqliteStore, Store

TEXT = "Somebody said something.\n"


@dataclass(frozen=True)
class Told:
    """A page of a test: its speakers, the day, and words that stand on it besides."""

    path: str
    speakers: tuple[Speaker, ...]
    day: str | None = "2031-03-07"
    words: str = ""


def named(
    name: str,
    kind: SpeakerKind = "person",
    *,
    role: str | None = None,
    of: str | None = None,
    behalf: str | None = None,
) -> Speaker:
    """Return a speaker that the text does not mention."""
    return Speaker(
        mention=None,
        name=name,
        kind=kind,
        role=Phrase(value=role) if role else None,
        affiliation=Phrase(value=of) if of else None,
        on_behalf_of=behalf,
    )


def made(page: Told) -> tuple[Source, Record]:
    """Return a page with one statement for each speaker."""
    text = TEXT + page.words
    source = a_source(f"{page.path} {text}".encode(), path=page.path)
    statements = tuple(
        Statement(id=f"{page.path}{nth}", speakers=(speaker,), cue=(), content=(), form="indirect")
        for nth, speaker in enumerate(page.speakers)
    )
    return source, a_record(source, text, statements=statements, published=page.day)


def add(store: Store, pages: Sequence[Told]) -> None:
    """Store pages."""
    for page in pages:
        store.put_page(*made(page), ADDED)


@contextmanager
def ledger_of(folder: Path, pages: Sequence[Told]) -> Iterator[SqliteStore]:
    """Give a store that holds pages and their actors."""
    with closing(SqliteStore(folder / "ledger.db", create=True)) as store:
        add(store, pages)
        update(store)
        yield store


def one(store: Store, name: str) -> Actor:
    """Return the only actor of a name."""
    (actor,) = who(store, name)
    return actor


def rows(store: SqliteStore) -> list[tuple[object, ...]]:
    """Return everything that the pass made."""
    tables = ("form", "form_block", "form_join", "form_verdict", "naming", "acronym")
    with store.reading() as connection:
        return [
            (table, *row)
            for table in tables
            for row in sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)  # noqa: S608
        ]


def person(name: str, *held: Held, page: str | None = None) -> Known:
    """Return what is known of a person's name."""
    return known("person", person_key(name), *held, page=page)


def known(sort: FormSort, key: str, *held: Held, page: str | None = None) -> Known:
    """Return what is known of a form."""
    return Known(id=Form(sort=sort, key=key, page=page).id, sort=sort, key=key, page=page, held=held)


def grouped(forms: Sequence[Known], verdicts: Sequence[Verdict] = ()) -> set[frozenset[str]]:
    """Return the keys of forms by actor."""
    by_id = {form.id: form for form in forms}
    joins = [
        join
        for nth, form in enumerate(forms)
        for other in forms[:nth]
        if block_keys(form) & block_keys(other) and (join := compare(form, other))
    ]
    found = cluster(by_id, joins, verdicts).actor
    return {frozenset(by_id[f].key for f in found if found[f] == actor) for actor in found.values()}


# ---- names of persons -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Mara Velt", "VELT, Mara"),
        ("Mara Velt", "Márá Velt"),
        ("Anna-Maria Velt", "Anna Maria Velt"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Kim Jong Un", "김정은"),
        ("Kim Jong Un", "Jong-un Kim"),
        ("Kim Jong Un", "Kim Jeong-eun"),
        ("Xi Jinping", "习近平"),
        ("Sergei Lavrov", "Сергей Лавров"),
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Bashar al-Assad", "Bashar Assad"),
        ("Mara Velt", "Mara J. Velt"),
        ("Mara Jana Velt", "Mara Velt"),
        ("Dr. Mara Velt", "Mara Velt"),
    ],
)
def test_ways_of_writing_one_name_are_one_actor(a: str, b: str) -> None:
    keys = {person_key(a), person_key(b)}
    assert grouped([person(name) for name in (a, b)] if len(keys) == 2 else [person(a)]) == {frozenset(keys)}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Kim Jong Un", "Kim Jong Il"),
        ("Kim Jong Un", "Kim Yo Jong"),
        ("Kim Jong Un", "Kim Un Jong"),
        ("Mara Velt", "Tora Velt"),
        ("Mara Velt", "Mara Orn"),
        ("Mara Velt", "M. Velt"),
        ("Mohammed bin Salman", "Salman bin Mohammed"),
        ("Maro Semi", "Maros Emi"),
        ("Mara J. Velt", "Mara K. Velt"),
    ],
)
def test_different_names_are_two_actors(a: str, b: str) -> None:
    assert len(grouped([person(a), person(b)])) == 2


def test_the_family_is_never_one_however_its_names_are_written() -> None:
    un = ["Kim Jong Un", "Kim Jong-un", "김정은", "Kim Jeong-eun", "Kim Jung-un", "Jong Un Kim"]
    il = ["Kim Jong Il", "Kim Jong-il", "김정일", "Kim Jeong-il", "Kim Chong-il"]
    yo = ["Kim Yo Jong", "Kim Yo-jong", "김여정", "Kim Yeo-jeong"]
    forms = {person(name).id: person(name) for name in [*un, *il, *yo]}
    wanted = {frozenset(map(person_key, names)) for names in (un, il, yo)}
    assert grouped(list(forms.values())) == wanted


GIVEN = st.sampled_from(["Ada", "Mara", "Tora", "Halden", "Joren", "Velka", "Ismo", "Petra"])
SURNAMES = st.sampled_from(["Velt", "Broek", "Orn", "Malk", "Ardel", "Kim", "Lee", "al-Tal"])


@given(one=GIVEN, other=GIVEN, surname=SURNAMES, middle=st.sampled_from(["", "J. ", "Jana "]))
def test_distinct_given_names_are_never_joined(one: str, other: str, surname: str, middle: str) -> None:
    forms = [person(f"{one} {middle}{surname}"), person(f"{other} {surname}")]
    joined = len(grouped(forms)) == 1
    assert joined == (one == other)


@settings(max_examples=60)
@given(data=st.data())
def test_actors_do_not_depend_on_the_order_of_forms(data: st.DataObject) -> None:
    name = st.builds(
        lambda given, middle, surname: f"{given} {middle}{surname}",
        st.sampled_from(["Mara", "M.", "Jong Un", "Jeong-eun", "Jung-un", "Ada"]),
        st.sampled_from(["", "J. ", "Jana ", "K. "]),
        st.sampled_from(["Velt", "Kim", "Orn"]),
    )
    held = st.lists(
        st.builds(
            lambda home, day: Held(post="foreign minister", home=home, first=day, last=day),
            st.sampled_from(["japan", "chile"]),
            st.sampled_from(["2031-03-07", "2019-01-01", None]),
        ),
        max_size=2,
    )
    page = st.sampled_from([None, "p1", "p2"])
    made_up = data.draw(st.lists(st.tuples(name, held, page), max_size=8, unique_by=lambda t: (t[0], t[2])))
    forms = {(k := person(n, *h, page=p)).id: k for n, h, p in made_up}
    shuffled = data.draw(st.permutations(list(forms.values())))
    assert grouped(list(forms.values())) == grouped(shuffled)


def test_a_short_form_that_may_mean_two_means_neither() -> None:
    j, k, short = person("Mara Jana Velt"), person("Mara Katla Velt"), person("Mara Velt")
    assert len(grouped([j, k, short])) == 3
    assert len(grouped([j, short])) == 1


def test_a_bare_surname_is_somebody_only_by_the_post_held_at_the_time() -> None:
    def minister(day: str | None, home: str = "japan") -> Held:
        return Held(post="foreign minister", home=home, first=day, last=day)

    velt = person("Mara Velt", minister("2023-05-01"))
    assert len(grouped([velt, person("Velt", minister("2023-09-01"), page="p")])) == 1
    for other in (minister("2019-05-01"), minister("2023-05-01", "chile"), minister(None)):
        assert len(grouped([velt, person("Velt", other, page="p")])) == 2
    assert len(grouped([velt, person("Velt", page="p")])) == 2
    initial = person("M. Velt", minister("2023-09-01"))
    assert len(grouped([velt, initial])) == 1
    assert len(grouped([velt, person("Mina Velt", minister("2023-06-01")), initial])) == 3


def test_what_people_decided_goes_before_names() -> None:
    mara, velt, other = person("Mara Velt"), person("Velt Mara"), person("Tora Orn")
    one, two = sorted((mara.id, velt.id))
    apart = Verdict(one=one, other=two, same=False, because="Ada decided so")
    together = Verdict(one=mara.id, other=other.id, same=True, because="Ada decided so")
    assert grouped([mara, velt, other], [apart, together]) == {
        frozenset({"mara velt", "tora orn"}),
        frozenset({"velt mara"}),
    }


# ---- acronyms ---------------------------------------------------------------------------------------------


def test_acronyms_are_what_a_page_spells_out() -> None:
    text = "The Varland News Agency (VNA), KPB (Kestrian Press Bureau), Orn (ORN), the Union of Sea Towns (UST)"
    found = {spelled.short: spelled.long for spelled in find_acronyms(text)}
    assert found == {"VNA": "Varland News Agency", "KPB": "Kestrian Press Bureau", "UST": "Union of Sea Towns"}
    for spelled in find_acronyms(text):
        assert spelled.short in text[spelled.span.start : spelled.span.end]


@given(st.text(alphabet="AaVN (.)&\n", max_size=60))
def test_spans_of_acronyms_lie_in_the_text(text: str) -> None:
    for spelled in find_acronyms(text):
        assert 0 <= spelled.span.start < spelled.span.end <= len(text)


# ---- over a ledger ----------------------------------------------------------------------------------------

PAGES = (
    Told("a", (named("Kim Jong-un"), named("Kim Jong Il"), named("a senior official", "anonymous"))),
    Told("b", (named("김정은"), named("Pyongyang", "government"), named("a senior official", "anonymous"))),
    Told("c", (named("VNA", "organisation"), named("Mara Velt", role="foreign minister", of="Japan"))),
    Told(
        "d",
        (
            named("Varland News Agency", "organisation"),
            named("Velt", role="Japanese foreign minister"),
            named("Ada Orn", role="spokeswoman", behalf="Japan"),
            named("Japanese Foreign Ministry", "organisation"),
        ),
        words="The Varland News Agency (VNA) said so.",
    ),
    Told("e", (named("North Korea", "government"), named("Ministry of Foreign Affairs of Japan", "organisation"))),
)


def test_one_actor_over_pages_with_every_reason(tmp_path: Path) -> None:
    with ledger_of(tmp_path, PAGES) as store:
        kim = one(store, "Kim Jong Un")
        assert set(kim.names) == {"Kim Jong-un", "김정은"}
        assert [join.because for join in kim.joins] == ["both may be 김정은 in Hangul"]
        assert kim.id != one(store, "Kim Jong Il").id
        assert one(store, "the North Korean government").names == ("North Korea", "Pyongyang")
        agency = one(store, "VNA")
        assert agency == one(store, "varland news agency")
        assert "(VNA)" in agency.joins[0].because
        velt = one(store, "Velt, Mara")
        assert velt.names == ("Mara Velt", "Velt")
        assert [(role.value, role.first) for role in velt.roles] == [
            ("Japanese foreign minister", "2031-03-07"),
            ("foreign minister", "2031-03-07"),
        ]
        assert len(one(store, "foreign ministry of Japan").pages) == 2


def test_two_unnamed_officials_are_two_and_speaking_for_somebody_joins_nobody(tmp_path: Path) -> None:
    with ledger_of(tmp_path, PAGES) as store:
        assert [len(official.pages) for official in who(store, "official")] == [1, 1]
        orn = one(store, "Ada Orn")
        assert [(link.name, link.actor) for link in orn.on_behalf_of] == [("Japan", None)]
        assert orn.statements == ("d2",)
    with closing(SqliteStore(tmp_path / "ledger.db")) as store:
        add(store, [Told("f", (named("Tokyo", "government"),))])
        update(store)
        tokyo = one(store, "Tokyo")
        assert [link.actor for link in one(store, "Ada Orn").on_behalf_of] == [tokyo.id]
        assert [link.name for link in tokyo.spoken_for_by] == ["Ada Orn"]
        assert tokyo.statements == ("f0",)


def test_rows_do_not_depend_on_the_order_or_the_number_of_runs(tmp_path: Path) -> None:
    found = []
    for nth, order in enumerate(list(permutations(PAGES))[::37]):
        with closing(SqliteStore(tmp_path / f"{nth}.db", create=True)) as store:
            for at, page in enumerate(order):
                add(store, [page])
                if at % 2 == nth % 2:
                    update(store)
            update(store)
            found.append(rows(store))
    assert len(found) == 4
    assert all(made == found[0] for made in found)


def test_names_that_were_found_where_a_page_was_read_make_the_same_rows_and_never_outlive_its_record(
    tmp_path: Path,
) -> None:
    english = get_language("en")
    with ledger_of(tmp_path, PAGES) as store:
        wanted = rows(store)
    with closing(SqliteStore(tmp_path / "kept.db", create=True)) as store:
        for nth, page in enumerate(PAGES):
            source, record = made(page)
            store.put_page(source, replace(record, statements=()), ADDED)
            store.actors.put_named(record.page.id, "what nobody could read", VERSION)
            store.put_page(source, record, ADDED)
            if nth % 2:
                store.actors.put_named(record.page.id, names_line(page_names(record, english)), VERSION)
        update(store)
        assert rows(store) == wanted
        with store.reading() as connection:
            assert connection.execute("SELECT * FROM named").fetchall() == []


def test_a_page_read_anew_takes_its_old_names_along(tmp_path: Path) -> None:
    first, second = Told("a", (named("Mara Velt"),)), Told("a", (named("Tora Orn"),))
    with ledger_of(tmp_path, [first]) as store:
        add(store, [second])
        update(store)
        assert who(store, "Mara Velt") == ()
        assert one(store, "Tora Orn").statements == ("a0",)


def test_an_id_of_old_finds_what_it_was_joined_into(tmp_path: Path) -> None:
    with ledger_of(tmp_path, PAGES[:1]) as store:
        before = one(store, "Kim Jong Un").id
        add(store, PAGES[1:])
        update(store)
        now = one(store, "Kim Jong Un")
        assert {match(store, before), match(store, before[:8])} == {frozenset({now.id})}


def test_an_exact_name_is_preferred_and_words_will_do(tmp_path: Path) -> None:
    with ledger_of(tmp_path, [Told("a", (named("Velt"), named("Mara Velt"), named("Velta Orn")))]) as store:
        assert [actor.name for actor in who(store, "velt")] == ["Velt"]
        assert [actor.name for actor in who(store, "orn")] == ["Velta Orn"]
        assert who(store, "Ardel") == ()
        assert who(store, "…") == ()


def test_decisions_join_and_part_and_undoing_them_brings_back_what_was(tmp_path: Path) -> None:
    pages = [Told("a", (named("Mara Velt"),)), Told("b", (named("Mara Velt"),)), Told("c", (named("Tora Orn"),))]
    with ledger_of(tmp_path, pages) as store:
        before = rows(store)
        _decide(
            store,
            Decision(
                kind="same-actor",
                target=about_name("Mara Velt"),
                others=(about_name("Tora Orn"),),
                who="Ada",
                why="a maiden name",
            ),
        )
        joined = one(store, "Mara Velt")
        assert joined.names == ("Mara Velt", "Tora Orn")
        assert joined.joins[0].because.startswith("Ada decided so on ")
        (decision,) = store.decisions.all()
        _decide(store, undo(decision, who="Ada", why="it was not"))
        assert rows(store) == before


def _decide(store: SqliteStore, draft: Decision) -> None:
    """Enter a decision and let it hold."""
    number, after = store.decisions.last()
    assert store.put_decisions([stamped(draft, datetime(2031, 4, 1, tzinfo=UTC), after)], [], known=number)
    update(store)


# ---- reference files --------------------------------------------------------------------------------------


def test_a_reference_names_joins_and_keeps_the_wikidata_id(tmp_path: Path) -> None:
    file = tmp_path / "known.csv"
    file.write_text("name,aliases,kind,wikidata,from,to\nMara Velt,M. V. Brandt,person,Q42,,\n", encoding="utf-8")
    pages = [Told("a", (named("Mara Velt"),)), Told("b", (named("M. V. Brandt"),))]
    with ledger_of(tmp_path, pages) as store:
        ledger = Ledger(store)
        assert one(store, "Mara Velt").wikidata is None
        assert ledger.add_reference(file) == 1
        assert ledger.add_reference(file) == 0
        velt = one(store, "Mara Velt")
        assert (velt.wikidata, velt.reference, set(velt.names)) == (
            "Q42",
            "known.csv",
            {"Mara Velt", "M. V. Brandt"},
        )


def test_a_post_means_whom_a_reference_gives_for_the_day(tmp_path: Path) -> None:
    file = tmp_path / "known.csv"
    file.write_text(
        "name,aliases,kind,wikidata,from,to\n"
        "Tora Orn,foreign minister of Japan,person,,2018,2021-06-30\n"
        "Mara Velt,foreign minister of Japan,person,,2021-07-01,2024\n",
        encoding="utf-8",
    )
    minister = named("the Japanese foreign minister", "anonymous")
    pages = [
        Told("a", (minister,), "2019-02-02"),
        Told("b", (minister,), "2023-02-02"),
        Told("c", (minister,), None),
    ]
    with ledger_of(tmp_path, pages) as store:
        Ledger(store).add_reference(file)
        found = {actor.pages: actor.name for actor in who(store, "foreign minister")}
        assert sorted(found.values()) == ["Mara Velt", "Tora Orn", "the Japanese foreign minister"]
