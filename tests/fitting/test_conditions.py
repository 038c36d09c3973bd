"""Which rows are fitted, held against a filter written out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.fitting.column import read_column
from engine.fitting.sample import FitError

ROWS = [
    ("A", "north", "2013", "12"),
    ("B", "south", "2014", "NA"),
    ("C", "north", "2015", "0"),
    ("D", "east", "2016", "36"),
    ("E", "", "2017", ""),
    ("F", "south, deep", "2018", "21"),
    ("G", "east", "n/a", "8.5"),
]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    lines = [",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in ROWS]
    path.write_text("\n".join(["project,region,year,slip", *lines]), encoding="utf-8")
    return path


KEPT = [
    (["slip!="], "ACDFG"),
    (["slip!=", "region=north"], "AC"),
    (["slip!=", "region=north,east"], "ACDG"),
    (["slip!=", "region!=north,east"], "F"),
    (["slip!=", "region!=north"], "DFG"),
    (["slip!=", "region=south, deep"], "F"),
    (["slip!=", 'region="south, deep",north'], "ACF"),
    (["slip!=", "year>=2015"], "CDF"),
    (["slip!=", "year>2015"], "DF"),
    (["slip!=", "year<2015"], "A"),
    (["slip!=", "year<=2015"], "AC"),
    (["slip!=", "year>=2014", "year<2018"], "CD"),
    (["slip!=", "year="], "G"),
    (["slip!=", "year!="], "ACDF"),
    (["slip!=", "year=2015.0"], "C"),
    (["slip!=", "project<>A"], "CDFG"),
    (["slip!=", "region==north"], "AC"),
    (["slip > 8.4"], "ADFG"),
    (["slip!=,0"], "ADFG"),
    (["slip!=", "project!="], "ACDFG"),
]


@pytest.mark.parametrize(("where", "names"), KEPT, ids=[" & ".join(where) for where, _ in KEPT])
def test_rows_that_meet_conditions(register, where, names):
    found = read_column(register, "slip", where)
    assert found.values.tolist() == [float(row[3]) for row in ROWS if row[0] in names]
    assert len(ROWS) - sum(found.refused) == len(names)
    assert found.rows == len(ROWS)


def test_missing_cells_are_dropped_and_counted(register):
    found = read_column(register, "slip", drop_missing=True)
    assert (found.values.tolist(), found.missing) == ([12, 0, 36, 21, 8.5], 2)
    found = read_column(register, "slip", ["year>=2015"], drop_missing=True)
    assert (found.values.tolist(), found.refused, found.missing) == ([0, 36, 21], (3,), 1)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "NA",
        "N/A",
        "n/a",
        "-",
        "–",
        "NULL",
        "#N/A",
        "nan",
        "NaN",
        "None",
        "n.a.",
        "?",
        "..",
        "<NA>",
        "null",
        "TBC",
    ],
)
def test_words_for_a_value_that_is_not_known(tmp_path, word):
    path = tmp_path / "na.csv"
    rows = ["12", word, "0", "36", word, "21", "8", "48"]
    path.write_text("project,slip\n" + "".join(f"A,{cell}\n" for cell in rows), encoding="utf-8")
    for options in ({"drop_missing": True}, {"where": ["slip!="]}):
        values = read_column(path, "slip", **options).values
        assert values.mean() == pytest.approx(125 / 6)
        assert values.std() == pytest.approx(16.5571, abs=5e-5)
    with pytest.raises(FitError, match=r"2 of 8 cells(?s:.*)--drop-missing"):
        read_column(path, "slip")


def test_both_parts_of_a_ratio_need_a_value(tmp_path):
    path = tmp_path / "ratio.csv"
    path.write_text("plan,out\n2,3\nNA,4\n4,-\n4,8\n", encoding="utf-8")
    found = read_column(path, "out/plan", drop_missing=True)
    np.testing.assert_array_equal(found.values, [1.5, 2])
    assert found.missing == 2


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("region!=nroth", ["no row has region=nroth", 'did you mean "north"']),
        ("region=north,eats", ["no row has region=eats", '"east"']),
        ("year>=north", ['"north" behind >=', "a number"]),
        ("region>3", ["are no numbers", 'line 2: "north"']),
        ("year>2020", ["no row has year>2020", "2013, 2014"]),
        ("regin!=x", ['no column "regin"', '"region"']),
        ("project=", ["no row has project="]),
        ("region", ["--where region", "!=, <, <=, > or >="]),
    ],
)
def test_conditions_that_cannot_be(register, where, words):
    with pytest.raises(FitError) as caught:
        read_column(register, "slip", [where], drop_missing=True)
    for word in words:
        assert word in str(caught.value)


def test_a_column_whose_name_holds_an_operator(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("a>b,cost\nyes,1\nno,2\n", encoding="utf-8")
    assert read_column(path, "cost", ["a>b=yes"]).values.tolist() == [1]
    assert read_column(path, "cost", ["cost>=2"]).values.tolist() == [2]


def test_nothing_left_is_told(tmp_path):
    path = tmp_path / "none.csv"
    path.write_text("p,cost\na,NA\nb,-\n", encoding="utf-8")
    with pytest.raises(FitError, match="all 2 cells are missing"):
        read_column(path, "cost", drop_missing=True)
