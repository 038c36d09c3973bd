"""Small workbooks, written part by part as the format says (ECMA-376), so that no library reads its own writing."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DATE = "date"  # a cell of this and a number is a day, as Excel counts them


def cell(place: str, value: object) -> str:
    """One cell: text, a number, `("date", day)`, `("error", "#DIV/0!")` or `("formula", text, stored value)`."""
    match value:
        case None:
            return ""
        case ("date", day):
            return f'<c r="{place}" s="1"><v>{day}</v></c>'
        case ("error", text):
            return f'<c r="{place}" t="e"><v>{text}</v></c>'
        case ("formula", formula, stored):
            kept = "" if stored is None else f"<v>{stored}</v>"
            return f'<c r="{place}"><f>{formula}</f>{kept}</c>'
        case bool():
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        case str():
            return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def workbook(sheets: dict[str, list[list[object]]], merged: str = "") -> bytes:
    """The bytes of an .xlsx file with rows of cells by sheet; `merged` such as "B1:C1" in each."""
    names = list(sheets)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{k}" r:id="r{k}"/>' for k, name in enumerate(names, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="r{k}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{k}.xml"/>'
            for k in range(1, len(names) + 1)
        )
        + f'<Relationship Id="styles" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/>'
        "</cellXfs></styleSheet>",
    }
    for k, rows in enumerate(sheets.values(), 1):
        lines = "".join(
            f'<row r="{line}">'
            + "".join(cell(f"{chr(64 + c)}{line}", v) for c, v in enumerate(row, 1))
            + "</row>"
            for line, row in enumerate(rows, 1)
            if row
        )
        merges = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
        parts[f"xl/worksheets/sheet{k}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData>{merges}</worksheet>'
        )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return data.getvalue()
