"""The compiled engine against a second implementation: same draws, same programme, same measures.

`benchmarks.twin` was written from the description of the semantics, not from the compiled loops.
`tests.simulation.agreement` says what counts as the same.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import engine
from benchmarks.flagship import drawn
from benchmarks.twin import play as twin
from benchmarks.twin.case import make_case
from benchmarks.twin.funding import schedule
from engine.programme import scenario_names, starter
from tests.simulation.agreement import ITERATIONS, SEED, assert_agree, differing, played, written
from tests.simulation.random_programmes import random_programme
from tests.simulation.twin_programmes import (
    FEATURES,
    FUNDING,
    LOGIC,
    PLAIN,
    YEARLY_BENEFITS,
    YEARLY_BOTH,
    YEARLY_COSTS,
    YEARLY_UNFUNDED,
    risks,
)

FLAGSHIP = Path(__file__).parents[2] / "experiments" / "shared_services" / "programme.toml"
YEARLY = {
    "costs": FEATURES + YEARLY_COSTS,
    "benefits": FEATURES + YEARLY_BENEFITS,
    "both": FEATURES + YEARLY_BOTH,
    "several": FEATURES + YEARLY_COSTS + YEARLY_BENEFITS + YEARLY_BOTH,
    "funding": FUNDING + YEARLY_UNFUNDED,
}


@pytest.mark.parametrize("scenario", ["", *scenario_names(FLAGSHIP)])
def test_flagship(scenario: str) -> None:
    assert_agree(engine.load(FLAGSHIP, scenario))


def test_starter(tmp_path: Path) -> None:
    assert_agree(written(tmp_path, starter()))


def test_every_feature(tmp_path: Path) -> None:
    """With the proof that the draws reach what the programme was made for."""
    programme = written(tmp_path, FEATURES)
    found = assert_agree(programme)
    delay, live = found["go_live_delay"], twin.plan_baseline(programme).go_live
    assert (delay < 0).any(axis=0).all(), "no early go-live"
    assert (delay > programme.horizon - np.array([*live.values()])).any(), "no go-live beyond the horizon"
    assert np.isnan(found["payback_year"]).any()
    assert np.isfinite(found["payback_year"]).any()
    assert (found["legacy_cost"] == 0).any()
    assert (found["legacy_cost"] > 0).any()
    assert found["yearly_cost"].shape == (ITERATIONS, 9)


def test_money_that_runs_out_twice(tmp_path: Path) -> None:
    """With the proof that each of the two settlements delays go-lives in some iterations, and not in all."""
    programme = written(tmp_path, FUNDING)
    assert_agree(programme)
    values, strikes = drawn(programme, ITERATIONS, SEED)
    case = make_case(programme, values, strikes, ITERATIONS)
    windows = schedule(case).windows
    assert len(windows) == 2
    both = np.array([window.since < window.until for window in windows])
    assert both.all(axis=0).any()
    assert (~both.any(axis=0)).any()


@pytest.mark.parametrize("which", YEARLY)
def test_factors_for_every_year(tmp_path: Path, which: str) -> None:
    """With the proof that they matter: without its years a driver gives something else."""
    programme = written(tmp_path, YEARLY[which])
    found = assert_agree(programme, 1000)
    assert any(driver.years for driver in programme.drivers)
    values, strikes = drawn(programme, 1000, SEED)
    years = {q.name for driver in programme.drivers for q in driver.years}
    even = {name: np.ones(()) if name in years else value for name, value in values.items()}
    assert np.mean(twin.play(programme, even, strikes)["npv"] != found["npv"]) > 0.9


@pytest.mark.parametrize("logic", LOGIC)
@pytest.mark.parametrize("base", ["features", "funding"])
def test_event_logic(tmp_path: Path, logic: str, base: str) -> None:
    """With yearly factors, delays, old systems and, of the second, settlements that run out. And with the proof that
    what the risks say of each other matters.
    """
    text, activities = {
        "features": (FEATURES + YEARLY_BOTH, ("north.build", "south.build", "south.training")),
        "funding": (FUNDING + YEARLY_UNFUNDED, ("one.build", "two.build", "two.design")),
    }[base]
    silent = text + risks(logic, activities)
    for said in LOGIC[logic].values():
        silent = silent.replace(f"\n{said}\n", "\n") if said else silent
    found = assert_agree(written(tmp_path, text + risks(logic, activities)), 1000)
    assert np.mean(played(written(tmp_path, silent), 1000)["npv"] != found["npv"]) > 0.05


@pytest.mark.parametrize("seed", range(40))
def test_programmes_at_random(tmp_path: Path, seed: int) -> None:
    assert_agree(written(tmp_path, random_programme(seed)), 200)


@pytest.mark.long
def test_a_thousand_programmes_at_random(tmp_path: Path) -> None:
    for seed in range(1000, 2000):
        assert_agree(written(tmp_path, random_programme(seed)), 200)


def test_nothing_uncertain(tmp_path: Path) -> None:
    found = assert_agree(written(tmp_path, PLAIN), 3)
    assert found["yearly_cost"].tolist() == [[12.0, 1.0, 0.0]] * 3
    assert found["cash_benefit"].tolist() == [[23.0]] * 3
    assert found["payback_year"].tolist() == [2024.0] * 3


def test_the_comparison_sees_a_millionth_of_a_month(tmp_path: Path) -> None:
    """Negative control: what is compared must not pass whatever is played."""
    programme = written(tmp_path, FEATURES)
    values, strikes = drawn(programme, 200, SEED)
    assert differing(engine.simulate(programme, 200, SEED), played(programme, 200), programme) == {}
    values["south.approval.duration"] = values["south.approval.duration"] + 1e-6
    moved = twin.play(programme, values, strikes)
    found = differing(engine.simulate(programme, 200, SEED), moved, programme)
    assert {"yearly_cost", "cash_benefit", "go_live_delay", "npv", "benefit_cost_ratio"} <= set(found)


@pytest.mark.parametrize("text", [FEATURES, FUNDING])
def test_iterations_do_not_know_their_neighbours(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NumPy leaves out years that no iteration of a chunk reaches, which must not show to the last bit but one."""
    programme = written(tmp_path, text)
    whole = played(programme, 300)
    monkeypatch.setattr(twin, "CHUNK", 7)
    for name, a in played(programme, 300).items():
        np.testing.assert_allclose(a, whole[name], rtol=1e-13, atol=1e-13, err_msg=name)
