"""What is left of the class beside the named causes; the programme file prints it, and the sum is the class."""

from __future__ import annotations

import math

import numpy as np
import pytest
import xarray as xr
from scipy import stats

from distributions import Lognormal
from experiments import named_causes, posterior, total_is_class, weight
from experiments.shared_services import PROGRAMME

README = PROGRAMME.with_name("README.md")


@pytest.fixture(scope="module")
def summed() -> xr.Dataset:
    return total_is_class.measure()


def test_programme_file_prints_the_fit() -> None:
    named_causes.check(named_causes.measure())


def test_check_catches_a_law_that_differs_in_the_last_printed_digit() -> None:
    laws = named_causes.measure()
    fitted = laws[""]["laws.cost_growth"]
    assert isinstance(fitted, Lognormal)
    laws[""]["laws.cost_growth"] = Lognormal(fitted.log_mean + 0.001, fitted.log_sd)
    with pytest.raises(AssertionError, match=r"default: laws\.cost_growth\.mean"):
        named_causes.check(laws)


def test_the_sum_is_the_class(summed: xr.Dataset) -> None:
    total_is_class.check(summed)
    assert len(total_is_class.chart(summed).axes) == 3
    assert total_is_class.table(summed) in README.read_text(encoding="utf-8")


def test_a_sum_of_parts_that_draw_apart_is_refused(summed: xr.Dataset) -> None:
    """Five clusters that each drew the class for themselves: the right mean, a third less spread."""
    value = summed["value"].copy()
    for name in total_is_class.QUANTITIES:
        one = summed["value"].sel(quantity=name, of="the class").values
        rng = np.random.default_rng(2023)
        apart = sum(w * rng.permutation(one) for w in named_causes.users())
        value.loc[{"quantity": name, "of": "the sum"}] = np.sort(apart)
    spreads = [
        [total_is_class.spread(name, value.sel(quantity=name, of=of).values) for of in total_is_class.ALL]
        for name in total_is_class.QUANTITIES
    ]
    wrong = summed.assign(value=value, mean=value.mean("u"), spread=(("quantity", "of"), spreads))
    with pytest.raises(AssertionError, match="spread of the sum"):
        total_is_class.check(wrong)


def test_posterior_of_pairs() -> None:
    found = posterior.measure()
    posterior.check(found)
    beliefs = named_causes.written()["beliefs"]
    assert beliefs["cost_spread"]["law"]["log_sd"] == pytest.approx(
        found["cost_ratio"].log_spread_sd, abs=0.005
    )
    assert beliefs["slip_spread"]["law"]["log_sd"] == pytest.approx(found["slip"].log_spread_sd, abs=0.005)


def test_a_bound_on_a_pair_moves_its_posterior_as_by_brute_force() -> None:
    """One of five values is a lower bound: means by weights of a million draws of (location, log spread)."""
    values, least = np.array([0.1, 0.5, 0.7, 0.2, 0.9]), np.array([False] * 4 + [True])
    found = posterior.posterior(values, least, np.zeros(5, bool))
    rng = np.random.default_rng(1)
    scale, reach = values.std(ddof=1), posterior.WIDEST * values.std(ddof=1) / math.sqrt(5)
    location = values.mean() + rng.uniform(-reach, reach, 2**20)
    spread = scale * np.exp(rng.uniform(-2, 2, 2**20))
    z = (values[:, None] - location) / spread
    logs = stats.norm.logpdf(z[:4]).sum(0) - 4 * np.log(spread) + stats.norm.logsf(z[4])
    mass = np.exp(logs - logs.max())
    mean = float((mass * location).sum() / mass.sum())
    error = math.sqrt(float((mass**2 * (location - mean) ** 2).sum())) / mass.sum()
    assert abs(found.location - mean) < 5 * error
    free = posterior.posterior(values, np.zeros(5, bool), np.zeros(5, bool))
    assert found.location > free.location + 5 * error


def test_weight() -> None:
    found = weight.measure(4_000)
    weight.check(found)
    assert weight.chart(found).axes
    with pytest.raises(AssertionError):
        weight.check(found.assign(mean=-found["mean"]))
