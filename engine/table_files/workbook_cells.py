"""Cells of a workbook that hold no value: errors of formulas, and formulas whose value was never stored.

The reader of workbooks gives both as empty cells, as if nobody had filled them. Here they are found in the sheet's own
XML (ECMA-376 part 1, 18.3.1.4: `t="e"` marks an error, `f` is a formula, `v` its stored value).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

_PLACE = re.compile(r"([A-Z]+)([0-9]+)")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def cells_without_value(data: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """What stands in such cells by row (from 1) and column (from 0): `#DIV/0!`, or the formula as `=B2/B3`."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_part(archive, sheet)) as part:
        row, column = 0, -1
        for event, element in ElementTree.iterparse(part, ("start", "end")):
            name = element.tag.rpartition("}")[2]
            if name == "row" and event == "start":
                row, column = int(element.get("r") or row + 1), -1
            elif name == "row":
                element.clear()
            elif name == "c" and event == "end":
                column = _column(element.get("r"), column + 1)
                text = _without_value(element)
                if text:
                    found[row, column] = text
    return found


def _without_value(cell: ElementTree.Element) -> str:
    parts = {part.tag.rpartition("}")[2]: part.text or "" for part in cell}
    if cell.get("t") == "e":
        return parts.get("v", "#VALUE!")
    never_stored = "f" in parts and not parts.get("v") and cell.get("t") != "str"
    return f"={parts['f']}" if never_stored else ""


def _column(place: str | None, following: int) -> int:
    """The column of `B7`, from 0; of a cell that does not say its place, the one that follows."""
    found = _PLACE.fullmatch(place or "")
    if not found:
        return following
    number = 0
    for letter in found[1]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


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
