"""A report -> Markdown as GitHub, GitLab and Pandoc read it, with its charts as files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engine.reporting.page.report import Report
from engine.reporting.page.shown import (
    Shown,
    ShownCell,
    ShownHeadlines,
    ShownListing,
    ShownPicture,
    ShownTable,
    ShownText,
    shown,
)
from engine.visible import visible

RENDERING = "svg"

_OBEYED = re.compile(r"([\\`*_{}\[\]<>#|~$!&^@=])")
_LIST = re.compile(r"^(\s*)(\d+)([.)])|^(\s*)([-+])", re.MULTILINE)
_WEB = re.compile(r"(?i)\b(https?|ftp|mailto|www)(?=[:.])")


def written(report: Report) -> Mapping[str, bytes]:
    """`report.md`, and an SVG for each chart, by name."""
    pictures: dict[str, bytes] = {}
    text = "\n\n".join(_blocks(report, pictures))
    return {"report.md": (text + "\n").encode(), **pictures}


def escaped(text: str) -> str:
    """Text of which Markdown, its tables and formulas obey no letter, on one line."""
    flat = _OBEYED.sub(r"\\\1", visible(text))
    flat = _LIST.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}", flat)
    return _WEB.sub(lambda m: f"{m[1]}<!-- -->", flat)


def _blocks(report: Report, pictures: dict[str, bytes]) -> Iterator[str]:
    yield f"# {escaped(report.title)}"
    yield escaped(report.facts)
    for section in shown(report, RENDERING):
        yield f"## {escaped(section.heading)}"
        for piece in section.pieces:
            yield from _piece(piece, pictures)
    yield escaped(report.source)


def _piece(piece: Shown, pictures: dict[str, bytes]) -> Iterator[str]:
    match piece:
        case ShownText():
            text = escaped(piece.text)
            yield f"### {text}" if piece.style == "heading" else text
        case ShownListing():
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", piece.text)), default=0))
            yield f"{fence}text\n{piece.text}\n{fence}"
        case ShownHeadlines():
            yield "\n".join(f"- {escaped(q)} **{escaped(a)}** {escaped(d)}" for q, a, d in piece.items)
        case ShownTable():
            yield f"**{escaped(piece.name)}**"
            yield _table(piece)
            yield from map(escaped, piece.notes)
        case ShownPicture():
            name = f"{piece.picture.stem}.svg"
            pictures[name] = piece.picture.renderings[RENDERING]
            yield f"![{escaped(piece.name)}]({name})"


def _table(table: ShownTable) -> str:
    heads = "".join(f" {escaped(heading) or ' '} |" for heading, _ in table.headings)
    rule = "".join(" ---: |" if align == "right" else " --- |" for _, align in table.headings)
    rows = ["|" + "".join(f" {_cell(cell)} |" for cell in row) for row in table.rows]
    return "\n".join([f"|{heads}", f"|{rule}", *rows])


def _cell(cell: ShownCell) -> str:
    text = escaped(cell.text) or " "
    return f"[{text}](<{cell.link}>)" if cell.link else text
