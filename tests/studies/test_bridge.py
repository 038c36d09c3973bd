"""The bridge from the base case to what play gives: by hand, by law, and against what is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

import engine
from distributions import Constant, Discrete, Exponential, Lognormal, Normal, Uniform
from engine.studies.bridge import BridgeError, plays_needed
from engine.studies.causes import CauseError, causes_of
from experiments.shared_services import PROGRAMME
from tests.simulation.programmes import one_cluster
from tests.simulation.test_simulate import UNCERTAIN

FACTORS = """
[drivers.price]
factor = { kind = "constant", value = 0.9, base = 1 }
multiplies = ["alpha.time"]
[drivers.idle]
factor = { kind = "uniform", low = 0.5, high = 2, base = 1 }
multiplies = ["alpha.delivery"]
[risks.never]
probability = 0
[[risks.never.effects]]
factor = 0.1
targets = ["alpha.time"]
"""


@pytest.fixture(scope="module")
def flagship():
    return engine.load(PROGRAMME)


@pytest.fixture(scope="module")
def by_kind(flagship):
    return engine.bridge(flagship, "total_cost", iterations=100, by="kind")


def steps(found, end="p50"):
    return dict(zip(found["cause"].values, found["step"].sel(end=end).values.tolist(), strict=True))


def adds_up(found):
    gap = found["step"].sum("cause") - (found["value"] - found.attrs["base"])
    return float(np.abs(gap).max()) < 0.01 * 1e-6


def test_a_product_of_three_falls_by_the_known_steps(tmp_path):
    """1,800 x 0.8 x 0.7 x 0.9: -291.6, -462.6, -138.6 (each at its base is 1)."""
    programme = one_cluster(
        tmp_path,
        duration="0",
        extra=FACTORS,
        overrides={
            "alpha.cash.annual": 0,
            "alpha.time.annual": 180,
            "alpha.time.lag": 0,
            "alpha.time.realisation": 0.8,
            "alpha.time.uptake": 0.7,
        },
    )
    found = engine.bridge(programme, iterations=200, groups={"Price": ["drivers.price"], "Off": ["risks.*"]})
    assert found.attrs["base"] == pytest.approx(1800, rel=1e-12)
    by_kind = engine.bridge(programme, iterations=200, by="cause")
    assert steps(by_kind) == pytest.approx(
        {"Realisation": -291.6, "Uptake": -462.6, "Drivers": -138.6, "Risk: never": 0.0}, rel=1e-12, abs=1e-9
    )
    assert steps(by_kind)["Risk: never"] == 0.0
    assert steps(found)["Off"] == 0.0
    assert by_kind.attrs["exact"] == 1
    assert adds_up(by_kind)
    assert float(by_kind["high"].sel(end="p50", cause="Uptake")) == pytest.approx(-462.6)  # no sampling error


def test_every_end_adds_up_and_a_cause_that_is_not_read_has_no_step(flagship, by_kind):
    found = engine.bridge(flagship, iterations=400, by="cluster")
    assert adds_up(found)
    assert found["value"].sel(end="mean") == pytest.approx(
        float(engine.simulate(flagship, 400)["total_benefit"].mean())
    )
    assert adds_up(by_kind)
    assert (by_kind["step"].sel(cause="Ramp-up") == 0.0).all()
    assert (found["low"] <= found["step"]).all()
    assert float(found["step"].sel(end="p50", cause="Several clusters")) < -300


def test_sampled_orders_add_up_and_are_near_the_exact_steps(flagship):
    exact = engine.bridge(flagship, iterations=2400, by="kind")
    sampled = engine.bridge(flagship, iterations=2400, by="kind", orders=12)
    assert sampled.attrs["exact"] == 0
    assert sampled.attrs["short_iterations"] == 2000
    assert adds_up(sampled)
    # The half interval is 2.2 to 2.6 standard errors of the orders: twice it, for 21 steps, 1e-4.
    far = np.abs(sampled["step"] - exact["step"]).values
    assert (far <= 2 * (sampled["high"] - sampled["low"]).values / 2 + 1e-9).all()
    assert (engine.bridge(flagship, iterations=2400, by="kind", orders=12) == sampled).all()


def test_intervals_hold_what_is_true():
    """y = a b, both exponential: to the mean each step is (1 - ln 2)(1 + ln 2) / 2. Student's t of 8 sections.

    Of 80 intervals of 95% fewer than 65 hold it with a chance below 1e-5.
    """
    model = engine.Model({"a": Exponential(1.0), "b": Exponential(1.0)}, lambda a, b: a * b)
    truth = (1 - math.log(2)) * (1 + math.log(2)) / 2
    held = wrong = 0
    for seed in range(40):
        found = engine.bridge(model, iterations=400, seed=seed).sel(end="mean")
        held += int(((found["low"] <= truth) & (truth <= found["high"])).sum())
        wrong += int(((found["low"] <= 2 * truth) & (2 * truth <= found["high"])).sum())
    assert held >= 65
    assert wrong < 40


def test_intervals_hold_the_error_of_the_shorter_run():
    """Neighbours in a ring of six multiply, and four orders of them are played on an eighth of the iterations.

    A mean square of steps over their standard errors, over 12 seeds, is 1 and a little; where the error of the
    eighth is left out it is 3.
    """
    laws = {f"x{k}": Lognormal(1, 0.5) for k in range(6)}
    model = engine.Model(
        laws, lambda x0, x1, x2, x3, x4, x5: x0 * x1 + x1 * x2 + x2 * x3 + x3 * x4 + x4 * x5 + x5 * x0
    )
    found = [engine.bridge(model, iterations=16_000, seed=seed, orders=8) for seed in range(12)]
    step = np.array([one["step"].values for one in found])
    error = np.array([(one["high"] - one["low"]).values for one in found]) / 4
    scores = (step - step.mean(axis=0)) / error
    assert found[0].attrs["short_iterations"] == 2_000
    assert ((scores**2).sum(axis=(0, 2)) / (11 * 6) < 1.7).all()


def test_models_dates_and_costs(tmp_path):
    laws = {"a": Normal(1, 1), "unread": Uniform(0, 1), "b": Discrete((1.0, 5.0), (0.7, 0.3))}
    model = engine.Model(laws, lambda a, unread, b: a + b)
    found = engine.bridge(model, iterations=1000)
    assert steps(found)["unread"] == steps(found, "mean")["unread"] == 0.0
    assert float(found["step"].sel(end="mean", cause="b")) == pytest.approx(4 * 0.3, abs=0.3)
    dates = engine.bridge(one_cluster(tmp_path, **UNCERTAIN), "alpha.build.finish", 500)
    assert dates.attrs["units"] == "months"
    assert dates.attrs["percentile"] == 80.0
    assert adds_up(dates)


def test_missing_numbers_are_ranked_and_counted():
    model = engine.Model(
        {"a": Uniform(0, 1), "b": Constant(1.0)},
        lambda a, b: math.nan if a > 0.9 else a * b,
        claims={"floor": {"metric": "y", "at_least": 0.1}},
    )
    found = engine.bridge(model, iterations=1000)
    assert 60 < found.attrs["missing"] < 140
    assert math.isnan(float(found["value"].sel(end="mean")))
    assert adds_up(found.sel(end=["p50", "assured"]))


def test_same_bits_for_any_threads(tmp_path):
    programme = one_cluster(tmp_path, **UNCERTAIN)

    def one(*arguments, **options):
        return engine.simulate(*arguments, threads=1, **options)

    alone = engine.bridge(programme, iterations=9000, by="kind", play=one)
    assert alone.identical(engine.bridge(programme, iterations=9000, by="kind"))


def test_the_cost_is_known_before(flagship, by_kind):
    assert plays_needed(flagship, 100, "kind") == (by_kind.attrs["runs"], 100 * by_kind.attrs["runs"])


def test_causes_hold_every_input_once(flagship):
    varying = {q.name for q in flagship.uncertain()} | {risk.strikes for risk in flagship.risks}
    for by in ("cause", "kind", "cluster", "cluster and kind", "input"):
        names = [name for cause in causes_of(flagship, by) for name in cause.inputs]
        assert len(names) == len(set(names))
        assert set(names) == varying
    labels = [cause.label for cause in causes_of(flagship, "cluster")]
    assert labels[:5] == ["Overseas", "Defence", "Synergy", "Matrix", "Unity"]


def test_what_cannot_be_bridged_is_told(flagship):
    with pytest.raises(CauseError, match="by = 'clusters'"):
        engine.bridge(flagship, by="clusters")
    with pytest.raises(CauseError, match="one group alone"):
        engine.bridge(flagship, groups={"A": ["drivers.*"], "B": ["drivers.synergy_cost"]})
    with pytest.raises(BridgeError, match="at least 4"):
        engine.bridge(flagship, orders=2)
    with pytest.raises(ValueError, match="fits no input"):
        engine.bridge(flagship, groups={"A": ["drivers.*x"]})
    with pytest.raises(engine.RunError, match="no measure"):
        engine.bridge(flagship, "total_benefits", 10)
