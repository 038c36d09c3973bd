"""A fixed value, for a quantity that is not uncertain."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from numpy.typing import ArrayLike

from distributions.base.atoms import Atoms
from distributions.base.law import finite


@dataclass(frozen=True)
class Constant(Atoms):
    """All probability on `value`."""

    SUPPORT = "value alone"
    GREATEST = math.inf  # nothing is worked out from it

    value: Annotated[float, "the one value that it always has"]

    def check(self) -> None:
        finite(self, "value")

    def atoms(self) -> tuple[ArrayLike, ArrayLike]:
        return [self.value], [1.0]


Constant.EXAMPLES = (Constant(3.5), Constant(-2), Constant(0))
