"""Whether the engine and its second implementation agree, on programmes written as text.

Both sum the same terms in another order, so they may differ by rounding and by nothing else:

- relative 1e-12 in every number;
- or, where a number is a difference of greater ones (a year's cash flow from cumulative flows, a net benefit,
  a delay from two dates), 1e-13 of what was subtracted: the largest money, or the latest month, of the run.
  What cancels is known to about 100 units in the last place, 1e-14, however little is left of it.

`payback_year` is a whole number and must be the same.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import NDArray

import engine
from benchmarks.flagship import drawn
from benchmarks.twin.play import play
from engine.programme.model import Programme

FloatArray = NDArray[np.float64]

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
