"""The stance of one statement towards one claim, by an ordered list of tests; the first that holds decides.

The order and the meaning of each stance are the house's (docs/claims.md); what words count stands in the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.claims.context import PageContext
from onrecord.claims.matching import Match
from onrecord.claims.question import Question
from onrecord.claims.signs import Signs, read_signs
from onrecord.model import Stance, Statement

Verdict = tuple[Stance, str]

_FLIPPED: dict[Stance, Stance] = {"confirms": "denies", "asserts": "denies", "denies": "asserts"}
_MOST_PAIRS = 20
"""So many of each are compared, so that no text takes long."""
_MOST_BETWEEN = 5
"""Words from "spreading" to the "rumour" that is spread."""


@dataclass(frozen=True, slots=True)
class _Case:
    """All that the tests look at."""

    question: Question
    context: PageContext
    statement: Statement
    match: Match
    signs: Signs
    inner: Stance | None

    @property
    def relayed(self) -> bool:
        """Tell whether the act stands in another's words that this statement only carries."""
        event = self.match.event
        if event is None or (not self.statement.cue and self.statement.form != "direct"):
            return any(not self.match.reading.is_kind(h.first - 1, "we") for h in self.signs.told("relays"))
        return event.act.first in self.signs.inner or self._after_report(event.act.first)

    @property
    def carries_inner(self) -> bool:
        """Tell whether what bears on the claim stands in the statement within."""
        event = self.match.event
        return self.inner is not None and (event is None or event.act.first in self.signs.inner)

    def _after_report(self, act: int) -> bool:
        """Tell whether a telling opens before the act: "reports of …", "Kestria said that …"."""
        reading, signs = self.match.reading, self.signs
        nouns = [c.last for c in reading.concepts if c.kind == "report" and c.last < act]
        verbs = [h.last for h in signs.told("relays") if h.last < act and not reading.is_kind(h.first - 1, "we")]
        clause = signs.clause(act)
        return any(signs.clause(n) == clause for n in [*nouns, *verbs])

    @property
    def own_side(self) -> bool:
        """Tell whether a party of the claim speaks."""
        return bool(self.context.homes(self.statement) & self.question.parties)


def find_stance(
    question: Question, context: PageContext, statement: Statement, match: Match, inner: Stance | None = None
) -> Verdict:
    """Tell a statement's stance towards a claim, and why in a few words.

    Args:
        question: The claim.
        context: The page that the statement stands on.
        statement: The statement.
        match: How its content bears on the claim.
        inner: The stance of the statement within it that bears on the claim, where there is one.
    """
    case = _Case(question, context, statement, match, read_signs(question, context, statement, match), inner)
    for test in _TESTS:
        verdict = test(case)
        if verdict is not None:
            return _towards(question, verdict)
    return "none", "nothing shows the speaker's answer"


def _towards(question: Question, verdict: Verdict) -> Verdict:
    """Turn the verdict round where the claim itself is a negative sentence."""
    stance, reason = verdict
    if question.negated and stance in _FLIPPED:
        return _FLIPPED[stance], f"{reason}; the claim is a negative one"
    return verdict


def _leaves_open(case: _Case) -> Verdict | None:
    """`none`: a question, a condition, or a demand that takes nothing for granted."""
    signs = case.signs
    if signs.acted("ask") or (signs.asked and not signs.told("debunks")):
        return "none", "it is a question"
    if signs.event is None:
        return None
    if signs.before_act("supposes") and not signs.cued("doubts"):
        return "none", "it is put as a condition"
    if signs.acted("demand", "request", "warn", "threaten") and not signs.told("debunks"):
        return _demand(signs)
    return None


def _demand(signs: Signs) -> Verdict | None:
    if signs.before_act("presupposes"):
        return "asserts", "the demand takes it for granted"
    if signs.acted("demand", "request") or signs.before_act("averts"):
        return "none", "a demand or a warning does not say whether it is so"
    return None


def _declines(case: _Case) -> Verdict | None:
    signs = case.signs
    if case.statement.silent:
        return "declines", "the page says that there was no answer"
    if signs.acted("decline") or signs.cued("declines"):
        return "declines", "the page says that the speaker gave no answer"
    unsure = (
        signs.acted("deny", "confirm", "reject", "concede")
        or signs.cued("denies-cue")
        or signs.cued("confirms-cue")
    )
    if signs.cue_negated and unsure:
        return "declines", "not denying is no confirming, and not confirming no denying"
    if signs.cue_negated and signs.open_question:
        return "declines", "the page says that the speaker left the question open"
    if signs.told("declines") and not case.relayed and signs.event is None:
        return "declines", "the speaker gives no answer"
    return None


def _by_denial(case: _Case) -> Verdict | None:
    """`denies`, or `asserts` where a denial is itself denied."""
    signs = case.signs
    negative = (case.inner == "denies" and case.carries_inner) or (
        signs.negated and not case.carries_inner and not case.match.back
    )
    refuses = _refuses(case)
    false_telling = signs.plain_no or bool(signs.told("debunks"))
    if signs.told("asserts-anyway") and not (refuses or negative):
        return None
    if not (negative or refuses or false_telling or _spreading(case)):
        return None
    if signs.told("doubts") and not (refuses or negative or false_telling):
        return None
    if negative and ((refuses and _says_no(signs)) or (false_telling and _of_the_negative(case))):
        return "asserts", "a denial is denied"
    if refuses and _says_no(signs) and _predicative(case):
        return "asserts", "it is denied that the telling is false"
    if refuses:
        return "denies", "the reporting words deny it"
    if false_telling or not negative:
        return "denies", "the telling is called untrue"
    if case.relayed and case.inner is None and not signs.statement.cue:
        return "denies", "the content says that it is not so"
    if case.relayed:
        return None
    return "denies", "the content says that it is not so"


