"""How sure are the numbers of a design whose iterations hang together? Several independent runs of it tell."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.model.model import Model
from engine.problems import Refused
from engine.programme.model import Programme
from engine.simulation.limits import LARGEST_SEED, check_run
from engine.simulation.whole_run import simulate_whole
from engine.studies.joined import one_after_the_other

if TYPE_CHECKING:
    import xarray as xr

Play = Callable[..., Any]


class ReplicateError(Refused):
    """Replicates into which a run cannot be divided."""


def replicate(
    programme: Programme | Model,
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    replicates: int = 25,
    design: str = "latin",
    measures: Sequence[str] | None = None,
    threads: int | None = None,
    play: Play = simulate_whole,
) -> xr.Dataset:
    """`iterations` in `replicates` runs of one design, each of its own seed, put one after the other.

    The results are as `engine.simulate` gives them, and say how many replicates they are of: `engine.claims`,
    `engine.summarise` and `engine.tails` then tell their errors by the spread between these, which is right under
    every design, and under latin and sobol often much smaller than that of as many independent iterations. The first
    replicate is the run of `seed` itself; seeds of the others are hashes of it. Under sobol powers of two serve best.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> found = engine.replicate(programme, 5000, replicates=25, design="latin")
        >>> found.sizes["iteration"], found.attrs["replicates"]
        (5000, 25)

    Raises `ReplicateError` unless there are 2 replicates or more that divide the iterations into equal, even parts,
    and `RunError` as `engine.simulate` does. `play` is that or what takes its arguments.
    """
    check_run(iterations, seed, threads)
    size = iterations // max(replicates, 1)
    if replicates < 2 or size * replicates != iterations or size % 2:
        step = 2 * max(replicates, 2)
        nearest = max(round(iterations / step), 1) * step
        raise ReplicateError(
            f"replicates = {replicates} of {iterations:,} iterations: 2 or more are needed, of equal and even lengths; "
            f"{nearest:,} iterations in {max(replicates, 2)} would do"
        )
    runs = [
        play(programme, size, seed_of(seed, k), threads, design, measures=measures) for k in range(replicates)
    ]
    found = one_after_the_other(runs)
    told = {
        "iterations": iterations,
        "replicates": replicates,
        "seed": seed,
        "independent": 1,
        "design_gives_up": "the beginning: a run of another length is another run; intervals are those of "
        f"{replicates} independent replicates",
    }
    return found.assign_attrs(runs[0].attrs | told)


def seed_of(seed: int, replicate: int) -> int:
    """The seed of a replicate: that of the run, then hashes of it."""
    if replicate == 0:
        return seed
    digest = hashlib.blake2b(f"{seed}\0replicate\0{replicate}".encode(), digest_size=8).digest()
    return int(np.uint64(int.from_bytes(digest, "little")) & np.uint64(LARGEST_SEED))
