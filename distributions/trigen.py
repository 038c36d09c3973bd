"""Triangular three-point estimate whose low and high are percentiles, not bounds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from distributions.base.derived import Derived
from distributions.base.law import Law
from distributions.base.three_points import bounds, check_percentiles
from distributions.triangular import Triangular


@dataclass(frozen=True)
class Trigen(Derived):
    """Triangular law with this `mode` that stays below `low` with `low_probability` and below `high` with
    `high_probability` (0.1 and 0.9: the P10 and the P90).

    Same as RiskTrigen and RiskTriangAlt of @RISK; Vose, Risk Analysis (2008).
    """

    SUPPORT = "from below low to above high"

    low: Annotated[float, "value of the lower percentile, in the values' unit"]
    mode: Annotated[float, "most likely value, in the values' unit"]
    high: Annotated[float, "value of the upper percentile, in the values' unit"]
    low_probability: Annotated[float, "probability of less than low"] = 0.1
    high_probability: Annotated[float, "probability of less than high"] = 0.9

    def check(self) -> None:
        check_percentiles(self)

    @cached_property
    def equivalent(self) -> Law:
        probabilities = (self.low_probability, self.high_probability)
        low, high = bounds(lambda s: Triangular(0, s, 1), self.low, self.mode, self.high, probabilities)
        return Triangular(low, self.mode, high)


Trigen.EXAMPLES = (Trigen(10, 12, 20), Trigen(0, 0, 1), Trigen(-5, 1, 2, 0.05, 0.8), Trigen(1, 3, 9, 0, 0.95))
