"""Columns of workbooks: what a cell holds is read as Excel shows it, or refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.fitting.column import read_column
from engine.fitting.sample import FitError
from tests.table_files.workbooks import workbook

Rows = list[list[object]]


def written(tmp_path: Path, rows: Rows, merged: str = "", **others: Rows) -> Path:
    path = tmp_path / "costs.xlsx"
    path.write_bytes(workbook({"Costs": rows, **others}, merged))
    return path


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ([["project", "cost"], ["A", 1.2], ["B", 2], ["C", -3.25e-7]], [1.2, 2, -3.25e-7]),
        ([["p", "cost"], ["A", "1.2"], ["B", "2,700.5"], ["C", 1.234]], [1.2, 2700.5, 1.234]),
        ([["p", "cost"], ["A", "1,250"], ["B", 1.5]], [1250, 1.5]),
        ([["p", "cost"], ["A", "£1.2m"], ["B", "£2m"]], [1.2, 2]),
        ([["p", "cost"], ["A", ("formula", "1+1", 2)], ["B", 3]], [2, 3]),
        ([["Costs of 2024"], [], ["p", "cost"], ["A", 1.5], [], ["B", 2.5]], [1.5, 2.5]),
        ([[None, None, None], [None, "p", "cost"], [None, "A", 1.5], [None, "B", 2.5]], [1.5, 2.5]),
        ([["cost", None, "a note"], [1.5], [2.5, None, "beside"]], [1.5, 2.5]),
    ],
)
def test_numbers_of_cells(rows, values, tmp_path):
    found = read_column(written(tmp_path, rows), "cost")
    np.testing.assert_array_equal(found.values, values)
    assert found.notes[0] == 'sheet "Costs" of the workbook'


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            [["p", "cost"], ["A", ("date", 45322)], ["B", 2]],
            ["costs.xlsx, sheet Costs:2", "2024-01-31", "is a date"],
        ),
        ([["p", "cost"], ["A", ("error", "#DIV/0!")], ["B", 2]], ["#DIV/0!", "error of a formula"]),
        ([["p", "cost"], ["A", 1], [None, ("error", "#REF!")]], ['line 3: "#REF!"']),
        (
            [["p", "cost"], ["A", ("formula", "B9", None)], ["B", ("formula", "B9", None)]],
            ["2 of 2", '"=B9"'],
        ),
        ([["p", "cost"], ["A", True], ["B", 2]], ['line 2: "TRUE"', "is no number"]),
        (
            [["p", "cost"], ["A", ("formula", "1+1", None)], ["B", 2]],
            ['line 2: "=1+1"', "never stored", "save it"],
        ),
        (
            [["p", "cost"], ["A", ("error", "#N/A")], ["B", 2]],
            ['line 2: "#N/A"', "holds no value", "--drop-missing"],
        ),
        ([["p", "cost"], [], ["A", 1], ["B", None]], ['line 4: ""', "--drop-missing"]),
        ([["p", "costs"], ["A", 1]], ['no column "cost"', 'did you mean "costs"?']),
        ([["cost", "cost"], [1, 2]], ["stands 2 times"]),
        ([["p", "cost"]], ["no row"]),
        ([[]], ["empty"]),
    ],
)
def test_cells_that_are_no_numbers(rows, words, tmp_path):
    with pytest.raises(FitError) as caught:
        read_column(written(tmp_path, rows), "cost")
    for word in words:
        assert word in str(caught.value)


def test_a_heading_merged_over_two_columns_tells_neither(tmp_path):
    path = written(tmp_path, [["p", "cost", None], ["A", 1, 2], ["B", 3, 4]], "B1:C1")
    with pytest.raises(FitError, match="merged over several columns"):
        read_column(path, "cost")


def test_headings_below_a_merged_one(tmp_path):
    path = written(
        tmp_path, [["p", "cost", None], [None, "plan", "actual"], ["A", 1, 2], ["B", 3, 6]], "B1:C1"
    )
    np.testing.assert_array_equal(read_column(path, "actual/plan").values, [2, 2])


def test_a_sheet_is_named_where_there_are_several(tmp_path):
    path = written(tmp_path, [["cost"], [1.5], [2.5]], Plans=[["cost"], [3.5], [4.5]])
    np.testing.assert_array_equal(read_column(path, "cost", sheet="Plans").values, [3.5, 4.5])
    with pytest.raises(FitError, match=r"2 sheets: Costs and Plans(?s:.*)--sheet"):
        read_column(path, "cost")
    with pytest.raises(FitError, match=r'no sheet "Plan"(?s:.*)did you mean "Plans"'):
        read_column(path, "cost", sheet="Plan")


def test_a_workbook_by_another_name_and_text_by_the_name_of_one(tmp_path):
    path = tmp_path / "costs.csv"
    path.write_bytes(workbook({"A": [["cost"], [1.5], [2.5]]}))
    np.testing.assert_array_equal(read_column(path, "cost").values, [1.5, 2.5])
    text = tmp_path / "costs.xlsx"
    text.write_text("cost\n1.5\n2.5\n", encoding="utf-8")
    np.testing.assert_array_equal(read_column(text, "cost").values, [1.5, 2.5])
    with pytest.raises(FitError, match="text, which has no sheets"):
        read_column(text, "cost", sheet="A")


def test_an_error_is_not_dropped_as_a_missing_value(tmp_path):
    path = written(tmp_path, [["cost"], [("error", "#DIV/0!")], [("error", "#N/A")], [1], [None], [2]])
    with pytest.raises(FitError, match=r"1 of 3 cells(?s:.*)#DIV/0!"):
        read_column(path, "cost", drop_missing=True)
    found = read_column(path, "cost", ["cost!=#DIV/0!"], drop_missing=True)
    assert (found.values.tolist(), found.missing) == ([1, 2], 1)


def test_conditions_on_cells_of_a_workbook(tmp_path):
    path = written(tmp_path, [["year", "cost"], [2014, 1], [2015, 2], [2016, 3]])
    np.testing.assert_array_equal(read_column(path, "cost", ["year>=2015"]).values, [2, 3])
    np.testing.assert_array_equal(read_column(path, "cost", ["year=2015"]).values, [2])
