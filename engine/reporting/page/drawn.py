"""A report whose charts are drawn: each once, side by side, for all formats in which it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from engine.reporting.page.report import Gallery, Picture, Pictures, Piece, Report, Section

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    Draw = Callable[[], Figure]


def drawn(report: Report, renderings: Iterable[str]) -> Report:
    """The report as its audience sees it, with `Gallery` in place of `Pictures`; what is drawn already stays.

    `renderings` are "inline" (SVG to stand within a page), "svg" and "png".
    """
    from engine.reporting.visuals.save import drawn_in_copies

    asked = tuple(sorted(set(renderings)))
    shown = [(section, section.pieces(report.audience)) for section in report.sections]
    named = [list(one.figures()) for _, pieces in shown for one in pieces if isinstance(one, Pictures)]
    works = [partial(_picture, stem, draw) for one in named for stem, draw in one]
    made = iter(drawn_in_copies([partial(work, f"f{n}", asked) for n, work in enumerate(works, 1)]))
    galleries = iter([Gallery(tuple(next(made) for _ in one)) for one in named])

    def of(section: Section, pieces: Iterable[Piece]) -> Section:
        found = [next(galleries) if isinstance(piece, Pictures) else piece for piece in pieces]
        return replace(section, brief=tuple(piece for piece in found if piece != Gallery(())), detail=())

    return replace(report, sections=tuple(of(section, pieces) for section, pieces in shown))


def _picture(stem: str, draw: Draw, prefix: str, renderings: tuple[str, ...]) -> Picture:
    """One chart in each rendering."""
    from engine.reporting.visuals.inline import inlined
    from engine.reporting.visuals.save import alternative_text, chart_bytes

    figure = draw()
    found = {}
    if {"svg", "inline"} & {*renderings}:
        found["svg"] = chart_bytes(figure, "svg")
    if "inline" in renderings:
        found["inline"] = inlined(found["svg"].decode(), prefix).encode()
    if "png" in renderings:
        found["png"] = chart_bytes(figure, "png")
    return Picture(stem, *alternative_text(figure), {name: found[name] for name in renderings})
