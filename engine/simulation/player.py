"""A run made ready: what plays any of its blocks, in this process or another."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.compiled.plan import CLUSTER_MEASURES, TOTALS, YEARLY_MEASURES, Draws, Outcome, Plan
from engine.compiled.play import numbers_needed, play
from engine.compiled.vectors.reference import by_reference
from engine.draws.designs import apply_design
from engine.model.model import Model
from engine.plan.plan import empty_outcome, make_plan
from engine.programme.model import Programme

BLOCK = 1024  # iterations whose partial results are one summand, whoever plays them
TILE = 128  # iterations that are drawn at a time: the flagship's 93 inputs fill 93 KiB

Floats = NDArray[np.float64]
Arrays = dict[str, Floats]  # by measure, iteration last
Parts = tuple[str, tuple[str | int, ...]]


class Run(NamedTuple):
    """How long a run is and how it is drawn."""

    iterations: int
    seed: int
    design: str


class Player(Protocol):
    """Plays blocks. Pickled it is a programme or model and a `Run`; what it prepares is made again, once a worker."""

    run: Run

    @property
    def names(self) -> tuple[str, ...]:
        """Every measure that it plays."""

    @property
    def draws(self) -> Draws:
        """How its inputs are drawn."""

    def room(self, iterations: int) -> Any:
        """Room for the measures of `iterations`."""

    def prepare(self) -> None:
        """Make what all blocks need, which the first to be played make otherwise, side by side and each for itself."""

    def play(self, first: int, stop: int, room: Any, origin: int) -> None:
        """Write iterations `first … stop` to a room whose column 0 is iteration `origin`."""

    def arrays(self, room: Any) -> Arrays:
        """The measures in a room, as views with the iteration last."""

    def parts(self, name: str) -> Parts:
        """The dim of a measure beside the iteration and its labels; "" and none where it is one number."""

    def under(self, run: Run) -> Player:
        """The same, for another run."""


class ProgrammePlayer:
    """Plays a programme."""

    def __init__(self, programme: Programme, run: Run) -> None:
        self.programme, self.run = programme, run

    def __reduce__(self) -> tuple[type, tuple[Programme, Run]]:
        return ProgrammePlayer, (self.programme, self.run)

    @cached_property
    def bare(self) -> Plan:
        """The programme as arrays, before the design of the run is known to it."""
        return make_plan(self.programme)

    @cached_property
    def plan(self) -> Plan:
        """The programme as arrays, its draws under the design of the run."""
        draws = apply_design(self.draws, self.run.design, self.run.iterations, self.run.seed)
        return by_reference(self.bare._replace(draws=draws))

    @property
    def draws(self) -> Draws:
        return self.bare.draws

    @property
    def names(self) -> tuple[str, ...]:
        totals = (n for n in TOTALS if self.programme.counterfactual is not None or "counterfactual" not in n)
        return (*CLUSTER_MEASURES, *YEARLY_MEASURES, *totals)

    def room(self, iterations: int) -> Outcome:
        return empty_outcome(self.bare, iterations)

    def prepare(self) -> None:
        _ = self.plan

    def play(self, first: int, stop: int, room: Outcome, origin: int) -> None:
        memory = np.empty(numbers_needed(self.bare, TILE))
        play(self.plan, self.run.seed, first, stop, origin, TILE, memory, room)

    def arrays(self, room: Outcome) -> Arrays:
        found = dict(zip(CLUSTER_MEASURES, room.by_cluster, strict=True))
        found |= dict(zip(YEARLY_MEASURES, room.by_year, strict=True))
        found |= dict(zip(TOTALS, room.totals, strict=True))
        return {name: found[name] for name in self.names}

    def parts(self, name: str) -> Parts:
        if name in CLUSTER_MEASURES:
            return "cluster", tuple(cluster.id for cluster in self.programme.clusters)
        if name in YEARLY_MEASURES:
            first = int(self.programme.start[:4])
            return "year", tuple(range(first, first + len(self.programme.discount_factors)))
        return "", ()

    def under(self, run: Run) -> ProgrammePlayer:
        other = ProgrammePlayer(self.programme, run)
        other.bare = self.bare
        return other


class ModelPlayer:
    """Plays a free model."""

    def __init__(self, model: Model, run: Run) -> None:
        self.model, self.run = model, run

    def __reduce__(self) -> tuple[type, tuple[Model, Run]]:
        return ModelPlayer, (self.model, self.run)

    @cached_property
    def prepared(self) -> Draws:
        """The inputs under the design of the run."""
        return by_reference(apply_design(self.draws, self.run.design, self.run.iterations, self.run.seed))

    @cached_property
    def draws(self) -> Draws:
        return self.model.draws

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.model.outputs)

    def room(self, iterations: int) -> Floats:
        return np.empty((len(self.names), iterations))

    def prepare(self) -> None:
        _ = self.prepared

    def play(self, first: int, stop: int, room: Floats, origin: int) -> None:
        tile = model_tile(len(self.draws.streams))
        self.model.play(self.run.seed, first, tile, self.prepared, room[:, first - origin : stop - origin])

    def arrays(self, room: Floats) -> Arrays:
        return dict(zip(self.names, room, strict=True))

    def parts(self, name: str) -> Parts:  # noqa: ARG002
        return "", ()

    def under(self, run: Run) -> ModelPlayer:
        other = ModelPlayer(self.model, run)
        other.draws = self.draws
        return other


def model_tile(rows: int) -> int:
    """Iterations of a free model that are held at a time: a sheet of half a MiB.

    A power of two would put a column's numbers into one set of the cache: summing 50 took 177 ns, of a few more
    iterations 87.
    """
    return int(max(TILE, min(1024, 2 ** int(math.log2(2**16 / rows))))) + 16


def player_of(programme: Programme | Model, run: Run) -> Player:
    """What plays a programme or a model."""
    return ModelPlayer(programme, run) if isinstance(programme, Model) else ProgrammePlayer(programme, run)


OVER_CLUSTERS = {name: "max" if name == "go_live_delay" else "sum" for name in CLUSTER_MEASURES}


def play_block(player: Player, first: int, stop: int) -> Arrays:
    """The measures of iterations `first … stop`, iteration last."""
    room = player.room(stop - first)
    player.play(first, stop, room, first)
    return player.arrays(room)
