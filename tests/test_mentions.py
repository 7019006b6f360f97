"""Who is meant: names, roles, pronouns, short forms; and when that stays open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.lang import get_language
from onrecord.mentions import read_phrase
from onrecord.mentions.antecedents import Layout
from onrecord.mentions.cast import find_cast
from onrecord.mentions.people import find_people
from onrecord.mentions.ranker import guess_all
from onrecord.model import Span, Speaker

_PIECES = [
    "Ada Brandt",
    "Malk",
    "the minister",
    "The Kestrian Ministry of Defence",
    "KPB",
    "(KPB)",
    "she said",
    "He",
    ".",
    "“",
    "”",
    "Minister Peter Malk",
    "Varland’s",
    "a senior official",
    "\n",
    "Ünal İnan",
    "the Guild",
    "in Tolmin",
]


def speakers(text: str) -> list[Speaker]:
    return [speaker for statement in onrecord.find_statements(text) for speaker in statement.speakers]


@pytest.mark.parametrize(
    ("phrase", "name", "kind"),
    [
        ("Ada Brandt", "Ada Brandt", "person"),
        ("Foreign Minister Ada Brandt", "Ada Brandt", "person"),
        ("Ada Brandt, the foreign minister", "Ada Brandt", "person"),
        ("Germany", "Germany", "government"),
        ("a senior official", "senior official", "anonymous"),
        ("the UN", "United Nations", "government"),
        ("Rahim Un", "Rahim Un", "person"),
        ("she", None, "unclear"),
        ("Despite Ada Brandt", "Ada Brandt", "person"),
        ("Neither Ada Brandt", "Ada Brandt", "person"),
        ("Ada Brandt’s", "Ada Brandt", "person"),
        ("These people can’t", None, "unclear"),
        ("In Lowen", None, "unclear"),
        ("of his rivals", None, "unclear"),
        ("At least half of the voters", "At least half of the voters", "group"),
        ("Ada May", "Ada May", "person"),
        ("Super Tuesday", None, "unclear"),
        ("Tuesday", None, "unclear"),
    ],
)
def test_a_phrase_is_read(phrase: str, name: str | None, kind: str) -> None:
    reading = read_phrase(phrase, Span(0, len(phrase)), get_language("en"))
    assert (reading.name, reading.kind) == (name, kind)


def test_a_role_before_the_name_is_kept() -> None:
    found = speakers("Foreign Minister Ada Brandt said that the talks had failed.")[0]
    assert found.role is not None
    assert found.role.value == "Foreign Minister"


def test_a_short_form_gets_the_full_name() -> None:
    text = "Foreign Minister Ada Brandt arrived. Brandt said the talks had failed."
    assert [s.name for s in speakers(text)] == ["Ada Brandt"]


@pytest.mark.parametrize("title", ["", "Minister "])
def test_two_people_of_one_surname_leave_it_unclear(title: str) -> None:
    text = f"{title}Ada Brandt met {title}Joren Brandt. Brandt said that the talks had failed."
    found = speakers(text)[0]
    assert (found.name, found.kind) == (None, "unclear")
    assert set(found.candidates) == {"Ada Brandt", "Joren Brandt"}


def test_a_pronoun_means_who_spoke_last() -> None:
    text = "Ada Brandt said the talks had failed. She said nobody was hurt."
    assert [s.name for s in speakers(text)] == ["Ada Brandt", "Ada Brandt"]


def test_a_pronoun_after_another_person_is_unclear() -> None:
    text = "Vey Brandt said the talks had failed. Minister Oru Malk had left. She said nobody was hurt."
    found = onrecord.find_statements(text)[1]
    assert found.speakers[0].kind == "unclear"
    assert "Vey Brandt" in found.speakers[0].candidates
    assert "speaker-unclear" in found.flags


def test_the_official_is_the_one_described_before() -> None:
    text = "A Kestrian official said the talks had failed. The official added that no date was set."
    assert [s.name for s in speakers(text)] == ["Kestrian official", "Kestrian official"]


def test_un_is_not_the_un() -> None:
    text = "Rahim Un said the talks had failed. Un said nobody was hurt."
    assert [(s.name, s.kind) for s in speakers(text)] == [("Rahim Un", "person")] * 2


def test_a_capital_stands_for_its_government() -> None:
    assert [(s.name, s.kind) for s in speakers("Berlin denied that the talks had failed.")] == [
        ("Germany", "government")
    ]


def test_joint_speakers_are_two() -> None:
    found = speakers("Ada Brandt and Joren Malk said that the talks had failed.")
    assert [s.name for s in found] == ["Ada Brandt", "Joren Malk"]


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("Minister Ada Brandt and former defence secretary Joren Malk", ["Ada Brandt", "Joren Malk"]),
        ("Former Foreign Minister and party leader Ada Brandt", ["Ada Brandt"]),
        ("The Trade Oversight and Border Reform Committee", ["Trade Oversight and Border Reform Committee"]),
        ("The ministers of Kestria and Varland", ["ministers of Kestria and Varland"]),
        ("Aides to Ada Brandt and Joren Malk", ["Aides to Ada Brandt and Joren Malk"]),
    ],
)
def test_and_joins_people_and_not_the_words_of_one_name(who: str, names: list[str]) -> None:
    assert [speaker.name for speaker in speakers(f"{who} said the talks had failed.")] == names


@pytest.mark.parametrize("before", ["Both", "After", "As", "Although", "Unlike", "When"])
def test_a_word_that_opens_a_sentence_is_no_part_of_a_name(before: str) -> None:
    text = f"{before} Norrland Shipping moved its seat, prices fell. Shipping said that it would stay."
    assert [speaker.name for speaker in speakers(text)] == ["Norrland Shipping"]
    text = f"{before} Norrland moved its seat, prices fell. Norrland said that it would stay."
    assert [speaker.name for speaker in speakers(text)] == ["Norrland"]


def test_a_given_name_weighs_for_a_pronoun() -> None:
    text = "Ada Brandt said the talks had failed. Minister Peter Malk had left. She said nobody was hurt."
    assert [s.name for s in speakers(text)] == ["Ada Brandt", "Ada Brandt"]


def test_a_pronoun_of_another_gender_is_flagged_where_nobody_else_can_be_meant() -> None:
    """Translated pages mix pronouns up: the name is given, and the reader is told."""
    found = onrecord.find_statements("Ada Brandt warned that the talks would fail. He said nobody was hurt.")[1]
    assert found.speakers[0].name == "Ada Brandt"
    assert "pronoun-disagrees" in found.flags


@pytest.mark.parametrize(
    "lead",
    [
        "The spokesman of the Harbour Office, Iven Malk, said the talks had failed.",
        "Iven Malk, a spokesman of the Harbour Office, said the talks had failed.",
        "Spokesman Iven Malk said the talks had failed.",
    ],
)
def test_a_role_beside_a_name_is_found_again_in_a_description(lead: str) -> None:
    assert speakers(f"{lead} The spokesman added that no date was set.")[-1].name == "Iven Malk"


def test_a_description_by_a_word_for_anybody_in_a_post_means_the_last_who_has_one() -> None:
    text = "The envoy of Kestria, Iven Malk, said the talks had failed. The diplomat added that no date was set."
    assert speakers(text)[-1].name == "Iven Malk"


def test_a_letter_speaks_for_its_only_author() -> None:
    text = "A letter from Rado Vesk reached the town. The letter said that the talks had failed."
    assert speakers(text)[-1].name == "Rado Vesk"


def test_a_letter_with_two_possible_authors_stays_a_document() -> None:
    text = "A letter from Rado Vesk and a letter from Ada Brandt came. The letter said that the talks had failed."
    assert speakers(text)[-1].kind == "document"


def test_a_service_is_the_one_named_before() -> None:
    text = "Kestria’s intelligence service knew of it. The service said that the talks had failed."
    assert speakers(text)[-1].name == "Kestria intelligence service"


@given(st.lists(st.sampled_from(_PIECES), max_size=12))
def test_every_mention_of_the_cast_proves_itself(pieces: list[str]) -> None:
    text = " ".join(pieces)
    whole = (Span(0, len(text)),)
    people = find_people(text, whole, (), get_language("en"))
    for figure in find_cast(text, whole, people, get_language("en")):
        assert figure.mentions == tuple(sorted(set(figure.mentions)))
        assert all(0 <= span.start < span.end <= len(text) for span in figure.mentions)
        assert all(text[span.start : span.end].strip() for span in figure.mentions)


def test_pronouns_mean_the_same_on_every_run() -> None:
    text = "Ada Brandt met Peter Malk. She left before he did. She was tired. He was not."
    whole = (Span(0, len(text)),)
    english = get_language("en")
    cast = find_cast(text, whole, find_people(text, whole, (), english), english)
    runs = [guess_all(text, whole, cast, Layout(text, whole, (), english), english) for _ in range(2)]
    assert runs[0] == runs[1]
    assert {guess.figure.name for guess in runs[0].values()} == {"Ada Brandt", "Peter Malk"}


def test_whoever_is_told_is_not_who_tells() -> None:
    text = "Ada Brandt said the talks had failed. Peter Malk agreed. “It is over,” he told Malk."
    assert onrecord.find_statements(text)[-1].speakers[0].name != "Peter Malk"


def test_a_relative_clause_names_somebody_else() -> None:
    phrase = "a woman who was questioned by Ada Brandt"
    assert read_phrase(phrase, Span(0, len(phrase)), get_language("en")).name == "woman"


@pytest.mark.parametrize("mention", ["Malk", "Brave Oru Malk", "Sgt. Oru Malk"])
def test_titles_and_praise_are_no_part_of_a_name(mention: str) -> None:
    text = f"Oru Malk arrived. {mention} waited. Malk said the talks had failed."
    assert [(s.name, s.kind) for s in speakers(text)] == [("Oru Malk", "person")]


def test_a_newspaper_keeps_its_name_and_is_no_person() -> None:
    assert speakers("The Orsk Chronicle asked. The Chronicle said the talks had failed.")[0].kind == "organisation"


def test_an_office_of_a_district_is_no_person() -> None:
    phrase = "the Attorney’s Office for the Western District of New Harrow"
    assert read_phrase(phrase, Span(0, len(phrase)), get_language("en")).kind == "organisation"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Varland, which denied the raid, said that it would stay.", "Varland", "organisation"),
        ("He met Joren Malk of Kestria, who said that the talks had failed.", "Joren Malk", "person"),
        ("He met the minister of Kestria, who said that the talks had failed.", None, "unclear"),
        ("Kestria is in uproar. The Kestrian government said that the talks had failed.", "Kestria", "government"),
        ("Some analysts said that the talks had failed.", "analysts", "group"),
        ("A person close to the court said it was over. The person said that it rained.", None, "anonymous"),
    ],
)
def test_a_phrase_means_what_stands_beside_it(text: str, name: str | None, kind: str) -> None:
    last = speakers(text)[-1]
    assert last.kind == kind
    assert last.name == name or kind == "anonymous"


def test_a_description_is_that_of_the_same_person_before() -> None:
    names = {s.name for s in speakers("A person close to the court said it was over. The person said it rained.")}
    assert names == {"person close to the court"}


def test_he_and_another_are_two() -> None:
    text = "Joren Malk said that it was late. He and the Kestrian secretary, Ada Brandt, said that they would go."
    assert [s.name for s in speakers(text)][-2:] == ["Joren Malk", "Ada Brandt"]


def test_a_town_is_nobody_that_he_could_be() -> None:
    """A name that nothing shows to be a person's is a candidate and no answer."""
    (speaker,) = speakers("The accusations of Tolmin were old. “It is late,” he said.")
    assert (speaker.name, speaker.kind) == (None, "unclear")


