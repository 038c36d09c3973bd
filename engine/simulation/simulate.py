"""Programme or model, iterations, seed -> results; blocks of iterations on threads or on a Dask cluster."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from engine.draws.reorder import inputs_held
from engine.model.model import Model
from engine.programme.model import Programme
from engine.simulation.limits import RunError, RunWarning, check_memory, check_run, checked_worlds
from engine.simulation.player import Player, Run
from engine.simulation.players import player_of, salts, telling_of
from engine.simulation.workers import Threads, Workers, batches_of, cores, in_order, interruptible

if TYPE_CHECKING:
    import xarray as xr
    from distributed import Client

    from engine.simulation.sinks import Sink

Keep = Literal["iterations", "summary"]
Progress = Callable[[int], None]  # told how many iterations have just been played
Thresholds = Mapping[str, Sequence[float]]

KEEP_LESS = (
    'keep="summary" (--keep summary) or store=PATH (--store PATH), which hold no more than some blocks'
)


def simulate(
    programme: Programme | Model,
    iterations: int = 10_000,
    seed: int = 2023,
    threads: int | None = None,
    design: str = "random",
    progress: Progress | None = None,
    *,
    keep: Keep = "iterations",
    measures: Sequence[str] | None = None,
    redraw: Mapping[str, int] | None = None,
    worlds: int | None = None,
    thresholds: Thresholds | None = None,
    store: str | Path | None = None,
    resume: bool = False,
    client: Client | None = None,
) -> xr.Dataset:
    """Play `programme` and return its results as a Dataset.

    They are a pure function of (programme, seed, iteration): the same bits for any number of threads or Dask
    workers, and the first n iterations of a longer run are the run of n. `threads=None` uses every core;
    `client` plays on the workers of a Dask cluster instead. `design` is "random", "antithetic", "latin" or
    "sobol"; what each gives up stands in `engine.draws.designs`. `measures` keeps only some (all if left out), and
    with them the claims that they are enough to judge. Beside measures it takes single parts by full name or pattern:
    `"*.start"`, `"*.finish"` (months, dims `(iteration, activity)`), `"*.critical"` (`critical`, 1 where
    it drives a go-live, dims `(iteration, activity)`), `"risks.*.strikes"` (`strikes`, 1 or 0, dims
    `(iteration, risk)`), `"synergy.*.cost"` and `"*.benefit"` (`line_money`, undiscounted money over the horizon, dims
    `(iteration, line)`; what a risk adds to an activity is a line `activity.risk`, so that lines sum to the clusters).

    `redraw` maps patterns of inputs, as `engine.draw` names them, to a whole number: those inputs are drawn afresh,
    otherwise for another number, all others as ever (0: as ever). Under sobol they take dimensions of their own.

    `worlds` draws the beliefs of a programme once for as many worlds of equal length, all else each iteration: the
    first `iterations / worlds` iterations share one draw of every belief, and so on, which `engine.by_world` reads.
    Left out, each iteration draws its own: the predictive answer, for which worlds are the same evidence in clumps.

    `keep="iterations"` returns every iteration: dims `(iteration, cluster)`, `(iteration, year)` and
    `(iteration)`; a model's have one variable `(iteration)` for each output. With `store` they are written block
    by block to a new Zarr folder and come back as Dask arrays that are read when asked for. With `resume` a stored run
    that was interrupted, or killed, goes on where it ended, to the same bits; where there is none it begins.
    `keep="summary"` returns what `engine.claims` and `engine.summarise` need (`engine.simulation.summary`), in
    constant memory: exact counts for every claim and for every one of `thresholds` (`{measure: bounds}`, met as
    a claim is), moments, and counts in cells that aim to give each percentile to within 0.05 percentile points;
    `percentile_error` says, measure by measure, how far off the run's own percentiles can be at most.

    A Ctrl-C ends the run: what comes back is of the finished iterations before the first unfinished one, or of all if
    it came last, with `attrs["interrupted"] = 1` and `attrs["iterations_asked"]`; if there is none,
    `KeyboardInterrupt` is raised. A cluster that is lost ends it likewise, with a warning, or `RunError` if nothing was
    finished.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> results = engine.simulate(programme, iterations=1000, seed=2023)
        >>> results["cash_benefit"].dims, results["npv"].dims
        (('iteration', 'cluster'), ('iteration',))
        >>> results["npv"].attrs["units"]
        '£m'

    Raises `RunError` for iterations below 1 or beyond memory, a negative seed, threads below 1, worlds that do not
    divide the iterations, unknown measures, a store that exists already, a run to resume that is another one's, or a
    missing library, and `DesignError` for a design that is unknown or cannot serve the run.
    """
    check_run(iterations, seed, threads)
    run = Run(iterations, seed, design, salts(redraw), worlds=checked_worlds(worlds, iterations))
    player, names = telling_of(player_of(programme, run), measures)
    sink = make_sink(player, names, keep, thresholds or {}, store, client is None, resume)
    try:
        if client is None:
            player.prepare()
        workers = make_workers(sink, threads, client)
        done, was_stopped = play_all(sink, workers, iterations, progress)
        if workers.lost:
            tell_of_loss(workers.lost, done)
        if not done:
            raise KeyboardInterrupt
        results = sink.results(done)
        results.attrs |= {"lost": workers.lost} if workers.lost else {}
        if was_stopped:  # by an interrupt that came when all had been played, too
            results.attrs |= {"interrupted": 1, "iterations_asked": iterations}
        return results
    finally:
        sink.close()


def tell_of_loss(why: str, done: int) -> None:
    """Warn that a run ended before its time; refuse it where nothing was finished."""
    if not done:
        raise RunError(f"{why} before anything was finished")
    text = f"{why[0].upper()}{why[1:]}: kept are the {done:,} iterations that were finished"
    warnings.warn(text, RunWarning, stacklevel=3)


def make_sink(
    player: Player,
    names: tuple[str, ...],
    keep: Keep,
    thresholds: Thresholds,
    store: str | Path | None,
    here: bool,
    resume: bool = False,
) -> Sink:
    """Where the blocks go."""
    from engine.simulation.sinks import (
        Kept,
        Summed,
        shape,
    )  # xarray takes 0.3 s to import, `check` and `schema` need none

    if keep not in get_args(Keep):
        raise RunError(f"keep = {keep!r}: one of {', '.join(get_args(Keep))} is needed")
    if thresholds and keep == "iterations":
        raise RunError(
            'thresholds are counted with keep="summary"; among kept iterations count what you like'
        )
    if store is not None and keep == "summary":
        raise RunError('store keeps every iteration and keep="summary" none; leave one of them out')
    if resume and store is None:
        raise RunError("resume goes on with a stored run: name its folder by store=PATH (--store PATH)")
    iterations = player.run.iterations
    held = inputs_held(player.draws, player.run.design == "latin")
    if held:  # the uniforms of the whole run, and what sorts them
        less = 'design="random" (--design random)' if player.run.design == "latin" else "a copula"
        check_memory(iterations, 8 * (held + 2), less)
    if keep == "summary":
        return Summed(player, names, thresholds)
    if store is not None:
        from engine.simulation.stored import Stored

        return Stored(player, names, Path(store), resume)
    values = sum(prod(shape(player, name)) for name in names)
    check_memory(iterations, 8 * values, KEEP_LESS)
    return Kept(player, names, here)


def make_workers(sink: Sink, threads: int | None, client: Client | None) -> Workers:
    """Where the blocks are played."""
    if client is None:
        return Threads(sink.work, sink.shared, threads or cores())
    from engine.simulation.dask_workers import Cluster

    return Cluster(client, sink.work, sink.shared)


def play_all(sink: Sink, workers: Workers, iterations: int, progress: Progress | None) -> tuple[int, bool]:
    """Play every batch into `sink`; the number of iterations that it took, and whether an interrupt came meanwhile."""
    done = sink.begun
    if done and progress is not None:
        progress(done)
    with interruptible() as stopped:
        for (first, stop), part in in_order(
            workers, batches_of(iterations, sink.blocks, workers.count, done), stopped
        ):
            sink.add((first, stop), part)
            done = stop
            if progress is not None:
                try:
                    progress(stop - first)
                except KeyboardInterrupt:
                    stopped.set()
    return done, stopped.is_set()
