"""A yes-or-no event: 1 if it happens, 0 if not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from numpy.typing import ArrayLike

from distributions.base.atoms import Atoms
from distributions.base.law import probability as check_probability


@dataclass(frozen=True)
class Bernoulli(Atoms):
    """1 with `probability`, else 0."""

    SUPPORT = "0 or 1"

    probability: Annotated[float, "probability of a 1"]

    def check(self) -> None:
        check_probability(self, "probability")

    def atoms(self) -> tuple[ArrayLike, ArrayLike]:
        return [0.0, 1.0], [1.0 - self.probability, self.probability]


Bernoulli.EXAMPLES = (Bernoulli(0.3), Bernoulli(1e-9), Bernoulli(1))
