"""What a programme's play must give, by closed forms: relative 1e-12 unless a standard error stands beside it."""

from __future__ import annotations

import math

import numpy as np
import pytest

import engine
from distributions import Pert
from tests.simulation.programmes import one_cluster

N = 100_000
HORIZON = 120


def play(programme, iterations=N, seed=1):
    return engine.simulate(programme, iterations, seed)


def mean_is(found, exact, tolerance=None):
    """Whether a sample mean is within 5 standard errors (false alarm 6e-7)."""
    error = np.std(found, ddof=1) / math.sqrt(len(found))
    return abs(np.mean(found) - exact) < 5 * error


def test_the_base_case_by_hand(tmp_path):
    results = play(one_cluster(tmp_path), 2)
    # go-live in month 24: 96 months of cash at 1 a month, 90 months of time at 2 a month
    expected = {"cash_benefit": 96.0, "efficiency_benefit": 180.0, "one_off_cost": 60.0}
    for name, value in expected.items():
        assert results[name].values == pytest.approx(np.full((2, 1), value), rel=1e-12)
        assert results[name].attrs["base"] == pytest.approx([value], rel=1e-12)
    assert results["total_benefit"].values == pytest.approx([276.0, 276.0], rel=1e-12)
    assert results["net_benefit"].values == pytest.approx([216.0, 216.0], rel=1e-12)


def test_discounting_by_hand(tmp_path):
    results = play(one_cluster(tmp_path), 1)
    cost = [30.0, 30.0] + [0.0] * 8
    benefit = [0.0, 0.0, 12.0 + 12.0] + [12.0 + 24.0] * 7
    factors = 1.035 ** -np.arange(10)
    assert results["yearly_cost"].values[0] == pytest.approx(cost, rel=1e-12, abs=1e-12)
    assert results["npv"].item() == pytest.approx(factors @ np.subtract(benefit, cost), rel=1e-12)
    ratio = (factors @ benefit) / (factors @ cost)
    assert results["benefit_cost_ratio"].item() == pytest.approx(ratio, rel=1e-12)
    # cumulative: -30, -60, -36, 0: paid back by the end of year 3
    assert results["payback_year"].item() == 2025


def test_delay_destroys_benefit_and_nothing_else(tmp_path):
    late = play(one_cluster(tmp_path, duration='{ kind = "uniform", low = 24, high = 84, base = 24 }'))
    delay = late["go_live_delay"].values[:, 0]
    assert late["cash_benefit"].values[:, 0] == pytest.approx(96.0 - delay, rel=1e-12)
    assert late["efficiency_benefit"].values[:, 0] == pytest.approx(180.0 - 2.0 * delay, rel=1e-12)
    assert late["one_off_cost"].values[:, 0] == pytest.approx(np.full(N, 60.0), rel=1e-12)
    assert mean_is(delay, 30.0)
    assert not mean_is(delay, 30.5)


def test_benefits_that_slip_past_the_horizon_are_lost_and_work_is_paid_all_the_same(tmp_path):
    results = play(one_cluster(tmp_path, duration="{ value = 240, base = 24 }"), 1)
    assert results["total_benefit"].item() == 0.0
    assert results["one_off_cost"].item() == pytest.approx(60.0, rel=1e-12)
    assert results["work_after_horizon"].item() == pytest.approx(60.0 * (1 - HORIZON / 240), rel=1e-12)
    assert np.isnan(results["payback_year"].item())


@pytest.mark.parametrize("ramp", [0.0, 7.5, 30.0, 96.0, 200.0])
@pytest.mark.parametrize("decline", [0.0, 0.05, 0.4])
def test_ramp_and_decline_integrate(tmp_path, ramp, decline):
    from scipy.integrate import quad

    results = play(one_cluster(tmp_path, ramp=str(ramp), decline=str(decline)), 1)

    def profile(month):
        tau = month - 24.0
        if tau < 0:
            return 0.0
        if tau < ramp:
            return tau / ramp
        return (1.0 - decline) ** ((tau - ramp) / 12.0)

    for year in range(10):
        edges = (12.0 * year, 12.0 * (year + 1))
        bends = [b for b in (24.0, 24.0 + ramp) if edges[0] < b < edges[1]]
        exact = quad(profile, *edges, points=bends or None, epsabs=1e-13, epsrel=1e-13)[0]
        found = results["yearly_cash_benefit"].values[0, year]
        assert found == pytest.approx(exact, rel=1e-12, abs=1e-12)


RISKS = """
[risks.late]
probability = 0.3
[[risks.late.effects]]
delay = 12
targets = ["alpha.build"]

[risks.dear]
probability = 0.2
[[risks.dear.effects]]
cost = 40
targets = ["alpha.build"]
[[risks.dear.effects]]
factor = 0.5
targets = ["alpha.cash"]
"""


def test_risk_events_by_exact_enumeration(tmp_path):
    results = play(one_cluster(tmp_path, extra=RISKS))
    found = np.stack([results["total_benefit"].values, results["total_cost"].values], axis=1).round(9)
    expected = {}
    for late, p_late in ((0, 0.7), (1, 0.3)):
        for dear, p_dear in ((0, 0.8), (1, 0.2)):
            benefit = (96.0 - 12.0 * late) * (0.5 if dear else 1.0) + 180.0 - 24.0 * late
            expected[benefit, 60.0 + 40.0 * dear] = p_late * p_dear
    assert {tuple(row) for row in np.unique(found, axis=0)} == set(expected)
    for (benefit, cost), probability in expected.items():
        share = np.mean((found[:, 0] == benefit) & (found[:, 1] == cost))
        error = math.sqrt(probability * (1 - probability) / N)
        assert abs(share - probability) < 5 * error  # false alarm 6e-7 each
        assert abs(share - (probability + 0.02)) > 5 * error  # a wrong probability is caught


