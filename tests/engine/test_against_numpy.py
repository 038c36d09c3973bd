"""The compiled engine against a second implementation: same draws, same programme, same measures.

`benchmarks.vectorised_programme` was written from the description of the semantics, not from the compiled
loops. Both sum the same terms in another order, so they may differ by rounding and by nothing else:

- relative 1e-12 in every number;
- or, where a number is a difference of greater ones (a year's cash flow from cumulative flows, a net benefit,
  a delay from two dates), 1e-13 of what was subtracted: the largest money, or the latest month, of the run.
  What cancels is known to about 100 units in the last place, 1e-14, however little is left of it.

`payback_year` is a whole number and must be the same.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from numpy.typing import NDArray

import engine
from benchmarks import vectorised_programme
from benchmarks.flagship import drawn
from engine.programme import scenario_names, starter
from engine.programme.model import Programme

FloatArray = NDArray[np.float64]
Written = Callable[[str], Programme]

SEED = 2023
ITERATIONS = 3000
FLAGSHIP = Path(__file__).parents[2] / "experiments" / "shared_services" / "programme.toml"

HEAD = """
title = "Under test"
start = "2022-04"
horizon = {horizon}
unit = "£m"
price_base = "none"
discounting = "green-book-2022"
total_cost = ["one_off_cost", "legacy_cost"]
"""

# Predecessors in other clusters, earliest starts, drivers, every effect of a risk, every timing of a cost, totals
# and annual values, lag, ramp and decline certain and not, work that takes no time, optimism bias, early and late
# go-lives, a horizon inside a year that much slips past.
FEATURES = (
    HEAD.format(horizon=100)
    + """
[laws]
share = { kind = "beta", alpha = 4, beta = 3, base = 0.9 }
overrun = { kind = "lognormal", median = 1.1, log_sd = 0.2 }
months = { kind = "uniform", low = 0, high = 9, base = 3 }
none_or_some = { kind = "discrete", values = [0, 2, 8], probabilities = [0.4, 0.3, 0.3], base = 2 }
sometimes = { kind = "discrete", values = [0, 0.1], probabilities = [0.5, 0.5], base = 0 }

[clusters.north]
go_live = "rollout"
[clusters.north.activities]
rollout = { duration = { kind = "pert", low = 2, mode = 6, high = 30 }, after = ["build", "south.approval"] }
build = { duration = { kind = "triangular", low = 6, mode = 12, high = 40 }, earliest = "months" }
party = { duration = 0, after = ["rollout"] }
[clusters.north.costs.build_cost]
category = "one_off"
activity = "build"
amount = { kind = "pert", low = 30, mode = 40, high = 90 }
factor = "overrun"
optimism_bias = { category = "equipment-and-development", mitigation = 0.4 }
[clusters.north.costs]
party_cost = { category = "one_off", activity = "party", amount = { kind = "uniform", low = 1, high = 3 } }
office = { category = "one_off", activity = "rollout", per_month = { kind = "uniform", low = 0.1, high = 0.5 } }
borrowed = { category = "one_off", activity = "south.build", amount = 7, funded = false }
licences = { category = "running", per_year = { kind = "uniform", low = 1, high = 2 } }
old_system = { category = "legacy", per_year = { kind = "uniform", low = 2, high = 5 }, factor = "overrun" }
[clusters.north.benefits.cash]
class = "cash"
total = { kind = "uniform", low = 100, high = 150, base = 120 }
lag = "months"
ramp = { kind = "uniform", low = 6, high = 24 }
decline = { kind = "uniform", low = 0.01, high = 0.15, base = 0.05 }
realisation = "share"
[clusters.north.benefits]
time = { class = "efficiency", annual = 11, starts_after = "build", ramp = 18, uptake = "share" }

[clusters.south]
go_live = "build"
[clusters.south.activities]
approval = { duration = { kind = "pert", low = 3, mode = 9, high = 60 } }
build = { duration = { kind = "lognormal", median = 20, log_sd = 0.8 }, after = ["approval", "north.build"] }
training = { duration = "none_or_some", after = ["approval"], earliest = 24 }
[clusters.south.costs]
build_cost = { category = "one_off", activity = "build", amount = { kind = "lognormal", median = 60, log_sd = 0.4 } }
training_cost = { category = "one_off", activity = "training", amount = { kind = "uniform", low = 1, high = 3 } }
old_system = { category = "legacy", per_year = 4 }
[clusters.south.benefits]
cash = { class = "cash", annual = { kind = "uniform", low = 10, high = 30 }, lag = 3, decline = 0.08 }
time = { class = "efficiency", total = 90, decline = "sometimes", uptake = "share" }

