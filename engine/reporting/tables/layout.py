"""Tables as lines of a given width: every row keeps its name, every number is whole, nothing is cut.

Names are wrapped at words first. Columns that still do not fit stand in a further table, which repeats the names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from engine.reporting.tables.table import Align, Paragraph, Part, Style, Table
from engine.reporting.tables.wrapping import longest_word, width_of, wrapped
from engine.visible import visible

Need = Literal["words", "cells", "lines"]
_HOW: tuple[Need, Need] = ("lines", "cells")

GAP = 2  # blanks between columns
_NAMES = 18  # columns of the terminal that names are given before the table is split; shorter words are never broken


class Line(NamedTuple):
    """A line of text and how it is shown."""

    text: str
    style: Style


class Block(NamedTuple):
    """A column as it is laid out: its heading, its cells, and the columns of the terminal that it takes."""

    heading: str
    cells: list[str]
    align: Align
    width: int = 0

    def needs(self, what: Need) -> int:
        """Width at which no word is broken, no cell wrapped, nor its heading either."""
        cell = longest_word if what == "words" else width_of
        heading = width_of if what == "lines" else longest_word
        return max([heading(self.heading), *map(cell, self.cells)])


def laid_out(parts: Sequence[Part], width: int) -> Iterator[Line]:
    """The lines of paragraphs and tables, an empty one before and after each table and before a heading."""
    before: Part | None = None
    for part in parts:
        apart = isinstance(part, Table) or isinstance(before, Table) or part.style == "heading"
        if before is not None and apart:
            yield Line("", "plain")
        yield from _paragraph(part, width) if isinstance(part, Paragraph) else table_lines(part, width)
        before = part


def table_lines(table: Table, width: int) -> Iterator[Line]:
    """A table as one or several beside each other's names, its title above and its notes below."""
    if table.title:
        yield from _paragraph(Paragraph(table.title, "heading"), width)
    blocks = [
        Block(visible(column.heading), [visible(cell.text) for cell in column.cells], column.align)
        for column in table.columns
    ]
    for place, group in enumerate(_groups(blocks, width)):
        if place:
            yield Line("", "plain")
        yield from _rows(group)
    for note in table.notes:
        yield from _paragraph(Paragraph(note, "note"), width)


def _paragraph(paragraph: Paragraph, width: int) -> Iterator[Line]:
    for line in wrapped(visible(paragraph.text), width):
        yield Line(line, paragraph.style)


def _groups(blocks: list[Block], width: int) -> list[list[Block]]:
    """The columns that stand beside each other, names first in each group, all with their widths."""
    names, others = blocks[0], blocks[1:]
    room = _room_of_names(names, others, width)
    wide, narrow = (
        _balanced([_sized(block, what, width, room) for block in others], width - room) for what in _HOW
    )
    groups = wide if len(wide) <= len(narrow) else narrow
    taken = max((sum(GAP + block.width for block in group) for group in groups), default=0)
    names = names._replace(width=max(room, min(names.needs("lines"), width - taken)))
    return [[names, *group] for group in groups or [[]]]


def _room_of_names(names: Block, others: list[Block], width: int) -> int:
    """Columns of the terminal that names are given at least: as many as they like, but room for every other column."""
    words, cells = (max((block.needs(what) for block in others), default=0) for what in ("words", "cells"))
    least = min(names.needs("words"), max(_NAMES, width - GAP - words))
    return max(least, min(names.needs("cells"), _NAMES, width - GAP - cells))


def _sized(block: Block, what: Need, width: int, room: int) -> Block:
    """A column as wide as it needs, its cells wrapped if it does not fit beside names alone."""
    return block._replace(width=max(block.needs("words"), min(block.needs(what), width - GAP - room)))


def _balanced(blocks: list[Block], width: int) -> list[list[Block]]:
    """As few groups as `width` allows, and among those the ones whose widest is narrowest."""
    fewest = len(_packed(blocks, width))
    return next(groups for most in range(max(width, 0) + 1) if len(groups := _packed(blocks, most)) <= fewest)


def _packed(blocks: list[Block], width: int) -> list[list[Block]]:
    """Columns in their order, each in the group before it if that has room."""
    groups: list[list[Block]] = []
    left = -1
    for block in blocks:
        if GAP + block.width > left:
            groups.append([])
            left = width
        groups[-1].append(block)
        left -= GAP + block.width
    return groups


def _rows(blocks: list[Block]) -> Iterator[Line]:
    headings = [wrapped(block.heading, block.width) for block in blocks]
    high = max(map(len, headings))
    yield from _side_by_side(blocks, [[""] * (high - len(lines)) + lines for lines in headings], "heading")
    for row in zip(*(block.cells for block in blocks), strict=True):
        name, *cells = (wrapped(cell, block.width) for cell, block in zip(row, blocks, strict=True))
        yield from _side_by_side(blocks, [name, *cells], "plain")


def _side_by_side(blocks: list[Block], cells: list[list[str]], style: Style) -> Iterator[Line]:
    for place in range(max(map(len, cells))):
        shown = []
        for block, lines in zip(blocks, cells, strict=True):
            text = lines[place] if place < len(lines) else ""
            blanks = " " * (block.width - width_of(text))
            shown.append(blanks + text if block.align == "right" else text + blanks)
        yield Line((" " * GAP).join(shown).rstrip(" "), style)
