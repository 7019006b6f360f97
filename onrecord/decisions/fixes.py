"""What was decided about one page, applied step by step while its record is made.

Each step takes what the reader made and returns it as people decided, so that the steps after it reckon with that.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from onrecord.decisions.cutting import Cut, Drafts
from onrecord.decisions.fates import Fates
from onrecord.decisions.pagefixes import decided_by, fix_article, fix_blocks, fix_problems
from onrecord.decisions.places import Place
from onrecord.decisions.speakers import KindOf, fix_speakers, follow
from onrecord.decisions.values import are_days, form_of, said_of
from onrecord.model import (
    Addressee,
    Applied,
    Article,
    Block,
    Decision,
    DecisionKind,
    PageHead,
    Problem,
    Statement,
    Via,
)

Statements = tuple[Statement, ...]

_ABOUT_STATEMENTS: tuple[DecisionKind, ...] = (
    *("speaker", "actor", "form", "said", "acts", "addressee", "via", "stance", "review"),
    *("claim-split", "claim-merge", "claim-relate", "claim-rename", "same-actor", "not-same-actor"),
)
"""Decisions that are about a statement as it was made; those about actors may be about a name alone."""

_SHOWN = frozenset({"speaker", "form", "said", "acts", "addressee", "via"})
"""Decisions that change what a statement shows: it carries the flag `corrected-…`."""


class Fixes:
    """The decisions about one page on their way into its record; the steps are taken in the order given here."""

    def __init__(self, page: PageHead, text: str, decisions: Iterable[Decision]) -> None:
        """Take the decisions that bear on a page out of those given.

        Args:
            page: The page.
            text: Its text.
            decisions: Any; those of other pages are passed over unless they hold for copies.
        """
        self._page = page
        self._fates = Fates(page, text, decisions)
        self._drafts: Drafts | None = None
        self._about: dict[str, list[Decision]] = {}

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return the blocks of the page."""
        return fix_blocks(self._fates, blocks)

    def article(self, article: Article) -> Article:
        """Return the masthead of the page."""
        return fix_article(self._fates, article)

    def problems(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return the problems of the masthead that remain."""
        return fix_problems(self._fates, problems)

    def cuts(self, found: Sequence[Place]) -> tuple[Cut, ...]:
        """Return the statements to make, given where the reader found some."""
        self._drafts = drafts = Drafts(self._fates, found)
        return drafts.cuts()

    def speakers(self, statements: Statements, kind_of: KindOf) -> Statements:
        """Return the statements with the speakers that were decided, once they are joined and resolved."""
        self._bind(statements)
        everybody = [speaker for statement in statements for speaker in statement.speakers]
        out = []
        for statement in statements:
            fixed = statement
            for decision in self._of(statement, "speaker", "missed"):
                if decision.kind == "missed" and not decision.values:
                    continue
                named = fix_speakers(self._fates, self._page, fixed, decision, everybody, kind_of)
                if named is not None:
                    fixed = named
                    self._hold(decision, statement, decision.target.mention)
            out.append(fixed)
        return follow(statements, tuple(out))

    def said(self, statements: Statements) -> Statements:
        """Return the statements with the days that were decided."""
        return tuple(self._dated(statement) for statement in statements)

    def finish(self, statements: Statements) -> Statements:
        """Return the statements with all else that was decided, flagged for it."""
        return tuple(self._flagged(self._rest(statement)) for statement in statements)

    def told(self) -> tuple[Applied, ...]:
        """Return what became of each decision."""
        return self._fates.told()

    def _bind(self, statements: Statements) -> None:
        """Find the statement that each decision is about."""
        drafts = self._drafts or Drafts(self._fates, ())
        made = {Place(statement.content, statement.cue): statement.id for statement in statements}
        ids = {id(draft): None if draft.dropped else made.get(draft.place) for draft in drafts}
        self._about = {}
        for draft in drafts:
            for decision in draft.decisions:
                self._bear(decision, draft.dropped, ids[id(draft)])
        for decision in self._fates.of(*_ABOUT_STATEMENTS):
            if not (decision.target.content or decision.target.cue):
                self._fates.hold(decision, decision.id, None)
                continue
            found = drafts.find(decision)
            if found is not None:
                self._bear(decision, found.dropped, ids[id(found)])

    def _bear(self, decision: Decision, dropped: Decision | None, statement: str | None) -> None:
        if dropped is not None:
            if decision.kind != "not-statement":
                self._fates.overrule(decision, dropped)
        elif statement is None:
            self._fates.lose(decision, "no-statement")
        else:
            self._fates.bear_on(decision, statement)
            self._about.setdefault(statement, []).append(decision)

    def _of(self, statement: Statement, *kinds: DecisionKind) -> list[Decision]:
        about = self._about.get(statement.id, ())
        return sorted((d for d in about if d.kind in kinds), key=lambda d: (d.at, d.id))

    def _hold(self, decision: Decision, statement: Statement, which: Hashable = None) -> None:
        self._fates.hold(decision, (decision.kind, statement.id, which), decision.values)

    def _dated(self, statement: Statement) -> Statement:
        for decision in self._of(statement, "said"):
            spans = self._fates.quoted(decision, decision.quotes)
            if spans is None:
                continue
            if not are_days(decision.values):
                self._fates.lose(decision, "no-such-value")
                continue
            said = said_of(decision.values, decided_by(decision), spans[0] if spans else None)
            flags = [flag for flag in statement.flags if not flag.startswith("said-")]
            flags += [] if said else ["said-unknown-decided"]
            statement = replace(statement, said=said, flags=tuple(flags))
            self._hold(decision, statement)
        return statement

    def _rest(self, statement: Statement) -> Statement:
        for decision in self._of(statement, *_ABOUT_STATEMENTS):
            if decision.kind in ("speaker", "said"):
                continue
            fixed = self._fixed(statement, decision)
            if fixed is not None:
                statement = fixed
                self._hold(decision, statement, self._which(decision))
        return statement

    def _which(self, decision: Decision) -> Hashable:
        """Return what tells apart decisions of one kind about one statement that do not contradict each other."""
        match decision.kind:
            case "review":
                return decision.who
            case "stance":
                return decision.claim
            case "form" | "acts" | "addressee" | "via" | "actor":
                return decision.target.mention
            case _:
                return decision.id

    def _fixed(self, statement: Statement, decision: Decision) -> Statement | None:
        spans = self._fates.quoted(decision, decision.quotes)
        if spans is None:
            return None
        match decision.kind:
            case "form" if (form := form_of(decision.values)) is not None:
                return replace(statement, form=form)
            case "form":
                self._fates.lose(decision, "no-such-value")
                return None
            case "acts":
                return replace(statement, acts=decision.values)
            case "addressee":
                marked = zip(spans, decision.values, strict=False)
                return replace(statement, addressees=tuple(Addressee(mention=s, name=n) for s, n in marked))
            case "via":
                places = spans if len(spans) == len(decision.values) else (None,) * len(decision.values)
                named = zip(decision.values, places, strict=True)
                return replace(statement, via=tuple(Via(name=name, span=span) for name, span in named))
            case _:
                return statement

    def _flagged(self, statement: Statement) -> Statement:
        about = self._about.get(statement.id)
        if not about:
            return statement
        held = [decision for decision in about if self._fates.in_force(decision)]
        flags = {f"corrected-{d.kind}": None for d in held if d.kind in _SHOWN | {"content", "cue"}}
        flags |= {"missed-by-reader": None} if any(d.kind == "missed" for d in held) else {}
        flags |= {"disputed": None} if self._fates.disputed_among(about) else {}
        return replace(statement, flags=tuple(dict.fromkeys((*statement.flags, *flags))))
