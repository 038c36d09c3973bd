"""A report is a value: sections of sentences, tables, headline figures and pictures, made once and written late."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from engine.reporting.tables.table import Paragraph, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Audience = Literal["board", "audit"]


class Headline(NamedTuple):
    """A question, its answer in large, and the sentence that says what the answer is."""

    question: str
    answer: str
    detail: str


@dataclass(frozen=True)
class Headlines:
    """The figures that are seen first, side by side."""

    items: tuple[Headline, ...]


class Listing(NamedTuple):
    """Text that is typed letter for letter."""

    text: str


@dataclass(frozen=True)
class Pictures:
    """Charts that are not drawn yet: file names and what draws them, as `of_run` of a chart gives them."""

    name: str
    figures: Callable[[], Iterable[tuple[str, Callable[[], Figure]]]]


class Picture(NamedTuple):
    """A chart that is drawn: its file name, what it shows in words, and its bytes by rendering (`page.drawn`)."""

    stem: str
    title: str
    description: str
    renderings: Mapping[str, bytes]


class Gallery(NamedTuple):
    """Charts that are drawn."""

    pictures: tuple[Picture, ...]


Piece = Paragraph | Table | Headlines | Listing | Pictures | Gallery


@dataclass(frozen=True)
class Section:
    """One question of a reader: `brief` is what a board is told, `detail` what an auditor reads beside it."""

    key: str
    heading: str
    brief: tuple[Piece, ...]
    detail: tuple[Piece, ...] = ()

    def pieces(self, audience: Audience) -> tuple[Piece, ...]:
        """What one audience is shown: every table with a title, a heading only before something."""
        shown = self.brief if audience == "board" else (*self.brief, *self.detail)
        titled = [
            replace(p, title=self.heading) if isinstance(p, Table) and not p.title else p for p in shown
        ]
        following = [*titled[1:], None][: len(titled)]
        return tuple(p for p, after in zip(titled, following, strict=True) if not _is_idle(p, after))


@dataclass(frozen=True)
class Report:
    """All of it: a title, what was played, the sections of one audience, and the line that says where it came from."""

    title: str
    facts: str
    audience: Audience
    sections: tuple[Section, ...]
    source: str

    def shown(self) -> Iterator[tuple[Section, tuple[Piece, ...]]]:
        """The sections that have something for this audience, and what they show."""
        for section in self.sections:
            pieces = section.pieces(self.audience)
            if pieces:
                yield section, pieces


def _is_idle(piece: Piece, after: Piece | None) -> bool:
    """Whether it is a heading of nothing."""
    heading = isinstance(piece, Paragraph) and piece.style == "heading"
    return heading and (after is None or (isinstance(after, Paragraph) and after.style == "heading"))
