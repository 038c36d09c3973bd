"""A distribution function drawn through points, straight between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from distributions.base.curve import Curve
from distributions.base.law import LawError, finite


@dataclass(frozen=True)
class Cumulative(Curve):
    """Stays at or below each of `values` with the probability beside it in `probabilities`.

    `values` rise; `probabilities` rise from 0 to 1, or stay equal across a gap in which nothing lies. The
    density is constant between neighbours: a histogram is this law through its bin edges.
    """

    SUPPORT = "from the first to the last of values"

    values: Annotated[tuple[float, ...], "rising values, in the values' unit"]
    probabilities: Annotated[tuple[float, ...], "probability of at most each value, from 0 to 1"]

    def check(self) -> None:
        finite(self, "values", "probabilities")
        if len(self.values) != len(self.probabilities) or len(self.values) < 2:
            raise LawError(
                f"{len(self.values)} values and {len(self.probabilities)} probabilities; "
                "needs as many of one as of the other, and at least two"
            )
        for name, steps in (
            ("values", np.diff(self.values) > 0),
            ("probabilities", np.diff(self.probabilities) >= 0),
        ):
            if not steps.all():
                place = int(np.argmin(steps))
                found = self.argument(name)
                raise LawError(
                    f"{name}[{place}] = {found[place]}, then {name}[{place + 1}] = {found[place + 1]}; "
                    "they must rise"
                )
        if self.probabilities[0] != 0 or self.probabilities[-1] != 1:
            raise LawError(
                f"probabilities run from {self.probabilities[0]} to {self.probabilities[-1]}; "
                "they must begin with 0 and end with 1 (give the lowest and the highest value)"
            )


Cumulative.EXAMPLES = (
    Cumulative((0, 10, 30), (0, 0.8, 1)),
    Cumulative((-5, -1, 2, 4, 9), (0, 0.25, 0.25, 0.7, 1)),
    Cumulative((0, 1, 2, 3), (0, 0, 1, 1)),
)
