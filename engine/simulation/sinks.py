"""Where a run's blocks go: kept in memory, or summed up. Each says what a worker makes of a batch and takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from engine.bounds import SIDES, Bound
from engine.simulation.limits import check_known
from engine.simulation.player import Arrays, Player, play_block
from engine.simulation.results import claims_about, dataset, whole_bases
from engine.simulation.summary import summary_dataset
from engine.simulation.summed import Totals, is_whole, make_job, reduce_batch
from engine.simulation.workers import Batch, Work

if TYPE_CHECKING:
    import xarray as xr


class Sink(Protocol):
    """Where a run's blocks go."""

    blocks: int
    """Blocks that a worker takes at a time, at most."""
    begun: int
    """Iterations that are there already, and are not played."""
    work: Work
    """What a worker makes of a batch, given `shared`."""
    shared: Any

    def add(self, batch: Batch, part: Any) -> None:
        """Take the next batch."""

    def results(self, iterations: int) -> xr.Dataset:
        """The results of the first `iterations`, which have been added."""

    def close(self) -> None:
        """Remove what did not come to results."""


class Kept:
    """Every iteration of some measures, in memory."""

    begun = 0

    def __init__(self, player: Player, names: tuple[str, ...], here: bool) -> None:
        self.player, self.names = player, names
        self.shared: Any = (player, names)
        self.work: Work = chosen_arrays
        # of W1 118 ns an iteration, by eight blocks 126; another process copies
        self.blocks = 64 if here else 8
        if here and names == player.names:
            self.buffer = player.buffer(player.run.iterations)
            self.arrays = player.arrays(self.buffer)
            # no method: that would be a circle, which holds the memory until rubbish is looked for
            self.shared = (player, self.buffer)
            self.work = play_into
        else:
            self.arrays = {name: np.empty((*shape(player, name), player.run.iterations)) for name in names}

    def add(self, batch: Batch, part: Arrays | None) -> None:
        for name, values in (part or {}).items():
            self.arrays[name][..., batch[0] : batch[1]] = values

    def results(self, iterations: int) -> xr.Dataset:
        arrays = {name: values[..., :iterations] for name, values in self.arrays.items()}
        return dataset(self.player, arrays, iterations)

    def close(self) -> None:
        pass


class Summed:
    """Counts and moments; a few megabytes whatever the number of iterations."""

    begun = 0
    blocks = 128  # 0.2 s of the flagship, beside which merging 2 MB of counts is nothing
    work: Work = staticmethod(reduce_batch)

    def __init__(
        self, player: Player, names: tuple[str, ...], thresholds: Mapping[str, Sequence[float]]
    ) -> None:
        wholes = [name for name in names if is_whole(player, name)]
        check_known("thresholds", list(thresholds), wholes)
        # the chance of doing no worse than the base case is asked of every measure
        bases = [(name, base) for name, base in whole_bases(player, wholes).items() if np.isfinite(base)]
        self.thresholds = [(name, float(bound)) for name, bounds in thresholds.items() for bound in bounds]
        bounds = [Bound(name, side, bound) for name, bound in (*bases, *self.thresholds) for side in SIDES]
        self.shared = make_job(player, names, claims_about(player, names), bounds)
        self.totals = Totals(self.shared)

    def add(self, _: Batch, part: Any) -> None:
        self.totals.add(part)

    def results(self, iterations: int) -> xr.Dataset:  # noqa: ARG002
        return summary_dataset(self.shared, self.totals, self.thresholds)

    def close(self) -> None:
        pass


def shape(player: Player, name: str) -> tuple[int, ...]:
    """The shape of a measure in one iteration."""
    dim, labels = player.labels(name)
    return (len(labels),) if dim else ()


def play_into(shared: tuple[Player, Any], first: int, stop: int) -> None:
    """Threads write all measures where they stay, which saves a copy."""
    player, buffer = shared
    player.play(first, stop, buffer, 0)


def chosen_arrays(shared: tuple[Player, tuple[str, ...]], first: int, stop: int) -> Arrays:
    """Some measures of a batch, iteration last."""
    player, names = shared
    arrays = play_block(player, first, stop)
    return {name: arrays[name] for name in names}
