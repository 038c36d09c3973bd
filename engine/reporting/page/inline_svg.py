"""A chart as part of a page: an SVG element without style sheets, whose names no other on the page has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.reporting.visuals.save import svg_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_ROOT = re.compile(r"<svg\b.*", re.DOTALL)
_NAMED = re.compile(r'(\bid="|url\(#|href="#)')
_LENGTHS = re.compile(r'(?<=\s)(?:width|height)="[^"]*pt"\s*')
_LAST = re.compile(r"(\.\d\d)\d+")


def inline_svg(figure: Figure, prefix: str) -> str:
    """The figure as `<svg>` in HTML; `prefix` begins every id in it.

    Matplotlib's one rule of style, which would hold for the whole page, becomes an attribute. Coordinates are written
    to hundredths of a point, which no eye tells apart, and the size is left to the page.
    """
    found = _ROOT.search(svg_text(figure))
    assert found is not None
    text = _METADATA.sub("", _STYLE.sub("", found[0]))
    root, bracket, body = text.partition(">")
    joins = ' stroke-linejoin="round" stroke-linecap="butt"'
    root = _LENGTHS.sub("", root).replace("<svg", f"<svg{joins}", 1)
    return _NAMED.sub(rf"\g<1>{prefix}", root + bracket + _shorter(body)).strip()


def _shorter(body: str) -> str:
    """The same with numbers of paths to hundredths: half of the letters of a page are such digits."""
    return re.sub(r'(?<= d=")[^"]*', lambda found: _LAST.sub(r"\1", found[0]), body)
