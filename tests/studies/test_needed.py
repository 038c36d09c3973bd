"""What would have to be true: switching values, levers and the least unlikely way, against what is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

import engine
from distributions import Normal, Uniform, shared_in
from engine.reporting.held import held
from engine.simulation.given import Points
from engine.studies.goal_seek import bound_needed, floor_needed, goal_seek
from engine.studies.reverse_stress import ClaimError
from engine.studies.switch import SwitchingError
from engine.studies.switching_curve import switching_curve
from engine.studies.tied import TieError, part_of
from experiments.shared_services import PROGRAMME
from tests.simulation.agreement import written
from tests.simulation.programmes import one_cluster
from tests.simulation.test_simulate import UNCERTAIN

CLAIMS = {
    "late": {"metric": "y", "at_least": 37.0},
    "never": {"metric": "y", "at_most": -1e6},
    "both": {"all_of": ["late", "never"]},
}


def sum_of_two(rank=0.5, claims=CLAIMS):
    laws = {"a": Normal(10, 1), "b": Normal(20, 2), "unread": Uniform(0, 1)}
    tied = [engine.Correlation({("a", "b"): rank}, measure="normal")] if rank else {}
    return engine.Model(laws, lambda a, b, unread: a + b, correlation=tied, claims=claims)


@pytest.fixture(scope="module")
def flagship():
    return engine.load(PROGRAMME)


def test_the_least_unlikely_sum_is_the_known_design_point():
    """mu + Sigma a (c - a'mu) / (a' Sigma a): 12 and 25, beta 2.645751, tail 0.00407549."""
    found = engine.reverse_stress(sum_of_two(), "late", iterations=4000)
    assert found["value"].sel(input=["a", "b"]).values == pytest.approx([12, 25], abs=1e-5)
    assert found.attrs["beta"] == pytest.approx(2.645751, abs=1e-6)
    assert found.attrs["tail"] == pytest.approx(0.00407549, rel=1e-5)
    assert found.attrs["low"] < found.attrs["tail"] < found.attrs["high"]  # of a plane it is the chance
    assert float(found["score"].sel(input="unread")) == pytest.approx(0, abs=1e-6)
    assert list(found["input"].values)[:2] == ["b", "a"]


@pytest.mark.parametrize(("mean", "sd", "bound"), [(10, 1, 36.0), (0, 3, 25.0), (10, 2, 40.0)])
def test_other_sums_by_the_formula(mean, sd, bound):
    laws = {"a": Normal(mean, sd), "b": Normal(20, 2)}
    claims = {"more": {"metric": "y", "at_least": bound}}
    found = engine.reverse_stress(engine.Model(laws, lambda a, b: a + b, claims=claims), "more", 200)
    gap = bound - mean - 20
    expected = [mean + sd**2 * gap / (sd**2 + 4), 20 + 4 * gap / (sd**2 + 4)]
    assert found["value"].sel(input=["a", "b"]).values == pytest.approx(expected, abs=1e-5)


def test_a_claim_that_holds_is_asked_how_it_fails():
    claims = {"held": {"metric": "y", "at_most": 37.0}}
    found = engine.reverse_stress(sum_of_two(claims=claims), "held", 500)
    assert found.attrs["turns"] == "fails"
    assert found.attrs["beta"] == pytest.approx(2.645751, abs=1e-5)


def test_what_never_holds_is_said_with_how_far_it_gets():
    found = engine.reverse_stress(sum_of_two(), "never", 100)
    assert found.attrs["reached"] == 0
    assert found.attrs["margin"] > 100
    with pytest.raises(ClaimError, match='did you mean "late"'):
        engine.reverse_stress(sum_of_two(), "lat", 100)


def test_of_the_flagship_all_claims_hold_at_the_point(flagship):
    found = engine.reverse_stress(flagship, "whole", 200)
    at = dict(zip(found["measure"].values, found["at_point"].values, strict=True))
    assert at["total_benefit"] >= 1800 * (1 - 1e-9)
    assert at["total_cost"] <= 900 * (1 + 1e-9)
    assert 1 < found.attrs["beta"] < 2
    assert float(found["value"].sel(input="risks.moj_departure.strikes")) == 0.0


@pytest.mark.parametrize("which", ["model", "programme"])
def test_points_play_as_a_run_does(which, tmp_path):
    """The uniforms that a run drew, given as scores, give its measures and its inputs."""
    played = sum_of_two() if which == "model" else one_cluster(tmp_path, **UNCERTAIN)
    points = Points(played)
    scores = np.zeros((points.size, 3))
    scores[:, 1] = 0.7
    values, at_base = points.values(scores), points.measures(scores, [points.player.names[0]])
    assert values[:, 0] == pytest.approx(values[:, 2])
    assert np.isfinite(at_base).all()
    if which == "model":
        assert values[:2, 0] == pytest.approx([10, 20], abs=1e-9)
        tied = 20 + 2 * 0.7 * (0.5 + math.sqrt(0.75))
        assert values[:2, 1] == pytest.approx([10.7, tied], abs=1e-6)


# --------------------------------------------------------------------------------------- switching values


def test_a_switching_value_is_that_of_the_other_law():
    """a + b >= 37 with b free and untied: P = Phi((a - 17) / 2) = level at a = 17 + 2 z, within its interval."""
    claims = {"late": {"metric": "y", "at_least": 32.0}}
    found = engine.switching_values(sum_of_two(0, claims), "late", levels=(40.0, 50.0), iterations=40_000)
    for level in (40.0, 50.0):
        one = found.sel(input="a", level=level)
        truth = 12 + 2 * norm.ppf(level / 100)
        assert float(one["low"]) < truth < float(one["high"])
        assert float(one["value"]) == pytest.approx(truth, abs=0.05)
        assert float(one["percentile"]) == pytest.approx(100 * norm.cdf(truth - 10), abs=1)
    assert np.isnan(found["value"].sel(input="unread")).all()
    ends = found.sel(input="unread")
    assert float(ends["chance_lowest"]) == float(ends["chance_highest"])  # what is never read moves nothing
    assert list(found["input"].values) == ["b", "a", "unread"]


def test_if_nothing_reaches_it_the_ends_say_how_far_it_gets():
    found = engine.switching_values(sum_of_two(), "late", iterations=2000, levels=(90.0,))
    assert np.isnan(found["value"].sel(input="a")).all()
    assert float(found["chance_highest"].sel(input="a")) < 0.2


def test_risks_are_never_or_for_certain(flagship):
    found = engine.switching_values(flagship, "cheaper", "risks.synergy_restart.strikes", iterations=2000)
    assert float(found["chance_lowest"][0]) > float(found["chance_highest"][0])
    assert (float(found["lowest"][0]), float(found["highest"][0])) == (0.0, 1.0)


def test_pairs_trade_one_for_the_other():
    claims = {"late": {"metric": "y", "at_least": 32.0}}
    curve = switching_curve(sum_of_two(0, claims), "late", ("a", "b"), points=5, iterations=2000)
    assert (curve["first"] + curve["second"]).values == pytest.approx(np.full(5, 32.0), abs=0.15)
    with pytest.raises(ValueError, match="fits no input"):
        switching_curve(sum_of_two(), "late", ("a", "c"))


def test_levers_floors_and_bounds(tmp_path):
    def vary(duration):
        return one_cluster(tmp_path, f"{duration}", ramp='{ kind = "uniform", low = 0, high = 60 }')

    found = goal_seek(vary, "benefit", 6, 110, iterations=1000, lever="duration")
    assert float(found["value"].sel(level=50)) >= float(found["value"].sel(level=80)) > 6
    assert found.attrs["chance_lowest"] > found.attrs["chance_highest"]
    with pytest.raises(SwitchingError, match="must be below"):
        goal_seek(vary, "benefit", 9, 3)
    model = sum_of_two(0, {"late": {"metric": "y", "at_least": 32.0}})
    floor = floor_needed(model, "late", "a", iterations=4000)
    assert float(floor["value"].sel(level=50)) < 12  # a floor lifts less than the value itself would
    run = engine.simulate(model, 4000)
    bound = bound_needed(run, "late")
    assert float(bound["value"].sel(level=80)) == pytest.approx(np.quantile(run["y"], 0.2), rel=1e-3)
    assert float(bound["low"].sel(level=80)) < float(bound["value"].sel(level=80))


def test_same_bits_for_any_threads(flagship):
    def one(*arguments, **options):
        return engine.simulate(*arguments, threads=1, **options)

    asked = ("cost", "drivers.synergy_cost", (20.0,), 1000)
    assert engine.switching_values(flagship, *asked, play=one).identical(
        engine.switching_values(flagship, *asked)
    )


SHARED = """title = "Beliefs"
start = "2025-04"
horizon = 60
unit = "£m"
price_base = "nominal"
discounting = "none"
total_cost = ["one_off_cost"]
[beliefs.level]
kind = "uniform"
low = 90
high = 110
[clusters.c]
go_live = "b"
[clusters.c.activities.b]
duration = 10
[clusters.c.costs]
x = { category = "one_off", activity = "b", amount = { kind = "uniform", low = 0, high = "level", base = 50 } }
y = { category = "one_off", activity = "b", amount = "level" }
z = { category = "one_off", activity = "b", amount = { kind = "uniform", low = 0, high = 100 } }
[claims.c]
statement = "Enough is spent"
metric = "total_cost"
at_least = 210
"""


def test_a_part_of_a_law_stays_tied_to_its_belief_or_is_refused(tmp_path):
    """x is up to the level, y is the level, z is free: of x above 50 the level's share of the whole stays."""
    programme = written(tmp_path, SHARED)
    whole = engine.simulate(programme, 2000, measures=["total_cost"])
    found = engine.stress(programme, "c.x.amount", (50.0, 80.0), 2000)
    assert float(found["mean"].sel(run="stressed", measure="total_cost")) > float(whole["total_cost"].mean())
    part = part_of("c.x.amount", programme.costs[0].amount.law, 50.0)
    assert [one.name for one in shared_in(part)] == ["beliefs.level"]
    for low, name in ((95.0, "c.x.amount"), (95.0, "c.y.amount")):
        with pytest.raises(TieError, match=f"{name} hangs on beliefs.level.*ask about beliefs.level"):
            engine.stress(programme, name, (low, 105.0), 400)
    with pytest.raises(TieError, match=r"c\.y\.amount hangs on"):
        floor_needed(programme, "c", ["c.z.amount", "c.y.amount"], iterations=400)
    held = engine.stress(programme, "c.y.amount", (95.0, 95.0), 400)
    assert float(held["mean"].sel(run="stressed", measure="total_cost")) > 0
    for free in ("beliefs.level", "c.z.amount"):
        found = floor_needed(programme, "c", free, iterations=400)
        assert found.attrs["chance_highest"] > found.attrs["chance_lowest"]


def test_a_risk_is_held_in_words():
    assert held("risks.rock.strikes", 0.0) == "if it never strikes"
    assert held("risks.rock.strikes", 1.0) == "if it strikes for certain"
    assert held("drivers.rock", 1.0) == "at 1.00"
