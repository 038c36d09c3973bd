"""Risks that save time, stretch work, strike several times or only for some time: closed forms, and the twin."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import engine
from engine.programme.model import Programme
from tests.simulation.agreement import assert_agree
from tests.simulation.agreement import written as from_text

N = 100_000
HEAD = """title = "Risks"
start = "2025-04"
horizon = 60
unit = "£m"
price_base = "nominal"
discounting = "none"
[clusters.site]
go_live = "build"
[clusters.site.activities.build]
duration = 12
[clusters.site.costs.works]
category = "one_off"
activity = "build"
amount = 100
[clusters.site.costs.rent]
category = "running"
per_year = 12
"""


def written(tmp_path: Path, risks: str, head: str = HEAD) -> Programme:
    return from_text(tmp_path, head + risks)


def off_by(found: NDArray[np.float64], exact: float) -> float:
    """How many standard errors a mean lies from what it should be; beyond five with a chance of 6e-7."""
    return float(abs(found.mean() - exact) / (found.std(ddof=1) / math.sqrt(found.size)))


def test_an_opportunity_saves_time_and_money(tmp_path: Path) -> None:
    """Mean delay -0.2 x 7/3, mean cost 100 - 0.2 x 10."""
    programme = written(
        tmp_path,
        '[risks.early]\nprobability = 0.2\ntargets = ["site.build"]\n'
        'delay = { kind = "triangular", low = -4, mode = -2, high = -1 }\n'
        'cost = { kind = "triangular", low = -15, mode = -10, high = -5 }\n',
    )
    results = engine.simulate(programme, N, seed=1)
    assert off_by(results["go_live_delay"].values[:, 0], -0.2 * 7 / 3) < 5
    assert off_by(results["one_off_cost"].values[:, 0], 98.0) < 5
    assert off_by(results["one_off_cost"].values[:, 0], 98.2) > 5  # negative control
    assert_agree(programme, 500)


def test_a_risk_stretches_work_by_a_share(tmp_path: Path) -> None:
    """12 x 0.4 x 0.16 on average; 60% are at 0, so that P80 is the median of the uniform."""
    programme = written(
        tmp_path,
        '[risks.slow]\nprobability = 0.4\ntargets = ["site.build"]\n'
        'factor = { kind = "uniform", low = 1.1, high = 1.22 }\n',
    )
    delay = engine.simulate(programme, N, seed=1)["go_live_delay"].values[:, 0]
    assert off_by(delay, 0.768) < 5
    assert off_by(delay, 0.79) > 5
    assert np.percentile(delay, 50) == 0.0
    # the density there is 0.4 / 1.44 a month: five standard errors of the percentile are 0.023
    assert np.percentile(delay, 80) == pytest.approx(1.92, abs=0.023)
    assert_agree(programme, 500)


def test_no_work_takes_less_than_no_time(tmp_path: Path) -> None:
    risk = (
        '[risks.early]\nprobability = 0.5\ntargets = ["site.build"]\ndelay = { kind = "discrete", values = '
    )
    programme = written(tmp_path, f"{risk}[-20, -3], probabilities = [0.5, 0.5] }}\n")
    results = engine.simulate(programme, 2000, seed=1, measures=["*.finish", "risks.*.strikes"])
    assert sorted(set(results["finish"].values[:, 0].tolist())) == [0.0, 9.0, 12.0]
    assert_agree(programme, 500)


def test_a_risk_every_year_multiplies_what_falls_into_its_year(tmp_path: Path) -> None:
    """A year's rent is 12, doubled with a chance of 0.3; exposed for half of 2027 with 1 - 0.7^0.5."""
    programme = written(
        tmp_path,
        '[risks.flood]\nprobability = 0.3\nevery_year = true\nexposed_from = "2027-10"\n'
        'factor = 2\ntargets = ["*.rent"]\n',
    )
    results = engine.simulate(programme, N, seed=1)
    rent = results["yearly_cost"].values[:, 1:]
    assert sorted(set(rent.round(9).ravel().tolist())) == [12.0, 24.0]
    chances = [0.0, 1 - 0.7**0.5, 0.3, 0.3]
    doubled = rent > 18.0
    assert not doubled[:, 0].any()
    for year in (1, 2, 3):
        assert off_by(doubled[:, year].astype(float), chances[year]) < 5
    assert off_by(doubled[:, 1].astype(float), 0.3) > 5
    apart = np.corrcoef(doubled[:, 2], doubled[:, 3])[0, 1]
    assert abs(apart) < 5 / math.sqrt(N)
    assert_agree(programme, 500)


def test_n_times_is_n_risks_with_sizes_of_their_own(tmp_path: Path) -> None:
    """The mean and variance of a sum of five of them, each size uniform from 1 to 3."""
    programme = written(
        tmp_path,
        '[risks.claim]\nprobability = 0.2\ntimes = 5\ntargets = ["site.build"]\n'
        'cost = { kind = "uniform", low = 1, high = 3 }\n',
    )
    cost = engine.simulate(programme, N, seed=1)["one_off_cost"].values[:, 0]
    assert off_by(cost, 102.0) < 5
    variance = 5 * (0.2 * (4 + 4 / 12) - 0.4**2)
    # of a variance the standard error is sqrt((m4 - v^2) / n)
    squares = (cost - cost.mean()) ** 2
    assert off_by(squares, variance) < 5
    assert off_by(squares, 25 * (0.2 * (4 + 4 / 12) - 0.4**2)) > 5  # all five at once
    assert_agree(programme, 500)


