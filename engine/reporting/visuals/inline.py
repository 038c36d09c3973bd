"""A chart within a page: SVG without a file, whose ids clash with no other chart's and whose style is its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.problems import ResultsError
from engine.reporting.visuals.save import svg_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ID = re.compile(r' id="([^"]+)"')
_USE = re.compile(r'((?:xlink:)?href="#|url\(#)([^")]+)')
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_LABEL = re.compile(r' aria-label="[^"]*"')
_SIZE = re.compile(r' (?:width|height)="[0-9.]+pt"')
_OF_ALL = re.compile(r"<defs>\s*<style[^>]*>[^<]*</style>\s*</defs>\s*")
_ABOUT = re.compile(r"<metadata>.*?</metadata>|<!--.*?-->", re.DOTALL)
_GLYPH = re.compile(r'(<use [^>]*") transform="translate\((-?[0-9]+(?:\.[0-9])?)[0-9]* 0\)"/>')
_FINE = re.compile(r"(scale\([^)]*\))|(\.[0-9][0-9])[0-9]+")  # a hundredth of a point is seen by no eye
_BLANKS = re.compile(r"\s*\n\s*")


def inline_svg(figure: Figure, prefix: str) -> str:
    """The figure as an `svg` element to stand within HTML, as wide as what it stands in; no file is written.

    Every id in it begins with `prefix`, a letter followed by letters, digits, `-` or `_`, which must be another one for
    each chart of a page; raises `ResultsError` for any other. Heading and description are its accessible name and
    description. The same figure gives the same text.
    """
    if not _PREFIX.fullmatch(prefix):
        raise ResultsError(f"prefix {prefix!r}: a letter, then letters, digits, - or _, as in an id of HTML")
    return inlined(svg_text(figure), prefix)


def inlined(document: str, prefix: str) -> str:
    """The same of an SVG document of ours (`save.svg_text`)."""
    head, told, drawn = document[document.index("<svg ") :].strip().partition("</desc>")
    drawn = _ABOUT.sub("", _OF_ALL.sub("", drawn, count=1))
    # letters are placed in thousandths of their size
    drawn = _FINE.sub(r"\1\2", _GLYPH.sub(r'\1 x="\2"/>', drawn))
    drawn = _BLANKS.sub(" ", drawn).replace("> <", "><")
    used = {name for _, name in _USE.findall(drawn)}
    short = {name: f"{prefix}-{place}" for place, name in enumerate(_ID.findall(drawn)) if name in used}
    drawn = _ID.sub(lambda found: f' id="{short[found[1]]}"' if found[1] in short else "", drawn)
    drawn = _USE.sub(lambda found: found[1] + short[found[2]], drawn)
    spoken = f' aria-labelledby="{prefix}-title" aria-describedby="{prefix}-desc"'
    head = _SIZE.sub("", _LABEL.sub(spoken, head, count=1))
    # what Matplotlib sets by a style sheet would be set in all of the page
    head = head.replace("<svg ", '<svg class="chart" stroke-linejoin="round" stroke-linecap="butt" ', 1)
    head = head.replace("<title>", f'<title id="{prefix}-title">', 1)
    return head.replace("<desc>", f'<desc id="{prefix}-desc">', 1) + told + drawn
