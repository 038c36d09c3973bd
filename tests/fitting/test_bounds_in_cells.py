"""Cells that say a bound rather than a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.fitting.bounds_in_cells import said
from engine.fitting.column import read_column
from engine.fitting.fit import FitError


@pytest.mark.parametrize(
    "cell", ["≥ 12", "≥12", ">=12", "> 12", "at least 12", "At least 12", "more than 12", "12+", "12 or more"]
)
def test_at_least(cell):
    assert said(cell) == ("12", "right")


@pytest.mark.parametrize("cell", ["≤ 12", "<=12", "<12", "at most 12", "up to 12", "under 12"])
def test_at_most(cell):
    assert said(cell) == ("12", "left")


@pytest.mark.parametrize("cell", ["12", "-12", "+12", 12.0, "", "n/a", ">", "at least", "1e+5", "12%"])
def test_plain(cell):
    assert said(cell) == (cell, "")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "data.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_column_with_bounds_in_cells(tmp_path):
    path = written(tmp_path, "cost,side\n1.5,\n≥ 2.5,right\n<3,\n4,left\n")
    found = read_column(path, "cost", censored="side")
    assert found.values.tolist() == [1.5, 2.5, 3.0, 4.0]
    assert found.censored_right.tolist() == [False, True, False, False]
    assert found.censored_left.tolist() == [False, False, True, True]
    assert '1 of 4 values as "at least" (line 3)' in found.notes


def test_a_ratio_is_bounded_by_either_term(tmp_path):
    path = written(tmp_path, "end,plan\n≥20,10\n20,≥10\n<20,10\n-20,>10\n20,10\n≥20,-10\n")
    found = read_column(path, "end/plan")
    assert found.censored_right.tolist() == [True, False, False, True, False, False]
    assert found.censored_left.tolist() == [False, True, True, False, False, True]


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("end,plan\n1,2\n≥20,≥10\n", "end/plan", "a ratio of two bounds"),
        ("end,side\n1,\n≥20,left\n", "end", "a bound on the one side, and in column side on the other"),
    ],
)
def test_what_says_nothing_is_refused_with_its_line(tmp_path, text, column, words):
    with pytest.raises(FitError) as refused:
        read_column(written(tmp_path, text), column, censored="side" if "side" in text else None)
    assert words in str(refused.value)
    assert refused.value.problems[0].line == 3