def test_a_probability_may_itself_be_uncertain(tmp_path):
    uncertain = RISKS.replace(
        "probability = 0.3", 'probability = { kind = "uniform", low = 0.2, high = 0.6 }'
    )
    late = play(one_cluster(tmp_path, extra=uncertain))["go_live_delay"].values[:, 0] > 0
    assert mean_is(late.astype(float), 0.4)
    assert not mean_is(late.astype(float), 0.3)


def test_a_driver_is_one_draw_for_all_that_it_names(tmp_path):
    driver = """
[drivers.skills]
factor = { kind = "uniform", low = 1.0, high = 2.0, base = 1.0 }
multiplies = ["alpha.build", "alpha.delivery", "alpha.time"]
"""
    results = play(one_cluster(tmp_path, extra=driver), 1000)
    factor = results["one_off_cost"].values[:, 0] / 60.0
    assert results["go_live_delay"].values[:, 0] == pytest.approx(24.0 * (factor - 1.0), rel=1e-9, abs=1e-9)
    months = HORIZON - 24.0 * factor - 6.0
    assert results["efficiency_benefit"].values[:, 0] == pytest.approx(2.0 * factor * months, rel=1e-12)


def test_sum_of_laws_by_convolution(tmp_path):
    # PERT(10, 20, 60) cost and PERT again: the density of the sum by FFT-free direct convolution on a grid
    law = '{ kind = "pert", low = 10, mode = 20, high = 60 }'
    second = f"""
[clusters.alpha.costs.more]
category = "one_off"
activity = "build"
amount = {law}
"""
    total = np.sort(play(one_cluster(tmp_path, amount=law, extra=second))["total_cost"].values)
    pert = Pert(10.0, 20.0, 60.0)
    u = (np.arange(4000) + 0.5) / 4000
    x = pert.ppf(u)
    for at in (40.0, 50.0, 70.0):
        exact = float(np.mean(pert.cdf(at - x)))  # P(X + Y <= at) = E F(at - X)
        share = np.searchsorted(total, at) / N
        error = math.sqrt(exact * (1 - exact) / N)
        assert abs(share - exact) < 5 * error
        assert abs(np.searchsorted(total, at - 1.0) / N - exact) > 5 * error


FUNDING = """
[[funding]]
until = "2023-04"
approved = 20
top_up = {top_up}
"""


@pytest.mark.parametrize(("top_up", "wait"), [(1.0, 0.0), (0.5, 2.0), (0.0, 4.0)])
def test_money_that_runs_out_delays_what_it_would_have_paid_for(tmp_path, top_up, wait):
    # 60 over 24 months is 30 by month 12; with 20 + top_up x 10 the work stops `wait` months before it
    funding = FUNDING.format(top_up=f"{{ value = {top_up}, base = 1 }}")
    results = play(one_cluster(tmp_path, extra=funding), 1)
    assert results["go_live_delay"].item() == pytest.approx(wait, rel=1e-9, abs=1e-9)
    assert results["one_off_cost"].item() == pytest.approx(60.0, rel=1e-12)
    assert results["yearly_cost"].values[0, 0] == pytest.approx(20.0 + 10.0 * top_up, rel=1e-12)


RATES = """
[clusters.alpha.costs.office]
category = "one_off"
activity = "build"
per_month = 0.5

[clusters.alpha.costs.service]
category = "running"
per_year = 6

[clusters.alpha.costs.old]
category = "legacy"
per_year = 3
"""


def test_rates_follow_the_dates(tmp_path):
    late = play(one_cluster(tmp_path, duration="{ value = 34, base = 24 }", extra=RATES), 1)
    assert late["one_off_cost"].item() == pytest.approx(60.0 + 0.5 * 34, rel=1e-12)
    assert late["running_cost"].item() == pytest.approx(6.0 / 12 * (HORIZON - 34), rel=1e-12)
    assert late["legacy_cost"].item() == pytest.approx(3.0 / 12 * 10, rel=1e-12)
    early = play(one_cluster(tmp_path, duration="{ value = 20, base = 24 }", extra=RATES), 1)
    assert early["legacy_cost"].item() == 0.0
    assert early["go_live_delay"].item() == pytest.approx(-4.0, rel=1e-12)
    assert late["yearly_cost"].values.sum() == pytest.approx(77.0 + 43.0 + 2.5, rel=1e-12)


def test_optimism_bias_uplifts_a_line(tmp_path):
    text = one_cluster(tmp_path).costs[0]
    assert text.uplift == 1.0
    path = tmp_path / "one_cluster.toml"
    bias = 'amount = 60\noptimism_bias = { category = "equipment-and-development", mitigation = 0.5 }'
    path.write_text(path.read_text().replace("amount = 60", bias))
    results = play(engine.load(path), 1)
    # between 10% and 200% (Mott MacDonald 2002), half of the way mitigated
    assert results["total_cost"].item() == pytest.approx(60.0 * (1 + 0.10 + 0.5 * 1.90), rel=1e-12)
