"""Whether the engine and its second implementation agree, on programmes written as text.

Both sum the same terms in another order, so they may differ by rounding and by nothing else:

- relative 1e-12 in every number;
- or, where a number is a difference of greater ones (a year's cash flow from cumulative flows, a net benefit,
  a delay from two dates), 1e-13 of what was subtracted: the largest money, or the latest month, of the run.
  What cancels is known to about 100 units in the last place, 1e-14, however little is left of it. A ratio is
  known as its two parts are, which tells where there is next to no cost.

`payback_year` is a whole number and must be the same, unless a rounding error of money decides it. Claims are judged
from the engine's measures, and must hold in as many iterations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import NDArray

import engine
from benchmarks.flagship import drawn
from benchmarks.twin.claims import holding
from benchmarks.twin.play import play, play_base
from engine.programme.model import Programme

FloatArray = NDArray[np.float64]
Measures = Mapping[str, FloatArray]

SEED = 2023
ITERATIONS = 3000

HEAD = """
title = "Under test"
start = "2022-04"
horizon = {horizon}
unit = "£m"
price_base = "none"
discounting = "green-book-2022"
total_cost = ["one_off_cost", "legacy_cost"]
"""


def written(tmp_path: Path, text: str) -> Programme:
    """A programme from its text."""
    file = tmp_path / "programme.toml"
    file.write_text(text, "utf-8")
    return engine.load(file)


def played(programme: Programme, iterations: int = ITERATIONS) -> dict[str, FloatArray]:
    """What NumPy makes of the engine's draws; where nothing is uncertain, its one iteration for all."""
    found = play(programme, *drawn(programme, iterations, SEED))
    return {name: np.broadcast_to(a, (iterations, *a.shape[1:])) for name, a in found.items()}


def differing(results: xr.Dataset, expected: Measures, programme: Programme) -> dict[str, int]:
    """Measures in which some iterations differ by more than rounding, and how many do."""
    assert set(results.data_vars) == set(expected)
    arrays = {name: results[name].values for name in expected}
    found = {}
    for name in expected:
        same = close(name, arrays, expected, programme)
        assert same.shape == arrays[name].shape == expected[name].shape
        if not same.all():
            found[name] = int((~same.reshape(len(same), -1).all(axis=1)).sum())
    return found


def close(name: str, found: Measures, expected: Measures, programme: Programme) -> NDArray[np.bool_]:
    """Where a measure is what it should be but for rounding."""
    amounts = (np.abs(a).max() for key, a in expected.items() if key.endswith(("cost", "benefit")))
    rounding: float | FloatArray = 1e-13 * max(amounts)
    if name == "go_live_delay":
        rounding = 1e-13 * programme.horizon
    elif name == "benefit_cost_ratio":
        cost = expected["yearly_cost"] @ np.array(programme.discount_factors)
        ratio = np.where(np.isfinite(expected[name]), np.abs(expected[name]), 0.0)
        rounding = rounding * (1 + ratio) / np.where(cost > 0, cost, np.inf)
    elif name.endswith("payback_year"):
        same = np.isclose(found[name], expected[name], rtol=0, atol=0, equal_nan=True)
        return same | hangs_on_rounding(found, rounding) | hangs_on_rounding(expected, rounding)
    return np.isclose(found[name], expected[name], rtol=1e-12, atol=rounding, equal_nan=True)


def hangs_on_rounding(measures: Measures, rounding: float | FloatArray) -> NDArray[np.bool_]:
    """`(iteration,)` Where money so far, at the end of some year, is spent or gained by a rounding error alone."""
    spent = measures["yearly_cost"].cumsum(1)
    gained = [found for name, found in measures.items() if re.fullmatch("yearly_.*_benefit", name)]
    net = np.sum(gained, 0).cumsum(1) - spent
    return np.any([(a != 0) & (np.abs(a) < rounding) for a in (spent, net)], axis=(0, 2))


def assert_agree(programme: Programme, iterations: int = ITERATIONS) -> dict[str, FloatArray]:
    """The engine and NumPy differ nowhere by more than rounding, in the base case neither; returns what NumPy found."""
    expected, base = played(programme, iterations), play_base(programme)
    results = engine.simulate(programme, iterations, SEED)
    assert differing(results, expected, programme) == {}
    engines = {name: np.array([results[name].attrs["base"]]) for name in base}
    assert [name for name in base if not close(name, engines, base, programme).all()] == []
    arrays = {name: results[name].values for name in expected}
    holds = {name: int(where.sum()) for name, where in holding(programme, arrays).items()}
    counted = engine.claims(results)["holds"]
    assert holds == dict(zip(counted["claim"].values.tolist(), counted.values.tolist(), strict=True))
    return expected
