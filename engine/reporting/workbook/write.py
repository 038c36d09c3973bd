"""Sheets and charts -> an .xlsx file, row by row, so that memory does not grow with it."""

from __future__ import annotations

import gc
import math
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.reporting.workbook.formula import Formula
from engine.reporting.workbook.grid import Grid, Placed
from engine.reporting.workbook.native_chart import NativeChart
from engine.reporting.workbook.styles import BLUE, FONT, LINE, STYLES
from engine.visible import visible

LONGEST = 32_767  # letters in a cell
CUT = "… (cut: a cell holds no more)"
CHARTS, LIVE = "Charts", "Base "
WIDE, HIGH, APART = 900, 420, 22  # pixels of a chart, and rows from one to the next
A_PAGE = 3  # charts
WIDEST = 280  # letters in a line of a page
HEIGHTS = {"title": 24.0, "heading": 42.0}  # of rows, in points
A_LINE, HIGHEST = 13.5, 405.0
WRAPPED = ("text", "strong")
_LITERAL = re.compile(r"-?[0-9.]+(E[+-]?[0-9]+)?")
_OBEYED = ("=", "+", "-", "@")
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_book(
    path: Path, grids: Sequence[Grid], charts: Sequence[NativeChart], about: dict[str, str]
) -> None:
    """Write the sheets in their order, the charts on a sheet before that of their numbers; raises `OSError`."""
    # its own folder: the library leaves files of sheets that hold charts alone
    with tempfile.TemporaryDirectory(prefix="outturn-", ignore_cleanup_errors=True) as scratch:
        failure = _failure(path, scratch, grids, charts, about)
        if failure is not None:
            told = f"{failure.strerror}, there or in {tempfile.gettempdir()}"
            raise OSError(failure.errno, told, str(path))


def _failure(
    path: Path, scratch: str, grids: Sequence[Grid], charts: Sequence[NativeChart], about: dict[str, str]
) -> OSError | None:
    """Write it, and return what the system refused; as long as it is raised, the library holds its files open."""
    from xlsxwriter.exceptions import FileCreateError

    failure = None
    with _closing_unheard():
        try:
            _write_book(path, scratch, grids, charts, about)
        except FileCreateError as error:
            cause = error.args[0] if error.args else error
            if not isinstance(cause, OSError):
                raise
            failure = OSError(cause.errno, cause.strerror)
            del cause
        if failure is not None:
            gc.collect()  # what holds them is a circle
    return failure


@contextmanager
def _closing_unheard() -> Iterator[None]:
    """Within it nothing is printed of files that fail once more when they are closed."""
    before = sys.unraisablehook
    sys.unraisablehook = lambda lost: None if issubclass(lost.exc_type, OSError) else before(lost)
    try:
        yield
    finally:
        sys.unraisablehook = before


def _write_book(
    path: Path, scratch: str, grids: Sequence[Grid], charts: Sequence[NativeChart], about: dict[str, str]
) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {**OPTIONS, "tmpdir": scratch}) as book:
        book.set_properties({key: safe(value) for key, value in about.items()})
        book.set_calc_mode("auto")
        formats = {name: book.add_format(FONT | look) for name, look in STYLES.items()}
        kept = {name: book.add_format(FONT | look | {"quote_prefix": True}) for name, look in STYLES.items()}
        for grid in grids:
            if charts and grid.name == charts[0].data.name:
                _draw(book, charts)
            _write(book.add_worksheet(grid.name), grid, formats, kept)


def safe(text: str) -> str:
    """Text of a user's as a cell holds it: what is not seen by its code, and no longer than a cell."""
    shown = visible(text, kept="\n")
    return shown if len(shown) <= LONGEST else shown[: LONGEST - len(CUT)] + CUT


