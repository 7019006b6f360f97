"""Corrections: what people decided, anchored to words, undoable, and applied while records are made.

Reading order: `anchors` (words that are found again or lost), `places` (the statement at them), `log` (entering,
undoing, ordering), `slots` (what contradicts what), `judgements` (what holds across pages), `files` (JSON lines);
then what is applied to a page: `fates` (what becomes of each), `pagefixes`, `cutting`, `speakers`, `fixes` (all).
"""

from onrecord.decisions.anchors import about_name, about_page, about_statement
from onrecord.decisions.cutting import Cut
from onrecord.decisions.files import decision_from_json, decision_to_json
from onrecord.decisions.fixes import Fixes
from onrecord.decisions.judgements import (
    ClaimEdit,
    Judgement,
    StanceFix,
    actor_judgements,
    claim_edits,
    reviews,
    stance_fixes,
)
from onrecord.decisions.log import in_order, redo, stamped, standing, undo
from onrecord.decisions.places import Place, locate, locate_mention, place_of

__all__ = [
    "ClaimEdit",
    "Cut",
    "Fixes",
    "Judgement",
    "Place",
    "StanceFix",
    "about_name",
    "about_page",
    "about_statement",
    "actor_judgements",
    "claim_edits",
    "decision_from_json",
    "decision_to_json",
    "in_order",
    "locate",
    "locate_mention",
    "place_of",
    "redo",
    "reviews",
    "stamped",
    "stance_fixes",
    "standing",
    "undo",
]
