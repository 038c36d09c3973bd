"""An input's iterations in the order of its values: what every analysis of one sample begins with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class SortedInput(NamedTuple):
    """Iterations by ascending value of an input, equal values in the order of the iterations."""

    order: NDArray[np.int64]
    values: Floats

    @classmethod
    def of(cls, values: Floats) -> SortedInput:
        """From `values[iteration]`."""
        order = np.argsort(values)
        ordered = values[order]
        if (ordered[1:] == ordered[:-1]).any():  # else the order of a fast sort is the only one
            order = np.argsort(values, kind="stable")
        return cls(order, ordered)

    @property
    def is_constant(self) -> bool:
        """Whether it has one value in every iteration."""
        return bool(self.values[0] == self.values[-1])

    def ranks(self) -> Floats:
        """Ranks of the sorted values, from 1, equal ones sharing their mean."""
        edges = np.flatnonzero(np.diff(self.values)) + 1
        begin, end = np.r_[0, edges], np.r_[edges, self.values.size]
        return np.repeat((begin + end + 1) / 2, end - begin)

    def bins(self, size: int) -> NDArray[np.int64]:
        """`(bin, place)` Iterations in bins of `size` neighbours; what is left over at the end is in none."""
        count = self.order.size // size
        return self.order[: count * size].reshape(count, size)
