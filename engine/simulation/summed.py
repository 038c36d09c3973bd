"""Blocks of iterations -> partial results that merge: exact counts, and moments by Chan's formula.

Where values are counted is a pure function of (programme, seed): the first `PILOT` iterations of the random
design say how fine a grid each row needs, whatever the design and length of the run itself. Counts are whole
numbers and add up in any order; moments are kept a block at a time and folded in the order of the blocks.
So threads, Dask workers and batches of any size give the same bits.

A percentile read from the counts is off by at most the share of iterations in the cell that holds it, and a cell
of one value is exact. Bins are made to hold at most 14 of the pilot's 65,536 values, 0.021%, and of the single
clusters and years 32, 0.049%; what the fullest cell really held is told with every summary
(`percentile_error`). That is a bound for the worst. Linear interpolation inside a cell leaves less: of a million
flagship iterations (seed 5) the bound was 0.043 points for the whole programme and 0.078 for its parts, and the
percentiles, every twentieth of a point, were off by at most 0.0024 and 0.010.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.analysis.derived import DERIVED, derive
from engine.analysis.measures import over_clusters
from engine.bounds import Bound, Claims, evaluate
from engine.compiled.moments import fold, no_moments
from engine.compiled.reduce import Grid, reduce_rows
from engine.simulation.grid import Floats, Integers, Row, make_grid
from engine.simulation.player import BLOCK, Arrays, Player
from engine.simulation.workers import cores

CHUNK = 8 * BLOCK  # iterations that lie in memory at a time
PILOT = 8 * CHUNK  # iterations that say where values lie
FEW, FEW_OF_PART = 14, 32  # of them in a bin at most, of measures of the whole programme and of their parts


class Job(NamedTuple):
    """All that a worker needs to reduce any block of a run."""

    player: Player
    names: tuple[str, ...]  # measures that are summarised
    claims: Claims  # counted each and all together
    bounds: tuple[Bound, ...]  # counted too
    grid: Grid


class ByWorld(NamedTuple):
    """What stretches of iterations come to that lie in one block and one world, in their order."""

    world: Integers  # (stretch)
    sizes: Integers  # (stretch) iterations
    holds: Integers  # (stretch, claim) in which it holds
    sums: Floats  # (stretch, whole measure) of what a value is above the row's origin
    squares: Floats  # (stretch, whole measure) likewise, squared


class Partial(NamedTuple):
    """What a batch of blocks comes to."""

    sizes: Integers  # (block) iterations
    told: Floats  # (block, row, 7) as `engine.compiled.reduce` tells it
    counts: NDArray[np.int32]  # (cell of all rows)
    holds: Integers  # (claim) iterations in which it holds
    together: int  # in which all of them do; 0 where there are none
    met: Integers  # (bound) iterations that meet it
    by_world: list[ByWorld]  # of each chunk; none where the run has no worlds


def make_job(player: Player, names: tuple[str, ...], claims: Claims, bounds: Iterable[Bound]) -> Job:
    """Play the pilot and lay the grid."""
    pilot = player.under(player.run._replace(iterations=PILOT, design="random", worlds=0))
    buffer = pilot.buffer(PILOT)
    pilot.prepare()
    with ThreadPoolExecutor(cores()) as pool:  # each thread more would hold on to memory
        chunks = range(0, PILOT, CHUNK)
        list(pool.map(lambda first: pilot.play(first, first + CHUNK, buffer, 0), chunks))
        arrays = pilot.arrays(buffer)
        wholes = wholes_of(pilot, arrays, names)
        rows = [row for table in tables(pilot, arrays, wholes, names) for row in table]
        few = [FEW] * len(wholes) + [FEW_OF_PART] * (len(rows) - len(wholes))
        return Job(player, names, claims, tuple(dict.fromkeys(bounds)), make_grid(pool.map(Row, rows, few)))


def is_whole(player: Player, name: str) -> bool:
    """Whether a measure is one number an iteration, perhaps over its clusters."""
    return not player.labels(name).dim or bool(player.over_clusters(name))


def row_names(player: Player, names: tuple[str, ...]) -> list[str]:
    """What each row is: `total_cost`; the parts of those that have some: `one_off_cost.synergy`; those of sums."""
    whole = [name for name in names if is_whole(player, name)]
    return whole + [
        f"{name}.{label}" for name in told_by_part(player, names) for label in labels(player, name)
    ]


def told_by_part(player: Player, names: tuple[str, ...]) -> list[str]:
    """The measures of which each cluster or year has a row: those that have parts, then the sums of such."""
    played = [name for name in names if player.labels(name).dim]
    sums = [name for name, d in DERIVED.items() if d.of_summaries and set(d.terms) <= set(played)]
    return played + sums


def labels(player: Player, name: str) -> tuple[str | int, ...]:
    """The clusters or years of a measure, or of a sum of measures."""
    return player.labels(next(iter(DERIVED[name].terms)) if name in DERIVED else name).names


def wholes_of(player: Player, arrays: Arrays, names: tuple[str, ...]) -> Arrays:
    """Of a chunk, the measures that are one number an iteration, `(iteration)` each."""
    return {
        name: over_clusters(player.over_clusters(name), arrays[name])
        if player.labels(name).dim
        else arrays[name]
        for name in names
        if is_whole(player, name)
    }


def tables(player: Player, arrays: Arrays, wholes: Arrays, names: tuple[str, ...]) -> Iterator[Floats]:
    """The rows of a chunk, `(row, iteration)`, in the order of `row_names`."""
    if wholes:
        yield np.stack(list(wholes.values()))
    for name in told_by_part(player, names):
        yield derive(name, arrays.__getitem__) if name in DERIVED else arrays[name]


def reduce_batch(job: Job, first: int, stop: int) -> Partial:
    """Play and reduce iterations `first … stop`, chunk by chunk in the same memory."""
    grid, sizes = job.grid, np.diff([*range(first, stop, BLOCK), stop])
    told = np.empty((len(sizes), len(grid.centre), 7))
    # half the memory of the totals' to write and merge
    counts = np.zeros(int(grid.first_count[-1]), np.int32)
    holds, met, together = np.zeros(len(job.claims), np.int64), np.zeros(len(job.bounds), np.int64), 0
    scratch, bins = np.empty((2, BLOCK)), np.empty(BLOCK, np.int32)
    buffer: Any = None
    by_world: list[ByWorld] = []
    for begin in range(first, stop, CHUNK):
        end = min(begin + CHUNK, stop)
        if buffer is None or end - begin < CHUNK:
            buffer = job.player.buffer(end - begin)
        job.player.play(begin, end, buffer, begin)
        arrays, block, row = job.player.arrays(buffer), (begin - first) // BLOCK, 0
        wholes = wholes_of(job.player, arrays, job.names)
        for table in tables(job.player, arrays, wholes, job.names):
            reduce_rows(grid, row, table, BLOCK, scratch, bins, counts, told[block:])
            row += len(table)
        outcomes = list(evaluate(job.claims, wholes).values())
        holds += counted(outcomes)
        together += int(np.count_nonzero(np.logical_and.reduce(outcomes))) if outcomes else 0
        met += counted(bound.met_by(wholes[bound.measure]) for bound in job.bounds)
        if job.player.run.worlds:
            by_world.append(reduce_worlds(job, begin, end, outcomes, wholes))
    return Partial(sizes, told, counts, holds, together, met, by_world)


def reduce_worlds(
    job: Job, begin: int, end: int, outcomes: list[NDArray[np.bool_]], wholes: Arrays
) -> ByWorld:
    """Sums of a chunk by block and world, which no batch cuts, so that the bits do not hang on batches."""
    world = job.player.run.world
    inside = {at for step in (world, BLOCK) for at in range(-(-begin // step) * step, end, step)}
    starts = np.array(sorted({begin, *inside}), np.int64)
    places = starts - begin
    holds = [np.add.reduceat(outcome.astype(np.int64), places) for outcome in outcomes]
    origin = job.grid.origin[: len(wholes)]
    above = [values - at for values, at in zip(wholes.values(), origin, strict=True)]
    return ByWorld(
        starts // world,
        np.diff([*starts, end]),
        np.stack(holds, axis=1) if holds else np.zeros((starts.size, 0), np.int64),
        np.stack([np.add.reduceat(values, places) for values in above], axis=1),
        np.stack([np.add.reduceat(values * values, places) for values in above], axis=1),
    )


def counted(outcomes: Iterable[NDArray[np.bool_]]) -> Integers:
    """In how many iterations each of some things was so."""
    # 0.7 µs each, where a sum takes 4.8
    return np.array([np.count_nonzero(outcome) for outcome in outcomes], np.int64)


class Totals:
    """The blocks so far."""

    def __init__(self, job: Job) -> None:
        self.iterations = 0
        self.counts = np.zeros(int(job.grid.first_count[-1]), np.int64)
        self.holds = np.zeros(len(job.claims), np.int64)
        self.together = 0
        self.met = np.zeros(len(job.bounds), np.int64)
        self.moments = no_moments(len(job.grid.centre))
        worlds, wholes = job.player.run.worlds, sum(is_whole(job.player, name) for name in job.names)
        self.by_world = ByWorld(
            np.arange(worlds),
            np.zeros(worlds, np.int64),
            np.zeros((worlds, len(job.claims)), np.int64),
            np.zeros((worlds, wholes)),
            np.zeros((worlds, wholes)),
        )

    def add(self, part: Partial) -> None:
        """Merge the next batch of blocks."""
        self.counts += part.counts
        self.holds += part.holds
        self.together += part.together
        self.met += part.met
        for some in part.by_world:
            for total, more in zip(self.by_world[1:], some[1:], strict=True):
                np.add.at(total, some.world, more)
        fold(part.told, part.sizes, self.iterations, self.moments)
        self.iterations += int(part.sizes.sum())
