"""Who speaks across pages: speakers with one name are one actor, as far as a name can tell.

Names that differ stay apart ("Mara Velt" and "Velt"): a false join harms more than a false split. Whoever is
anonymous or unclear is not taken for the like-named one of another page.
"""

from onrecord.actors.resolve import match_keys, resolve, who

__all__ = ["match_keys", "resolve", "who"]
