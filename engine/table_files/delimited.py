"""Text with a mark between columns -> a table: commas, semicolons, tabs or bars, found by the heading."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from engine.problems import listed
from engine.table_files.table import (
    Row,
    Table,
    TableError,
    Wanted,
    heading_name,
    heading_place,
    table_of,
    text_of,
)

SEPARATORS = (",", ";", "\t", "|")
_LOOKED_AT = 200  # rows by which a separator is judged
_SAID = re.compile(r"""\s*"?sep=(.)"?[,;\t|]*[ ]*(?:\n|\Z)""", re.IGNORECASE)


def delimited_table(place: str, text: str, wanted: Wanted, notes: tuple[str, ...] = ()) -> Table:
    """The table in a text; lines may end in CR, LF, or both.

    The separator is the one that a first line `sep=;` says, else the one under which a heading is `wanted` and rows
    are as long as it. Raises `TableError`: two separators that do as well, quotation marks that do not close, and
    whatever `table_of` refuses.
    """
    lines = io.StringIO(text, newline=None).read()  # every line now ends in a line feed
    said = _SAID.match(lines)
    # the line keeps its place, so that lines count as in the file
    lines = "\n" * lines[: said.end()].count("\n") + lines[said.end() :] if said else lines
    separator = said[1] if said else _separator(place, lines, wanted)
    rows = [*_rows(place, lines, separator)]
    if not said:
        _refuse_another_separator(place, rows, separator)
    several = any(len(row.cells) > 1 for row in rows)
    shown = {"\t": "tabs"}.get(separator, f'"{separator}"')
    read = [f"{shown} between columns"] if several and separator != "," else []
    return table_of(place, rows, wanted, [*notes, *read], separator if several else "")


def _rows(place: str, lines: str, separator: str) -> Iterator[Row]:
    """Rows that are not blank, each with the line that it begins in."""
    reader = csv.reader(io.StringIO(lines), delimiter=separator, skipinitialspace=True, strict=True)
    begins = 1
    try:
        for cells in reader:
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                yield Row(begins, stripped)
            begins = reader.line_num + 1
    except csv.Error as error:
        found = f"{error}: a quotation mark that opens here is not closed as it should be"
        raise TableError.at(
            place, found, "a CSV file with commas", 'write " within quotes as ""', begins
        ) from None


def _separator(place: str, lines: str, wanted: Wanted) -> str:
    """The separator that reads the file best."""
    judged = {mark: judgement for mark in SEPARATORS if (judgement := _judged(lines, mark, wanted))}
    if not judged:
        return ","
    best = max(judged.values())
    several = [mark for mark, judgement in judged.items() if judgement == best]
    if len(several) > 1 and best[0] and best[1]:
        marks = listed(["tabs" if mark == "\t" else f'"{mark}"' for mark in several])
        raise TableError.at(
            place,
            f"columns that may be separated by {marks}: the heading and the rows fit either",
            "one separator between columns",
            f"say it in a first line of its own, such as sep={several[0]}",
        )
    return several[0]


def _refuse_another_separator(place: str, rows: list[Row], separator: str) -> None:
    """Rows of `A;1,2` under a heading of `project,cost`: of one mark in each line, and none in the heading."""
    heading, *body = [[text_of(cell) for cell in row.cells] for row in rows] or [[]]
    for mark in SEPARATORS[1:]:  # commas may mark decimals
        counts = {sum(cell.count(mark) for cell in cells) for cells in body}
        if mark == separator or len(body) < 2 or len(counts) > 1 or 0 in counts or mark in "".join(heading):
            continue
        raise TableError.at(
            place,
            f'"{mark}" in every row, under a heading that is separated by "{separator}"',
            "one separator between columns, in the heading and in the rows",
            f'mend the heading or the rows; if "{mark}" belongs to the text, say sep={separator} in a first line',
            rows[1].line,
        )


def _judged(lines: str, separator: str, wanted: Wanted) -> tuple[bool, bool, float, int] | None:
    """Whether the heading is wanted, whether it has columns, the share of rows as long as it, and, for the
    words of a refusal, how many columns."""
    try:
        rows = [*islice(_rows("", lines, separator), _LOOKED_AT)]
    except TableError:
        return None
    if not rows:
        return None
    place = heading_place(rows, wanted)
    heading = [heading_name(cell) for cell in rows[place].cells]
    if len(heading) == 1 and separator != ",":
        return None  # what separates nothing in the heading
    lengths = Counter(len(row.cells) for row in itertools.islice(rows, place + 1, None))
    total = max(sum(lengths.values()), 1)
    found = wanted(heading)
    return found, len(heading) > 1, lengths[len(heading)] / total, 0 if found else len(heading)
