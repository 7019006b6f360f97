"""What stands around a statement: whose side its speakers are on, its sentence, its neighbours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from onrecord.claims.events import Reading
from onrecord.claims.lexicon import Concept, Lexicon, find_concepts, for_page
from onrecord.claims.titles import is_title
from onrecord.claims.words import read_words, small_words
from onrecord.lang.language import Language
from onrecord.meaning import likeness
from onrecord.model import Record, Span, Speaker, Statement
from onrecord.text import fold, join_words, name_key, sentence_spans

_TITLE_REACH = 60
"""How many characters before a name its state may stand ("Kestrian deputy foreign minister Ana Brill")."""


@dataclass(slots=True)
class PageContext:
    """A record as one claim looks at it; readings are kept, since neighbours ask for them again.

    Attributes:
        record: The record.
        lexicon: The claim's lexicon.
        language: Whose tables to use.
        near: How near statements are to the claim in meaning, by id; None: reckoned when asked for.
    """

    record: Record
    lexicon: Lexicon
    language: Language
    near: Mapping[str, float] | None = None
    _by_id: dict[str, Statement] = field(default_factory=dict)
    _homes: dict[str, frozenset[str]] = field(default_factory=dict)
    _offices: dict[str, frozenset[str]] = field(default_factory=dict)
    _sentences: dict[str, Reading] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the statements by id, and learn what "the North" and surnames are on this page."""
        self.lexicon = for_page(self.lexicon, self.record.text, self.language)
        self._by_id = {statement.id: statement for statement in self.record.statements}

    def read(self, spans: Sequence[Span]) -> Reading:
        """Take some words of the page apart."""
        words = read_words(self.record.text, spans, self.language)
        return Reading.of(words, find_concepts(words, self.lexicon), self.language)

    def nearness(self, claim: str, statement: Statement) -> float:
        """Return how near a statement's content is to a claim in meaning, -1 to 1."""
        if self.near is not None:
            return self.near.get(statement.id, 0.0)
        return likeness(join_words(self.record.text, statement.content), claim)

    def parties(self, text: str) -> tuple[str, ...]:
        """Return the places and names that a short text speaks of, in order."""
        return tuple(c.key for c in self._concepts(text) if c.kind == "place" or c.key.startswith("="))

    def _concepts(self, text: str) -> tuple[Concept, ...]:
        words = read_words(text, [Span(0, len(text))], self.language) if text.strip() else ()
        return find_concepts(words, self.lexicon)

    def enclosing(self, statement: Statement) -> Statement | None:
        """Return the statement that a statement stands in."""
        return self._by_id.get(statement.within) if statement.within else None

    def enclosed(self, statement: Statement) -> tuple[Statement, ...]:
        """Return the statements that stand directly in a statement."""
        return tuple(s for s in self.record.statements if s.within == statement.id)

    def homes(self, statement: Statement) -> frozenset[str]:
        """Return the sides that the speakers of a statement speak for."""
        return frozenset(key for speaker in statement.speakers for key in self.home(speaker))

    def home(self, speaker: Speaker) -> frozenset[str]:
        """Return the sides that a speaker speaks for: what the record says first, then the page's own words."""
        known = (speaker.on_behalf_of, _value(speaker, "role"), _value(speaker, "affiliation"), speaker.name)
        for text in (*known, self._mention(speaker)):
            home = self._home_of(text) if text else frozenset[str]()
            if home:
                return home
        return self.home_by_name(speaker.name) if speaker.name else frozenset()

    def _home_of(self, office: str) -> frozenset[str]:
        if office not in self._offices:
            self._offices[office] = home_of_words(office, self.lexicon, self.language)
        return self._offices[office]

    def side(self, speaker: Speaker, names: Mapping[str, str]) -> str:
        """Return for whom a speaker speaks: the state or party that he has an office in, else himself.

        Args:
            speaker: One of the page.
            names: What parties are called, by key; a state of the tables needs none.
        """
        own = speaker.name or join_words(self.record.text, [speaker.mention] if speaker.mention else ())
        role = " ".join(filter(None, (_value(speaker, "role"), self._mention(speaker))))
        words = set(fold(role).replace("-", " ").split())
        homes = sorted(self.home(speaker))
        if not homes or words & small_words(self.language, "private"):
            return own
        return names.get(homes[0]) or homes[0].removeprefix("=")

    def _mention(self, speaker: Speaker) -> str:
        return self.record.text[speaker.mention.start : speaker.mention.end] if speaker.mention else ""

    def home_by_name(self, name: str) -> frozenset[str]:
        """Look for a name's side in the page's other speakers and before the name on the page."""
        key = name_key(name)
        if key not in self._homes:
            self._homes[key] = self._look_up(name, key)
        return self._homes[key]

    def _look_up(self, name: str, key: str) -> frozenset[str]:
        speakers = (s for statement in self.record.statements for s in statement.speakers)
        same = [s for s in speakers if s.name and name_key(s.name) == key]
        texts = [t for s in same for t in (s.on_behalf_of, _value(s, "affiliation"), _value(s, "role"))]
        texts += [self._mention(s) for s in same]
        for text in texts:
            keys = self.parties(text) if text else ()
            if keys:
                return frozenset(keys[:1])
        return self._before_name(name)

    def _before_name(self, name: str) -> frozenset[str]:
        text = self.record.text
        for found in re.finditer(re.escape(name), text):
            start = max(0, found.start() - _TITLE_REACH)
            lead = max(start, *(text.rfind(mark, start, found.start()) + 1 for mark in ".,;:!?\n"))
            words = read_words(text, [Span(lead, found.start())], self.language)
            parties = [c for c in find_concepts(words, self.lexicon) if c.kind == "place" or c.key.startswith("=")]
            if parties and is_title(words[parties[-1].last + 1 :], self.language):
                return frozenset({parties[-1].key})
        return frozenset()

    def sentence(self, statement: Statement) -> Reading:
        """Take apart the sentences that a statement stands in, speaker and cue included."""
        if statement.id not in self._sentences:
            self._sentences[statement.id] = self._read_sentence(statement)
        return self._sentences[statement.id]

    def told_on(self, statement: Statement) -> Span | None:
        """Return the "that …" with which the sentence goes on after a content ("the charge, he said, that …")."""
        if not statement.content:
            return None
        end = max(span.end for span in statement.content)
        abbreviations = self.language.words("abbreviations", "abbreviation")
        block = self._block(Span(end - 1, end))
        sentence = next((s for s in sentence_spans(self.record.text, block, abbreviations) if s.end > end), None)
        if sentence is None or sentence.start >= end:
            return None
        rest = read_words(self.record.text, [Span(end, sentence.end)], self.language)
        opens = next((word for word in rest if word.text == "that"), None)
        return Span(opens.span.start, sentence.end) if opens is not None else None

    def _read_sentence(self, statement: Statement) -> Reading:
        spans = [*statement.content, *statement.cue, *statement.speaker_spans]
        if not spans:
            return self.read(())
        start, end = min(s.start for s in spans), max(s.end for s in spans)
        block = self._block(Span(start, end))
        abbreviations = self.language.words("abbreviations", "abbreviation")
        sentences = sentence_spans(self.record.text, block, abbreviations)
        return self.read([s for s in sentences if s.start < end and start < s.end])

    def _block(self, span: Span) -> Span:
        """Return the lines that a span stands in."""
        text = self.record.text
        end = text.find("\n", span.end)
        return Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end)


def home_of_words(office: str, lexicon: Lexicon, language: Language) -> frozenset[str]:
    """Return the side that words about an office name: the first party that it is not an office towards."""
    words = read_words(office, [Span(0, len(office))], language) if office.strip() else ()
    parties = (c for c in find_concepts(words, lexicon) if c.kind == "place" or c.key.startswith("="))
    towards = ("to", "with", "on")
    at_home = (c.key for c in parties if c.first == 0 or words[c.first - 1].text not in towards)
    return frozenset(islice(at_home, 1))


def _value(speaker: Speaker, name: str) -> str | None:
    phrase = getattr(speaker, name)
    return phrase.value if phrase is not None else None
