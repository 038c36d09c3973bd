"""A report -> Word: built-in styles of headings and tables, which take the look of a template."""

from __future__ import annotations

import io
from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from engine.problems import Refused
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

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

RENDERING = "png"
SMALL, SMALLER = 8.5, 7.0  # points: of tables and notes, and of wide tables
MARGIN = (
    60  # twentieths of a point on either side of a cell, 1 mm: half of what Word takes, for the numbers' sake
)
WIDTH = 172.0  # millimetres of a page between its margins
WEB = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


class WordError(Refused):
    """A Word file that cannot be made here."""


def check() -> None:
    """Raise `WordError` where python-docx is not there."""
    if find_spec("docx") is None:
        raise WordError(
            "--format docx needs python-docx: pip install 'outturn-risk[report]', or leave docx out"
        )


def written(report: Report) -> Mapping[str, bytes]:
    """`report.docx`, by name."""
    import docx
    from docx.shared import Mm

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(19)
    page.top_margin = page.bottom_margin = Mm(18)
    document.core_properties.title = visible(report.title)[:255]
    document.core_properties.author = "outturn"
    document.core_properties.language = "en-GB"
    document.add_heading(visible(report.title), 0)
    document.add_paragraph(visible(report.facts))
    for section in shown(report, RENDERING):
        document.add_heading(section.heading, 1)
        for piece in section.pieces:
            _add(document, piece)
    document.add_paragraph(visible(report.source))
    stream = io.BytesIO()
    document.save(stream)
    return {"report.docx": stream.getvalue()}


def _add(document: Document, piece: Shown) -> None:
    from docx.shared import Pt

    match piece:
        case ShownText(style="heading"):
            document.add_heading(piece.text, 2)
        case ShownText():
            paragraph = document.add_paragraph()
            run = paragraph.add_run(piece.text)
            if piece.style == "note":
                run.italic, run.font.size = True, Pt(SMALL)
        case ShownListing():
            document.add_paragraph(piece.text, style="Intense Quote")
        case ShownHeadlines():
            for question, answer, detail in piece.items:
                paragraph = document.add_paragraph(f"{question} ")
                paragraph.add_run(answer).bold = True
                paragraph.add_run(f". {detail}")
        case ShownTable():
            _add_table(document, piece)
        case ShownPicture():
            _add_picture(document, piece)


def _add_table(document: Document, table: ShownTable) -> None:
    """A real table: its first row repeats on every page, its name stands above it and in its description."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    caption = document.add_paragraph(table.name, style="Caption")
    caption.paragraph_format.keep_with_next = True
    made = document.add_table(rows=1, cols=len(table.headings), style="Table Grid")
    made.autofit = False
    size = Pt(SMALLER if table.is_wide else SMALL)
    widths = [Mm(WIDTH * share) for share in table.widths]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for cell, width, (heading, align) in zip(made.rows[0].cells, widths, table.headings, strict=True):
        _fill(cell, ShownCell(heading, "", align), size, width)
        for run in cell.paragraphs[0].runs:
            run.bold = True
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in table.rows:
        for cell, width, one in zip(made.add_row().cells, widths, row, strict=True):
            _fill(cell, one, size, width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(MARGIN))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    made._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")
    described = OxmlElement("w:tblDescription")
    described.set(qn("w:val"), table.name)
    made._tbl.tblPr.append(described)
    for note in table.notes:
        run = document.add_paragraph().add_run(note)
        run.italic, run.font.size = True, Pt(SMALL)


def _fill(cell: _Cell, one: ShownCell, size: Any, width: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    cell.width = width
    paragraph = cell.paragraphs[0]
    if one.align == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
    run = paragraph.add_run(one.text)
    run.font.size = size
    if one.link:
        _link(paragraph, run, one.link)


def _link(paragraph: Paragraph, run: Any, address: str) -> None:
    """Put a run into a link to an address of the web."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), paragraph.part.relate_to(address, WEB, is_external=True))
    element.append(run._r)
    run.font.underline = True
    paragraph._p.append(element)


def _add_picture(document: Document, picture: ShownPicture) -> None:
    """The chart as PNG, with its whole text as the text alternative."""
    from docx.shared import Mm

    _, title, description, renderings = picture.picture
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True  # its caption
    paragraph.add_run().add_picture(io.BytesIO(renderings[RENDERING]), width=Mm(170))
    shape = document.inline_shapes[-1]._inline.docPr
    shape.set("title", title[:255])
    shape.set("descr", f"{title}. {description}")
    document.add_paragraph(picture.name, style="Caption")
