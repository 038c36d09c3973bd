"""Programme or model, iterations, seed -> results; blocks of iterations on threads."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from engine.compiled.play import play, rows_needed
from engine.designs import apply_design
from engine.memory import available, size_text
from engine.model import Model
from engine.plan import empty_outcome, make_plan, play_base_case
from engine.programme.model import Programme

if TYPE_CHECKING:
    import xarray as xr

BLOCK = 8192  # iterations that a thread takes at a time
TILE = 128  # iterations whose sheet is held at a time: the flagship's 450 rows fill 450 KiB
LARGEST_SEED = 2**63 - 1  # what netCDF holds

Progress = Callable[[int], None]  # told how many iterations have just been played


class RunError(ValueError):
    """A run that cannot be made: iterations, seed or threads out of range, or more memory than there is."""


def simulate(
    programme: Programme | Model,
    iterations: int = 10_000,
    seed: int = 2023,
    threads: int | None = None,
    design: str = "random",
    progress: Progress | None = None,
) -> xr.Dataset:
    """Play `programme` and return every iteration as a Dataset.

    A programme's results have the dims `(iteration, cluster)`, `(iteration, year)` and `(iteration)`; a
    model's have one variable `(iteration)` for each output. They are a pure function of (programme, seed,
    iteration): the same bits for any number of threads, and the first n iterations of a longer run are the
    run of n. `threads=None` uses every core. `design` is "random", "antithetic", "latin" or "sobol"; what
    each gives up stands in `engine.designs`.

    Raises `RunError` for iterations below 1 or beyond memory, a negative seed, or threads below 1, and
    `DesignError` for a design that is unknown or cannot serve the run.
    """
    check_run(iterations, seed, threads)
    if isinstance(programme, Model):
        return simulate_model(programme, iterations, seed, threads, design, progress)
    from engine.results import (
        programme_results,
    )  # xarray takes 0.3 s to import, `check` and `schema` need none

    plan = make_plan(programme)
    check_memory(iterations, sum(array.nbytes for array in empty_outcome(plan, 1)))
    plan = plan._replace(draws=apply_design(plan.draws, design, iterations, seed))
    outcome = empty_outcome(plan, iterations)

    def work(first: int, stop: int) -> None:
        memory = np.empty(rows_needed(plan) * TILE)
        play(plan, seed, first, stop, 0, TILE, memory, outcome)

    run_blocks(work, iterations, threads, progress)
    return programme_results(programme, outcome, play_base_case(plan, programme), seed, design)


def simulate_model(
    model: Model, iterations: int, seed: int, threads: int | None, design: str, progress: Progress | None
) -> xr.Dataset:
    """The outputs of a free model, one variable `(iteration)` each."""
    from engine.results import model_results

    check_memory(iterations, 8 * len(model.outputs))
    outputs = np.empty((len(model.outputs), iterations))
    draws = apply_design(model.draws, design, iterations, seed)

    def work(first: int, stop: int) -> None:
        for begin in range(first, stop, TILE):
            model.play(seed, begin, draws, outputs[:, begin : min(begin + TILE, stop)])

    run_blocks(work, iterations, threads, progress)
    return model_results(model, outputs, seed, design)


def run_blocks(
    work: Callable[[int, int], None], iterations: int, threads: int | None, progress: Progress | None
) -> None:
    """Do `work(first, stop)` for every block of `iterations`, on threads."""
    blocks = [(first, min(first + BLOCK, iterations)) for first in range(0, iterations, BLOCK)]
    with ThreadPoolExecutor(min(threads or cores(), len(blocks))) as pool:
        try:
            for (first, stop), _ in zip(blocks, pool.map(lambda block: work(*block), blocks), strict=True):
                if progress is not None:
                    progress(stop - first)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_run(iterations: int, seed: int, threads: int | None) -> None:
    """Refuse a run that has no meaning."""
    if iterations < 1:
        raise RunError(f"iterations = {iterations}: at least 1 is needed; 10,000 is a good start")
    if not 0 <= seed <= LARGEST_SEED:
        raise RunError(f"seed = {seed}: a whole number from 0 to {LARGEST_SEED} is needed")
    if threads is not None and threads < 1:
        raise RunError(f"threads = {threads}: at least 1 is needed; leave it out to use every core")


def check_memory(iterations: int, bytes_each: int) -> None:
    """Refuse a run whose results would not fit."""
    needed, there = iterations * bytes_each, available()
    if there is not None and needed > 0.8 * there:
        fit = int(0.8 * there / bytes_each)
        raise RunError(
            f"iterations = {iterations:,}: keeping every iteration needs {size_text(needed)}, and "
            f"{size_text(there)} is available; at most {fit:,} iterations fit"
        )
