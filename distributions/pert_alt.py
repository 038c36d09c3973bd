"""PERT three-point estimate whose low and high are percentiles, not bounds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from distributions.base.derived import Derived
from distributions.base.guarded import shapes
from distributions.base.law import Law, positive
from distributions.base.three_points import bounds, check_percentiles
from distributions.pert import Pert


@dataclass(frozen=True)
class PertAlt(Derived):
    """PERT law with this `mode` that stays below `low` with `low_probability` and below `high` with
    `high_probability` (0.1 and 0.9: the P10 and the P90); `shape` as in `Pert`.

    Same as RiskPertAlt of @RISK; Vose, Risk Analysis (2008).
    """

    SUPPORT = "from below low to above high"

    low: Annotated[float, "value of the lower percentile, in the values' unit"]
    mode: Annotated[float, "most likely value, in the values' unit"]
    high: Annotated[float, "value of the upper percentile, in the values' unit"]
    low_probability: Annotated[float, "probability of less than low"] = 0.1
    high_probability: Annotated[float, "probability of less than high"] = 0.9
    shape: Annotated[float, "weight of the mode, a number above 0: more is more peaked"] = 4.0

    def check(self) -> None:
        check_percentiles(self)
        positive(self, "shape")
        shapes(self, "shape")

    @cached_property
    def equivalent(self) -> Law:
        probabilities = (self.low_probability, self.high_probability)
        low, high = bounds(lambda s: Pert(0, s, 1, self.shape), self.low, self.mode, self.high, probabilities)
        return Pert(low, self.mode, high, self.shape)


PertAlt.EXAMPLES = (PertAlt(10, 12, 20), PertAlt(0, 0, 1), PertAlt(-5, 1, 2, 0.05, 0.8, shape=9))
