"""What people decided about claims, applied to what was found: merged, split, related, renamed.

A decision knows a claim by its question, and a statement by its words, so that it survives every run of the pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.claims.proposition import claim_key
from onrecord.claims.question import read_claim
from onrecord.decisions import ClaimEdit, about_statement, claim_edits, locate, stance_fixes
from onrecord.decisions.judgements import ClaimEditKind
from onrecord.errors import InputError
from onrecord.lang.language import Language, get_language
from onrecord.model import Anchor, Decision, LedgerFix, Stance
from onrecord.store import Place, Store
from onrecord.store.meant import statements_meant
from onrecord.text import name_key

_START = re.compile(r"c[0-9a-f]{2,10}")


@dataclass(slots=True)
class Edits:
    """The decisions about claims of a ledger, by `claim_key` of the question that they are about.

    Attributes:
        language: Of the questions.
        names: The new wording of a question.
        merged: The key of the claim that a claim was merged into.
        related: Questions that a person called related.
        moved: Statements that left a claim, each with the question that it went to.
        stances: Stances that a person read in a statement, for one claim or, with None, for every one.
        told: What was decided, a sentence each.
        questions: A wording of each key.
    """

    language: Language
    names: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    related: dict[str, list[str]] = field(default_factory=dict)
    moved: dict[str, dict[Place, str]] = field(default_factory=dict)
    stances: dict[tuple[Place, str | None], Stance] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)

    def key(self, question: str) -> str:
        """Return what a question is known by, and remember the question."""
        key = claim_key(question, self.language)
        self.questions.setdefault(key, question)
        return key

    def main(self, key: str) -> str:
        """Return the key of the claim that a claim belongs to now."""
        seen = set[str]()
        while key in self.merged and key not in seen:
            seen.add(key)
            key = self.merged[key]
        return key

    def parts(self, key: str) -> tuple[str, ...]:
        """Return the questions that a claim is asked by: its own, and those of claims merged into it."""
        return tuple(self.questions[one] for one in (key, *sorted(self.merged)) if self.main(one) == key)

    def stance(self, place: Place, key: str, read: Stance) -> Stance:
        """Return the stance that a person gave a statement, else the one that was read."""
        return self.stances.get((place, key)) or self.stances.get((place, None)) or read


def read_edits(store: Store, language: Language) -> Edits:
    """Return what people decided about the claims of a ledger, in the order in which it counts."""
    log = store.decisions.all()
    edits = Edits(language)
    for edit in claim_edits(log):
        if edit.claim:
            _apply(store, edits, edit, edit.claim)
    for fix in stance_fixes(log):
        for place in _places(store, [fix.statement]):
            edits.stances[place, edits.key(fix.claim) if fix.claim else None] = fix.stance
    return edits


def _apply(store: Store, edits: Edits, edit: ClaimEdit, claim: str) -> None:
    key, other = edits.key(claim), edit.question
    if other is None:
        return
    edits.told.setdefault(key, []).append(_sentence(edit, other))
    match edit.kind:
        case "rename":
            edits.names[key] = other
        case "merge":
            if edits.main(key) != edits.key(other):
                edits.merged[edits.key(other)] = key
        case "relate":
            edits.related.setdefault(key, []).append(other)
            edits.related.setdefault(edits.key(other), []).append(claim)
        case "split":
            moved = edits.moved.setdefault(key, {})
            moved.update((place, other) for place in _places(store, edit.others))
            edits.key(other)


def _sentence(edit: ClaimEdit, other: str) -> str:
    did = {
        "rename": f"renamed to {other!r}",
        "merge": f"merged with {other!r}",
        "relate": f"called related to {other!r}",
        "split": f"{len(edit.others)} statements split off as {other!r}",
    }[edit.kind]
    return f"{did} by {edit.decision.who} on {edit.decision.at[:10]}: {edit.decision.why}"


def _places(store: Store, anchors: Iterable[Anchor]) -> Iterator[Place]:
    """Yield where statements stand now; one whose words are gone is nowhere."""
    for anchor in anchors:
        known = store.page_of(anchor.page) if anchor.page else None
        if known is None:
            continue
        record = store.record(known[0])
        found = locate(record, anchor)
        if not isinstance(found, str):
            yield Place(known[0], record.statements.index(found))


def drafted(
    store: Store,
    kind: ClaimEditKind,
    claim: str,
    other: str,
    statements: Sequence[str] = (),
    *,
    who: str,
    why: str,
) -> Decision:
    """Return a decision about a claim, to be entered in the log.

    Args:
        store: The ledger's store.
        kind: `split`, `merge`, `relate` or `rename`.
        claim: The claim, by id or in words.
        other: The other claim, by id or in words; of a split the claim that statements go to; the new wording.
        statements: Of a split the statements that go, by id or the beginning of it.
        who: Who decides.
        why: The reason.

    Raises:
        InputError: A split without statements, a statement that is not there or could be several, words that ask
            nothing, two claims that are one, or a name that the claim has already.
    """
    if kind == "split" and not statements:
        raise InputError(
            "Name the statements that leave the claim, by their ids; `onrecord trace` lists them with ids."
        )
    to = other if kind == "rename" else wording(store, other)
    question, to = (" ".join(words.split()) for words in (wording(store, claim), to))
    _check(kind, question, to, read_edits(store, get_language("en")))
    return Decision(
        kind=_KINDS[kind],
        target=Anchor(),
        others=tuple(_anchor(store, statement) for statement in statements),
        values=(to,),
        claim=question,
        who=who,
        why=why,
    )


def _check(kind: ClaimEditKind, claim: str, other: str, edits: Edits) -> None:
    """Refuse what would change nothing, and words that no statement could ever bear on.

    Raises:
        InputError: It is one of these.
    """
    read_claim(claim, edits.language)
    key = edits.key(claim)
    if kind == "rename":
        if not name_key(other):
            raise InputError("A claim needs words to be shown by; say in them who did what to whom.")
        if other == edits.names.get(key, claim):
            raise InputError(f"The claim is called {other!r} already; give other words.")
        return
    read_claim(other, edits.language)
    if edits.main(key) == edits.main(edits.key(other)):
        raise InputError(f"{claim!r} and {other!r} are one claim already; name two that are not.")


_KINDS: dict[ClaimEditKind, LedgerFix] = {
    "split": "claim-split",
    "merge": "claim-merge",
    "relate": "claim-relate",
    "rename": "claim-rename",
}


def wording(store: Store, claim: str) -> str:
    """Return the question of a claim by its id, the beginning of it, or the name it was given; else the words.

    Raises:
        InputError: The ids of several claims begin so.
    """
    known = store.claims.claims([claim])
    if not known and _START.fullmatch(claim):
        known = store.claims.beginning(claim)
    if len(known) > 1:
        raise InputError(f"Several claims' ids begin with {claim!r}; give more of the id.")
    return known[0].proposition if known else _named(store, claim)


def _named(store: Store, words: str) -> str:
    """Return the question of the claim that these words are the name of, unless they ask one themselves."""
    renamed = (edit for edit in claim_edits(store.decisions.all()) if edit.kind == "rename")
    names = {edit.question: edit.claim for edit in renamed}
    question = names.get(" ".join(words.split()))
    return words if not question or store.claims.claims([claim_key(words, get_language("en"))]) else question


def _anchor(store: Store, statement: str) -> Anchor:
    found = statements_meant(store, statement)
    if not found:
        raise InputError(f"No statement's id begins with {statement!r}; `onrecord trace` lists them with ids.")
    if len(found) > 1:
        raise InputError(f"Several statements' ids begin with {statement!r}; give more of the id.")
    return about_statement(*found[0])