def _write(sheet: Any, grid: Grid, formats: dict[str, Any], kept: dict[str, Any]) -> None:
    sheet.set_tab_color(BLUE if grid.name.startswith(LIVE) else LINE)
    for column, width in enumerate(grid.widths):
        sheet.set_column(column, column, width)
    rows, columns = grid.frozen
    if rows or columns:
        sheet.freeze_panes(rows, columns)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    if sum(grid.widths) > WIDEST:
        sheet.set_print_scale(50)
        sheet.repeat_columns(0)
    else:
        sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")
    if rows and grid.filtered and grid.next > rows:
        sheet.repeat_rows(rows - 1)
        sheet.autofilter(rows - 1, 0, max(grid.next - 1, rows), grid.filtered - 1)
    for number, row in enumerate(grid.rows):
        height = _height(row, grid.widths)
        if height:
            sheet.set_row(number, height)
        for column in sorted(row):
            _cell(sheet, number, column, row[column], grid, formats, kept)


def _height(row: dict[int, Placed], widths: Sequence[float]) -> float:
    """The height of a row whose text needs more than a line, which not every program works out; 0 of any other."""
    if not row:
        return 0.0
    style = row[min(row)].style
    if style in HEIGHTS:
        return HEIGHTS[style]
    lines = [
        math.ceil(len(one.content) * 1.15 / widths[column])
        for column, one in row.items()
        if isinstance(one.content, str) and one.style in WRAPPED and column < len(widths)
    ]
    most = max(lines, default=1)
    return min(most * A_LINE, HIGHEST) if most > 1 else 0.0


def _cell(
    sheet: Any,
    row: int,
    column: int,
    placed: Placed,
    grid: Grid,
    formats: dict[str, Any],
    kept: dict[str, Any],
) -> None:
    content, look = placed.content, formats[placed.style]
    if isinstance(content, Formula):
        if _LITERAL.fullmatch(content.text):
            sheet.write_number(row, column, content.value, look)
        else:
            value: float | str = content.value if math.isfinite(content.value) else "#N/A"
            sheet.write_formula(row, column, f"={grid.local(content.text)}", look, value)
    elif isinstance(content, str):
        if placed.style == "link":
            name = content.removeprefix("internal:")
            sheet.write_url(row, column, f"internal:'{name}'!A1", look, name)
        elif content:
            text = safe(content)
            sheet.write_string(row, column, text, kept[placed.style] if text.startswith(_OBEYED) else look)
    elif content is not None and math.isfinite(content):
        sheet.write_number(row, column, content, look)


def _draw(book: Any, charts: Sequence[NativeChart]) -> None:
    """A sheet of charts below each other, each with its title, and a sentence for those who do not see it."""
    sheet = book.add_worksheet(CHARTS)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_print_scale(55)
    sheet.set_h_pagebreaks([APART * place for place in range(A_PAGE, len(charts), A_PAGE)])
    for place, one in enumerate(charts):
        chart = book.add_chart(_kind(one))
        for series in one.series:
            across, up = one.ranges(series)
            chart.add_series({"name": safe(series.name), "categories": across, "values": up, **series.look})
        chart.set_title({"name": safe(one.title), "name_font": {"size": 12}})
        _axes(chart, one)
        hidden = [k for k, series in enumerate(one.series) if series.look.get("fill", {}).get("none")]
        chart.set_legend({"position": "bottom", **({"delete_series": hidden} if hidden else {})})
        chart.set_size({"width": WIDE, "height": HIGH})
        sheet.insert_chart(place * APART, 0, chart, {"description": safe(one.said)})


def _axes(chart: Any, one: NativeChart) -> None:
    """Axes with their units, their numbers at the edge and not where the other axis crosses."""
    up = {
        "name": safe(one.y_title),
        "num_format": "0%" if one.percent_up else one.number_format,
        "label_position": "low",
    }
    lines = {"major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}}
    across = {"name": safe(one.x_title), "label_position": "low"}
    if one.kind == "bar":
        chart.set_x_axis({**up, **lines, "name": safe(one.x_title)})
        chart.set_y_axis({"reverse": True, "label_position": "low"})
        return
    chart.set_x_axis(across | ({"num_format": one.number_format} if one.kind == "scatter" else {}))
    chart.set_y_axis({**up, **lines, **({"min": 0, "max": 1} if one.percent_up else {})})


def _kind(one: NativeChart) -> dict[str, str]:
    if one.kind == "scatter":
        return {"type": "scatter", "subtype": "straight"}
    return {"type": one.kind, **({"subtype": "stacked"} if one.stacked else {})}
