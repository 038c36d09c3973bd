"""What few data leave open of a law's parameters: by formulas, by coverage over repeats, and as it is pasted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import engine
import engine.fitting.doubt
from distributions import Exponential, Law, Lognormal, Weibull
from engine.fitting.fit import FitError, fit
from engine.fitting.pasting import toml_beliefs

DATA = [1.2, 1.9, 2.3, 1.4, 3.1, 1.7]
FILE = """
title = "A cost"
start = "2024-04"
horizon = 60
unit = "£m"
price_base = "nominal"
discounting = "none"

[clusters.a]
go_live = "build"
activities.build = { duration = 12 }
costs.one = { category = "one_off", activity = "build", amount = 100, factor = "ratio" }

"""


def doubt(data, kind, **more):
    return fit(data, [kind], bootstrap=0, **more).best.doubt


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.9, 0.95])
def test_of_a_normal_law_it_is_student_t_and_chi_squared(confidence):
    data, found = np.array(DATA), doubt(DATA, "normal")
    n, mean, sd = data.size, data.mean(), data.std(ddof=1)
    ends = np.array([(1 - confidence) / 2, (1 + confidence) / 2])
    wanted = mean + stats.t.ppf(ends, n - 1) * sd / np.sqrt(n)
    assert np.allclose(found.interval("mean", confidence), wanted, atol=0.01 * np.ptp(wanted))
    wanted = np.sqrt((n - 1) * sd**2 / stats.chi2.ppf(ends[::-1], n - 1))
    assert np.allclose(found.interval("sd", confidence), wanted, atol=0.01 * np.ptp(wanted))
    assert abs(found.correlation) < 0.02


def test_of_an_exponential_law_with_censored_data_it_is_inverse_gamma():
    flags = np.array([False, True, False, True, False, False])
    found = doubt(DATA, "exponential", censored_right=flags)
    wanted = sum(DATA) / stats.gamma.ppf([0.95, 0.05], 4)  # four that ended, all the time at risk
    assert np.allclose(found.interval("scale"), wanted, rtol=2e-3)


COVERED: dict[str, tuple[Law, str]] = {
    "lognormal": (Lognormal(0.3, 0.5), "log_sd"),
    "weibull": (Weibull(1.5, 10), "shape"),
    "exponential": (Exponential(3), "scale"),
}
REPEATS = 150


@pytest.mark.parametrize("kind", COVERED)
@pytest.mark.parametrize("limit", [1.0, 0.75])
def test_nine_in_ten_intervals_of_seven_observations_hold_the_truth(kind, limit, monkeypatch):
    """Within 4 standard errors of the repeats; what is above the limit is known to be at least that."""
    for name, less in (("TERMS", 1), ("FEWEST", 51), ("COARSE", 41)):  # coarser than it goes
        monkeypatch.setattr(engine.fitting.doubt, name, less)
    law, parameter = COVERED[kind]
    rng = np.random.default_rng(8)
    high = float(law.ppf(limit)) if limit < 1 else np.inf
    truth, wanted = law.arguments()[parameter], float(law.ppf(0.8))
    held = np.zeros(2)
    for _ in range(REPEATS):
        data = law.ppf(rng.random(7))
        while np.count_nonzero(data < high) < 3:
            data = law.ppf(rng.random(7))
        found = doubt(np.minimum(data, high), kind, censored_right=data > high)
        for place, (low, top) in enumerate([found.interval(parameter), found.interval_of_percentile(0.8)]):
            held[place] += low < truth < top if place == 0 else low < wanted < top
    assert np.all(np.abs(held / REPEATS - 0.9) < 4 * np.sqrt(0.09 / REPEATS))


def test_the_interval_by_the_maximum_alone_would_hold_it_too_seldom():
    """The negative control: as if seven observations were many."""
    rng, held = np.random.default_rng(8), 0
    for _ in range(REPEATS):
        sd = np.log(Lognormal(0.3, 0.5).ppf(rng.random(7))).std()
        held += abs(sd - 0.5) < 1.645 * sd / np.sqrt(14)
    assert held / REPEATS < 0.9 - 3 * np.sqrt(0.09 / REPEATS)


def test_what_is_drawn_together_has_the_correlation_of_its_points():
    found = doubt(DATA, "gamma")
    assert found.correlation < -0.9
    shape, scale = found.sample(4000, seed=1)
    assert stats.spearmanr(shape, scale).statistic < -0.9
    assert found.interval("shape")[0] < np.median(shape) < found.interval("shape")[1]


@pytest.mark.parametrize("kind", ["normal", "lognormal", "gamma", "weibull", "log_logistic", "exponential"])
def test_what_is_pasted_is_played_with_what_is_in_doubt(kind, tmp_path: Path):
    best = fit(DATA, [kind], bootstrap=0).best
    path = tmp_path / "programme.toml"
    path.write_text(FILE + toml_beliefs(best, "ratio", "six programmes"), encoding="utf-8")
    programme = engine.load(path)
    worlds = 300
    drawn = engine.draw(programme, worlds * 100, seed=3, worlds=worlds)["value"]
    for parameter in best.doubt.parameters:
        values = drawn.sel(input=f"beliefs.ratio_{parameter}").values[::100]
        low, high = best.doubt.interval(parameter)
        inside = np.mean((low < values) & (values < high))
        assert abs(inside - 0.9) < 5 * np.sqrt(0.09 / worlds) + 0.05  # of what was cut off
    assert engine.simulate(programme, 1000, worlds=10).attrs["worlds"] == 10


def test_what_cannot_be_told_is_refused():
    with pytest.raises(FitError, match="has 3 parameters; the doubt of one or two"):
        doubt([*DATA, 2.0, 9.0, 0.4], "student_t")
    with pytest.raises(FitError, match="ends at an observation"):
        doubt(DATA, "uniform")