WHILE = """
[risks.weather]
probability = 0.3
every_year = true
during = "site.build"
delay = 6
targets = ["site.build"]
"""


def test_exposure_while_an_activity_runs_is_that_of_its_run_without_it(tmp_path: Path) -> None:
    """18 months of work: in the first year in full, in the second for half of it, whatever the first strike does."""
    programme = written(tmp_path, WHILE, HEAD.replace("duration = 12", "duration = 18"))
    results = engine.simulate(programme, N, seed=1, measures=["risks.*.strikes", "go_live_delay"])
    strikes = results["strikes"]
    chances = {"weather.2025": 0.3, "weather.2026": 1 - 0.7**0.5}
    for name, chance in chances.items():
        assert off_by(strikes.sel(risk=name).values, chance) < 5
    assert not strikes.sel(risk=["weather.2027", "weather.2028", "weather.2029"]).values.any()
    both = (strikes.sel(risk="weather.2025") * strikes.sel(risk="weather.2026")).values
    assert off_by(both, 0.3 * (1 - 0.7**0.5)) < 5
    np.testing.assert_allclose(results["go_live_delay"][:, 0], 6.0 * strikes.sum("risk"), atol=1e-12)
    assert_agree(programme, 500)


def test_exposure_hangs_on_the_iteration(tmp_path: Path) -> None:
    """Work of 0 to 12 months: the chance is 1 - E(0.7^(m / 12)), an integral with a closed form."""
    law = 'duration = { kind = "uniform", low = 0, high = 12 }'
    programme = written(tmp_path, WHILE, HEAD.replace("duration = 12", law))
    strikes = engine.simulate(programme, N, seed=1, measures=["risks.*.strikes"])["strikes"]
    assert off_by(strikes.sel(risk="weather.2025").values, 1 - (0.7 - 1) / math.log(0.7)) < 5
    drawn = engine.draw(programme, 300, seed=1, inputs="risks.*.strikes")["value"]
    assert (drawn.values == strikes.values[:300]).all()  # draws know of exposure too
    assert_agree(programme, 500)


def test_a_risk_once_while_an_activity_runs(tmp_path: Path) -> None:
    """Its probability is that of the whole run; with a window that of the window, of which work takes a third."""
    risk = '[risks.{}]\nprobability = 0.3\nduring = "site.build"\n{}cost = 1\ntargets = ["site.build"]\n'
    window = 'exposed_from = "2026-01"\nexposed_until = "2026-10"\n'
    programme = written(tmp_path, risk.format("whole", "") + risk.format("part", window))
    strikes = engine.simulate(programme, N, seed=1, measures=["risks.*.strikes"])["strikes"]
    assert off_by(strikes.sel(risk="whole").values, 0.3) < 5
    assert off_by(strikes.sel(risk="part").values, 1 - 0.7 ** (1 / 3)) < 5
    assert_agree(programme, 500)


def test_what_hangs_on_an_exposed_risk(tmp_path: Path) -> None:
    """Logic and exposure together, by the twin; and a sure risk, whose chance is 1 however short the exposure."""
    programme = written(
        tmp_path,
        '[risks.frost]\nprobability = 1\nduring = "site.build"\nexposed_from = "2025-06"\n'
        'exposed_until = "2030-01"\ncost = 1\ntargets = ["site.build"]\n'
        '[risks.collapse]\nprobability = 0.5\nneeds = ["frost"]\ndelay = 3\ntargets = ["site.build"]\n'
        '[risks.calm]\nprobability = 0.5\nprevented_by = ["frost"]\ndelay = -3\ntargets = ["site.build"]\n',
    )
    assert_agree(programme, 500)
    strikes = engine.simulate(programme, 500, seed=1, measures=["risks.*.strikes"])["strikes"]
    assert strikes.sel(risk="frost").values.all()
    assert not strikes.sel(risk="calm").values.any()


def test_any_strike_of_a_risk_that_may_strike_several_times_prevents(tmp_path: Path) -> None:
    """Three times 0.4: none with 0.6^3, so that calm, at 0.5, strikes with 0.108."""
    programme = written(
        tmp_path,
        '[risks.flood]\nprobability = 0.4\ntimes = 3\ncost = 1\ntargets = ["site.build"]\n'
        '[risks.calm]\nprobability = 0.5\nprevented_by = ["flood"]\ndelay = -3\ntargets = ["site.build"]\n',
    )
    strikes = engine.simulate(programme, N, seed=1, measures=["risks.*.strikes"])["strikes"]
    calm = strikes.sel(risk="calm").values
    assert off_by(calm, 0.5 * 0.6**3) < 5
    assert off_by(calm, 0.5 * 0.6**2) > 5  # negative control
    floods = strikes.sel(risk=[f"flood.{time}" for time in (1, 2, 3)]).values.any(axis=1)
    assert not (calm.astype(bool) & floods).any()
    assert_agree(programme, 500)
