"""A list of possible values, each with its probability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from numpy.typing import ArrayLike

from distributions.base.atoms import Atoms
from distributions.base.law import finite
from distributions.base.weighted import weights


@dataclass(frozen=True)
class Discrete(Atoms):
    """`values` (any order) with `probabilities` that sum to 1 (within 1e-9; then divided by their sum)."""

    SUPPORT = "values alone"

    values: Annotated[tuple[float, ...], "the possible values"]
    probabilities: Annotated[tuple[float, ...], "probability of each value; they sum to 1"]

    def check(self) -> None:
        finite(self, "values")
        weights(self, "values", "probabilities")

    def atoms(self) -> tuple[ArrayLike, ArrayLike]:
        return self.values, self.probabilities


Discrete.EXAMPLES = (
    Discrete((0.0, 6.0, 24.0), (0.5, 0.3, 0.2)),
    Discrete((5.0, -1.0, 2.0, 5.0), (0.1, 0.4, 0.2, 0.3)),
)
