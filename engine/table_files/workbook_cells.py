"""How far the cells of a sheet reach, and those that hold no value: errors of formulas, formulas never worked out.

The reader of workbooks gives the latter as empty cells, as if nobody had filled them, and makes room for every cell
up to the farthest, which may be more than memory holds. Here they are found in the sheet's own XML
(ECMA-376 part 1, 18.3.1.4: `t="e"` marks an error, `f` is a formula, `v` its stored value).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import NamedTuple
from xml.etree import ElementTree

_PLACE = re.compile(r"([A-Z]+)([0-9]+)")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class Written(NamedTuple):
    """What a sheet's XML says: how far its filled cells reach, and what stands in cells that hold no value, by row
    (from 1) and column (from 0): `#DIV/0!`, or the formula as `=B2/B3`.
    """

    rows: int
    columns: int
    without_value: dict[tuple[int, int], str]


def written_cells(data: bytes, sheet: str) -> Written:
    """The cells of a sheet as its XML has them."""
    found = {}
    rows = columns = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_part(archive, sheet)) as part:
        row, column = 0, -1
        for event, element in ElementTree.iterparse(part, ("start", "end")):
            name = element.tag.rpartition("}")[2]
            if name == "row" and event == "start":
                row, column = int(element.get("r") or row + 1), -1
            elif name == "row":
                element.clear()
            elif name == "c" and event == "end":
                row, column = _position(element.get("r"), (row, column + 1))
                text = _without_value(element)
                if text:
                    found[row, column] = text
                if text or len(element):
                    rows, columns = max(rows, row), max(columns, column + 1)
    return Written(rows, columns, found)


def _without_value(cell: ElementTree.Element) -> str:
    parts = {part.tag.rpartition("}")[2]: part.text or "" for part in cell}
    if cell.get("t") == "e":
        return parts.get("v", "#VALUE!")
    never_stored = "f" in parts and not parts.get("v") and cell.get("t") != "str"
    return f"={parts['f']}" if never_stored else ""


def _position(place: str | None, following: tuple[int, int]) -> tuple[int, int]:
    """Row and column of `B7`: 7 and, from 0, 1; of a cell that does not say its place, those that follow."""
    found = _PLACE.fullmatch(place or "")
    if not found:
        return following
    number = 0
    for letter in found[1]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return int(found[2]), number - 1


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part that holds a sheet."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    [identity] = [
        one.get(_RELATION) or one.get(_STRICT_RELATION) for one in book.iter() if one.get("name") == sheet
        and one.tag.endswith("}sheet")
    ]  # fmt: skip
    [target] = [one.get("Target", "") for one in relations if one.get("Id") == identity]
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
