"""Rates of discount a year, and the worth today of a unit of money of each programme year that follows from them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from engine.programme.quantity import Quantity

Timing = Literal["start", "middle", "end"]
WAIT: dict[str, float] = {
    "start": 0.0,
    "middle": 0.5,
    "end": 1.0,
}  # years from the start of a year to its money


class Band(NamedTuple):
    """A rate a year, from a programme year on until the next band begins."""

    first: int
    rate: float


@dataclass(frozen=True)
class OwnRates:
    """The rates that a programme gives itself, certain or not: `rates[k]` holds from programme year `first[k]` on."""

    first: tuple[int, ...]
    rates: tuple[Quantity, ...]
    timing: Timing

    @property
    def are_certain(self) -> bool:
        """Whether the factors are the same in every iteration."""
        return all(rate.is_certain for rate in self.rates)

    def of_year(self, year: int) -> Quantity:
        """The rate of a programme year."""
        return [rate for first, rate in zip(self.first, self.rates, strict=True) if first <= year][-1]

    def bands(self) -> tuple[Band, ...]:
        """The rates of the base case."""
        return tuple(Band(first, rate.base) for first, rate in zip(self.first, self.rates, strict=True))


def factors_of(bands: Sequence[Band], years: int, timing: Timing = "start") -> tuple[float, ...]:
    """Factor of each programme year 0 .. years - 1.

    1 / (1 + r)^t with year 0 undiscounted; where rates step, each year is discounted at the rate of its own
    band, compounding: 1 / ((1 + r1)^n1 (1 + r2)^n2 ...) (Green Book, annex on discounting). With money in the middle
    or at the end of its year, all are discounted by half a year or a year more, at the rate of year 0.
    """
    starts = [max(band.first, 1) for band in bands]
    ends = [*starts[1:], math.inf]
    further = float((1 + bands[0].rate) ** WAIT[timing])
    factors = []
    for year in range(years):
        spans = [max(min(year + 1, end) - start, 0) for start, end in zip(starts, ends, strict=True)]
        growth = (float((1 + band.rate) ** span) for band, span in zip(bands, spans, strict=True))
        factors.append(1 / (math.prod(growth) * further))
    return tuple(factors)
