"""What becomes of each decision about a page while the page's record is made."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from onrecord.decisions.anchors import find_all
from onrecord.decisions.log import LOG_KINDS, in_order, undone
from onrecord.decisions.places import Missing, Place, place_of
from onrecord.model import Applied, Decision, DecisionKind, Outcome, PageHead, Quotes, Span, Spans

Reason = Missing | str


@dataclass(slots=True)
class _Fate:
    """What is known so far of one decision."""

    outcome: Outcome = "in-force"
    reason: str = ""
    by: str | None = None
    statement: str | None = None
    span: Span | None = None


class Fates:
    """The decisions about one page, where their words stand, and what becomes of them.

    Attributes:
        standing: Those that are not undone, in order; none of them is about the log itself.
        text: The page's text, a lone surrogate being U+FFFD as in a stored record.
    """

    def __init__(self, page: PageHead, text: str, decisions: Iterable[Decision]) -> None:
        """Take the decisions that bear on a page out of those given."""
        self.text = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if _odd(text) else text
        self._page = page
        self._all = in_order(d for d in decisions if d.copies or d.target.page == page.sha256)
        self._undone = undone(self._all)
        self._fates = {decision.id: self._first_fate(decision) for decision in self._all}
        self._held: dict[Hashable, list[tuple[Decision, Hashable]]] = {}
        self.standing = tuple(d for d in self._all if d.kind not in LOG_KINDS and d.id not in self._undone)

    def of(self, *kinds: DecisionKind) -> tuple[Decision, ...]:
        """Return what stands of these kinds."""
        return tuple(decision for decision in self.standing if decision.kind in kinds)

    def place(self, decision: Decision) -> Place | None:
        """Return where the words stand that a decision is about; None where they are lost, which is noted."""
        found = place_of(self.text, decision.target, same_text=self._same_text(decision))
        if isinstance(found, str):
            self.lose(decision, found)
            return None
        spans = found.content or found.cue
        self._fates[decision.id].span = spans[0] if spans else None
        return found

    def quoted(self, decision: Decision, quotes: Quotes) -> Spans | None:
        """Return where words stand that a decision rests on; None where they are lost, which is noted."""
        found = find_all(self.text, quotes, same_text=self._same_text(decision))
        if isinstance(found, str):
            self.lose(decision, found)
            return None
        return found

    def lose(self, decision: Decision, reason: Reason) -> None:
        """Note that a decision holds nowhere on the page."""
        fate = self._fates[decision.id]
        fate.outcome, fate.reason = "orphaned", reason

    def overrule(self, decision: Decision, by: Decision) -> None:
        """Note that a decision does not hold because another one does."""
        fate = self._fates[decision.id]
        fate.outcome, fate.by = "overruled", by.id

    def bear_on(self, decision: Decision, statement: str) -> None:
        """Note which statement a decision bears on."""
        self._fates[decision.id].statement = statement

    def hold(self, decision: Decision, slot: Hashable, verdict: Hashable) -> None:
        """Note what a decision says about a thing: the last word holds, and all that say the same."""
        said = self._held.setdefault(slot, [])
        said.append((decision, verdict))
        for earlier, other in said:
            if other == verdict:
                self._fates[earlier.id].outcome, self._fates[earlier.id].by = "in-force", None
            else:
                self.overrule(earlier, decision)

    def disputed_among(self, decisions: Iterable[Decision]) -> bool:
        """Tell whether two people disagree about something that these decide: each one's last word counts."""
        wanted = {decision.id for decision in decisions}
        for said in self._held.values():
            last = {decision.who: verdict for decision, verdict in said if decision.id in wanted}
            if len(set(last.values())) > 1:
                return True
        return False

    def in_force(self, decision: Decision) -> bool:
        """Tell whether a decision holds, as far as is known yet."""
        return self._fates[decision.id].outcome == "in-force"

    def told(self) -> tuple[Applied, ...]:
        """Return what became of each decision, in order; of other pages' those that bear on this one."""
        return tuple(self._applied(decision) for decision in self._all if self._concerns(decision))

    def _concerns(self, decision: Decision) -> bool:
        if decision.target.page == self._page.sha256:
            return True
        fate = self._fates[decision.id]
        return decision.kind not in LOG_KINDS and (
            fate.span is not None or fate.outcome in ("in-force", "overruled")
        )

    def _applied(self, decision: Decision) -> Applied:
        fate = self._fates[decision.id]
        return Applied(
            decision=decision.id,
            kind=decision.kind,
            outcome=fate.outcome,
            reason=fate.reason,
            by=fate.by,
            statement=fate.statement,
            span=fate.span,
            values=decision.values,
            who=decision.who,
            at=decision.at,
            why=decision.why,
        )

    def _first_fate(self, decision: Decision) -> _Fate:
        """Return what the log alone says of a decision."""
        if decision.kind not in LOG_KINDS:
            gone = self._undone.get(decision.id)
            return _Fate("undone", by=gone) if gone else _Fate()
        if not any(other.id == decision.of for other in self._all):
            return _Fate("orphaned", "no-decision")
        last = [other for other in self._all if other.kind in LOG_KINDS and other.of == decision.of][-1]
        return _Fate() if last is decision else _Fate("overruled", by=last.id)

    def _same_text(self, decision: Decision) -> bool:
        return decision.target.text == self._page.text_sha256


def _odd(text: str) -> bool:
    """Tell whether a text holds a lone surrogate."""
    return not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text)