def test_a_letter_speaks_for_its_author() -> None:
    text = (
        "A letter from the Front’s commander, Joren Malk, to the firm came late. The letter says that it rained."
    )
    assert speakers(text)[-1].name == "Joren Malk"


def test_those_who_say_something_are_not_the_last_one_named() -> None:
    text = "Ada Brandt met envoys in Tolmin. Those who said that the talks had failed were wrong."
    assert [speaker.name for speaker in speakers(text)] == [None]


@pytest.mark.parametrize(
    ("lead", "then", "name"),
    [
        ("A senior official", "Minister Ada Brandt said that the talks went on.", "Ada Brandt"),
        ("A federal judge", "Judge Ada Brandt said that she would think it over.", "Ada Brandt"),
        ("An Orsk woman", "Ada Brandt, 31, said that she had found it in the strait.", "Ada Brandt"),
        ("A French official", "German Minister Ada Brandt said that the talks went on.", "French official"),
        ("A federal judge", "Minister Ada Brandt said that the talks went on.", "federal judge"),
        ("An official source", "Minister Ada Brandt said that the talks went on.", "official source"),
        ("Another official", "Minister Ada Brandt said that the talks went on.", "Another official"),
        ("A senior official", "It was met by Minister Ada Brandt, who said nothing.", "senior official"),
        ("An Orsk woman", "Peter Brandt said that he had found it in the strait.", "Orsk woman"),
    ],
)
def test_a_description_in_the_lead_is_who_the_text_introduces_next(lead: str, then: str, name: str) -> None:
    text = f"{lead} denied on Friday that the drone had been lost.\n\n{then}"
    assert speakers(text)[0].name == name


@pytest.mark.parametrize("before", ["Federalist", "Rival", "Candidate"])
def test_a_word_that_the_page_has_elsewhere_is_no_part_of_a_name_after_it(before: str) -> None:
    text = (
        f"{before} Peter Malk said that the talks had failed. Another {before.lower()} left the hall.\n\n"
        "Malk said that he would try again."
    )
    assert [speaker.name for speaker in speakers(text)] == ["Peter Malk", "Peter Malk"]


def test_a_first_name_that_no_table_has_stays_before_a_second() -> None:
    text = "Keirwen Peter Malk said that the talks had failed.\n\nKeirwen Malk said that she would try again."
    assert speakers(text)[0].name == "Keirwen Peter Malk"


def test_a_pronoun_with_its_verb_is_the_pronoun() -> None:
    assert read_phrase("He’s", Span(0, 4), get_language("en")).pronoun == "he"


def test_an_official_is_not_whoever_speaks_next_without_an_office() -> None:
    text = (
        "A Varlandic defence official said that no drone had been sold.\n\n"
        "Mara Velt said that the talks would go on in Tolmin."
    )
    assert [speaker.name for speaker in speakers(text)] == ["Varlandic defence official", "Mara Velt"]
