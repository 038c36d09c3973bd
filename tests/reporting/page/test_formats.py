"""Markdown, Word and PDF say what the page says, and obey no name either."""

from __future__ import annotations

import io
import re
from importlib.util import find_spec

import pytest

from engine.problems import Refused
from engine.reporting.page.formats import docx, md, pdf
from engine.reporting.page.formats_asked import FormatError, format_names, formats_of
from engine.reporting.page.shown import ShownTable, shown
from engine.visible import visible
from tests.reporting.page.conftest import HOSTILE, LONG

HAS_WORD = find_spec("docx") is not None
HAS_WEASYPRINT = pdf._has_weasyprint()
word = pytest.mark.skipif(not HAS_WORD, reason="python-docx is not there")
weasyprint = pytest.mark.skipif(not HAS_WEASYPRINT, reason="WeasyPrint or Pango is not there")


def tables_of(report):
    sections = shown(report, "svg")
    return [piece for section in sections for piece in section.pieces if isinstance(piece, ShownTable)]


def bars(line: str) -> int:
    """Bars of a line of Markdown that are not escaped."""
    return len(re.findall(r"(?<!\\)(?:\\\\)*\|", line))


def test_markdown_has_every_table_whole(report):
    files = md.written(report())
    text = files["report.md"].decode()
    tables = tables_of(report())
    rules = [line for line in text.split("\n") if re.fullmatch(r"\|( -{3}:? \|)+", line)]
    assert len(rules) == len(tables)
    lines = text.split("\n")
    for at, table in zip([k for k, line in enumerate(lines) if line in rules], tables, strict=True):
        for line in lines[at - 1 : at + 1 + len(table.rows)]:
            assert bars(line) == len(table.headings) + 1
    pictures = set(re.findall(r"!\[[^\n]*\]\(([^)]+)\)", text))
    assert pictures == set(files) - {"report.md"} != set()


def test_in_markdown_names_are_text(hostile):
    text = md.written(hostile)["report.md"].decode()
    assert "<script" not in re.sub(r"\\.", "", text)
    assert not re.search(r"(?<!\\)\$", text)
    assert "\u202e" not in text
    outside = re.sub(r"```+text.*?```+", "", text, flags=re.DOTALL)
    assert "\\<script\\>alert" in outside
    for letter in "`*_~#":
        assert f" {letter}" not in outside.replace(f"\\{letter}", "") or letter in "#*"
    assert md.escaped("1. - a | b") == "1\\. - a \\| b"
    assert md.escaped("- a") == "\\- a"


@word
def test_word_has_headings_real_tables_and_pictures_with_words(report):
    import docx as library

    document = library.Document(io.BytesIO(docx.written(report())["report.docx"]))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.heading for section, _ in report().shown()]
    tables = tables_of(report())
    assert len(document.tables) == len(tables)
    for made, table in zip(document.tables, tables, strict=True):
        found = [[cell.text for cell in row.cells] for row in made.rows]
        assert found == [[h for h, _ in table.headings], *[[cell.text for cell in row] for row in table.rows]]
        assert "w:tblHeader" in made.rows[0]._tr.xml
    shapes = [shape._inline.docPr for shape in document.inline_shapes]
    assert len(shapes) > 4
    assert all(len(shape.get("descr")) > 40 for shape in shapes)


@word
def test_in_word_names_are_text(hostile):
    import docx as library

    document = library.Document(io.BytesIO(docx.written(hostile)["report.docx"]))
    assert document.paragraphs[0].text == visible(HOSTILE)
    assert LONG in document.element.xml
    assert not [p for p in document.paragraphs if "\u202e" in p.text]
    assert "w:fldSimple" not in document.element.xml
    assert "w:instrText" not in document.element.xml


@weasyprint
def test_a_board_is_told_on_one_page_of_pdf(report):
    from weasyprint import HTML

    from engine.reporting.page.formats.html import html_text

    assert len(HTML(string=html_text(report("board"))).render().pages) == 1


@weasyprint
def test_the_printer_fetches_nothing(monkeypatch):
    from weasyprint.urls import URLFetcher

    opened = []

    def watched(_, request, *__, **___):
        opened.append(request)
        raise OSError("there is no network")

    monkeypatch.setattr("urllib.request.OpenerDirector.open", watched)
    text = (
        '<link rel="stylesheet" href="file:///etc/hostname"><p>a</p><img src="http://example.org/a.png">'
        '<img src="data:image/png;base64,AAAA"><style>@import "ftp://example.org/b.css"</style>'
    )
    assert pdf._by_weasyprint(text).startswith(b"%PDF-")
    assert opened == []
    with pytest.raises(OSError, match="there is no network"):
        URLFetcher().fetch("http://example.org/a.png")  # one that is left as it is would open it
    assert len(opened) == 1


def test_formats_are_the_files_of_the_folder(monkeypatch):
    assert set(format_names()) == {"docx", "html", "md", "pdf"}
    assert list(formats_of("md, HTML,md")) == ["md", "html"]
    for wrong in ("htm", "", "html,pfd"):
        with pytest.raises(FormatError, match="accepted"):
            formats_of(wrong)
    monkeypatch.setattr(pdf, "_has_weasyprint", lambda: False)
    monkeypatch.setattr(pdf, "_browser", lambda: "")
    with pytest.raises(Refused, match="needs WeasyPrint and a font"):
        formats_of("pdf")
    monkeypatch.setattr(docx, "find_spec", lambda _: None)
    with pytest.raises(Refused, match="needs python-docx"):
        formats_of("docx")
