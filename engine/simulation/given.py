"""A programme or a model played at points of one's own choice, given as scores: what a search for a point needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from engine.analysis.measures import over_clusters
from engine.compiled.designs import RANDOM
from engine.compiled.draw import draw
from engine.compiled.play import numbers_needed, play
from engine.compiled.sheet_rows import draw_rows
from engine.compiled.vectors.lanes import LANES
from engine.compiled.vectors.reference import by_reference
from engine.model.model import Model
from engine.programme.model import Programme
from engine.simulation.model_player import ModelPlayer
from engine.simulation.player import TILE, Player, Run
from engine.simulation.players import player_of
from engine.simulation.programme_player import ProgrammePlayer

Floats = NDArray[np.float64]

WIDEST = 8.0  # a score beyond which a uniform is 0 or 1


class Points:
    """Plays scores `(score, point)`: independent standard normals, one for each number that a run draws.

    Copulas, laws and risks make of them what they make of a run's uniforms; a group that is to be reordered is tied by
    the normal copula of the same correlations. At nought every law is at its median.
    """

    def __init__(self, played: Programme | Model) -> None:
        self.player: Player = player_of(played, Run(1, 0, "random"))
        self.size = len(self.player.draws.streams)
        self.inputs = self.player.inputs

    @property
    def switches(self) -> NDArray[np.int64]:
        """The scores that decide which risks strike, each by one number alone or shared by those that exclude."""
        if not isinstance(self.player, ProgrammePlayer):
            return np.empty(0, np.int64)
        inputs = self.player.planned.sheet.inputs
        return np.array(
            [k for k, one in enumerate(inputs) if one.purpose in ("strike", "exclusive")], np.int64
        )

    def measures(self, scores: Floats, names: Sequence[str]) -> Floats:
        """`(measure, point)` Measures of the whole programme, or outputs of a model."""
        points = scores.shape[1]
        buffer = self.player.buffer(points)
        if isinstance(self.player, ProgrammePlayer):
            plan = by_reference(self.player.bare._replace(draws=self._draws(self.player.bare.draws, scores)))
            memory = np.empty(numbers_needed(self.player.bare, TILE))
            play(plan, 0, 0, points, 0, TILE, memory, buffer)
        elif isinstance(self.player, ModelPlayer):
            self.player.model.evaluate(self._drawn(scores), buffer)
        arrays = self.player.arrays(buffer)
        how = {name: self.player.over_clusters(name) for name in names}
        return np.array([over_clusters(how[n], arrays[n]) if how[n] else arrays[n] for n in names])

    def values(self, scores: Floats) -> Floats:
        """`(input, point)` What the inputs, as `engine.draw` lists them, are there."""
        rows = np.array([one.row for one in self.inputs], np.int64)
        if not isinstance(self.player, ProgrammePlayer):
            return self._drawn(scores)[rows]
        out = np.empty((rows.size, scores.shape[1]))
        memory = np.empty(self.player.bare.rows * LANES + self.size * TILE)
        plan = by_reference(self.player.bare._replace(draws=self._draws(self.player.bare.draws, scores)))
        draw_rows(plan, 0, 0, TILE, rows, memory, out)
        return out

    def _draws(self, draws: Any, scores: Floats) -> Any:
        uniforms = ndtr(np.clip(scores, -WIDEST, WIDEST)).clip(2.0**-53, 1 - 2.0**-53)
        return draws._replace(
            design=RANDOM,
            given=np.ascontiguousarray(uniforms),
            given_row=np.arange(self.size, dtype=np.int64),
        )

    def _drawn(self, scores: Floats) -> Floats:
        sheet = np.empty_like(scores)
        draw(by_reference(self._draws(self.player.draws, scores)), 0, 0, sheet)
        return sheet