[drivers]
skills = { factor = { kind = "uniform", low = 0.6, high = 1.5 }, multiplies = ["*.build", "north.rollout"] }
prices = { factor = "overrun", multiplies = ["*.build_cost", "north.licences", "south.old_system", "south.cash"] }

[risks.failure]
probability = { kind = "uniform", low = 0.1, high = 0.5 }
[[risks.failure.effects]]
delay = { kind = "uniform", low = 1, high = 20 }
targets = ["*.build", "south.training"]
[[risks.failure.effects]]
cost = { kind = "uniform", low = 5, high = 15 }
targets = ["south.build", "south.training", "north.rollout", "north.party"]
[[risks.failure.effects]]
factor = { kind = "uniform", low = 0.3, high = 0.9 }
targets = ["*.cash", "south.time", "north.office"]

[risks.departure]
probability = 0.25
[[risks.departure.effects]]
factor = "share"
targets = ["north.*"]
[[risks.departure.effects]]
delay = 2
targets = ["north.rollout"]

[counterfactual]
cost = { kind = "uniform", low = 100, high = 300 }
"""
)

# Two settlements that both run out, topped up in part; funded and unfunded work, standing costs that are funded,
# risks that strike funded work, and money that is due in an instant.
FUNDING = (
    HEAD.format(horizon=120)
    + """
[laws]
rate = { kind = "uniform", low = 0.5, high = 3 }

[clusters.one]
go_live = "build"
[clusters.one.activities]
build = { duration = { kind = "pert", low = 12, mode = 24, high = 60 } }
training = { duration = { kind = "uniform", low = 1, high = 12 }, after = ["build"] }
close = { duration = 0, after = ["training"] }
[clusters.one.costs]
build_cost = { category = "one_off", activity = "build", amount = { kind = "uniform", low = 40, high = 90 } }
advice = { category = "one_off", activity = "build", amount = "rate", funded = false }
office = { category = "one_off", activity = "training", per_month = "rate", funded = true }
watch = { category = "one_off", activity = "training", per_month = 0.2 }
handover = { category = "one_off", activity = "close", amount = { kind = "uniform", low = 1, high = 9 } }
service = { category = "running", per_year = 3 }
old_system = { category = "legacy", per_year = 5 }
[clusters.one.benefits]
cash = { class = "cash", annual = 20, starts_after = "training", ramp = 12 }

[clusters.two]
go_live = "move"
[clusters.two.activities]
licence = { duration = 0, earliest = { kind = "uniform", low = 6, high = 40 } }
design = { duration = { kind = "uniform", low = 6, high = 12 }, after = ["licence"] }
build = { duration = { kind = "uniform", low = 12, high = 30 }, after = ["design", "one.build"] }
move = { duration = 3, after = ["build"] }
[clusters.two.costs]
licence_fee = { category = "one_off", activity = "licence", amount = { kind = "uniform", low = 5, high = 30 } }
design_cost = { category = "one_off", activity = "design", amount = 12, funded = false }
build_cost = { category = "one_off", activity = "build", amount = { kind = "uniform", low = 30, high = 80 } }
[clusters.two.benefits]
time = { class = "efficiency", total = 100, decline = 0.03 }

[risks.rework]
probability = 0.4
[[risks.rework.effects]]
cost = { kind = "uniform", low = 5, high = 25 }
targets = ["one.build", "two.design", "two.move", "one.close"]
[[risks.rework.effects]]
factor = 1.3
targets = ["*.build_cost", "one.office"]

[[funding]]
until = "2024-04"
approved = { kind = "uniform", low = 30, high = 80 }
top_up = { kind = "uniform", low = 0, high = 1 }
[[funding]]
until = "2027-01"
approved = { kind = "uniform", low = 40, high = 110 }
top_up = { kind = "discrete", values = [0, 0.5, 1], probabilities = [0.4, 0.3, 0.3], base = 1 }
"""
)

# Nothing uncertain, no drivers, risks, funding or counterfactual: one iteration stands for all.
PLAIN = (
    HEAD.format(horizon=36)
    + """
[clusters.only]
go_live = "build"
activities = { build = { duration = 13 } }
costs = { build_cost = { category = "one_off", activity = "build", amount = 13 } }
benefits = { cash = { class = "cash", annual = 12 } }
"""
)


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Reads a programme from its text."""

    def read(text: str) -> Programme:
        file = tmp_path / "programme.toml"
        file.write_text(text, "utf-8")
        return engine.load(file)

    return read


def played(programme: Programme, iterations: int = ITERATIONS) -> dict[str, FloatArray]:
    """What NumPy makes of the engine's draws; where nothing is uncertain, its one iteration for all."""
    found = vectorised_programme.play(programme, *drawn(programme, iterations, SEED))
    return {name: np.broadcast_to(a, (iterations, *a.shape[1:])) for name, a in found.items()}


