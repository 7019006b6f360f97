"""From what a person writes, `field=value`, to drafts of decisions; words are looked up on the page and quoted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from onrecord.decisions import about_page, about_statement
from onrecord.decisions.anchors import quotes
from onrecord.decisions.pagefixes import BLOCK_KINDS
from onrecord.decisions.values import are_days, is_day
from onrecord.errors import InputError
from onrecord.lang import get_language
from onrecord.model import Decision, DecisionKind, Quotes, Record, Span, Statement
from onrecord.text import overlaps

_STANCES = ("confirms", "asserts", "suspects", "doubts", "denies", "deflects", "declines", "none")
_FORMS = ("direct", "mixed", "indirect")
_REVIEWS = ("reviewed", "unsure")
_PARTS = "; "
_RANGE = ".."

_SINGLE = frozenset(
    {"form", "stance", "review", "actor", "headline", "outlet", "dateline", "published", "updated"}
)

OF_STATEMENT: tuple[DecisionKind, ...] = (
    *("speaker", "actor", "content", "cue", "form", "said", "acts", "addressee", "via", "stance", "review"),
)
OF_PAGE: tuple[DecisionKind, ...] = (
    *("headline", "outlet", "byline", "agency", "dateline", "published", "updated"),
)
FIELDS = (*OF_STATEMENT, "statement", *OF_PAGE, "missed", "block")
"""What can be given as `field=value`. Of a statement: those above and `statement=no`; of a page: those above,
`missed=WORDS` with `cue` and `speaker` beside it, and `block=WORDS` with `kind` beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who decides, and how far it goes.

    Attributes:
        who: The person.
        why: The reason, in the person's words.
        copies: It holds for exact copies of the words on other pages too.
        claim: The question that a stance is towards.
    """

    who: str
    why: str = ""
    copies: bool = False
    claim: str | None = None


def propose(record: Record, statement: Statement | None, given: Mapping[str, str], by: By) -> tuple[Decision, ...]:
    """Return the drafts of what a person wrote.

    Args:
        record: Of the page.
        statement: The statement that is meant, or None for the page.
        given: Values by field; several names or acts are parted by `; `, days of a range by `..`, and an empty
            value says that there is none.
        by: Who decides.

    Raises:
        InputError: A field or value that does not exist, or words that do not stand on the page or stand there
            more than once.
    """
    if statement is not None:
        return tuple(_of_statement(record, statement, field, value, by) for field, value in given.items())
    if "missed" in given:
        return (_missed(record, given, by),)
    if "block" in given:
        return (_block(record, given, by),)
    return tuple(_of_page(record, field, value, by) for field, value in given.items())


def _of_statement(record: Record, statement: Statement, field: str, value: str, by: By) -> Decision:
    target = about_statement(record, statement)
    draft = Decision(kind="not-statement", target=target, copies=by.copies, who=by.who, why=by.why)
    if field == "statement":
        if value not in ("no", "false"):
            raise InputError(f"statement={value} says nothing new; statement=no says that it is none.")
        return draft
    kind = _known(field, OF_STATEMENT, "statement")
    near = (statement.content or statement.cue)[0]
    words = [part for part in _split(kind, value) if part]
    if kind in ("content", "cue"):
        return replace(draft, kind=kind, quotes=_quoted(record, words, near))
    _check(kind, words, by)
    found = _marked(record, words, near) if kind in ("speaker", "addressee", "via") else ()
    if kind in ("speaker", "via") and not all(_beside(record, quote.start, near) for quote in found):
        found = ()  # named elsewhere on the page; here other words name the speaker
    if kind == "addressee" and len(found) < len(words):
        raise InputError(f"Not all of {value!r} stands on the page; an addressee is given by words of the page.")
    claim = by.claim if kind == "stance" else None
    values = tuple(_split(kind, value)) if kind == "said" else tuple(words)
    return replace(draft, kind=kind, values=values, quotes=found, claim=claim)


def _of_page(record: Record, field: str, value: str, by: By) -> Decision:
    kind = _known(field, OF_PAGE, "page")
    words = tuple(part for part in _split(kind, value) if part)
    _check(kind, list(words), by)
    draft = Decision(kind=kind, target=about_page(record), values=words, who=by.who, why=by.why)
    if kind in ("published", "updated"):
        return draft
    return replace(draft, quotes=_marked(record, list(words), Span(0, 1)))


def _missed(record: Record, given: Mapping[str, str], by: By) -> Decision:
    """Return the draft for a statement that the reader missed."""
    _only(given, "missed", "cue", "speaker")
    content = tuple(_only_place(record, part) for part in _split("content", given["missed"]) if part)
    near = content[0] if content else Span(0, 1)
    cue = tuple(_nearest(record, part, near, content) for part in _split("cue", given.get("cue", "")) if part)
    if not (content or cue):
        raise InputError("A missed statement needs the words of its content or its cue.")
    names = [part for part in _split("speaker", given.get("speaker", "")) if part]
    target = replace(about_page(record), content=quotes(record.text, content), cue=quotes(record.text, cue))
    return Decision(
        kind="missed",
        target=target,
        values=tuple(names),
        quotes=tuple(quote for quote in _marked(record, names, near) if _beside(record, quote.start, near)),
        copies=by.copies,
        who=by.who,
        why=by.why,
    )


def _block(record: Record, given: Mapping[str, str], by: By) -> Decision:
    """Return the draft for the kind of the block that holds some words."""
    _only(given, "block", "kind")
    kind = given.get("kind", "paragraph")
    if kind not in BLOCK_KINDS:
        raise InputError(f"There is no kind of block {kind!r}; there are {', '.join(BLOCK_KINDS)}.")
    span = _only_place(record, given["block"])
    whole = next((block.span for block in record.blocks if overlaps(block.span, span)), span)
    return Decision(
        kind="block",
        target=about_page(record, whole),
        values=(kind,),
        copies=by.copies,
        who=by.who,
        why=by.why,
    )


def _split(kind: str, value: str) -> list[str]:
    parts = value.split(_RANGE) if kind == "said" else value.split(_PARTS.strip())
    return [" ".join(part.split()) for part in parts]


def _known(field: str, kinds: tuple[DecisionKind, ...], what: str) -> DecisionKind:
    found = next((kind for kind in kinds if kind == field), None)
    if found is None:
        more = " and statement=no" if what == "statement" else ", missed and block"
        raise InputError(f"A {what} has no field {field!r} to fix; there are {', '.join(kinds)}{more}.")
    return found


def _check(kind: DecisionKind, words: list[str], by: By) -> None:
    """Refuse values that no record could hold.

    Raises:
        InputError: There is one.
    """
    allowed = _ALLOWED.get(kind)
    wrong = [word for word in words if allowed and word not in allowed()]
    if wrong and allowed:
        raise InputError(f"{kind} cannot be {wrong[0]!r}; it is one of {', '.join(allowed())}.")
    if kind in ("said", "published", "updated"):
        wrong = [word for word in words if not is_day(word)]
        if wrong:
            raise InputError(f"{wrong[0]!r} is no day; write it as 2031-03-07, a range as 2031-03-01..2031-03-07.")
        if not are_days(tuple(words)):
            raise InputError(f"{_RANGE.join(words)} is no range of days; give the first and then the last.")
    if kind in _SINGLE and len(words) > 1:
        raise InputError(f"{kind} is one thing; {_PARTS.join(words)!r} are {len(words)}.")
    if kind in ("form", "stance", "review", "actor") and not words:
        raise InputError(f"{kind} needs a value.")
    if kind == "stance" and not by.claim:
        raise InputError("A stance is towards a claim; say which with --claim.")


def _acts() -> tuple[str, ...]:
    return tuple(row["act"] for row in get_language("en").rows("acts"))


_ALLOWED: Mapping[str, Callable[[], tuple[str, ...]]] = {
    "acts": _acts,
    "form": lambda: _FORMS,
    "stance": lambda: _STANCES,
    "review": lambda: _REVIEWS,
}


def _only(given: Mapping[str, str], *fields: str) -> None:
    other = [field for field in given if field not in fields]
    if other:
        raise InputError(f"{other[0]!r} does not go with {fields[0]!r}; {', '.join(fields[1:])} do.")


def _quoted(record: Record, words: list[str], near: Span) -> Quotes:
    """Return words of the page that take the place of others, those nearest to the statement."""
    return quotes(record.text, [_nearest(record, part, near) for part in words])


def _marked(record: Record, names: list[str], near: Span) -> Quotes:
    """Return where names stand, the places nearest to the statement; nothing unless all of them stand there."""
    places = [_places(record, name) for name in names]
    if not names or not all(places):
        return ()
    return quotes(record.text, [min(found, key=lambda span: _distance(span, near)) for found in places])


def _nearest(record: Record, words: str, near: Span, outside: tuple[Span, ...] = ()) -> Span:
    found = [span for span in _places(record, words) if not any(overlaps(span, other) for other in outside)]
    if not found:
        raise InputError(f"The words {words!r} do not stand on the page; give them as they stand there.")
    return min(found, key=lambda span: _distance(span, near))


def _only_place(record: Record, words: str) -> Span:
    found = _places(record, words)
    if not found:
        raise InputError(f"The words {words!r} do not stand on the page; give them as they stand there.")
    if len(found) > 1:
        raise InputError(f"The words {words!r} stand {len(found)} times on the page; give more of them.")
    return found[0]


def _places(record: Record, words: str) -> list[Span]:
    """Return every place of words on a page; each white space between them may be any."""
    parts = words.split()
    out: list[Span] = []
    at = record.text.find(parts[0]) if parts else -1
    while at >= 0:
        end = _end(record.text, at, parts)
        if end is not None:
            out.append(Span(at, end))
        at = record.text.find(parts[0], at + 1)
    return out


def _end(text: str, at: int, parts: list[str]) -> int | None:
    """Return where words end that begin at a place; None where others stand there."""
    for nth, part in enumerate(parts):
        if nth:
            start = at
            while at < len(text) and text[at].isspace():
                at += 1
            if at == start:
                return None
        if not text.startswith(part, at):
            return None
        at += len(part)
    return at


def _beside(record: Record, place: int, near: Span) -> bool:
    """Tell whether a place stands in the paragraph of a statement."""
    between = record.text[min(place, near.start) : max(place, near.start)]
    return not any(mark in between for mark in "\r\n")


def _distance(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end, 0)
