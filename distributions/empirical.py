"""Observed data, each value as likely as any other: what resampling draws from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.atoms import Atoms
from distributions.base.law import LawError, finite


@dataclass(frozen=True)
class Empirical(Atoms):
    """One of `data`, all equally likely; no value between or beyond the data ever comes out."""

    SUPPORT = "data alone"

    data: Annotated[tuple[float, ...], "observations, in the values' unit"]

    def check(self) -> None:
        if not self.data:
            raise LawError("data is empty; at least one number is needed")
        finite(self, "data")

    def atoms(self) -> tuple[ArrayLike, ArrayLike]:
        return self.data, np.ones(len(self.data))


Empirical.EXAMPLES = (Empirical((3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0)), Empirical((7.0,)))
