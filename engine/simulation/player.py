"""A run made ready: what plays any of its blocks, in this process or another, and tells what it plays."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.compiled.plan import Draws
from engine.programme.variation import Redraw

BLOCK = 1024  # iterations whose partial results are one summand, whoever plays them
TILE = 128  # iterations that are drawn at a time: the flagship's 93 inputs fill 93 KiB

Floats = NDArray[np.float64]
Arrays = dict[str, Floats]  # by measure, iteration last


class Run(NamedTuple):
    """How long a run is, how it is drawn, and what it tells of beside every measure."""

    iterations: int
    seed: int
    design: str
    redraw: Redraw = ()
    parts: tuple[str, ...] = ()  # full names of single parts, such as `synergy.build.finish`
    worlds: int = 0  # in which beliefs are drawn; 0 where each iteration draws them

    @property
    def world(self) -> int:
        """Iterations of a world."""
        return self.iterations // self.worlds if self.worlds else 1


class Labels(NamedTuple):
    """The dim of a measure beside the iteration; "" and no names where it is one number."""

    dim: str = ""
    names: tuple[str | int, ...] = ()


class Input(NamedTuple):
    """One thing that is drawn, as a user sees it; a risk's strikes are an input like others."""

    name: str
    row: int  # of the sheet
    kind: str
    cluster: str
    law: str
    base: float
    source: str = ""
    basis: str = ""


class Player(Protocol):
    """Plays blocks. Pickled it is a programme or model and a `Run`; what it prepares is made again, once a worker."""

    run: Run

    @property
    def names(self) -> tuple[str, ...]:
        """Every measure that it plays, in the order of the results."""

    @property
    def draws(self) -> Draws:
        """How its inputs are drawn."""

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What is drawn, in the order of the programme or the formula."""

    @property
    def base(self) -> Arrays:
        """Each measure of the base case, `(…)`, worked out once."""

    @property
    def claims(self) -> dict[str, dict[str, Any]]:
        """The claims by name, as data."""

    def buffer(self, iterations: int) -> Floats:
        """Memory for the outcome of `iterations`, `(row, iteration)`."""

    def prepare(self) -> None:
        """Make what all blocks need, which the first to be played make otherwise, side by side and each for itself."""

    def play(self, first: int, stop: int, buffer: Floats, origin: int) -> None:
        """Write iterations `first … stop` to a buffer whose column 0 is iteration `origin`."""

    def draw(self, first: int, stop: int, rows: NDArray[np.int64]) -> Floats:
        """`(row, iteration)` What is in some rows of the sheet once inputs are drawn and risks have struck."""

    def arrays(self, buffer: Floats) -> Arrays:
        """The measures in a buffer, as views with the iteration last."""

    def labels(self, name: str) -> Labels:
        """What a measure is told by, beside the iteration."""

    def coordinates(self, dim: str) -> dict[str, Any]:
        """The coordinates of a dim, as xarray takes them."""

    def over_clusters(self, name: str) -> str:
        """How a measure by cluster makes one number: "sum" or "max"; "" where it is not by cluster."""

    def describe(self, name: str) -> dict[str, Any]:
        """Attributes of a measure: long_name, units, cautious; missing = 0 where an iteration may give no number."""

    def about(self) -> dict[str, Any]:
        """Attributes of the results: what was played and where its numbers come from."""

    def base_account(self) -> dict[str, Any]:
        """Attributes by which the base case can be followed by hand; none where that cannot be."""

    def under(self, run: Run) -> Player:
        """The same, for another length, seed and design."""


def play_block(player: Player, first: int, stop: int) -> Arrays:
    """The measures of iterations `first … stop`, iteration last."""
    buffer = player.buffer(stop - first)
    player.play(first, stop, buffer, first)
    return player.arrays(buffer)
