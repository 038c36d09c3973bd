"""What one sample tells of its drivers, against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

import engine
from distributions import Discrete, Normal, Uniform
from engine.analysis.target import AnalysisError
from tests.analysis import reference_cases as cases
from tests.analysis.synthetic_results import free_results, synthetic_results

PLAYED = 40_000


def told(model, **options):
    return engine.drivers(engine.simulate(model, PLAYED), engine.draw(model, PLAYED), **options)


def error(found, name):
    return (found[f"{name}_high"] - found[f"{name}_low"]).values / 3.92


def test_first_order_of_ishigami():
    found = told(cases.ishigami())
    assert np.all(
        np.abs(found["first_order"].values - cases.ISHIGAMI_FIRST) < 5 * error(found, "first_order")
    )
    with pytest.raises(AssertionError):
        assert np.all(
            np.abs(found["first_order"].values - cases.ISHIGAMI_TOTAL) < 5 * error(found, "first_order")
        )


def test_first_order_under_correlation_counts_what_the_input_tells_of_others():
    found = told(cases.linear((1, 1, 1), (1, 1, 2), (1, 2, 0.9)))
    exact = (0.104167, 0.816667, 0.876042)
    assert np.all(np.abs(found["first_order"].values - exact) < 5 * error(found, "first_order"))


def test_rank_correlation_is_scipys_and_of_gaussians_known():
    model = cases.linear((1, 1, 1), (1, 1, 2))
    results, drawn = engine.simulate(model, 2000), engine.draw(model, 2000)
    found = engine.drivers(results, drawn)
    theirs = [spearmanr(drawn["value"].sel(input=name), results["y"]).statistic for name in "abc"]
    assert found["spearman"].values == pytest.approx(theirs, rel=1e-12)
    found = told(model)
    exact = 6 / np.pi * np.arcsin(np.array([1, 1, 2]) / np.sqrt(6) / 2)
    assert np.all(np.abs(found["spearman"].values - exact) < 5 * error(found, "spearman"))


def test_quantile_index_of_a_linear_gaussian():
    """1 - sqrt(1 - S) at every percentage."""
    for percentile in (50, 80, 95):
        found = told(cases.linear((1, 1, 1), (1, 1, 2)), percentile=percentile)
        exact = 1 - np.sqrt(1 - np.array([1, 1, 4]) / 6)
        # 0.004: bins of sixty leave the input a little room
        assert np.all(
            np.abs(found["quantile_index"].values - exact) < 5 * error(found, "quantile_index") + 0.004
        )


def test_swings_between_the_ends():
    found = told(
        engine.Model({"a": Uniform(0, 1), "b": Discrete([0, 1], [0.97, 0.03])}, lambda a, b: 10 * a - 4 * b)
    )
    assert np.all(np.abs(found["swing"].values - [9, -4]) < 5 * error(found, "swing"))
    assert found["low_end"].values == pytest.approx([0.1, 0], abs=0.01)
    assert found["high_end"].values == pytest.approx([0.9, 1], abs=0.01)


def test_noise_drives_nothing_and_yes_or_no_counts_and_dates_are_inputs():
    laws = {
        "noise": Normal(0, 1),
        "strikes": Discrete([0, 1], [0.7, 0.3]),
        "count": Discrete([1, 2, 3], [0.2, 0.5, 0.3]),
    }
    found = told(engine.Model(laws, lambda noise, strikes, count: 2 * strikes + count))
    exact = [0, 4 * 0.21, 0.49]
    share = np.array(exact) / sum(exact)
    for name in ("first_order", "spearman", "swing", "quantile_index"):
        assert abs(float(found[name][0])) < 5 * error(found, name)[0] + 0.002, name
    assert np.all(np.abs(found["first_order"].values - share) < 5 * error(found, "first_order"))


@pytest.mark.parametrize(("cautious", "looked_at"), [("high", 80), ("low", 20), ("", 80)])
def test_the_percentile_that_is_looked_at_is_on_the_careful_side(cautious, looked_at):
    drawn = engine.draw(cases.linear((1, 1), (1, 1)), 2000, seed=1)
    values = drawn["value"].sum("input").values
    assert engine.drivers(free_results(values, cautious=cautious), drawn).attrs["percentile"] == looked_at


def test_of_a_claim():
    model = cases.linear((1, 1), (1, 1))
    aimed = engine.Model(
        model.inputs, model.formula, claims={"c": {"metric": "y", "at_most": 0, "statement": "Low"}}
    )
    found = told(aimed, claim="c")
    assert (found.attrs["what"], found.attrs["long_name"]) == ("claim", "Low")
    assert np.all(np.abs(found["first_order"].values - 1 / 3) < 5 * error(found, "first_order"))
    assert np.isnan(found["quantile_index"].values).all()


def test_what_never_varies_and_what_is_missing():
    drawn = engine.draw(cases.linear((1, 1), (1, 1)), 2000, seed=1)
    flat = engine.drivers(free_results(np.full(2000, 3.0), cautious="high"), drawn)
    assert flat.attrs["varies"] == 0
    for name in ("spearman", "swing", "first_order", "quantile_index"):
        assert flat[name].values.tolist() == [0, 0], name
    values = drawn["value"].sel(input="a").values.copy()
    values[values > 1] = np.nan
    gone = engine.drivers(free_results(values, cautious="high"), drawn)
    assert gone.attrs["missing"] == int(np.isnan(values).sum())
    assert gone.attrs["first_missing"] == int(np.flatnonzero(np.isnan(values))[0])
    assert float(gone["spearman"][0]) > 0.98  # never is late
    assert np.isnan(gone["swing"].values).all()


def test_refusals():
    results = synthetic_results(100)
    model = cases.linear((1, 1), (1, 1))
    drawn = engine.draw(model, 100, seed=7)
    with pytest.raises(AnalysisError, match='did you mean "total_cost"'):
        engine.drivers(results, drawn, "total_costs")
    with pytest.raises(AnalysisError, match="no claim 'costs' in these results; did you mean \"cost\""):
        engine.drivers(results, drawn, claim="costs")
    with pytest.raises(AnalysisError, match=r"no claim 'zzz' in these results; there are .*cost"):
        engine.drivers(results, drawn, claim="zzz")
    with pytest.raises(AnalysisError, match="they carry none"):
        engine.drivers(results.assign_attrs(claims="[]"), drawn, claim="cost")
    with pytest.raises(AnalysisError, match="inputs of 50 iterations and results of 100"):
        engine.drivers(results, engine.draw(model, 50, seed=7))
    with pytest.raises(AnalysisError, match="of two runs: seed 8 of the inputs and 7 of the results"):
        engine.drivers(results, engine.draw(model, 100, seed=8))
    with pytest.raises(AnalysisError, match="keep iterations"):
        engine.drivers(engine.simulate(model, 100, keep="summary"), drawn)


@pytest.mark.long
@pytest.mark.parametrize("name", ["first_order", "spearman", "swing", "quantile_index"])
def test_intervals_cover(name):
    """Of 1,000 intervals 95% hold the truth: 930 to 970 are three standard errors."""
    model = cases.linear((1, 1), (1, 2))
    exact = {
        "first_order": 0.2,
        "spearman": 6 / np.pi * np.arcsin(np.sqrt(0.2) / 2),
        "swing": 2 * 1.754983319324868,
        "quantile_index": 1 - np.sqrt(0.8),
    }[name]
    held = 0
    for seed in range(1000):
        found = engine.drivers(engine.simulate(model, 4000, seed), engine.draw(model, 4000, seed)).isel(
            input=0
        )
        held += bool(found[f"{name}_low"] <= exact <= found[f"{name}_high"])
    assert 930 <= held <= 970


def test_of_a_few_iterations_nothing_is_told():
    """Of one every measure is "the same in every iteration", which is no finding."""
    model = engine.Model({"x": Normal(0, 1)}, lambda x: x)
    for iterations, is_told in ((1, False), (19, False), (20, True)):
        played, inputs = engine.simulate(model, iterations), engine.draw(model, iterations)
        if is_told:
            assert engine.drivers(played, inputs, "y").sizes == {"input": 1}
        else:
            with pytest.raises(engine.ResultsError, match=f"{iterations} of the iterations gave a number"):
                engine.drivers(played, inputs, "y")
