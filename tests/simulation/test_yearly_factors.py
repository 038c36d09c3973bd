"""Drivers with a factor for every year: what they multiply, how neighbouring years correlate, what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

import engine
from engine.compiled.draw import draw
from engine.compiled.vectors.reference import by_reference
from engine.plan.plan import make_plan
from engine.programme import ProgrammeError
from tests.simulation.programmes import one_cluster

PRICES = """
[drivers.prices]
factor = {{ kind = "lognormal", log_mean = 0.0, log_sd = 0.2, base = 1 }}
multiplies = [{targets}]
{correlation}
"""
RUNNING = '[clusters.alpha.costs.run]\ncategory = "running"\nper_year = 6\n'
YEARLY = "autocorrelation = 0.7"


def prices(targets: str, correlation: str = YEARLY) -> str:
    return PRICES.format(targets=targets, correlation=correlation)


def factors(programme, iterations: int, seed: int = 2023) -> np.ndarray:
    """`(year, iteration)`"""
    plan, rows, _ = make_plan(programme)
    sheet = np.empty((plan.rows, iterations))
    draw(by_reference(plan.draws), seed, 0, sheet)
    names = [q.name for d in programme.drivers for q in d.years]
    return sheet[[rows.row("value", name) for name in names]]


@pytest.mark.parametrize(
    ("target", "measure"),
    [
        ("alpha.run", "yearly_cost"),
        ("alpha.cash", "yearly_cash_benefit"),
        ("alpha.time", "yearly_efficiency_benefit"),
    ],
)
def test_what_falls_into_a_year_is_multiplied_by_that_years_factor(tmp_path, target, measure):
    free = RUNNING if target == "alpha.run" else ""
    amount = "0" if target == "alpha.run" else "60"
    duration = '{ kind = "uniform", low = 3, high = 40 }'
    programme = one_cluster(tmp_path, duration, amount, extra=free + prices(f'"{target}"'))
    without = engine.simulate(one_cluster(tmp_path, duration, amount, extra=free), 500)
    results = engine.simulate(programme, 500)
    assert np.allclose(results[measure], without[measure] * factors(programme, 500).T, rtol=1e-12)
    assert np.allclose(results[measure].attrs["base"], without[measure].attrs["base"], rtol=1e-15)
    category = {"yearly_cost": "running_cost"}.get(measure, measure.removeprefix("yearly_"))
    assert np.allclose(results[category].sum("cluster"), results[measure].sum("year"), rtol=1e-12)


@pytest.mark.parametrize("duration", ["24", "0"])  # spread over two years, and due in an instant
def test_costs_of_an_activity_are_multiplied_where_they_fall(tmp_path, duration):
    programme = one_cluster(tmp_path, duration, extra=prices('"alpha.delivery"'))
    without = engine.simulate(one_cluster(tmp_path, duration), 300)
    results = engine.simulate(programme, 300)
    assert np.allclose(results["yearly_cost"], without["yearly_cost"] * factors(programme, 300).T, rtol=1e-12)


def test_neighbouring_years_correlate_as_asked_and_distant_ones_less(tmp_path):
    n = 50_000
    found = stats.spearmanr(factors(one_cluster(tmp_path, extra=prices('"alpha.cash"')), n), axis=1).statistic
    score = 2 * math.sin(math.pi * 0.7 / 6)
    for apart in range(1, 6):
        asked = 6 / math.pi * math.asin(score**apart / 2)
        assert np.all(np.abs(np.diag(found, apart) - asked) < 5 / math.sqrt(n))  # false alarm 6e-7 each
    assert abs(found[0, 1] - found[0, 2]) > 0.1


def test_years_without_correlation_are_independent(tmp_path):
    text = prices('"alpha.cash"', "autocorrelation = 0.0")
    found = stats.spearmanr(factors(one_cluster(tmp_path, extra=text), 20_000), axis=1).statistic
    assert np.all(np.abs(found[np.triu_indices(10, 1)]) < 5 / math.sqrt(20_000))


def test_two_drivers_multiply_one_line(tmp_path):
    both = prices('"alpha.cash"') + prices('"alpha.cash"').replace("prices", "wages")
    programme = one_cluster(tmp_path, extra=both)
    without = engine.simulate(one_cluster(tmp_path), 200)["yearly_cash_benefit"]
    one, other = factors(programme, 200).reshape(2, 10, 200)
    assert np.allclose(engine.simulate(programme, 200)["yearly_cash_benefit"], without * (one * other).T)
    assert not np.allclose(one, other)


FUNDING = '[[funding]]\nuntil = "2024-04"\napproved = 10\ntop_up = 0\n'


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (prices('"alpha.build"'), r"(?s)drivers\.prices\.multiplies.*duration of alpha\.build.*lines, whose"),
        (prices('"alpha.delivery"') + FUNDING, r"(?s)alpha\.delivery, paid from the settlements"),
        (prices('"alpha.cash"', "autocorrelation = 1.0"), r"(?s)drivers\.prices\.autocorrelation.*1"),
    ],
)
def test_what_cannot_be_played_by_years_is_refused(tmp_path, extra, words):
    with pytest.raises(ProgrammeError, match=words):
        one_cluster(tmp_path, extra=extra)
