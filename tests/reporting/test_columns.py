"""Figures and iterations as CSV and Parquet: what was found comes back, and text of a user's stays text."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

import engine
from engine.analysis.figures_by import figures_by
from engine.analysis.target import AnalysisError
from engine.reporting.columns import DICTIONARY, columns_of, iteration_columns, write_csv, write_parquet

FLAGSHIP = Path(__file__).parents[2] / "experiments" / "shared_services" / "programme.toml"
KEYS = ("measure", "part", "base")


@pytest.fixture(scope="module")
def results():
    programme = engine.load(FLAGSHIP)
    return engine.simulate(programme, 400, measures=["*_benefit", "*_cost", "npv", "payback_year", "go_live_delay",
                                                      "risks.*.strikes", "*.cost", "*.benefit"])  # fmt: skip


def csv_of(columns, file: Path) -> dict[str, list[str]]:
    write_csv(columns, file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    return {name: [row[k] for row in rows[1:]] for k, name in enumerate(rows[0])}


def same(text: str, value: float) -> bool:
    return text == "" if math.isnan(value) else float(text) == value


@pytest.mark.parametrize("by", ["whole", "year", "cluster", "line", "risk"])
def test_figures_come_back_from_both(by, results, tmp_path):
    columns = columns_of(figures_by(results, by, (5, 97.5)))
    found = csv_of(columns, tmp_path / "figures.csv")
    assert list(found) == list(columns)
    assert {"p5", "p97.5_low"} <= set(found)
    for name in ("base", "mean", "p5", "p97.5_high"):
        assert all(same(text, value) for text, value in zip(found[name], columns[name], strict=True))
    write_parquet(columns, tmp_path / "figures.parquet", {"title": "x"})
    again = parquet.read_table(tmp_path / "figures.parquet")
    assert again.column("mean").to_pylist() == [None if math.isnan(v) else v for v in columns["mean"]]
    assert again.column("part").to_pylist() == columns["part"]
    assert {name for name in columns if not name.startswith("p") or name.startswith("part")} <= set(
        DICTIONARY
    )


def test_iterations_come_back_to_the_bit(results, tmp_path):
    columns = iteration_columns(results)
    write_parquet(columns, tmp_path / "all.parquet", {})
    again = parquet.read_table(tmp_path / "all.parquet")
    assert again.num_rows == 400
    assert np.array_equal(
        again.column("one_off_cost.synergy"), results["one_off_cost"].sel(cluster="synergy")
    )
    found = csv_of(columns, tmp_path / "all.csv")
    assert np.array_equal(np.array(found["npv"], float), results["npv"])


def test_a_risk_has_the_chance_that_it_struck_with(results):
    found = figures_by(results, "risk", (50,))
    shares = results["strikes"].mean("iteration").sel(risk=list(found["part"].values))
    assert np.allclose(found["mean"], shares, rtol=1e-12, atol=0)


def test_what_results_do_not_hold_is_refused(results):
    programme = engine.load(FLAGSHIP)
    bare = engine.simulate(programme, 50)
    for by in ("line", "risk"):
        with pytest.raises(AnalysisError, match=f"no single {by}"):
            figures_by(bare, by)
    with pytest.raises(AnalysisError, match="did you mean"):
        figures_by(bare, "clusters")
    for levels in ((), (0,), (100,), (-5, 50)):
        with pytest.raises(AnalysisError, match="above 0 and below 100"):
            figures_by(bare, "whole", levels)
    with pytest.raises(AnalysisError, match="holds no single iteration"):
        iteration_columns(engine.simulate(programme, 50, keep="summary"))


def test_kept_and_counted_iterations_tell_the_same_parts():
    programme = engine.load(FLAGSHIP)
    kept, counted = engine.simulate(programme, 300), engine.simulate(programme, 300, keep="summary")
    for by in ("whole", "year", "cluster"):
        ours, theirs = figures_by(kept, by), figures_by(counted, by)
        there, counted_too = (
            {
                (measure, part): base
                for measure, part, base in zip(*(one[k].values for k in KEYS), strict=True)
            }
            for one in (ours, theirs)
        )
        assert len(counted_too) > 10
        assert {key: there[key] for key in counted_too} == counted_too


def test_text_that_would_be_obeyed_has_an_apostrophe(results, tmp_path):
    called = json.loads(results.attrs["cluster_names"]) | {
        "synergy": "=cmd|' /C calc'!A0",
        "unity": "a\u202eb\r\n",
    }
    columns = columns_of(figures_by(results.assign_attrs(cluster_names=json.dumps(called)), "cluster", (50,)))
    found = csv_of(columns, tmp_path / "figures.csv")
    assert {"'=cmd|' /C calc'!A0", "a\\u202eb\\u000d "} <= set(found["part_name"])
    assert csv_of({"x": [-1.5]}, tmp_path / "n.csv")["x"][0] == "-1.5"


def test_the_readme_says_what_columns_hold():
    page = (Path(__file__).parents[2] / "engine" / "README.md").read_text("utf-8")
    assert [name for name, said in DICTIONARY.items() if f"| `{name}` | {said} |" not in page] == []


@pytest.mark.parametrize(("start", "called"), [("2022-04", "2022-23"), ("2022-01", "2022")])
def test_a_year_of_two_years_of_the_calendar_has_both(start, called, results):
    columns = columns_of(figures_by(results.assign_attrs(start=start), "year", (50,)))
    assert (columns["part"][0], columns["part_name"][0]) == ("2022", called)
