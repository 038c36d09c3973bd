"""Three-point estimate with a smooth, beta-shaped density."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from distributions.base.derived import Derived
from distributions.base.guarded import shapes
from distributions.base.law import Law, ascending, positive
from distributions.beta import Beta


@dataclass(frozen=True)
class Pert(Derived):
    """Beta between absolute bounds `low` and `high` whose mean is (low + shape * mode + high) / (shape + 2).

    `shape` 4 is the PERT of the United States Navy (Malcolm, Roseboom, Clark & Fazar, Operations Research
    7, 1959); any other is the modified PERT of Vose, Risk Analysis (2008): more is more peaked. Elsewhere
    `shape` is called lambda or gamma. For percentiles instead of bounds use `PertAlt`.
    """

    SUPPORT = "low to high"
    STEADY = True

    low: Annotated[float, "least value, in the values' unit"]
    mode: Annotated[float, "most likely value, in the values' unit"]
    high: Annotated[float, "greatest value, in the values' unit"]
    shape: Annotated[float, "weight of the mode, a number above 0: more is more peaked"] = 4.0

    def check(self) -> None:
        ascending(self, ("low", "mode", "high"))
        positive(self, "shape")
        shapes(self, "shape")

    @cached_property
    def equivalent(self) -> Law:
        width = self.high - self.low
        alpha = 1 + self.shape * (self.mode - self.low) / width
        beta = 1 + self.shape * (self.high - self.mode) / width
        return Beta(alpha, beta, self.low, self.high)

    def mean(self) -> float:
        return (self.low + self.shape * self.mode + self.high) / (self.shape + 2)


Pert.EXAMPLES = (
    Pert(10, 12, 20),
    Pert(0, 0, 1),
    Pert(-5, 3, 3),
    Pert(100, 150, 400, shape=12),
    Pert(0, 1, 9, shape=0.5),
)
