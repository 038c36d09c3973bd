"""The charts of programmes at the ends of what may be written: nothing empty, cut, covered, or in powers of ten."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

import numpy as np
import pytest
import xarray as xr
from matplotlib.figure import Figure

import engine
from engine.analysis.findings import Findings
from engine.reporting import draw_clusters, draw_histogram, draw_verdict, draw_years
from engine.reporting.run_charts import run_charts
from engine.reporting.visuals.save import svg_text
from tests.reporting.programmes import ALL_CLAIMS, HOSTILE, PROGRAMMES


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """Results of one of the programmes, its clusters called by their names."""
    folder = tmp_path_factory.mktemp("programmes")

    @cache
    def play(case: str) -> xr.Dataset:
        file = folder / f"{len(list(folder.iterdir()))}.toml"
        file.write_text(PROGRAMMES[case], encoding="utf-8")
        programme = engine.load(file)
        results = engine.simulate(programme, iterations=300, seed=1)
        return results.assign_coords(cluster_name=("cluster", [one.name for one in programme.clusters]))

    return play


@pytest.fixture(scope="session")
def charts(played):
    @cache
    def draw(case: str) -> dict[str, Figure]:
        return dict(run_charts(Findings(played(case))))

    return draw


@pytest.mark.parametrize("case", PROGRAMMES)
def test_nothing_is_cut_covered_or_empty_and_no_number_has_an_exponent(case, charts, collisions, words):
    for name, figure in charts(case).items():
        assert collisions(figure) == [], name
        assert not re.search(
            r"\d[eE][+-]?\d|\bnan\b|\binf\b", words(figure, drawn=True).partition("Source:")[0]
        ), name
        for axes in figure.axes:
            assert axes.patches or axes.lines or axes.collections or axes.texts, name
            for line in axes.lines:
                assert np.isfinite(np.asarray(line.get_ydata(), dtype=float)).any(), (name, line)


@pytest.mark.parametrize("case", ["130 months from October", "twelve clusters"])
def test_saved_under_other_settings_it_is_as_whole(case, charts, collisions):
    import matplotlib

    drawn = charts(case)
    settings = {
        "font.size": 31.0,
        "xtick.labelsize": "xx-large",
        "ytick.labelsize": 30,
        "text.parse_math": True,
    }
    with matplotlib.rc_context(settings):
        for name, figure in drawn.items():
            assert collisions(figure) == [], name


def test_each_claim_has_its_chart_whatever_it_is_about(charts):
    for case in ("one cluster", "no costs", "no benefits", "neither, with claims"):
        assert {f"histogram_{name}" for name in ALL_CLAIMS} <= set(charts(case)), case


def test_of_nought_there_is_no_chart(charts):
    assert charts("neither") == {}
    assert "clusters" not in charts("neither, with claims")
    assert "years" not in charts("neither, with claims")
    assert "histogram_total_benefit" not in charts("no benefits")
    panels = {case: [axes.get_title(loc="left") for axes in charts(case)["clusters"].axes] for case in (
        "no benefits", "no costs", "one cluster", "twelve clusters")}  # fmt: skip
    assert panels == {
        "no benefits": ["Cost"],
        "no costs": ["Cash benefit"],
        "one cluster": ["Cash benefit", "Cost"],
        "twelve clusters": ["Cash benefit", "Efficiency benefit", "Cost"],
    }


def test_a_cluster_without_such_benefits_has_none(charts, words):
    shown = words(charts("twelve clusters")["clusters"])
    assert shown.count("none") == 12  # six without cash, six without efficiency
    assert "£0m" not in shown


def test_clusters_are_called_by_their_names_letter_for_letter(played, words):
    results = played("one cluster").assign_coords(cluster_name=("cluster", ["Human_resources {x}"]))
    assert "Human_resources {x}" in words(draw_clusters(results))
    nameless = results.drop_vars("cluster_name").assign_attrs(cluster_names="{}")
    assert "C0" in words(draw_clusters(nameless))


@pytest.mark.parametrize(
    ("case", "years", "unit"),
    [
        ("130 months from October", ["2025-26", "2035-36\n(10 months)"], "financial year"),
        ("from January", ["2025", "2029"], "calendar year"),
        ("one cluster", ["2025-26", "2029-30"], "financial year"),
    ],
)
def test_years_are_financial_years_and_the_last_says_if_it_is_cut(case, years, unit, played, words):
    labels = [text.get_text() for text in draw_years(played(case)).axes[0].get_xticklabels()]
    assert [labels[0], labels[-1]] == years
    figure = draw_histogram(played(case), "payback_year")
    assert figure.axes[0].get_xlabel() == f"Payback year, {unit}"
    bound = "2026 or earlier" if unit == "calendar year" else "2026-27 or earlier"
    assert f"Claim: {bound}" in words(figure)
    assert f"payback year {bound}" in words(draw_verdict(played(case))).replace("\n", " ")


def test_payback_that_never_comes_is_a_bar_of_its_own(played):
    results = played("13 months from October")
    never = float(np.isnan(results["payback_year"]).mean())
    assert 0 < never < 1
    axes = draw_histogram(results, "payback_year").axes[0]
    assert axes.get_xticklabels()[-1].get_text() == "never"
    bar = axes.patches[-1]
    assert bar.get_height() == pytest.approx(100 * never, abs=1e-9)
    assert bar.get_x() + bar.get_width() / 2 == axes.get_xticks()[-1]
    whole = [patch.get_height() for patch in axes.patches]
    assert sum(whole) == pytest.approx(100, abs=1e-9)


def test_a_ratio_without_cost_says_so(played, words):
    results = played("no costs")
    assert not np.isfinite(results["benefit_cost_ratio"]).any()
    shown = words(draw_histogram(results, "benefit_cost_ratio")).replace("\n", " ")
    assert "300 of 300 iterations have no cost to divide by" in shown
    half = results.copy()
    half["benefit_cost_ratio"] = results["benefit_cost_ratio"].copy()
    half["benefit_cost_ratio"][:270] = np.linspace(0.5, 2, 270)
    figure = draw_histogram(half, "benefit_cost_ratio")
    assert "10% of iterations (30) have no cost to divide by and are not drawn." in words(figure).replace(
        "\n", " "
    )
    assert sum(bar.get_height() for bar in figure.axes[0].patches) == pytest.approx(90, abs=1e-9)
    (curve,) = [line for line in figure.axes[1].lines if line.get_label().startswith("S-curve")]
    # what is infinitely high is above every value of the axis
    assert (curve.get_ydata()[0], curve.get_ydata()[-1]) == (0.0, pytest.approx(0.9, abs=1e-12))


@pytest.mark.parametrize(
    ("case", "title"),
    [("huge, in pounds", "£bn"), ("huge, in millions", "£tn"), ("tiny", "£"), ("many hours", "million person hours")],
)  # fmt: skip
def test_axes_have_a_unit_fit_to_read(case, title, played):
    results = played(case)
    assert draw_histogram(results, "total_cost").axes[0].get_xlabel().endswith(f", {title} (nominal)")
    assert draw_years(results).axes[0].get_ylabel().replace("\n", " ").endswith(
        f", {title} (nominal)"
    ) or case in ("many hours",)
    lines = {
        line.get_label().split(":")[0]: line.get_xdata()[0]
        for line in draw_histogram(results, "total_cost").axes[1].lines
        if line.get_label().startswith("Base case")
    }
    factor = {"£bn": 1e-9, "£tn": 1e-6, "£": 1e6, "million person hours": 1e-6}[title]
    assert lines["Base case"] == pytest.approx(results["total_cost"].attrs["base"] * factor, rel=1e-12)


def test_hostile_text_is_drawn_letter_for_letter_in_valid_files(charts, words):
    for name, figure in charts("hostile").items():
        root = ElementTree.fromstring(svg_text(figure))
        assert "東京" in "".join(root.itertext()), name  # for who listens
    assert HOSTILE.partition(" 東")[0] in words(charts("hostile")["verdict"]).replace("\n", " ")
