"""A frame as a plain sentence that reads back as the same question, and how two frames hang together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Literal

from onrecord.claims.events import Reading
from onrecord.claims.frames import SUPPLY, Aspect, Frame, figure_of, year_of
from onrecord.claims.lexicon import act_classes, find_concepts
from onrecord.claims.question import read_claim
from onrecord.claims.words import read_words
from onrecord.errors import InputError
from onrecord.lang.language import Language
from onrecord.model import Span

Link = Literal["aspect", "narrower", "broader"]


def write_claim(frame: Frame, shown: Mapping[str, str], language: Language) -> str | None:
    """Return a frame as a sentence, or None where the sentence would be read as another question.

    Args:
        frame: What is claimed.
        shown: How the ledger writes the names that no table knows, by key.
        language: Whose words to use.
    """
    moves = "yes" if frame.recipient else "no"
    rows = language.rows("propositions")
    wording = next((r["wording"] for r in rows if r["aspect"] == frame.aspect and r["moves"] == moves), None)
    act = next((row for row in language.rows("synonyms") if row["class"] == frame.act), None)
    if wording is None or act is None:
        return None
    thing = _shown(frame.object, shown)
    sentence = wording.format(
        doer=_shown(frame.doer, shown),
        recipient=_shown(frame.recipient, shown),
        object=f"{int(frame.figure):,} {thing}" if frame.figure else thing,
        act=frame.act,
        done=act["done"],
    )
    sentence = sentence[0].upper() + sentence[1:] + (f" in {frame.year}" if frame.year else "")
    try:
        return sentence if frame_of(sentence, language) == frame else None
    except InputError:
        return None


def _shown(key: str, shown: Mapping[str, str]) -> str:
    return shown.get(key, key.removeprefix("="))


def frame_of(claim: str, language: Language) -> Frame | None:
    """Return what a sentence claims as a frame; None where it lacks a part or names several parties for one.

    Raises:
        InputError: The sentence has no word that a statement could be matched by.
    """
    question = read_claim(claim, language)
    event = question.event
    if event is None or event.direction == "both" or len(question.giver) != 1:
        return None
    words = read_words(claim, [Span(0, len(claim))], language)
    reading = Reading.of(words, find_concepts(words, question.lexicon), language)
    moves = bool(event.direction)
    things = set(question.things) if moves else {*question.things, *question.taker, *question.others}
    if len(things) != 1 or (moves and (len(question.taker) != 1 or question.others)):
        return None
    thing = next(c for c in reading.concepts if c.key in things)
    aspect: Aspect = "done" if not question.sought else "sought" if event.direction == "get" else "planned"
    return Frame(
        act=SUPPLY if moves else event.act.key,
        doer=next(iter(question.giver)),
        object=thing.key,
        recipient=next(iter(question.taker)) if moves else "",
        aspect=aspect,
        figure=figure_of(claim, reading, thing),
        year=year_of(reading, event),
    )


def claim_id(frame: Frame) -> str:
    """Return the id of a claim: a hash of what it says, so that every ledger gives it the same."""
    return "c" + hashlib.sha256((frame.key or "").encode()).hexdigest()[:11]


def claim_key(question: str, language: Language) -> str:
    """Return the id of the claim that a question asks; of another text its words."""
    try:
        frame = frame_of(question, language)
    except InputError:
        frame = None
    return claim_id(frame) if frame is not None else " ".join(question.split()).casefold()


def link(frame: Frame, other: Frame, language: Language) -> Link | None:
    """Tell how another frame of the same parties hangs together with one; None where it does not.

    Returns:
        `aspect` where only done, planned or sought differ; `narrower` where the other one's yes entails this one's
        yes and not the reverse; `broader` the other way round.
    """
    if (frame.act, frame.doer, frame.recipient) != (other.act, other.doer, other.recipient):
        return None
    if _within(other, frame, language):
        return "narrower" if other.aspect == frame.aspect else "aspect"
    if _within(frame, other, language):
        return "broader" if other.aspect == frame.aspect else "aspect"
    return None


def _within(narrow: Frame, broad: Frame, language: Language) -> bool:
    """Tell whether a frame says all that another one says of its object, and perhaps more."""
    known = act_classes(language).get(narrow.object)
    objects = {narrow.object, known.broader if known else ""}
    return broad.object in objects and broad.figure in ("", narrow.figure) and broad.year in ("", narrow.year)
