"""Who is meant across pages: one actor behind all the names that are certainly its, and never more than that.

Reading order: `spelling` (a name's words), `korean`, `same` (how surely two names are one), `places` and `bodies`
(states and their bodies), `naming` (what a page calls whom), `acronyms`, `pagenames` (both, of one page),
`likeness` (whether two forms are one actor's, and why), `clusters` (from joins to actors), `references`, `judging`
(what people decided), `update`, `who`.
"""

from onrecord.actors.pagenames import names_line, page_names
from onrecord.actors.references import read_reference
from onrecord.actors.same import THRESHOLD, same_name
from onrecord.actors.update import VERSION, leave, update
from onrecord.actors.who import match, who

__all__ = [
    "THRESHOLD",
    "VERSION",
    "leave",
    "match",
    "names_line",
    "page_names",
    "read_reference",
    "same_name",
    "update",
    "who",
]
