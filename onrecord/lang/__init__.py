"""The knowledge of each language as tables: a folder a language, the same few TSV files in each."""

from onrecord.lang.language import Language, get_language, languages

__all__ = ["Language", "get_language", "languages"]
