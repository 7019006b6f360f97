"""A claim in plain words, taken apart into what a statement on it must speak of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.claims.events import Event, Reading, find_events
from onrecord.claims.lexicon import (
    Concept,
    Entry,
    Lexicon,
    act_classes,
    extend,
    find_concepts,
    load_lexicon,
    plain_words,
)
from onrecord.claims.phrases import Hit, find_phrases
from onrecord.claims.words import Word, read_words, small_words
from onrecord.errors import InputError
from onrecord.lang.language import Language
from onrecord.model import Span
from onrecord.text import fold

_DEMONYMS = ("n", "an", "ian", "ic", "ese", "i", "ish", "s", "ns", "ans", "ians", "er", "ers")
_SHORTEST_ROOT = 4


@dataclass(frozen=True, slots=True)
class Question:
    """What a claim asks.

    Attributes:
        text: The claim as it was given.
        lexicon: The language's lexicon with the claim's own names.
        acts: Keys of acts that answer it: its own class, the reverse one, and dealings of either.
        event: The claim's act with its parties, or None where no act could be told.
        giver: Who does it, by key.
        taker: To whom, by key.
        others: Parties whose part in it the order of words does not tell, by key.
        things: What else it names, by key.
        numbers: The figures it names.
        negated: The claim itself says that something is not so.
        sought: The claim is about wanting or planning the act.
        words: The folded words of the claim.
        names: What the claim calls its parties, by key.
        told: The claim is itself about somebody's words, as "says that" or "announced" shows.
    """

    text: str
    lexicon: Lexicon
    acts: frozenset[str]
    event: Event | None
    giver: frozenset[str]
    taker: frozenset[str]
    others: frozenset[str]
    things: tuple[str, ...]
    numbers: frozenset[str]
    negated: bool
    sought: bool
    words: frozenset[str]
    names: Mapping[str, str]
    told: bool

    @property
    def parties(self) -> frozenset[str]:
        """Return everyone the claim names."""
        return self.giver | self.taker | self.others


@lru_cache(maxsize=256)
def read_claim(claim: str, language: Language) -> Question:
    """Take a claim apart.

    Args:
        claim: A statement in plain words: "Varland has supplied drones to Kestria".
        language: The language of the claim and of the pages.

    Raises:
        InputError: The claim has no word that a statement could be matched by.
    """
    words = read_words(claim, [Span(0, len(claim))], language)
    lexicon = extend(load_lexicon(language), _names(claim, words, load_lexicon(language), language))
    reading = Reading.of(words, find_concepts(words, lexicon), language)
    if not reading.concepts:
        raise InputError(f"The claim {claim!r} has no word to look for; write it as who did what to whom.")
    event = _main_event(reading)
    return _question(claim, reading, lexicon, event)


def _question(claim: str, reading: Reading, lexicon: Lexicon, event: Event | None) -> Question:
    parties = frozenset(c.key for c in reading.concepts if c.party)
    giver, taker = (event.giver, event.taker) if event else (frozenset[str](), frozenset[str]())
    used = {event.act.first} if event else set()
    plain = (c for c in reading.concepts if not c.party and c.kind != "aspect" and c.first not in used)
    things = (c for c in plain if not c.key.isdigit())
    negations = find_phrases(reading.words, reading.language, "negation")
    return Question(
        text=claim,
        lexicon=lexicon,
        acts=_answers(event, reading.language),
        event=event,
        giver=giver,
        taker=taker,
        others=parties - giver - taker,
        things=tuple(dict.fromkeys(c.key for c in things)),
        numbers=frozenset(w.text for w in reading.words if w.text[0].isdigit()),
        negated=any(hit.sense in ("before", "both") and _on_main_act(reading, hit, event) for hit in negations),
        sought=event is not None and event.aspect == "sought",
        words=frozenset(w.text for w in reading.words),
        names={c.key: _name(claim, reading, c) for c in reading.concepts if c.party},
        told=any(hit.sense == "relays" for hit in find_phrases(reading.words, reading.language, "stance")),
    )


def _name(claim: str, reading: Reading, party: Concept) -> str:
    """Return what a party is called: a state by its name, others as the claim writes them."""
    if party.kind == "place":
        return party.key.removeprefix("=")
    return claim[reading.words[party.first].span.start : reading.words[party.last].span.end]


def _on_main_act(reading: Reading, hit: Hit, event: Event | None) -> bool:
    """Tell whether a negation is the claim's own, not that of a clause within it."""
    upto = event.act.first if event else len(reading.words)
    nested = any(reading.words[n].text in ("that", "who", "which", "because") for n in range(hit.first))
    return hit.last < upto and not nested


