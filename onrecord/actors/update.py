"""The pass over a ledger that finds who is meant across pages, taking in what is new and what hangs on it.

Whatever the order in which pages came and however often a run was stopped, the rows are the same: the joins of two
forms depend on these two alone, and actors are made anew for every component that something in it changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from onrecord.actors.clusters import Verdict, cluster
from onrecord.actors.judging import Place, place_of, set_apart, verdicts
from onrecord.actors.likeness import Held, Join, Known, block_keys, compare
from onrecord.actors.naming import Form, FormSort, Naming
from onrecord.actors.pagenames import PageNames, names_of, page_names
from onrecord.actors.places import Places, places_of
from onrecord.actors.references import ReferenceBook
from onrecord.decisions import Judgement, actor_judgements
from onrecord.lang import get_language
from onrecord.model import Anchor
from onrecord.store import Store
from onrecord.store.actors import ActorWork, Cell, FormRow, JoinRow, VerdictRow
from onrecord.store.batches import OnProgress, in_batches

VERSION = "1"
"""Of the rules: another one takes every page in again."""

_PAGES = 200
"""Pages of one transaction."""

_SPELLED_OUT = 0.9
_SORTS: dict[str, FormSort] = {
    "person": "person",
    "body": "body",
    "government": "government",
    "unnamed": "unnamed",
}


def update(store: Store, on_progress: OnProgress | None = None) -> None:
    """Take in the pages that are new or whose record changed, and find again who is meant where that changes it.

    Args:
        store: The ledger's; this process is its only writer.
        on_progress: Called after each batch of pages.

    Raises:
        LedgerError: The store cannot be written.
    """
    language = get_language("en")
    judged = _Judged(store, actor_judgements(store.decisions.all()), places_of(language))
    book = ReferenceBook(store.actors.references(), places_of(language))
    version = f"{VERSION}-{book.version}"
    for batch in in_batches(store.actors.pending(version), _PAGES, on_progress=on_progress):
        lines = store.actors.named(batch, VERSION)
        names = {  # before the transaction
            page: names_of(lines[page]) if page in lines else page_names(store.record(page), language)
            for page in batch
        }
        with store.actors.working() as work:
            dirty: dict[str, Form | None] = {}
            for page in batch:
                dirty |= _take_in(work, page, names[page], book, judged.apart(page))
            _resolve(work, dirty)
            work.taken(version, batch)
    _judge(store, judged)


def leave(store: Store, page: str) -> None:
    """Take out the names that a page gave, and find again who is meant by those that it shares with others."""
    with store.actors.working() as work:
        _resolve(work, dict.fromkeys(work.clear(page)))


# ---- pages to forms ---------------------------------------------------------------------------------------


def _take_in(
    work: ActorWork, page: str, names: PageNames, book: ReferenceBook, apart: frozenset[Place]
) -> dict[str, Form | None]:
    """Store what a page gives; return the forms that it touches, those of before without their words."""
    dirty: dict[str, Form | None] = dict.fromkeys(work.clear(page))
    rows: list[tuple[Cell, ...]] = []
    for naming in names.namings:
        form = book.known_form(naming)
        if naming.part == "by" and (naming.statement_nth, naming.nth) in apart:
            form = Form(sort=form.sort, key=form.key, page=page)
        dirty[form.id] = form
        rows.append(_cells(page, naming, form))
    work.put_namings(rows)
    work.put_acronyms(names.spelled)
    for row in names.spelled:
        dirty.setdefault(row.short)
        dirty.setdefault(row.long)
    return dirty


def _cells(page: str, naming: Naming, form: Form) -> tuple[Cell, ...]:
    behalf = naming.behalf_form.id if naming.behalf_form else None
    return (
        *(page, naming.statement_nth, naming.part, naming.nth, form.id, naming.name, naming.kind, naming.role),
        *(naming.post, naming.home, naming.affiliation, naming.behalf, behalf, naming.day),
    )


# ---- forms to joins to actors -----------------------------------------------------------------------------


def _resolve(work: ActorWork, dirty: dict[str, Form | None]) -> None:
    """Make the joins of changed forms anew, then the actors of every component that one of them is or was in."""
    touched: set[str] = set(dirty)
    stored = work.forms(form for form, words in dirty.items() if words is None)
    here: list[Known] = []
    for form in sorted(dirty):
        touched |= work.clear_joins(form)
        words = dirty[form]
        row = (
            stored.get(form)
            if words is None
            else FormRow(form, words.sort, words.key, words.page, words.reference)
        )
        row = work.put_form(row) if row else None
        if row is not None:
            here.append(_known(row))
            work.put_blocks(form, block_keys(here[-1]))
    for known in here:
        work.put_joins(_row(join) for join in _joins(work, known))
    _cluster(work, touched)


def _joins(work: ActorWork, known: Known) -> Iterator[Join]:
    """Yield how a form may be joined with those that share a block with it, or that a page spells out for it."""
    for other in work.forms(work.sharing(known.id)).values():
        join = compare(known, _known(other))
        if join is not None:
            yield join
    for row in work.spelled(known.id):
        words = " ".join(work.words(row.page, row.start, row.end).split())
        one, two = sorted((row.short, row.long))
        because = f"page {row.page} says “{words}”"
        yield Join(one=one, other=two, score=_SPELLED_OUT, because=because, short=row.short)


def _cluster(work: ActorWork, touched: Iterable[str]) -> None:
    """Make the actors of all components that hold one of these forms."""
    seen: set[str] = set()
    for form in sorted(touched):
        if form in seen:
            continue
        component = _component(work, form)
        seen |= component
        forms = {row.id: _known(row) for row in work.forms(sorted(component)).values()}
        if not forms:
            continue
        joins = [_join(row) for one in sorted(forms) for row in work.joins_of(one)]
        said = [v for one in sorted(forms) for v in work.verdicts_of(one) if v.other in forms]
        found = cluster(
            forms, joins, [Verdict(one=v.one, other=v.other, same=v.same, because=v.because) for v in said]
        )
        held = [(join.one, join.other, (join.one, join.other) in found.held) for join in joins]
        work.put_actors(found.actor.items(), held)


def _component(work: ActorWork, start: str) -> set[str]:
    """Return the forms that can be reached from one over joins and verdicts."""
    found, ahead = {start}, [start]
    while ahead:
        for other in work.next_to(ahead.pop()):
            if other not in found:
                found.add(other)
                ahead.append(other)
    return found


def _known(row: FormRow) -> Known:
    held = tuple(Held(post=post, home=home, first=first, last=last) for post, home, first, last in row.held)
    return Known(id=row.id, sort=_SORTS[row.sort], key=row.key, page=row.page, reference=row.reference, held=held)


def _row(join: Join) -> JoinRow:
    return JoinRow(join.one, join.other, join.score, join.because, join.short)


def _join(row: JoinRow) -> Join:
    return Join(one=row.one, other=row.other, score=row.score, because=row.because, short=row.short)


# ---- decisions --------------------------------------------------------------------------------------------


class _Judged:
    """What people decided about actors, found again on the pages of the store."""

    def __init__(self, store: Store, judgements: tuple[Judgement, ...], known: Places) -> None:
        self._store = store
        self._judgements = judgements
        self._known = known
        self._record = lru_cache(maxsize=64)(store.record)

    def apart(self, page: str) -> frozenset[Place]:
        """Return the speakers of a page who end there since they are not who they are named like."""
        return set_apart(self._record(page), self._judgements) if self._judgements else frozenset()

    def verdicts(self) -> frozenset[VerdictRow]:
        """Return what the judgements say about forms as they are now; of two the last."""
        rows = {(row.one, row.other): row for row in verdicts(self._judgements, self._form_at, self._known)}
        return frozenset(rows.values())

    def _form_at(self, anchor: Anchor) -> str | None:
        page = self._store.page_of(anchor.page or "")
        place = place_of(self._record(page[0]), anchor) if page else None
        return self._store.actors.form_at(page[0], *place) if page and place else None


def _judge(store: Store, judged: _Judged) -> None:
    """Let what people decided hold, where that is not what held before."""
    before, now = store.actors.verdicts(), judged.verdicts()
    if before == now:
        return
    changed = {form for row in before ^ now for form in (row.one, row.other)}
    with store.actors.working() as work:
        work.change_verdicts(sorted(before - now), sorted(now - before))
        _cluster(work, changed)
