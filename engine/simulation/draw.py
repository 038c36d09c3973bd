"""The inputs of a run, made again: draws are pure, so that nothing has to keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from engine.model.model import Model
from engine.programme.model import Programme
from engine.programme.variation import fitting
from engine.simulation.limits import check_memory, check_run, checked_worlds
from engine.simulation.player import BLOCK, Run
from engine.simulation.players import player_of, salts
from engine.simulation.workers import cores

if TYPE_CHECKING:
    import xarray as xr

CHUNK = 8 * BLOCK  # iterations that a thread draws at a time


def draw(
    programme: Programme | Model,
    iterations: int = 10_000,
    seed: int = 2023,
    design: str = "random",
    inputs: str | Sequence[str] | None = None,
    *,
    redraw: Mapping[str, int] | None = None,
    worlds: int | None = None,
    threads: int | None = None,
) -> xr.Dataset:
    """The inputs with which a run of the same programme, seed, design and length plays: the same bits.

    Variable `value` has dims `(iteration, input)`, in the input's own units; coordinate `input` holds full names.
    Further coordinates by input: `kind` (duration, cost, benefit, driver, risk effect, risk strikes, …), `cluster`
    ("" if none), `law`, `base` (value in the base case), `source` and `basis`. Whether a risk strikes is an input like
    others, `risks.NAME.strikes`, 1 or 0; so is each parameter of a law that is drawn itself, `INPUT.PARAMETER`. What
    is certain is no input. `inputs` are names or patterns (`"*.duration"`); all if left out.

        >>> import engine
        >>> from distributions import Uniform
        >>> model = engine.Model({"a": Uniform(0, 1), "b": Uniform(0, 2)}, lambda a, b: a + b)
        >>> drawn = engine.draw(model, 1000, seed=1)
        >>> drawn["value"].sizes["input"]
        2
        >>> results = engine.simulate(model, 1000, seed=1)
        >>> bool((drawn["value"].sum("input") == results["y"]).all())
        True

    Raises `RunError` as `engine.simulate` does, more than memory holds included, and `VariationError` for a pattern
    that fits no input.
    """
    import xarray as xr

    check_run(iterations, seed, threads)
    player = player_of(
        programme, Run(iterations, seed, design, salts(redraw), worlds=checked_worlds(worlds, iterations))
    )
    every = {one.name: one for one in player.inputs}
    asked = [inputs] if isinstance(inputs, str) else inputs
    names = set(every if asked is None else fitting(asked, every, "input"))
    chosen = [one for one in player.inputs if one.name in names]
    check_memory(iterations, 8 * len(chosen), "fewer inputs (inputs=PATTERNS) or fewer iterations")
    player.prepare()
    rows = np.array([one.row for one in chosen], np.int64)
    values = np.empty((len(chosen), iterations))

    def fill(first: int) -> None:
        stop = min(first + CHUNK, iterations)
        values[:, first:stop] = player.draw(first, stop, rows)

    with ThreadPoolExecutor(threads or cores()) as pool:
        list(pool.map(fill, range(0, iterations, CHUNK)))
    by_input = {
        key: ("input", np.array([getattr(one, key) for one in chosen], object))
        for key in ("kind", "cluster", "law", "source", "basis")
    }
    base = np.array([one.base for one in chosen], np.float64)
    labels = np.array([one.name for one in chosen], object)
    return xr.Dataset(
        {"value": (("iteration", "input"), values.T)},
        coords={"input": labels, "base": ("input", base), **by_input},
        attrs=player.about() | {"seed": seed, "iterations": iterations, "design": design},
    )
