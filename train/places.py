"""Hold the table of states against CLDR: which of its territories the table lacks, which names CLDR does not have.

    python train/places.py

CLDR (through babel) is the maintained source of the names; adjectives, capitals and seats of power are not in it
and were vetted by hand, since lists of them mix in forms that mean other states. Territories that are no states
speak through theirs and are left out. Exit code 1 where a state is missing.
"""

from __future__ import annotations

import sys

from babel import Locale

from onrecord.lang import get_language
from onrecord.lang.language import Row
from onrecord.text import name_key

DEPENDENT = """
AC AI AQ AS AW AX BL BM BQ BV CC CK CP CQ CW CX DG EA EH FK FO GF GG GI GL GP GS GU HK HM IC IM IO JE KY
MF MO MP MQ MS NC NF NU PF PM PN PR RE SH SJ SX TA TC TF TK UM VG VI WF YT EU EZ UN QO XA XB ZZ
""".split()  # noqa: SIM905  # a hundred quotation marks less
"""Codes of territories that are no states of their own, of groupings, and of tests."""


def main() -> int:
    """Print what differs; return how the process ends."""
    codes = Locale("en").territories
    states = {name for code, name in codes.items() if len(code) == 2 and code.isalpha() and code not in DEPENDENT}
    table = get_language("en").rows("places")
    forms = {_key(form) for row in table for form in _forms(row)}
    known = {_key(part) for name in codes.values() for part in _parts(name)}
    missing = sorted(name for name in states if not any(_key(part) in forms for part in _parts(name)))
    beyond = sorted(row["name"] for row in table if not known & {_key(form) for form in _forms(row)})
    print(f"{len(table)} rows; states of CLDR that are missing: {', '.join(missing) or 'none'}")
    print(f"not in CLDR (leagues, territories with governments of their own): {', '.join(beyond) or 'none'}")
    return 1 if missing else 0


def _forms(row: Row) -> tuple[str, ...]:
    """Return the names of a row of the table."""
    return (row["name"], *filter(None, row["also"].split(";")))


def _parts(name: str) -> tuple[str, ...]:
    """Return a name of CLDR and, of one with another in brackets ("Myanmar (Burma)"), each of the two."""
    bare, _, other = name.partition(" (")
    return (name, bare, other.rstrip(")")) if other else (name,)


def _key(name: str) -> str:
    """Return a name for comparison: "St. Vincent & Grenadines" is Saint Vincent and the Grenadines."""
    words = name_key(name.replace("&", " and ").replace("St.", "Saint")).split()
    return " ".join(word for word in words if word != "the")


if __name__ == "__main__":
    sys.exit(main())
