"""Every pattern of the package takes linear time, whatever it is fed.

All modules are walked for compiled patterns: module globals, class attributes, containers of them, and what the
cached builders return for English. Each is run over adversarial strings of 10^5 characters in a process of its
own, whose computing time is bounded by the system: a quadratic pattern needs minutes for one of them.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import onrecord
from onrecord.lang.language import Language, get_language

SIZE = 100_000

GLANCE, BRIEF, ALWAYS = 3_000, 0.001, 12
"""All strings of the first 12 seeds are fed whole; of the others those whose first 3,000 characters took more than
a millisecond: a quadratic pattern takes ten or more for them."""

SEEDS = (
    *(
        "a",
        "A",
        "1",
        " ",
        "\n",
        "\t",
        ".",
        ",",
        "-",
        "_",
        "'",
        '"',
        "“",
        "”",
        "’",
        "<",
        ">",
        "/",
        "=",
        "(",
        "&",
        ":",
    ),
    *(
        "a ",
        "A ",
        "Aa ",
        "a.",
        "A.",
        "a-",
        "a'",
        "1/",
        "1-",
        "1:",
        "1 ",
        "1,",
        "a,",
        ", ",
        ". ",
        "- ",
        "“a",
        "”, ",
    ),
    *(
        "<a",
        "<a ",
        "<a b",
        "<!--",
        "a=",
        "a='",
        'a="',
        "/>",
        "</",
        "&a",
        "U.S. ",
        "Mr. ",
        "Mara Velt, ",
        "of the ",
    ),
    *("said ", "said that ", "on March 3, ", "March ", "3rd of ", "2031-01-", "By A and ", "(AP) — ", "© 2031 A "),
    *("\r", "\x00", "\u00a0", "\u200b", "é", "\U0001f600", "–", "—", "|", "//", "[", "{", '{"a":', "\\", '\\"'),
)


MATCHED_ONLY = {
    "onrecord.masthead.outlet._DOMAIN[0]",  # against a whole name
    "onrecord.read.precheck._SLASHED[0]",  # where the name of one tag ends
    "onrecord.read.feed._BEFORE_ROOT[0]",  # from the head of a file on, piece by piece
}
"""Patterns that are never searched for, only matched at a place that the caller knows."""

BOUNDED = {
    "onrecord.text._LAST_WORD[0]": 64,  # only the end of a sentence is searched
}
"""Patterns that only ever see so many characters."""


def modules() -> Iterator[Any]:
    """Yield every module of the package."""
    yield onrecord
    for found in pkgutil.walk_packages(onrecord.__path__, "onrecord."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns that a value is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from (p for item in value.values() for p in patterns_in(item, depth + 1))
    elif isinstance(value, tuple | list | set | frozenset) and depth < 4:
        yield from (p for item in value for p in patterns_in(item, depth + 1))
    elif inspect.isclass(value) and value.__module__.startswith("onrecord") and depth == 0:
        yield from (p for item in vars(value).values() for p in patterns_in(item, depth + 1))


def built(function: Any, language: Language) -> object:  # noqa: ANN401  # any cached function
    """Return what a cached builder makes of a language alone, or None where it wants something else."""
    wants = list(inspect.signature(function.__wrapped__).parameters.values())
    if not wants:
        return function()
    needed = [want for want in wants if want.default is inspect.Parameter.empty]
    if len(needed) != 1 or "Language" not in str(needed[0].annotation):
        return None
    return function(language)


def package_patterns() -> dict[str, re.Pattern[Any]]:
    """Return every pattern of the package by the place where it was found."""
    language = get_language("en")
    found: dict[str, re.Pattern[Any]] = {}
    for module in modules():
        for name, value in sorted(vars(module).items()):
            place = f"{module.__name__}.{name}"
            if hasattr(value, "cache_info") and str(value.__module__).startswith("onrecord"):
                value = built(value, language)  # noqa: PLW2901  # what it makes is what is looked at
            for nth, pattern in enumerate(patterns_in(value)):
                if pattern not in found.values():
                    found[f"{place}[{nth}]"] = pattern
    return found


def adversaries(pattern: re.Pattern[Any], size: int = SIZE) -> Iterator[str]:
    """Yield strings that look, to the end, as if they were going to match."""
    words = re.findall(r"[A-Za-z]{2,}", str(pattern.pattern))[:4]
    for seed in (*SEEDS, *(word + " " for word in words)):
        yield seed * (size // len(seed)) + "\x01"


FEED = """
import resource, sys, time
from collections import deque
sys.path.insert(0, sys.argv[1])
import test_regexes
patterns = test_regexes.package_patterns()
for name in sys.argv[2:]:
    pattern = patterns[name]
    bytewise = isinstance(pattern.pattern, bytes)
    size = test_regexes.BOUNDED.get(name, test_regexes.SIZE)
    for nth, text in enumerate(test_regexes.adversaries(pattern, size)):
        fed = text.encode() if bytewise else text
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(name, ascii(text[:20]), flush=True)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 8, -1))
        pattern.match(fed)
        if name in test_regexes.MATCHED_ONLY:
            continue
        began = time.process_time()
        deque(pattern.finditer(fed[:test_regexes.GLANCE] + fed[-1:]), 0)
        if nth < test_regexes.ALWAYS or time.process_time() - began > test_regexes.BRIEF:
            deque(pattern.finditer(fed), 0)
"""

PATTERNS = package_patterns()
PARTS = 2


def test_the_walk_finds_patterns_of_many_rooms() -> None:
    rooms = {name.split(".")[1] for name in PATTERNS}
    assert {"text", "read", "lang"} <= rooms
    assert len(PATTERNS) > 30


@pytest.mark.skipif(sys.platform == "win32", reason="the system must bound computing time")
@pytest.mark.parametrize("part", range(PARTS))
def test_patterns_are_linear_on_adversarial_strings(part: int) -> None:
    names = sorted(PATTERNS)[part::PARTS]
    here = __file__.rpartition("/")[0]
    done = subprocess.run([sys.executable, "-c", FEED, here, *names], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"too slow or failed at {done.stdout.splitlines()[-1:]}: {done.stderr[-300:]}"
