"""What the horizon does to each kind of cost: a delay never makes a programme look cheap."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine.analysis.findings import findings_of
from engine.reporting.past_horizon import past_horizon
from tests.simulation.agreement import assert_agree, written

LATE = """
title = "Late work falls off the edge"
start = "2025-04"
horizon = 24
unit = "£m"
price_base = "nominal"
discounting = "green-book-2022"
total_cost = ["one_off_cost"]
[clusters.site]
go_live = "build"
[clusters.site.activities.permit]
duration = 6
[clusters.site.activities.build]
duration = 12
after = ["permit"]
[clusters.site.costs.works]
category = "one_off"
activity = "build"
{cost}
[clusters.site.costs.rent]
category = "running"
per_year = 3
[clusters.site.costs.old]
category = "legacy"
per_year = 6
[clusters.site.benefits.saving]
class = "cash"
annual = 4
[risks.permit_late]
probability = 0.5
[[risks.permit_late.effects]]
delay = {delay}
targets = ["site.permit"]
[claims.budget]
statement = "Costs at most £20m"
metric = "total_cost"
at_most = 20
{more}
"""
SPREAD, WHILE, AT_ONCE = "amount = 20", "per_month = 1.6666666666666667", "amount = 20"
FUNDED = """
[[funding]]
until = "2026-04"
approved = 8
top_up = 0.3
"""
YEARLY = """
[drivers.wages]
factor = { kind = "uniform", low = 0.8, high = 1.4 }
multiplies = ["site.works", "site.old"]
autocorrelation = 0.5
"""


def late(tmp_path, cost=SPREAD, delay="24", more=""):
    return written(tmp_path, LATE.format(cost=cost, delay=delay, more=more))


@pytest.mark.parametrize("cost", [SPREAD, WHILE])
def test_work_is_paid_whenever_it_is_done(tmp_path, cost):
    results = engine.simulate(late(tmp_path, cost), 2000, seed=1)
    assert results["one_off_cost"].values == pytest.approx(20.0, rel=1e-12)
    after = results["work_after_horizon"].values[:, 0]
    struck = engine.draw(late(tmp_path, cost), 2000, seed=1, inputs="risks.*.strikes")["value"].values[:, 0]
    assert after == pytest.approx(20.0 * struck, rel=1e-12)  # months 30 to 42 of 24
    assert 0.4 < struck.mean() < 0.6
    assert float(engine.claims(results)["probability"][0]) == 1.0


def test_the_totals_hold_what_falls_after(tmp_path):
    results = engine.simulate(late(tmp_path), 500, seed=1)
    yearly = results["yearly_cost"].sum("year")
    after = results["work_after_horizon"].sum("cluster")
    costs = sum(results[f"{kind}_cost"].sum("cluster") for kind in ("one_off", "running", "legacy"))
    assert np.allclose(yearly + after, costs, rtol=1e-12)
    assert np.allclose(results["net_benefit"], results["total_benefit"] - costs, rtol=1e-12, atol=1e-12)
    discount = np.array([1.0, 1 / 1.035])
    present = (results["yearly_cash_benefit"] - results["yearly_cost"]).values @ discount - after * discount[
        -1
    ]
    assert np.allclose(results["npv"], present, rtol=1e-12, atol=1e-12)


def test_a_legacy_system_that_outlives_the_horizon_is_told_and_not_counted(tmp_path):
    results = engine.simulate(late(tmp_path), 500, seed=1)
    struck = results["work_after_horizon"].values[:, 0] > 0
    assert results["legacy_cost"].values[struck, 0] == pytest.approx(6 / 12 * (24 - 18), rel=1e-12)
    assert results["legacy_after_horizon"].values[struck, 0] == pytest.approx(6 / 12 * (42 - 24), rel=1e-12)
    assert not results["legacy_after_horizon"].values[~struck, 0].any()


@pytest.mark.parametrize("cost", [SPREAD, WHILE])
@pytest.mark.parametrize("more", ["", FUNDED, YEARLY])
def test_a_risk_that_only_delays_never_raises_the_chance_of_a_claim_on_cost(tmp_path, cost, more):
    delay = '{ kind = "uniform", low = 0, high = 60 }'
    programme = late(tmp_path, cost, delay, more)
    with_risk = engine.simulate(programme, 4000, seed=2)
    without = engine.simulate(programme.without("permit_late"), 4000, seed=2)
    # iteration by iteration, since the two are paired
    assert (with_risk["total_cost"] >= without["total_cost"] * (1 - 1e-9)).all() or more == YEARLY
    chances = [float(engine.claims(run)["probability"][0]) for run in (with_risk, without)]
    assert chances[0] <= chances[1] + (0.05 if more == YEARLY else 0.0)  # other years have other factors


@pytest.mark.parametrize("cost", [SPREAD, WHILE])
@pytest.mark.parametrize("more", ["", FUNDED, YEARLY])
def test_the_twin_agrees(tmp_path, cost, more):
    delay = '{ kind = "uniform", low = 0, high = 60 }'
    expected = assert_agree(late(tmp_path, cost, delay, more))
    assert expected["work_after_horizon"].any()
    assert expected["legacy_after_horizon"].any()


def test_lines_sum_to_what_is_counted_after_the_horizon_too(tmp_path):
    programme = late(tmp_path, more=FUNDED)
    results = engine.simulate(programme, 300, seed=1, measures=["one_off_cost", "site.works.cost"])
    assert np.allclose(results["line_money"][:, 0], results["one_off_cost"][:, 0], rtol=1e-12)


@pytest.mark.parametrize("keep", ["iterations", "summary"])
def test_the_table_says_how_often_work_is_past_the_horizon_and_how_much(tmp_path, keep):
    results = engine.simulate(late(tmp_path), 2000, seed=1, keep=keep)
    struck = engine.draw(late(tmp_path), 2000, seed=1, inputs="risks.*.strikes")["value"].values[:, 0]
    row = engine.summarise(results).sel(measure="work_after_horizon")
    assert int(row["nonzero"]) == struck.sum()
    (told,) = (line for line in past_horizon(findings_of(results)) if line.startswith("One-off"))
    assert f"in {struck.mean():.0%} (" in told
    assert "£20m on average where it happens" in told
    on_time = engine.simulate(late(tmp_path, delay="0"), 100, seed=1, keep=keep)
    assert past_horizon(findings_of(on_time)) == []
