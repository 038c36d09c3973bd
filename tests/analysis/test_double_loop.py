"""Worlds against a double loop by brute force: each world's beliefs held, and played on its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np

import engine
from engine.analysis.worlds import by_world
from tests.programme.test_beliefs import FILE

WORLDS, SIZE, SEED = 6, 2000, 12
TIE = """
[beliefs.tie]
kind = "uniform"
low = 0
high = 0.9

[[correlation]]
name = "costs"
inputs = ["*.factor"]
rank = "tie"
"""


def test_a_world_is_the_programme_with_its_beliefs_held(tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    path.write_text(FILE + TIE, encoding="utf-8")
    programme = engine.load(path)
    length = WORLDS * SIZE
    results = engine.simulate(programme, length, SEED, worlds=WORLDS)
    drawn = engine.draw(programme, length, SEED, worlds=WORLDS, inputs=["beliefs.*"])["value"]
    chances, means = [], []
    for world in range(WORLDS):
        part = slice(world * SIZE, (world + 1) * SIZE)
        beliefs = drawn.isel(iteration=part.start)
        held = programme.held({str(name): float(beliefs.sel(input=name)) for name in beliefs["input"].values})
        alone = engine.simulate(held, length, SEED)["total_cost"].values[part]
        # the law at the belief itself, against one interpolated between nodes to a millionth of its range
        assert np.allclose(alone, results["total_cost"].values[part], atol=1e-3)
        chances.append(np.mean(alone <= 250))
        means.append(alone.mean())
        other = engine.simulate(held, SIZE, SEED + 1 + world)["total_cost"].values <= 250
        assert abs(other.mean() - chances[-1]) < 5 * np.sqrt(0.5 / SIZE)
    told = by_world(results)
    assert np.allclose(told["probability"].sel(claim="cost"), chances, atol=2 / SIZE)
    assert np.allclose(told["mean"].sel(measure="total_cost"), means, atol=1e-3)
    assert np.ptp(chances) > 10 * np.sqrt(0.25 / SIZE)  # the worlds differ: all of one would not pass