def differing(results: xr.Dataset, expected: dict[str, FloatArray], horizon: int) -> dict[str, int]:
    """Measures in which some iterations differ by more than rounding, and how many do."""
    assert set(results.data_vars) == set(expected)
    money = max(np.abs(a).max() for name, a in expected.items() if name.endswith(("cost", "benefit")))
    largest = {"go_live_delay": horizon, "payback_year": 0.0, "benefit_cost_ratio": 0.0}
    found = {}
    for name, a in expected.items():
        scale = largest.get(name, money)
        same = np.isclose(results[name].values, a, rtol=1e-12, atol=1e-13 * scale, equal_nan=True)
        assert same.shape == results[name].shape
        if not same.all():
            found[name] = int((~same.reshape(len(same), -1).all(axis=1)).sum())
    return found


def assert_agree(programme: Programme, iterations: int = ITERATIONS) -> dict[str, FloatArray]:
    """The engine and NumPy differ nowhere by more than rounding; returns what NumPy found."""
    expected = played(programme, iterations)
    results = engine.simulate(programme, iterations, SEED)
    assert differing(results, expected, programme.horizon) == {}
    return expected


@pytest.mark.parametrize("scenario", ["", *scenario_names(FLAGSHIP)])
def test_flagship(scenario: str) -> None:
    assert_agree(engine.load(FLAGSHIP, scenario))


def test_starter(written: Written) -> None:
    assert_agree(written(starter()))


def test_every_feature(written: Written) -> None:
    """With the proof that the draws reach what the programme was made for."""
    programme = written(FEATURES)
    found = assert_agree(programme)
    delay, live = found["go_live_delay"], vectorised_programme.play_base(programme).go_live
    assert (delay < 0).any(axis=0).all(), "no early go-live"
    assert (delay > programme.horizon - np.array([*live.values()])).any(), "no go-live beyond the horizon"
    assert np.isnan(found["payback_year"]).any()
    assert np.isfinite(found["payback_year"]).any()
    assert (found["legacy_cost"] == 0).any()
    assert (found["legacy_cost"] > 0).any()
    assert found["yearly_cost"].shape == (ITERATIONS, 9)


def test_money_that_runs_out_twice(written: Written) -> None:
    """With the proof that each of the two settlements delays go-lives in some iterations, and not in all."""
    programme = written(FUNDING)
    assert_agree(programme)
    values, strikes = drawn(programme, ITERATIONS, SEED)
    case = vectorised_programme.make_case(programme, values, strikes, ITERATIONS)
    windows = vectorised_programme.schedule(case).windows
    assert len(windows) == 2
    both = np.array([window.since < window.until for window in windows])
    assert both.all(axis=0).any()
    assert (~both.any(axis=0)).any()


def test_nothing_uncertain(written: Written) -> None:
    found = assert_agree(written(PLAIN), 3)
    assert found["yearly_cost"].tolist() == [[12.0, 1.0, 0.0]] * 3
    assert found["cash_benefit"].tolist() == [[23.0]] * 3
    assert found["payback_year"].tolist() == [2024.0] * 3


def test_the_comparison_sees_a_millionth_of_a_month(written: Written) -> None:
    """Negative control: what is compared must not pass whatever is played."""
    programme = written(FEATURES)
    values, strikes = drawn(programme, 200, SEED)
    assert differing(engine.simulate(programme, 200, SEED), played(programme, 200), programme.horizon) == {}
    values["south.approval.duration"] = values["south.approval.duration"] + 1e-6
    moved = vectorised_programme.play(programme, values, strikes)
    found = differing(engine.simulate(programme, 200, SEED), moved, programme.horizon)
    assert {"yearly_cost", "cash_benefit", "go_live_delay", "npv", "benefit_cost_ratio"} <= set(found)


