"""What each risk adds, so that the risks together add what they add."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine.analysis.contingency import contingency
from engine.studies import risk_effects
from engine.studies.contingency import contingency_of, plays
from engine.studies.risk_effects import plays_needed, with_risk_effects
from tests.programme.small_programme import SMALL, load_text

# The service goes live when the slower of two works is done, and until then the old system costs 12 a year.
MEET = """
title = "Two works that a service waits for"
start = "2025-01"
horizon = 60
unit = "£m"
price_base = "nominal"
discounting = "none"
[clusters.one]
go_live = "open"
activities = { left = { duration = 6 }, right = { duration = 6 }, open = { duration = 0, after = ["left", "right"] } }
costs = { old = { category = "legacy", per_year = 12 } }
"""
RISK = '[risks.{0}]\nprobability = {1}\n[[risks.{0}.effects]]\n{2}\ntargets = ["one.{3}"]\n'
BOTH = RISK.format("late_left", 0.5, "delay = 3", "left") + RISK.format(
    "late_right", 0.5, "delay = 5", "right"
)


def test_risks_that_meet_share_what_they_do_by_shapley(tmp_path):
    """Months late by who strikes: 3, 5, and 5 together. Shares of both: (3 + 0)/2 = 1.5 and (5 + 2)/2 = 3.5."""
    programme = load_text(tmp_path, MEET + BOTH)
    results = engine.simulate(programme, 400, measures=["total_cost", "risks.*.strikes"])
    found = with_risk_effects(programme, results)
    struck = results["strikes"].sel(risk=["late_left", "late_right"]).values
    exact = np.where(struck.all(axis=1)[:, None], [1.5, 3.5], struck * [3.0, 5.0])
    effects = found["risk_effect"].sel(risk_group=["late_left", "late_right"]).values
    np.testing.assert_allclose(effects, exact, atol=1e-12)
    assert 0 < struck.all(axis=1).sum() < 400
    np.testing.assert_allclose(effects.sum(axis=1), results["total_cost"].values, atol=1e-12)


def test_a_contingency_by_risk_adds_up(tmp_path):
    found = contingency_of(load_text(tmp_path, MEET + BOTH), iterations=500)
    risks = found.isel(part=np.flatnonzero(found["level"] == "risk"))
    assert risks["name"].values.tolist() == ["late_left", "late_right", "without any risk"]
    for part, whole in (("at_percentile", "value"), ("beyond", "tail_mean"), ("part_over_base", "over_base")):
        assert float(risks[part].sum()) == pytest.approx(float(found[whole]), rel=1e-12)
    assert set(found["level"].values) == {"cluster", "line", "risk"}


def test_of_very_many_risks_the_least_go_together(tmp_path, monkeypatch):
    monkeypatch.setattr(risk_effects, "MOST", 2)
    many = "".join(RISK.format(f"fine_{k}", 0.5, f"cost = {k + 1}", "left") for k in range(4))
    programme = load_text(tmp_path, MEET + BOTH + many)
    results = engine.simulate(programme, 300, measures=["total_cost"])
    found = with_risk_effects(programme, results)
    assert found["risk_group"].values.tolist()[-1] == "4 other risks"
    assert len(found["risk_group"]) == 3
    told = contingency(found)
    assert float(told.isel(part=np.flatnonzero(told["level"] == "risk"))["beyond"].sum()) == pytest.approx(
        float(told["tail_mean"]), rel=1e-12
    )


def test_a_risk_that_may_strike_several_times_is_one(tmp_path):
    twice = '[risks.again]\nprobability = 0.3\ntimes = 2\neffects = [{ delay = 2, targets = ["one.left"] }]\n'
    programme = load_text(tmp_path, MEET + twice)
    results = engine.simulate(programme, 200, measures=["total_cost"])
    found = with_risk_effects(programme, results)
    assert found["risk_group"].values.tolist() == ["again"]
    np.testing.assert_allclose(found["risk_effect"].values[:, 0], results["total_cost"].values, atol=1e-12)
    assert plays_needed(programme) == 1


def test_plays_are_counted_before_they_are_played(tmp_path):
    programme = load_text(tmp_path, MEET + BOTH)
    told: list[int] = []
    contingency_of(programme, iterations=100, progress=told.append)
    assert sum(told) == 100 * plays(programme) == 100 * (1 + plays_needed(programme))
    calm = load_text(tmp_path, MEET)
    assert plays(calm) == 1
    assert "risk" not in contingency_of(calm, iterations=100)["level"].values
    one = load_text(tmp_path, SMALL)
    assert plays(one) == 2