def _main_event(reading: Reading) -> Event | None:
    """Return the first act that the tables know, else the word that stands where a verb would."""
    known = frozenset(c.key for c in reading.concepts if c.kind == "act")
    if known:
        return next(find_events(reading, known), None)
    verb = _verb(reading)
    return next(find_events(reading, frozenset({verb.key})), None) if verb else None


def _verb(reading: Reading) -> Concept | None:
    plain = [c for c in reading.concepts if c.kind == "word" and not reading.words[c.first].opens]
    for concept in plain:
        if reading.is_kind(concept.first - 1, "auxiliary"):
            return concept
    inflected = re.compile(r"(?:ed|ing|s)$")
    party = next((c for c in reading.concepts if c.party), None)
    after = [c for c in plain if party is not None and c.first == party.last + 1]
    return next((c for c in after if inflected.search(reading.words[c.first].text)), None)


def _answers(event: Event | None, language: Language) -> frozenset[str]:
    """Return the classes of acts that speak of the same doing as the claim's."""
    if event is None:
        return frozenset()
    if not event.direction:
        return frozenset({event.act.key})
    wanted = event.aspect == "sought" and event.direction == "get"
    kinds = ("act", "aspect") if wanted else ("act",)
    return frozenset(
        key for key, known in act_classes(language).items() if known.direction and known.kind in kinds
    )


def _names(claim: str, words: Sequence[Word], lexicon: Lexicon, language: Language) -> list[Entry]:
    """Return the claim's own names that no table knows, with the words derived from them.

    A run of capitalised words is one name; where the claim is written without capitals there is none.
    """
    found = find_concepts(words, lexicon)
    known = {n for c in found if c.kind not in ("name", "word") for n in _numbers(c)}
    out: list[Entry] = []
    run: list[Word] = []
    for number, word in enumerate([*words, None]):
        capital = word is not None and word.capital and (bool(run) or number not in known)
        small = word is not None and word.text in small_words(language, "stop")
        if capital and not small and word is not None:
            run.append(word)
        elif run:
            out += name_forms(claim, run, language)[1]
            run = []
    return out


def _numbers(concept: Concept) -> range:
    return range(concept.first, concept.last + 1)


def name_forms(text: str, run: Sequence[Word], language: Language) -> tuple[str, list[Entry]]:
    """Return the key of a name and its forms with their demonyms: Kestria, Kestrian, Kestrians.

    Args:
        text: The text that the words stand in.
        run: The words of the name, one after another.
        language: Whose tables to use.
    """
    phrase = plain_words(text[run[0].span.start : run[-1].span.end], language)
    key = "=" + (_root(phrase[0]) if len(phrase) == 1 else " ".join(phrase))
    forms = [Entry(phrase, key, "name", capital=True)]
    if len(phrase) > 1 and len(phrase[-1]) >= _SHORTEST_ROOT:
        forms.append(Entry(phrase[-1:], key, "name", capital=True))
    if len(phrase) == 1:
        root = _root(phrase[0])
        bases = {phrase[0], root, root.rstrip("aeiou")} if len(root) >= _SHORTEST_ROOT else {phrase[0]}
        forms += [Entry((base + end,), key, "name", capital=True) for base in sorted(bases) for end in _DEMONYMS]
        forms += [Entry((base,), key, "name", capital=True) for base in sorted(bases)]
    return key, forms


def _root(name: str) -> str:
    """Return what a state's name and its adjective share: "kestri" of Kestria and Kestrian."""
    bare = fold(name)
    for ending in ("an", "ic", "ese", "n"):
        rest = bare.removesuffix(ending)
        if rest != bare and len(rest) > _SHORTEST_ROOT:
            bare = rest
            break
    return bare.rstrip("a") if len(bare) > _SHORTEST_ROOT else bare
