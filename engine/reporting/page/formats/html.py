"""A report -> one HTML page that needs nothing beside it: no script, no font, no network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from engine.reporting.page.report import Report
from engine.reporting.page.shown import Shown, ShownHeadlines, ShownPicture, ShownTable, shown
from engine.visible import visible

RENDERING = "inline"
_WITHIN_NAMES = re.compile(r"(?<=[^\W_])[._](?=[^\W\d_]{2})")


def written(report: Report) -> Mapping[str, bytes]:
    """`report.html`, by name."""
    return {"report.html": html_text(report).encode()}


def html_text(report: Report) -> str:
    """The page. Every text in it is escaped; the SVG of charts is our own."""
    sections = [
        {"key": one.key, "heading": one.heading, "pieces": [_for_template(piece) for piece in one.pieces]}
        for one in shown(report, RENDERING)
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
            svg = Markup(piece.picture.renderings[RENDERING].decode())
            return {"kind": piece.kind, "name": piece.name, "svg": svg}
        case ShownHeadlines():
            keys = ("question", "answer", "detail")
            return {"kind": piece.kind, "cards": [dict(zip(keys, one, strict=True)) for one in piece.items]}
        case ShownTable():
            widths = [f"{100 * share:.1f}" for share in piece.widths]
            return piece._asdict() | {"widths": widths, "is_wide": piece.is_wide}
        case _:
            return piece._asdict()


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("engine.reporting.page", "templates"), autoescape=True, undefined=StrictUndefined
    )
    made.filters["breakable"] = _breakable
    return made


def _breakable(text: str) -> Markup:
    """A name such as `north.build_time` may go on in the next line after a dot or an underline, not within a word."""
    return Markup(_WITHIN_NAMES.sub(r"\g<0><wbr>", str(escape(text))))


@cache
def _style() -> str:
    return files("engine.reporting.page").joinpath("templates", "report.css").read_text("utf-8").strip()
