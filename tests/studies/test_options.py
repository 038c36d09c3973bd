"""Options as choices: compared in like amounts, on common draws, by paired differences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from scipy import stats

import engine
from distributions import Constant
from engine.problems import ProgrammeError
from engine.programme import option_names, starter
from engine.studies.options import OptionError, compare_options
from tests.simulation.agreement import written

DEPOT = """
title = "A depot"
start = "2025-04"
horizon = 60
unit = "£m"
price_base = "real, 2025-26 prices"
discounting = 0.05
baseline_option = "patch"
[clusters.site]
go_live = "build"
[clusters.site.activities.build]
duration = 12
[clusters.site.costs.works]
category = "one_off"
activity = "build"
amount = { kind = "uniform", low = 80, high = 120 }
[clusters.site.benefits.saving]
class = "cash"
annual = { kind = "uniform", low = 20, high = 40 }
[options.rebuild]
description = "as it stands"
[options.patch]
[options.patch.set]
"site.works.amount" = 10
"clusters.site.benefits.saving.annual" = 3
[options.lean]
[options.lean.set]
"site.works.factor" = 0.75
[scenarios.dear.set]
"site.works.factor" = 2
"""


def chosen(tmp_path: Path, text: str = DEPOT, **more: str) -> dict[str, engine.load]:  # type: ignore[valid-type]
    file = tmp_path / "depot.toml"
    file.write_text(text, "utf-8")
    return {name: engine.load(file, option=name, **more) for name in option_names(file)}


def test_the_baseline_of_the_file_comes_first(tmp_path: Path) -> None:
    options = chosen(tmp_path)
    assert list(options) == ["patch", "rebuild", "lean"]
    assert options["patch"].option == "patch"
    found = compare_options(options, iterations=500)
    assert found.attrs["baseline"] == "patch"
    assert found["measure"].values.tolist() == ["total_cost", "total_benefit", "npv"]


def test_differences_are_those_of_the_same_iterations(tmp_path: Path) -> None:
    """Against two plain runs, and SciPy's paired test."""
    options = chosen(tmp_path)
    found = compare_options(options, "rebuild", iterations=4000, seed=5)
    lean, rebuild = (engine.simulate(options[name], 4000, 5)["npv"].values for name in ("lean", "rebuild"))
    one = found.sel(option="lean", measure="npv")
    paired = stats.ttest_rel(lean, rebuild).confidence_interval(0.95)
    assert float(one["difference"]) == pytest.approx(float(np.mean(lean - rebuild)), rel=1e-12)
    assert [float(one[f"difference_{end}"]) for end in ("low", "high")] == pytest.approx(
        list(paired), rel=1e-9
    )
    assert float(one["better"]) == 1.0  # a quarter less is spent in every iteration
    cost = found.sel(option="lean", measure="total_cost")
    drawn = engine.draw(options["rebuild"], 4000, 5)["value"].sel(input="site.works.amount").values
    assert float(cost["difference"]) == pytest.approx(-0.25 * drawn.mean(), rel=1e-12)
    assert float(cost["better"]) == 1.0


def test_common_draws_make_the_difference_surer_than_the_numbers(tmp_path: Path) -> None:
    """And a control: of options on draws of their own the interval is much wider."""
    options = chosen(tmp_path)

    def width(found: xr.Dataset) -> float:
        one = found.sel(option="lean", measure="total_benefit")
        return float(one["difference_high"] - one["difference_low"])

    seeds = iter(range(10))

    def apart(programme: object, iterations: int, seed: int, **more: object) -> xr.Dataset:
        return engine.simulate(programme, iterations, next(seeds), **more)  # type: ignore[arg-type]

    assert width(compare_options(options, "rebuild", 1000)) == 0.0  # the lean one gains the same
    assert width(compare_options(options, "rebuild", 1000, play=apart)) > 1.0


def test_the_baseline_is_not_better_than_itself(tmp_path: Path) -> None:
    found = compare_options(chosen(tmp_path), iterations=300).sel(option="patch")
    assert found["difference"].values.tolist() == [0, 0, 0]
    assert np.isnan(found["better"]).all()
    same = compare_options({"a": chosen(tmp_path)["patch"], "b": chosen(tmp_path)["patch"]}, iterations=300)
    assert same["better"].sel(option="b").values.tolist() == [0, 0, 0]


def test_a_scenario_and_overrides_come_after_the_option(tmp_path: Path) -> None:
    lean = chosen(tmp_path, scenario="dear")["lean"]
    assert [cost.factor.law for cost in lean.costs] == [Constant(2.0)]
    assert (lean.option, lean.scenario) == ("lean", "dear")
    results = engine.simulate(lean, 10)
    assert (results.attrs["option"], results.attrs["scenario"]) == ("lean", "dear")


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        (
            '"site.works.amount" = 10',
            '"site.work.amount" = 10',
            "options.patch.set.site.work.amount",
            "site.works.amount",
        ),
        (
            '"site.works.factor" = 0.75',
            '"drivers.pay" = 2',
            "options.lean.set.drivers.pay",
            "a path of this file",
        ),
        ('baseline_option = "patch"', 'baseline_option = "pach"', "baseline_option", 'did you mean "patch"'),
        ("[options.lean]", "[options.lean]\nsets = 1", "options.lean.sets", "set"),
    ],
)
def test_an_option_that_leads_nowhere_is_refused(
    tmp_path: Path, old: str, new: str, key: str, words: str
) -> None:
    assert DEPOT.count(old) == 1
    with pytest.raises(ProgrammeError) as refused:
        written(tmp_path, DEPOT.replace(old, new))
    (problem,) = refused.value.problems
    assert problem.key == key
    assert problem.line is not None
    assert words in f"{problem.found} {problem.accepted} {problem.hint}"


def test_an_unknown_option_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "depot.toml"
    file.write_text(DEPOT, "utf-8")
    with pytest.raises(ProgrammeError, match="an option of this file: rebuild, patch or lean"):
        engine.load(file, option="demolish")


def test_what_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    options = chosen(tmp_path)
    with pytest.raises(OptionError, match="at least two"):
        compare_options({"patch": options["patch"]})
    with pytest.raises(OptionError, match='did you mean "patch"'):
        compare_options(options, "pach")
    text = DEPOT.replace('"site.works.factor" = 0.75', "discounting = 0.03")
    with pytest.raises(OptionError, match="like amounts"):
        compare_options(chosen(tmp_path, text), iterations=10)
    with pytest.raises(engine.RunError, match="no measure"):
        compare_options(options, iterations=10, measures=["gain"])


@pytest.mark.parametrize("template", ["digital", "benefits"])
def test_an_option_of_a_template_that_leaves_a_cluster_out_leaves_nothing_of_it(tmp_path, template):
    """Neither its money nor its work, which risks and the other cluster would delay."""
    file = tmp_path / "programme.toml"
    file.write_text(starter(template), encoding="utf-8")
    alone = engine.simulate(engine.load(file, option="north_alone"), 500, seed=1)
    money = ("one_off_cost", "running_cost", "legacy_cost", "cash_benefit", "efficiency_benefit")
    for measure in (*money, "go_live_delay"):
        assert not alone[measure].sel(cluster="south").any(), measure
        assert alone[measure].sel(cluster="north").any() or measure in money
