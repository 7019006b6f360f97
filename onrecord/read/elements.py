"""The names of HTML elements by what the parsing and rendering rules make of them.

Source: the HTML Standard, "Parsing HTML documents" (stack of open elements, list of active formatting
elements, foreign content) and "Rendering" (the user agent style sheet).
"""

from __future__ import annotations


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


VOID = _names(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr"
)
"""Elements that have no content."""

RAW_TEXT = _names("script style textarea title xmp iframe noembed noframes noscript")
"""Elements whose content is text up to their end tag. `noscript` is one: pages are parsed as with scripts on."""

FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
"""Elements that the parser reopens in every block after the one that closed them early."""

SPECIAL = _names(
    "address applet article aside base basefont bgsound blockquote body br button caption center col colgroup "
    "dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 "
    "head header hgroup hr html iframe img input keygen li link listing main marquee menu meta nav noembed "
    "noframes noscript object ol p param plaintext pre script search section select source style summary "
    "table tbody td template textarea tfoot th thead title tr track ul wbr xmp svg math"
)
"""Elements past which the end tag of an ordinary element does not reach."""

SCOPE = _names(
    "applet caption html table td th marquee object template svg math foreignobject desc title mi mo mn ms "
    "mtext annotation-xml select"
)
"""Elements past which no end tag but their own reaches."""

MARKERS = _names("applet marquee object template td th caption")
"""Elements that forget, when closed, which formatting was left open inside them."""

CLOSES_P = _names(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search section summary "
    "table ul xmp dd dt"
)
"""Elements whose start tag ends an open paragraph."""

TABLE_PARTS = _names("caption colgroup tbody td tfoot th thead tr")
"""Elements that stand in a table only; their start tag ends what is open in the part before."""

BREAKS_OUT = _names(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing "
    "menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"
)
"""HTML elements whose start tag ends SVG or MathML content."""

INTEGRATION = _names("foreignobject desc title mi mo mn ms mtext annotation-xml")
"""SVG and MathML elements whose content is HTML again."""

BLOCKS = _names(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li "
    "listing main marquee menu nav ol p plaintext pre search section summary table tbody td textarea tfoot th "
    "thead tr ul xmp"
)
"""Elements that a browser lays out as boxes of their own: a run of text never crosses their edges."""

TIGHT = _names("caption col colgroup dd dt li tbody td tfoot th thead tr")
"""Blocks that a single line break parts from their neighbours: list items and the parts of a table."""

KEEPS_SPACE = _names("listing plaintext pre textarea xmp")
"""Elements whose white space is shown as it stands."""

NOT_SHOWN = _names(
    "annotation annotation-xml area audio base basefont canvas datalist embed frameset head iframe img image "
    "input link meta noembed noframes noscript option optgroup param rp script select source style svg "
    "template title track video"
)
"""Elements whose content is no text on the screen: code, fallbacks, pictures, and the choices of a list."""

LANDMARKS = _names("article aside blockquote figcaption figure footer header main nav")
"""Elements whose name alone says what part of a page they are."""
