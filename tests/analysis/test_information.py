"""The value of information against closed forms: L(m, s) = s phi(m / s) + m Phi(m / s) - max(0, m)."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from scipy.stats import norm

import engine
from distributions import Normal, Uniform
from engine.analysis.estimators.information import never_lowered, partial, perfect, spline
from engine.analysis.target import AnalysisError
from tests.analysis import reference_cases as cases
from tests.analysis.synthetic_results import free_results

PLAYED = 40_000


def loss(m, s):
    return s * norm.pdf(m / s) + m * norm.cdf(m / s) - max(0.0, m)


def gaussian(mean, sds, tie=None):
    """Net benefit of a sum of normals, whose first has the mean."""
    plain = cases.linear((1,) * len(sds), sds, tie)
    laws = {name: Normal(mean if name == "a" else 0, sd) for name, sd in zip("abc", sds, strict=False)}
    return engine.Model(
        laws, plain.formula, correlation=plain.correlation, claims={"c": {"metric": "y", "at_least": 0}}
    )


def worth(model, **options):
    return engine.value_of_information(
        engine.simulate(model, PLAYED), engine.draw(model, PLAYED), "y", **options
    )


def near(found, exact):
    off = np.abs(found["evppi"].values - np.asarray(exact))
    assert np.all(off < 5 * found["error"].values + 1e-9), (found["evppi"].values, exact)


def test_the_case_of_the_vignette():
    found = worth(gaussian(1, (1, 2)))
    assert found.attrs["evpi"] == pytest.approx(
        0.479811, abs=5 * (found.attrs["evpi_high"] - found.attrs["evpi"]) / 1.96
    )
    near(found, (0.083315, 0.395593))
    assert loss(1, 1) == pytest.approx(0.083315, abs=1e-6)
    assert found["trusted"].values.all()
    both = worth(gaussian(1, (1, 2)), by={"both": ["a", "b"]})
    assert float(both["evppi"][0]) == both.attrs["evpi"]
    with pytest.raises(AssertionError):
        near(found, (0.395593, 0.083315))


@pytest.mark.parametrize(("told", "mean"), [(0.3, 0.0), (0.05, 0.5), (0.3, 1.0), (0.0, 0.3)])
def test_a_great_group_is_worth_what_it_tells_and_not_the_noise_of_its_fit(told, mean):
    """A hundred inputs that tell a share of the variance: L(m, sqrt(R2)). Of 12 samples of 1,000 the mean is biased by
    less than a third of its error, which covers the truth; undrawn fits of 0.05 gave 0.044 for 0.001, errors 0.018.
    """
    exact, found = loss(mean, np.sqrt(told)) if told else 0.0, []
    for seed in range(12):
        draws = np.random.default_rng(seed)
        inputs, rest = draws.normal(size=(100, 1000)), draws.normal(size=1000)
        benefit = inputs.sum(axis=0) * np.sqrt(told / 100) + np.sqrt(1 - told) * rest
        benefit += mean - benefit.mean()  # which option is best with what is known now is no question here
        found.append(partial(np.stack([benefit, np.zeros(1000)]), inputs))
    values, errors = (np.array([getattr(one, key) for one in found]) for key in ("value", "error"))
    assert abs(values.mean() - exact) < errors.mean() / 3 + 0.0015
    assert np.mean(np.abs(values - exact) < 1.96 * errors + 1e-12) >= 0.75
    assert errors.mean() < 0.025


def test_under_dependence():
    """EVPPI of a group u is L(m, s sqrt(R2_u)), R2_u as in linear Gaussian indices."""
    sds, tie = (1, 1, 2), (1, 2, 0.9)
    matrix = cases.covariance(sds, tie)
    spread = float(np.sqrt(np.ones(3) @ matrix @ np.ones(3)))
    groups = {"a": ["a"], "b": ["b"], "c": ["c"], "ab": ["a", "b"]}
    exact = [
        loss(
            0.5, spread * np.sqrt(cases.closed((1, 1, 1), matrix, [" abc".index(name) - 1 for name in some]))
        )
        for some in groups.values()
    ]
    near(worth(gaussian(0.5, sds, tie), by=groups), exact)


@pytest.mark.parametrize(("options", "exact"), [(2, 0.564190), (3, 0.846284), (4, 1.029375), (5, 1.162964)])
def test_several_options(options, exact):
    draws = np.random.default_rng(1).normal(size=(options, 200_000))
    found = perfect(draws)
    assert abs(found.value - exact) < 5 * found.error


def test_options_by_name():
    rng = np.random.default_rng(2)
    x = rng.normal(size=PLAYED)
    runs = {
        "plan": free_results(x, "y", cautious="low"),
        "wait": free_results(np.full(PLAYED, 0.5), "y", cautious="low"),
    }
    inputs = xr.Dataset({"value": (("iteration", "input"), x[:, None])}, coords={"input": ["x"]})
    found = engine.value_of_information(runs, inputs, "y", by={"x alone": ["x"]})
    assert found.attrs["best"] == "wait"
    assert found.attrs["evpi"] == pytest.approx(loss(-0.5, 1), abs=0.02)
    assert float(found["evppi"][0]) == found.attrs["evpi"]  # it is all there is


def test_what_changes_no_decision_is_worth_nothing():
    model = engine.Model({"a": Uniform(1, 2), "b": Normal(0, 0.1)}, lambda a, b: a + 0 * b)
    found = engine.value_of_information(
        engine.simulate(model, 5000).assign(), engine.draw(model, 5000), "y", threshold=5
    )
    assert found.attrs["evpi"] == 0
    assert found["evppi"].values.tolist() == [0, 0]


def test_knowing_more_is_never_worth_less_nor_more_than_all():
    model = gaussian(0.2, (1, 1, 2))
    groups = {"a": ["a"], "ab": ["a", "b"], "abc": ["a", "b", "c"], "bc": ["b", "c"], "c": ["c"]}
    found = worth(model, by=groups)["evppi"]
    value = {name: float(found.sel(player=name)) for name in groups}
    assert value["a"] <= value["ab"] <= value["abc"]
    assert value["c"] <= value["bc"] <= value["abc"]
    assert min(value.values()) >= 0
    assert never_lowered([3.0, 1.0], [frozenset({1}), frozenset({1, 2})]) == [3.0, 3.0]


@pytest.mark.parametrize(("told", "trusted"), [(0.0, True), (0.3, False)])
def test_noise_is_worth_nothing_and_what_decisions_cannot_use_is_not_trusted(told, trusted):
    """A hundred inputs in 400 iterations: of noise nothing is told; too few to decide by leave the check behind."""
    rng = np.random.default_rng(3)
    columns = rng.normal(size=(400, 101))
    benefit = columns[:, :100].sum(axis=1) * np.sqrt(told / 100) + np.sqrt(1 - told) * rng.normal(size=400)
    results = free_results(benefit, "y", cautious="low")
    inputs = xr.Dataset(
        {"value": (("iteration", "input"), columns)}, coords={"input": [f"x{k}" for k in range(101)]}
    )
    found = engine.value_of_information(results, inputs, "y", by={"group": [f"x{k}" for k in range(100)]})
    assert (float(found["evppi"][0]) > 0.1) == (told > 0)
    assert float(found["check"][0]) <= float(found["evppi"][0])
    assert bool(found["trusted"][0]) == trusted


def test_a_cost_is_worth_avoiding():
    model = gaussian(0, (1, 1))
    plain = engine.Model(model.inputs, model.formula)  # its careful side is high: of a cost less is better
    found = engine.value_of_information(
        engine.simulate(plain, PLAYED), engine.draw(plain, PLAYED), "y", threshold=1
    )
    assert found.attrs["best"] == "go ahead"
    assert found.attrs["evpi"] == pytest.approx(loss(1, np.sqrt(2)), abs=0.02)


def test_refusals():
    model = gaussian(0, (1, 1))
    results, drawn = engine.simulate(model, 500), engine.draw(model, 500)
    with pytest.raises(AnalysisError, match="one of input, kind"):
        engine.value_of_information(results, drawn, "y", by="colour")
    with pytest.raises(AnalysisError, match="no input 'aa'"):
        engine.value_of_information(results, drawn, "y", by={"one": ["aa"]})
    with pytest.raises(AnalysisError, match="one seed"):
        engine.value_of_information({"a": results, "b": engine.simulate(model, 500, seed=1)}, drawn, "y")
    gone = results.copy(deep=True)
    gone["y"][7] = np.nan
    gone["y"].attrs["missing"] = 1  # as a run says whose play gave no number
    with pytest.raises(AnalysisError, match="the first of them 7"):
        engine.value_of_information(gone, drawn, "y")


@pytest.mark.long
def test_intervals_cover():
    model, held = gaussian(1, (1, 2)), 0
    for seed in range(500):
        found = engine.value_of_information(
            engine.simulate(model, 5000, seed), engine.draw(model, 5000, seed), "y"
        )
        one = found.sel(player="b")
        held += bool(one["evppi_low"] <= 0.395593 <= one["evppi_high"])
    assert held >= 460  # of 500 at 95%; the interval has the noise of decisions in it and is on the wide side


def test_an_input_of_three_values_bends_once_and_one_of_two_not():
    three, two = np.repeat([0.0, 1.0, 5.0], 10), np.repeat([0.0, 1.0], 15)
    terms = np.stack([np.ones(30), *spline(three, 6)])
    assert np.linalg.matrix_rank(terms) == 3  # whatever it does at each value can be told
    assert len(spline(two, 6)) == 1


def test_a_spline_is_a_straight_line_beyond_its_last_knots():
    """Which is what is natural about it: of cubes alone the bends cancel there."""
    column = np.linspace(0, 1, 1001)
    for term in spline(column, 5):
        assert np.abs(np.diff(term[960:], 2)).max() < 1e-9
        assert np.abs(np.diff(term[:40], 2)).max() < 1e-9


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_the_interval_is_the_normal_one_of_the_error(confidence):
    model = gaussian(0.3, (1.0, 0.5))
    found = engine.value_of_information(
        engine.simulate(model, 2000), engine.draw(model, 2000), "y", confidence=confidence
    )
    half = norm.ppf((1 + confidence) / 2) * found["error"]
    assert np.allclose(found["evppi_high"], found["evppi"] + half, rtol=1e-9)
    assert np.allclose(found["evppi_low"], np.maximum(found["evppi"] - half, 0), rtol=1e-9)
