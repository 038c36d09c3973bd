"""A chart is one new file: it is found, named and drawn without an edit anywhere else."""

import pytest

from engine import reporting
from engine.analysis.findings import Findings
from engine.reporting import chart_names, charts
from engine.reporting.files import write_run
from engine.reporting.run_charts import run_charts

OURS = {
    "verdict",
    "years",
    "clusters",
    "s_curve_money",
    "s_curve_whole",
    "years_cost",
    "years_cash",
    "budget",
} | {f"histogram_{name}" for name in ("total_benefit", "total_cost", "payback_year")}

NEW = """
from matplotlib.figure import Figure

from engine.analysis.findings import findings_of


def of_run(findings):
    if findings.claim_specs:
        yield "tally", lambda: draw_tally(findings)


def draw_tally(results):
    figure = Figure()
    figure.text(0.5, 0.5, str(findings_of(results).claims["holds"].values.tolist()))
    return figure
"""


@pytest.fixture
def tally(tmp_path, monkeypatch):
    """A new file on the path of the charts."""
    import sys

    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "tally.py").write_text(NEW, encoding="utf-8")
    monkeypatch.setattr(charts, "__path__", [*charts.__path__, str(tmp_path / "charts")])
    yield
    sys.modules.pop("engine.reporting.charts.tally", None)
    if hasattr(charts, "tally"):
        del charts.tally


def test_the_charts_of_a_run(results):
    assert {name for name, _ in run_charts(Findings(results))} == OURS


def test_a_new_file_is_a_new_chart(tally, results, words, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "engine.reporting.visuals.save.chart_bytes", lambda *_: b""
    )  # names alone are looked at
    assert "tally" in chart_names()
    drawn = dict(run_charts(Findings(results)))
    assert set(drawn) == OURS | {"tally"}
    holds = Findings(results).claims["holds"].values.tolist()
    assert words(drawn["tally"]) == words(reporting.draw_tally(results)) == str(holds)
    results.attrs |= {"design": "random", "design_gives_up": "nothing"}
    written = {path.name for path in write_run(results, tmp_path / "out", data=False)}
    assert written == {"summary.json"} | {f"{name}.{end}" for name in drawn for end in ("svg", "png")}


def test_without_it_there_is_none(results):
    assert "tally" not in chart_names()
    with pytest.raises(AttributeError, match="it draws assumption_map"):
        _ = reporting.draw_tally


def test_what_a_run_cannot_show_is_not_drawn(results, free):
    few = results[["cash_benefit", "yearly_cost", "npv"]].assign_attrs(claims="[]")
    assert [name for name, _ in run_charts(Findings(few))] == [
        "budget",
        "histogram_cash_benefit",
        "histogram_npv",
        "years_cost",
    ]
    assert [name for name, _ in run_charts(Findings(free([1.0, 2.0], "x")))] == ["histogram_x"]
    cut = results.isel(year=slice(3, None), cluster=[2])
    assert {name for name, _ in run_charts(Findings(cut))} == OURS - {"years", "years_cost", "years_cash"}
