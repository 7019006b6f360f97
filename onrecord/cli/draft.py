"""`check`: a draft against the ledger. It changes neither."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.check import check_draft, read_draft
from onrecord.cli import describe, show
from onrecord.cli.door import FAILED, FINDINGS
from onrecord.cli.options import Confidence, JsonFlag, ledger_of
from onrecord.cli.relaying import change_words
from onrecord.export.wording import page_label, said_words
from onrecord.ledger import Ledger
from onrecord.model import DraftFinding, Hit, Verdict

AS_WRITTEN: frozenset[Verdict] = frozenset({"found", "single_origin", "reworded"})


def check(
    ctx: typer.Context,
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="A text of your own: plain text or HTML.")],
    *,
    day: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day that its “on Tuesday” is reckoned from, YYYY-MM-DD.")
    ] = None,
    min_confidence: Confidence = 0.0,
    json: JsonFlag = False,
) -> None:
    """Check the quotations of a draft against the ledger.

    Attributions without quotation marks too. Each is found, altered (with the words that differ), said by somebody
    else, said on another day, on record from a single origin, or not in this ledger. Exit code 0 when all was
    found as written, 1 when something was not, 2 when nothing could be checked.
    """
    read = read_draft(draft)
    with ledger_of(ctx, least=min_confidence) as ledger:
        findings = check_draft(ledger, read, day)
        for finding in findings:
            if json:
                show.json_object(finding)
            else:
                _finding(ledger, finding)
    checked = [finding for finding in findings if finding.verdict != "unchecked"]
    if not checked:
        show.note(f"Nothing in {draft} could be checked: it has no quotation or attribution of a few words.")
        raise typer.Exit(FAILED)
    if not all(finding.verdict in AS_WRITTEN for finding in checked):
        raise typer.Exit(FINDINGS)


def _finding(ledger: Ledger, finding: DraftFinding) -> None:
    show.line(f"{finding.verdict.replace('_', ' ')}: {finding.words}")
    counts = f"{show.plural(finding.pages, 'page')} / {show.plural(finding.origins, 'origin')}"
    show.facts(
        (
            ("  draft says", _who_and_when(finding)),
            ("  ledger", f"{finding.reason}{f' {counts}.' if finding.pages else ''}"),
            *((("  changed" if at == 0 else "", change_words(one)) for at, one in enumerate(finding.changes))),
            *((("  on" if at == 0 else "", _evidence(ledger, hit)) for at, hit in enumerate(finding.evidence))),
        )
    )
    show.line()


def _who_and_when(finding: DraftFinding) -> str:
    who = "; ".join(finding.speakers) or "nobody named"
    return f"{who}, {said_words(finding.said)}" if finding.said else who


def _evidence(ledger: Ledger, hit: Hit) -> str:
    who = describe.speakers(ledger.record(hit.page.id).text, hit.statement.speakers)
    where = f"{page_label(hit.outlet, hit.page)}, {hit.published or 'no day'}"
    return f"{where}: {who}, {said_words(hit.statement.said)}: {hit.words} (statement {hit.statement.id})"
