"""A report -> one HTML page that needs nothing beside it: no script, no font, no network."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from engine.reporting.page.report import Report
from engine.reporting.page.shown import Shown, ShownHeadlines, ShownPicture, shown
from engine.reporting.visuals.inline import inline_svg
from engine.visible import visible


def written(report: Report) -> Mapping[str, bytes]:
    """`report.html`, by name."""
    return {"report.html": html_text(report).encode()}


def html_text(report: Report) -> str:
    """The page. Every text in it is escaped; the SVG of charts is our own."""
    sections = [
        {"key": one.key, "heading": one.heading, "pieces": [_for_template(piece) for piece in one.pieces]}
        for one in shown(report)
    ]
    page = {
        "title": visible(report.title),
        "facts": visible(report.facts),
        "audience": report.audience,
        "sections": sections,
        "source": visible(report.source),
    }
    return _environment().get_template("report.html.j2").render(page=page, style=Markup(_style()))


def _for_template(piece: Shown) -> dict[str, Any]:
    """What the template asks of a piece, by name."""
    match piece:
        case ShownPicture():
            number = piece.name.partition(":")[0].removeprefix("Figure ")
            svg = Markup(inline_svg(piece.figure, f"figure-{number}"))
            return {"kind": piece.kind, "name": piece.name, "svg": svg}
        case ShownHeadlines():
            keys = ("question", "answer", "detail")
            return {"kind": piece.kind, "cards": [dict(zip(keys, one, strict=True)) for one in piece.items]}
        case _:
            return piece._asdict()


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("engine.reporting.page", "templates"), autoescape=True, undefined=StrictUndefined
    )


@cache
def _style() -> str:
    return files("engine.reporting.page").joinpath("templates", "report.css").read_text("utf-8").strip()
