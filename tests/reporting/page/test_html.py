"""The page: whole without a network, readable by machines, and nothing in a name is obeyed."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from engine.reporting.page.formats.html import html_text
from tests.reporting.page.conftest import HOSTILE, LONG

VOID = {"meta", "link", "br", "img", "hr", "input", "col", "wbr"}


class Read(HTMLParser):
    """Elements with their attributes, and the text outside style sheets; raises where tags do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)

    def named(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def page(report) -> str:
    return html_text(report())


def test_nothing_is_fetched_and_nothing_runs(page):
    read = Read(page)
    names = {tag for tag, _ in read.elements}
    assert not names & {"script", "link", "iframe", "object", "embed", "img", "base", "form"}
    for tag, attrs in read.elements:
        assert not [key for key in attrs if key.startswith("on")], tag
        for key in ("src", "href", "xlink:href", "data", "action"):
            value = attrs.get(key) or ""
            assert value.startswith("#") or (tag == "a" and value.startswith("https://")) or not value, (
                tag,
                value,
            )
    assert "@import" not in page
    assert "url(http" not in page
    assert "default-src 'none'" in page


def test_it_is_a_document_that_machines_can_read(page):
    read = Read(page)
    assert read.named("html")[0]["lang"] == "en-GB"
    assert [len(read.named(tag)) for tag in ("h1", "main", "title")] == [1, 1, read.named("title").__len__()]
    ids = [attrs["id"] for _, attrs in read.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    anchors = {attrs["href"][1:] for attrs in read.named("a") if (attrs.get("href") or "").startswith("#")}
    assert anchors <= set(ids)
    tables = read.named("table")
    assert len(tables) == len(read.named("caption")) > 10
    assert all(attrs.get("scope") in ("col", "row") for attrs in read.named("th"))
    labels = [attrs["aria-label"] for _, attrs in read.elements if attrs.get("role") == "region"]
    assert len(labels) == len(set(labels)) > len(tables)
    assert all(attrs.get("tabindex") == "0" for _, attrs in read.elements if attrs.get("role") == "region")


def test_every_picture_has_words_for_it(page):
    read = Read(page)
    pictures = read.named("svg")
    assert len(pictures) == len(read.named("figure")) > 4
    ids = {attrs["id"] for _, attrs in read.elements if "id" in attrs}
    for attrs in pictures:
        assert attrs["role"] == "img"
        assert {attrs["aria-labelledby"], attrs["aria-describedby"]} <= ids


def test_it_is_small(page):
    assert len(page.encode()) < 3_000_000


def test_names_are_text(hostile):
    page = html_text(hostile)
    read = Read(page)
    assert not read.named("script")
    assert HOSTILE in "".join(read.text)
    assert LONG in "".join(read.text)
    assert "49" not in [text.strip() for text in read.text]  # nothing was worked out
    assert "\u202e" not in page
    assert "abc\\u202edef" in "".join(read.text)


def test_only_addresses_of_the_web_are_led_to(played):
    from dataclasses import replace

    from engine.reporting.page.compose import compose
    from engine.reporting.page.report import Section
    from engine.reporting.tables.table import Cell, Table

    bad = ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "file:///etc/passwd", 'https://a"onclick="b', "//x", "data:,x",
           "https://a b", "https://a\u202eb"]  # fmt: skip
    cells = [(Cell("text", link=link),) for link in [*bad, "https://example.org/a?b=c&d=e"]]
    section = Section("a", "A", (Table.of_rows([("Link", "left")], cells),))
    made = replace(compose(played.material(studies=False)), sections=(section,))
    links = [attrs["href"] for attrs in Read(html_text(made)).named("a")]
    assert [link for link in links if not link.startswith("#")] == ["https://example.org/a?b=c&d=e"]


def test_the_page_is_the_same_every_time(report, page):
    assert html_text(report()) == page


def test_names_break_where_their_words_end_and_stay_what_they_are():
    from engine.reporting.page.formats.html import _breakable

    assert str(_breakable("north.build_time <b>")) == "north.<wbr>build_<wbr>time &lt;b&gt;"
    for whole in ("3.5%", "e.g. 2024-25", "£1,800.25m", "v1.2", "ends here."):
        assert str(_breakable(whole)) == whole


def test_columns_of_a_wide_table_share_it_by_their_texts(page, report):
    from engine.reporting.page.shown import FEWEST, MOST, ShownTable, shown

    tables = [p for section in shown(report(), "inline") for p in section.pieces if isinstance(p, ShownTable)]
    for table in tables:
        assert sum(table.widths) == pytest.approx(1)
        assert max(table.widths) <= MOST / FEWEST * min(table.widths) + 1e-12
        broad = [
            max(len(c.text) for c in column if c.align == "right") if column[0].align == "right" else 0
            for column in zip(*table.rows, strict=True)
        ]
        assert (
            table.is_wide or sum(broad) <= 105
        )  # letters of numbers, which are not broken: more would leave the page
    log = next(table for table in tables if table.name.endswith("Assumption log"))
    heads = [heading for heading, _ in log.headings]
    assert log.widths[heads.index("Value or law")] > 2 * log.widths[heads.index("Date")]
    columns = Read(page).named("col")
    wide = [table for table in tables if table.is_wide]
    assert len(columns) == sum(len(table.headings) for table in wide) > 0


def test_a_page_sends_nobody_to_the_options_of_a_command(page):
    assert "--intervals" not in page