def _says_no(signs: Signs) -> bool:
    """Tell whether words that deny stand there, not only an act that sums the statement up."""
    return signs.cued("denies-cue") or bool(signs.told("performs-denial"))


def _refuses(case: _Case) -> bool:
    """Tell whether the reporting words, or the speaker's own, deny or reject what is told."""
    signs = case.signs
    if signs.told("performs-denial"):
        return True
    if signs.cue_negated:
        return False
    if signs.acted("reject") and not signs.acted("deny") and _demanded(case):
        return False
    return signs.acted("deny", "reject") or signs.cued("denies-cue")


def _demanded(case: _Case) -> bool:
    """Tell whether what is rejected is a demand or a plan, which denies nothing."""
    reading = case.match.reading
    event = case.match.event
    upto = event.act.first if event else len(reading.words)
    return any(hit.last < upto for hit in case.signs.told("demand-noun"))


def _predicative(case: _Case) -> bool:
    """Tell whether the telling is said to be false by a verb ("denied that the reports were false")."""
    reading = case.match.reading
    return any(reading.is_kind(hit.first - back, "be") for hit in case.signs.told("debunks") for back in (1, 2))


def _of_the_negative(case: _Case) -> bool:
    """Tell whether a negative sentence is what is called false: "it is a lie that it never …"."""
    words = case.match.reading.words
    if case.inner == "denies" and case.carries_inner:
        return True
    return any(
        any(words[n].text == "that" for n in range(hit.last, negation.first))
        for hit in case.signs.told("debunks")[:_MOST_PAIRS]
        for negation in case.signs.negations[:_MOST_PAIRS]
        if hit.last < negation.first and words[hit.last].clause == words[negation.first].clause
    )


def _spreading(case: _Case) -> bool:
    """Tell whether others are blamed for spreading the claim as a rumour."""
    signs, reading = case.signs, case.match.reading
    event = case.match.event
    if event is None or not signs.told("spreads"):
        return False
    nouns = [c.first for c in reading.concepts if c.kind == "report" and c.first < event.act.first]
    return any(
        0 < noun - hit.last <= _MOST_BETWEEN for noun in nouns[:_MOST_PAIRS] for hit in signs.told("spreads")
    )


def _confirms(case: _Case) -> Verdict | None:
    signs = case.signs
    if signs.told("performs-confirmation") or (case.match.event and _confirmed_aside(case)):
        return "confirms", "the speaker confirms it in so many words"
    if signs.cue_negated or not (signs.acted("confirm", "concede") or signs.cued("confirms-cue")):
        return None
    if signs.told("doubts") or signs.hedged:
        return None
    return "confirms", "the reporting words confirm it"


def _confirmed_aside(case: _Case) -> bool:
    return case.signs.before_act("performs-confirmation")


def _doubts(case: _Case) -> Verdict | None:
    signs = case.signs
    if signs.told("doubts") or signs.acted("doubt") or (signs.cued("doubts") and not signs.cue_negated):
        return "doubts", "it is called unproven or unlikely"
    return None


def _deflects(case: _Case) -> Verdict | None:
    signs = case.signs
    if signs.acted("defend") or any(h.sense == "deflects" for h in signs.cue):
        return "deflects", "the act is defended, neither admitted nor denied"
    if signs.before_act("deflects"):
        return "deflects", "a right is claimed without yes or no"
    if signs.event is None and signs.told("deflects") and case.own_side:
        return "deflects", "a party speaks of the matter without yes or no"
    return None


def _unsaid(case: _Case) -> Verdict | None:
    """Take nothing from what somebody did not say; what somebody does not believe is doubted."""
    if not case.signs.cue_negated:
        return None
    if case.signs.cued("believes"):
        return "doubts", "the speaker does not believe it"
    return "none", "the page says that the speaker did not say so"


def _limits(case: _Case) -> Verdict | None:
    """Leave open what is said only of others ("sells only to lawful governments")."""
    if not case.signs.told("limits") or case.match.event is None:
        return None
    if case.question.taker & case.match.event.taker:
        return None
    return (
        ("deflects", "a party says whom else it deals with") if case.own_side else ("none", "it is said of others")
    )


def _relays(case: _Case) -> Verdict | None:
    if case.carries_inner or case.relayed:
        return "none", "it hands on what another says"
    return None


def _suspects(case: _Case) -> Verdict | None:
    signs = case.signs
    if case.match.back and not case.match.words:
        return None
    if signs.acted("suspect", "suggest") or signs.hedged:
        return "suspects", "a weakening word governs it"
    return None


def _asserts(case: _Case) -> Verdict | None:
    if case.match.back and not case.match.words:
        return None
    if case.match.event is None and not case.match.words:
        return None
    return "asserts", "the content says that it is so"


_TESTS: tuple[Callable[[_Case], Verdict | None], ...] = (
    _declines,
    _leaves_open,
    _by_denial,
    _confirms,
    _doubts,
    _unsaid,
    _deflects,
    _limits,
    _relays,
    _suspects,
    _asserts,
)
