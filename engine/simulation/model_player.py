"""What plays a free model, and tells of it."""

from __future__ import annotations

import json
import math
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.compiled.draw import draw
from engine.compiled.plan import Draws
from engine.compiled.vectors.reference import by_reference
from engine.draws.designs import apply_design
from engine.measures import HIGH, LOW, RATIO
from engine.model.model import Model
from engine.model.promises import claim_specs, has_floor
from engine.simulation.beyond_money import check_finite
from engine.simulation.player import TILE, Arrays, Floats, Input, Labels, Run
from engine.simulation.sent_formula import arrived, sent


class ModelPlayer:
    """Plays a free model."""

    def __init__(self, model: Model, run: Run) -> None:
        self.model, self.run = model, run

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        letter = sent(self.model)
        return (ModelPlayer, (self.model, self.run)) if letter is None else (_arrived, (*letter, self.run))

    @cached_property
    def prepared(self) -> Draws:
        """The inputs under the design of the run."""
        return by_reference(apply_design(self.draws, self.run.design, self.run.iterations, self.run.seed))

    @cached_property
    def draws(self) -> Draws:
        return self.model.draws(self.run.redraw)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.model.outputs)

    def buffer(self, iterations: int) -> Floats:
        return np.empty((len(self.names), iterations))

    def prepare(self) -> None:
        _ = self.prepared

    def play(self, first: int, stop: int, buffer: Floats, origin: int) -> None:
        tile = model_tile(len(self.draws.streams))
        played = buffer[:, first - origin : stop - origin]
        self.model.play(self.run.seed, first, tile, self.prepared, played)
        check_finite(self.names, played, first)

    def draw(self, first: int, stop: int, rows: NDArray[np.int64]) -> Floats:
        out = np.empty((rows.size, stop - first))
        for begin in range(0, stop - first, TILE):
            sheet = np.empty((len(self.draws.streams), min(TILE, stop - first - begin)))
            draw(self.prepared, self.run.seed, first + begin, sheet)
            out[:, begin : begin + TILE] = sheet[rows]
        return out

    def arrays(self, buffer: Floats) -> Arrays:
        return dict(zip(self.names, buffer, strict=True))

    def labels(self, name: str) -> Labels:  # noqa: ARG002
        return Labels()

    def coordinates(self, dim: str) -> dict[str, Any]:  # noqa: ARG002
        return {}

    def over_clusters(self, name: str) -> str:  # noqa: ARG002
        return ""

    def describe(self, name: str) -> dict[str, Any]:
        side = LOW if has_floor(name, self.model.claims) else HIGH
        units = self.model.units.get(name, RATIO)
        return {"long_name": name, "units": units, "cautious": side, "missing": 0}

    @cached_property
    def base(self) -> Arrays:
        """The formula at the inputs' medians."""
        buffer = self.buffer(1)
        medians = [[float(self.model.inputs[name].ppf(0.5))] for name in self.model.arguments]
        self.model.evaluate(np.array(medians), buffer)
        return {name: values[..., 0] for name, values in self.arrays(buffer).items()}

    @property
    def claims(self) -> dict[str, dict[str, Any]]:
        return claim_specs(self.model.claims)

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        return tuple(
            Input(
                one.name,
                row,
                "input" if one.name in self.model.inputs else "law parameter",
                "",
                repr(one.law),
                float(one.law.ppf(0.5)),
            )
            for row, one in enumerate(self.model.drawn)
            if one.law is not None
        )

    def about(self) -> dict[str, Any]:
        laws = [{"name": name, "law": repr(law)} for name, law in self.model.inputs.items()]
        return {"title": self.model.title, "scenario": "", "assumptions": json.dumps(laws)}

    def base_account(self) -> dict[str, Any]:
        return {}

    def under(self, run: Run) -> ModelPlayer:
        other = ModelPlayer(self.model, run)
        if run.redraw == self.run.redraw:
            other.draws = self.draws
        return other


def model_tile(rows: int) -> int:
    """Iterations of a free model that are held at a time: a sheet of half a MiB.

    A power of two would put a column's numbers into one set of the cache: summing 50 took 177 ns, of a few more
    iterations 87.
    """
    return int(max(TILE, min(1024, 2 ** int(math.log2(2**16 / rows))))) + 16


def _arrived(formula: bytes, rest: dict[str, Any], run: Run) -> ModelPlayer:
    return ModelPlayer(arrived(formula, rest), run)
