"""Waiting time for something that strikes at a constant rate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from distributions.base.derived import Derived
from distributions.base.law import Law, positive
from distributions.weibull import Weibull


@dataclass(frozen=True)
class Exponential(Derived):
    """Exceeds x with probability exp(-x / scale); `scale` is the mean waiting time, 1 / rate."""

    SUPPORT = "0 to ∞"

    scale: Annotated[float, "mean, in the values' unit"]

    def check(self) -> None:
        positive(self, "scale")

    @cached_property
    def equivalent(self) -> Law:
        return Weibull(1, self.scale)


Exponential.EXAMPLES = (Exponential(3), Exponential(0.01))