@pytest.mark.parametrize("text", [FEATURES, FUNDING])
def test_iterations_do_not_know_their_neighbours(
    written: Written, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NumPy leaves out years that no iteration of a chunk reaches, which must not show to the last bit but one."""
    programme = written(text)
    whole = played(programme, 300)
    monkeypatch.setattr(vectorised_programme, "CHUNK", 7)
    for name, a in played(programme, 300).items():
        np.testing.assert_allclose(a, whole[name], rtol=1e-13, atol=1e-13, err_msg=name)


FUNDED = (
    HEAD.format(horizon=72)
    + """
[clusters.a]
go_live = "rollout"
[clusters.a.activities]
build = {{ duration = 20 }}
licence = {{ duration = 0, earliest = 10 }}
rollout = {{ duration = 6, after = ["licence"], earliest = 24 }}
[clusters.a.costs]
build_cost = {{ category = "one_off", activity = "build", {build} }}
licence_fee = {{ category = "one_off", activity = "licence", amount = {licence} }}
rollout_cost = {{ category = "one_off", activity = "rollout", amount = 12 }}
[clusters.a.benefits]
cash = {{ class = "cash", annual = 12 }}
[[funding]]
until = "2025-04"
approved = {approved}
top_up = {top_up}
"""
)


@pytest.mark.parametrize(
    ("build", "licence", "approved", "top_up", "yearly_cost", "delay"),
    [
        pytest.param("amount = 40", 0, 52, 0.0, [24, 16, 12, 0, 0, 0], 0, id="just enough"),
        pytest.param("amount = 40", 0, 20, 1.0, [24, 16, 12, 0, 0, 0], 0, id="topped up in full"),
        # 2 a month from the start: 20 are gone in month 10. The other 20 are spent in months 36 to 46.
        pytest.param("amount = 40", 0, 20, 0.0, [20, 0, 0, 32, 0, 0], 12, id="runs out inside the build"),
        # 20 + (52 - 20) / 4 = 28 are gone in month 14.
        pytest.param("amount = 40", 0, 20, 0.25, [24, 4, 0, 24, 0, 0], 12, id="topped up in part"),
        # A rate a month is money too: 2 a month, as above.
        pytest.param(
            "per_month = 2, funded = true", 0, 20, 0.0, [20, 0, 0, 32, 0, 0], 12, id="standing cost"
        ),
        # The build takes all there is and is done in month 20; the rollout of month 24 waits for month 36.
        pytest.param("amount = 40", 0, 40, 0.0, [24, 16, 0, 12, 0, 0], 12, id="gone exactly with the build"),
        # 20 are left of 40 when the licence is due in month 10. What cannot be paid waits, with all that follows.
        pytest.param("amount = 40", 30, 40, 0.0, [20, 0, 0, 62, 0, 0], 12, id="due in an instant"),
    ],
)
def test_money_by_hand(
    written: Written,
    build: str,
    licence: float,
    approved: float,
    top_up: float,
    yearly_cost: list[float],
    delay: float,
) -> None:
    """Go-live in month 30, or where money has run out in month 42; both implementations, against the base."""
    uncertain = f'{{ kind = "discrete", values = [{approved}, 1000], probabilities = [1, 0], base = 1000 }}'
    text = FUNDED.format(build=build, licence=licence, approved=uncertain, top_up=top_up)
    programme = written(text)
    found = assert_agree(programme, 2)
    np.testing.assert_allclose(found["yearly_cost"], [yearly_cost] * 2, rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(found["go_live_delay"], [[delay]] * 2, rtol=1e-11, atol=1e-11)


EXACT = (
    HEAD.format(horizon=72)
    + """
[clusters.a]
go_live = "acceptance"
[clusters.a.activities]
design = {{ duration = {first} }}
build = {{ duration = {second}, after = ["design"] }}
rollout = {{ duration = 12, after = ["build"] }}
acceptance = {{ duration = 1, after = ["build"] }}
[clusters.a.costs]
design_cost = {{ category = "one_off", activity = "design", amount = {design} }}
build_cost = {{ category = "one_off", activity = "build", amount = {build} }}
rollout_cost = {{ category = "one_off", activity = "rollout", amount = 100 }}
[clusters.a.benefits]
cash = {{ class = "cash", annual = 12 }}
[[funding]]
until = "2025-04"
approved = {{ kind = "discrete", values = [{approved}, 1000], probabilities = [1, 0], base = 1000 }}
top_up = 0
"""
)


@pytest.mark.parametrize(
    ("first", "second", "design", "build"),
    [
        (9.9, 14.0, 56.3, 86.6),
        (8.9, 3.0, 89.8, 35.7),
        (13.0, 11.2, 99.1, 15.1),
        (14.6, 11.6, 48.1, 90.0),
        (8.4, 3.5, 65.8, 65.2),
        (11.7, 9.6, 81.6, 39.6),
        (13.2, 10.5, 70.1, 86.3),
    ],
)
def test_money_that_just_suffices(
    written: Written, first: float, second: float, design: float, build: float
) -> None:
    """Approved to the penny for two activities: the last must not wait for a rounding error of its money.

    The rollout that begins as the money ends does wait, for month 36; the acceptance, which costs nothing, does
    not, so that go-live is on time.
    """
    programme = written(
        EXACT.format(first=first, second=second, design=design, build=build, approved=design + build)
    )
    found = assert_agree(programme, 2)
    np.testing.assert_allclose(found["go_live_delay"], 0.0, atol=1e-11)
    np.testing.assert_allclose(found["yearly_cost"][:, :3].sum(axis=1), design + build, rtol=1e-12)
    np.testing.assert_allclose(found["yearly_cost"][:, 3], 100.0, rtol=1e-12)
