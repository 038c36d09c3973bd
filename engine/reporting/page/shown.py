"""A report as any format writes it: text that hides nothing, numbered tables and pictures, addresses that are safe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from engine.reporting.page.drawn import drawn
from engine.reporting.page.report import Gallery, Headlines, Listing, Picture, Piece, Report
from engine.reporting.tables.table import Align, Paragraph, Style, Table
from engine.visible import visible

FEWEST, MOST, BETWEEN = (
    8,
    36,
    2,
)  # letters of a column by which its width is reckoned, and from one to the next
MANY, BROAD = 6, 105  # columns, and letters that are kept on one line, that a printed page holds as they are
KEPT = 25  # a shorter text is kept on one line; so is a number
_SAFE = ("https://", "http://")


class ShownCell(NamedTuple):
    """A cell with the alignment of its column; `link` is "" or an address of the web."""

    text: str
    link: str
    align: Align


class ShownTable(NamedTuple):
    """A table by rows, and what it is called: `Table 3: Claims`."""

    name: str
    headings: list[tuple[str, Align]]
    rows: list[list[ShownCell]]
    notes: list[str]
    kind: Literal["table"] = "table"

    @property
    def widths(self) -> list[float]:
        """The share of its width for each column: by its longest text, none so short or so long as to take all."""
        heads = [ShownCell(heading, "", align) for heading, align in self.headings]
        longest = [
            BETWEEN + max(FEWEST, min(MOST, max(len(cell.text) for cell in column)))
            for column in zip(heads, *self.rows, strict=True)
        ]
        return [letters / sum(longest) for letters in longest]

    @property
    def is_wide(self) -> bool:
        """Whether it is printed smaller and breaks its lines anywhere, since else it would not go on a page."""
        letters = [
            max(
                (len(one.text) for one in column if one.align == "right" or len(one.text) < KEPT),
                default=FEWEST,
            )
            for column in zip(*self.rows, strict=True)
        ]
        return len(self.headings) > MANY or sum(letters) + BETWEEN * len(letters) > BROAD


class ShownPicture(NamedTuple):
    """A chart, and what it is called: `Figure 2: Total cost`."""

    name: str
    picture: Picture
    kind: Literal["picture"] = "picture"


class ShownText(NamedTuple):
    """A paragraph, a heading or a note."""

    text: str
    style: Style
    kind: Literal["text"] = "text"


class ShownListing(NamedTuple):
    """Letters that are typed as they stand."""

    text: str
    kind: Literal["listing"] = "listing"


class ShownHeadlines(NamedTuple):
    """Question, answer and detail of each."""

    items: list[tuple[str, str, str]]
    kind: Literal["headlines"] = "headlines"


Shown = ShownTable | ShownPicture | ShownText | ShownListing | ShownHeadlines


class ShownSection(NamedTuple):
    """A section with an anchor, its heading and its pieces."""

    key: str
    heading: str
    pieces: list[Shown]


def shown(report: Report, rendering: str) -> Iterator[ShownSection]:
    """The sections of a report, with its charts in one rendering (`page.drawn`)."""
    counter = _Counter()
    for section, pieces in drawn(report, [rendering]).shown():
        yield ShownSection(section.key, visible(section.heading), list(_pieces(pieces, counter)))


class _Counter:
    """How many tables and pictures there were."""

    def __init__(self) -> None:
        self.tables = self.pictures = 0


def _pieces(pieces: Sequence[Piece], counter: _Counter) -> Iterator[Shown]:
    for piece in pieces:
        match piece:
            case Paragraph():
                yield ShownText(visible(piece.text), piece.style)
            case Listing():
                yield ShownListing(visible(piece.text, kept="\n"))
            case Headlines():
                yield _headlines(piece)
            case Table():
                counter.tables += 1
                yield _table(piece, counter.tables)
            case Gallery():
                for picture in piece.pictures:
                    counter.pictures += 1
                    yield ShownPicture(f"Figure {counter.pictures}: {picture.title}", picture)


def _headlines(piece: Headlines) -> ShownHeadlines:
    def three(texts: tuple[str, str, str]) -> tuple[str, str, str]:
        question, answer, detail = map(visible, texts)
        return question, answer, detail

    return ShownHeadlines([three(one) for one in piece.items])


def _table(table: Table, number: int) -> ShownTable:
    columns = [
        [ShownCell(visible(cell.text), _address(cell.link), column.align) for cell in column.cells]
        for column in table.columns
    ]
    return ShownTable(
        f"Table {number}: {visible(table.title)}",
        [(visible(column.heading), column.align) for column in table.columns],
        [list(row) for row in zip(*columns, strict=True)],
        [visible(note) for note in table.notes],
    )


def _address(link: str) -> str:
    """An address that a reader may follow: of the web, and without letters that hide or end it; else none."""
    plain = link.isprintable() and not any(letter in link for letter in " <>\"'`\\")
    return link if link.lower().startswith(_SAFE) and plain else ""
