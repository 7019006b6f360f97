"""The language of a text: by its commonest words, by the markup, by a detector where both fail."""

from __future__ import annotations

from functools import lru_cache

from onrecord.lang.language import Language, languages
from onrecord.masthead.view import View
from onrecord.model import Article, Problem
from onrecord.text import fold

_ENOUGH = 0.12
"""The share of a language's commonest words in a text written in it is well above this."""

_FEWEST = 20
"""Fewer words than this are too few for a detector."""

_LOOKED_AT = 1_500
"""So many characters of a text tell its language; more tell no more."""


def find_language(view: View) -> str | None:
    """Return the ISO 639-1 code of the language that the text is written in, or None where nothing tells.

    The text decides where it can: many pages state the language of their template.
    """
    text = _beginning(view)
    # Folding takes longer than lower case, and in an English text finds next to nothing more.
    if _ours(text.lower().split(), view.language) or _ours(words := fold(text).split(), view.language):
        return view.language.code
    stated = next((value for _, _, value in view.meta("lang", "article.inLanguage", "og:locale")), None)
    code = stated.replace("_", "-").partition("-")[0].lower() if stated else None
    if len(words) < _FEWEST or (code and code != view.language.code):
        return code or None
    return _detected(text)


def _beginning(view: View) -> str:
    """Return the first paragraphs, cut where enough is seen."""
    text = ""
    for at in view.paragraphs:
        text += f"{view.words(view.blocks[at])[:_LOOKED_AT]} "
        if len(text) >= _LOOKED_AT:
            break
    return text[:_LOOKED_AT]


def unsupported(article: Article, language: Language) -> Problem | None:
    """Return the Problem of an article in a language whose statements are not looked for, or None."""
    code = article.language
    if code is None or code in languages():
        return None
    names = {row["code"]: row["name"] for row in language.rows("languages")}
    return Problem(
        stage="statements",
        reason="language-unsupported",
        message=f"no statements: {names.get(code, code)} is not supported yet",
    )


def _ours(words: list[str], language: Language) -> bool:
    """Tell whether so many of some words are a language's commonest that the text is written in it."""
    return sum(map(_commonest(language).__contains__, words)) > _ENOUGH * len(words)


@lru_cache(maxsize=8)
def _commonest(language: Language) -> frozenset[str]:
    return frozenset(row["word"] for row in language.rows("desks") if row["kind"] == "commonest")


def _detected(text: str) -> str:
    """Return what py3langid takes a text for."""
    from py3langid.langid import classify  # noqa: PLC0415 -- its model takes a second to load; few pages need it

    code: str = classify(text)[0]
    return code
