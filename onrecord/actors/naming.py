"""What a page calls those who speak and are spoken to: each naming with the form of name that it belongs to.

A form is what names are gathered under before anything is judged: the state for a government, the words for a
person or a body. A form ends at its page where its words do not say who is meant: an unnamed official, a bare
surname, "the foreign ministry" of a state that the page does not tell.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord.actors.bodies import Body, read_body
from onrecord.actors.places import Places, places_of
from onrecord.actors.spelling import read_name
from onrecord.lang import Language
from onrecord.model import Record, Speaker, SpeakerKind, Statement
from onrecord.text import name_key

FormSort = Literal["person", "body", "government", "unnamed"]
Part = Literal["by", "to"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A name as it is gathered.

    Attributes:
        sort: What kind of thing it names.
        key: Its words for comparison.
        page: The page where it ends, or None where it holds in the whole ledger.
        reference: The known actor of a reference file that it is, or None.
    """

    sort: FormSort
    key: str
    page: str | None = None
    reference: str | None = None

    @property
    def id(self) -> str:
        """The first 16 hex digits of a hash of all of it: the same form has the same id in every ledger."""
        whole = "\0".join((self.sort, self.key, self.page or "", *filter(None, (self.reference,))))
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """One time that a statement names somebody.

    Attributes:
        statement_nth: The statement's place in the record.
        part: `by` for one who makes it, `to` for one whom it was made to.
        nth: The place among those.
        form: What the name is gathered under.
        name: As the page has it in full.
        kind: Of the speaker.
        role: The words of the page for it.
        post: The same for comparison: what post, whose; empty where the page gives none.
        home: The state or body that the person belongs to, for comparison.
        affiliation: The words of the page for it.
        behalf: For whom the words are said, as the page has it.
        behalf_form: What that is gathered under.
        day: The day said, else published; None where the page gives none.
    """

    statement_nth: int
    part: Part
    nth: int
    form: Form
    name: str
    kind: SpeakerKind
    role: str | None = None
    post: str = ""
    home: str = ""
    affiliation: str | None = None
    behalf: str | None = None
    behalf_form: Form | None = None
    day: str | None = None


def find_namings(record: Record, language: Language) -> Iterator[Naming]:
    """Yield who is named by the statements of a page, in order."""
    known = places_of(language)
    for nth, statement in enumerate(record.statements):
        day = _day(record, statement)
        for at, speaker in enumerate(statement.speakers):
            if name_key(speaker.name or ""):
                yield _naming(speaker, record.page.id, nth, at, day, known)
        for at, addressee in enumerate(statement.addressees):
            form = _addressed(addressee.name, known)
            if form is not None:
                yield Naming(
                    statement_nth=nth, part="to", nth=at, form=form, name=addressee.name, kind="unclear", day=day
                )


def form_of(speaker: Speaker, page: str, known: Places) -> Form:
    """Return what a named speaker is gathered under."""
    name = speaker.name or ""
    if speaker.kind in ("anonymous", "unclear", "document"):
        return Form(sort="unnamed", key=name_key(name), page=page)
    if speaker.kind == "person":
        key = person_key(name)
        return Form(sort="person", key=key, page=None if len(key.split()) > 1 else page)
    body = read_body(name, known)
    if body.form is not None or speaker.kind != "group":
        return _body_form(body, speaker, page, known)
    return Form(sort="unnamed", key=name_key(name), page=page)


def named_form(name: str, known: Places) -> Form | None:
    """Return what a body or a government that is only named in passing is gathered under; None if unsure."""
    body = read_body(name, known)
    return None if body.form is None else Form(sort=body.form, key=body.key)


def find_forms(name: str, known: Places) -> Iterator[Form]:
    """Yield what a name alone may be gathered under: a person's, a body's, a government's."""
    key = person_key(name)
    if len(key.split()) > 1:
        yield Form(sort="person", key=key)
    form = named_form(name, known)
    if form is not None:
        yield form


@lru_cache(maxsize=65_536)
def person_key(name: str) -> str:
    """Return a person's name for gathering: Latin letters in lower case, hyphens as spaces, no titles."""
    words = [word.text for word in read_name(name).words if word.kind not in ("title", "suffix", "form")]
    return " ".join(words) or name_key(name)


def _naming(speaker: Speaker, page: str, nth: int, at: int, day: str | None, known: Places) -> Naming:
    affiliation = speaker.affiliation.value if speaker.affiliation else None
    role = speaker.role.value if speaker.role else None
    home = known.home_of(affiliation or "", role or "")
    return Naming(
        statement_nth=nth,
        part="by",
        nth=at,
        form=form_of(speaker, page, known),
        name=speaker.name or "",
        kind=speaker.kind,
        role=role,
        post=known.post_of(role) if role and speaker.kind == "person" else "",
        home=home,
        affiliation=affiliation,
        behalf=speaker.on_behalf_of,
        behalf_form=named_form(speaker.on_behalf_of, known) if speaker.on_behalf_of else None,
        day=day,
    )


def _body_form(body: Body, speaker: Speaker, page: str, known: Places) -> Form:
    """Return the form of a body; one that any state may have ends at its page unless the page says whose it is."""
    if body.form is not None:
        return Form(sort=body.form, key=body.key)
    told = speaker.affiliation.value if speaker.affiliation else speaker.on_behalf_of
    state = known.state(told) if told else None
    if state is None:
        return Form(sort="body", key=body.key, page=page)
    if body.key in ("government", "administration"):
        return Form(sort="government", key=name_key(state))
    return Form(sort="body", key=f"{name_key(state)}: {body.key}")


def _addressed(name: str, known: Places) -> Form | None:
    """Return the form of one who is addressed, where the name alone says who is meant."""
    form = named_form(name, known)
    if form is not None:
        return form
    words = [word for word in name.split() if word[:1].isupper()]
    key = person_key(name)
    return Form(sort="person", key=key) if len(words) > 1 and len(key.split()) > 1 else None


def _day(record: Record, statement: Statement) -> str | None:
    said = statement.said
    if said is not None and (said.from_ or said.to):
        return said.from_ or said.to
    return record.article.published.value
