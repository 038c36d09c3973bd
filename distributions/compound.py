"""The sum of as many amounts as strike: how often, times how bad."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, NamedTuple

import numpy as np

from distributions.base.atoms import Atoms
from distributions.base.atoms_and_lines import of_values, with_jumps
from distributions.base.convolution import (
    MOST_COUNTS,
    STEPS_OF_TWO_SIDES,
    Summed,
    distribution_function,
    two_sided,
)
from distributions.base.curve import Curve
from distributions.base.derived import Derived
from distributions.base.law import FloatArray, Jumps, Law, LawError, below
from distributions.base.separate_sums import Sums, likely, sums_of
from distributions.binomial import Binomial
from distributions.constant import Constant
from distributions.discrete import Discrete
from distributions.exponential import Exponential
from distributions.lognormal import Lognormal
from distributions.pareto import Pareto
from distributions.poisson import Poisson

_EXACT = 1e-10
_ROUNDING = 1e-9  # of the probability of all single values of a law that has no other
_MOST_SEPARATE = 2**20
_MOST_DIFFERENT = 2000  # counts of a law that is a list of them


class _Found(NamedTuple):
    """The law of the sum, and the relative error of its quantiles."""

    law: Law
    accuracy: float


@dataclass(frozen=True)
class Compound(Derived):
    """The sum of N independent amounts of the law `severity`, N being a count of the law `frequency`.

    Separate amounts, such as fines of 18 each, make separate sums, each with its probability (within 1e-10). Amounts
    that have a density make a distribution function, found by Fourier transform on grids of 32,768 steps, each grid
    four times as wide as the one before, and drawn straight between some hundred points of each: percentiles are
    within 2e-4 of their value, and no value lies beyond the one exceeded with probability 1e-9. Of amounts that are
    partly separate, the sums of these alone are exact and the others are such a curve. Amounts of either sign have
    one grid of 262,144 steps and need a finite variance. `accuracy()` says how far this one may be off; `mean` and
    `variance` are those of the exact sum (Wald).
    """

    SUPPORT = "sums of amounts"
    ACCURACY = 2e-4

    frequency: Annotated[Law, "how many amounts there are, a law of counts"]
    severity: Annotated[Law, "one amount, a law of values"]

    def check(self) -> None:
        if not isinstance(self.frequency, Law) or self._counts_law is None:
            raise LawError(
                f"frequency = {self.frequency} is not a law of counts 0, 1, 2, ...; use poisson, binomial or discrete"
            )
        if self._all_separate:
            found, most, what = float(self._counts.values[-1]), float(_MOST_SEPARATE), "amounts at most"
        else:
            found, most, what = self.frequency.mean(), MOST_COUNTS, "amounts on average"
            listed = self._counts.values.size
            if type(self._counts_law).generating is Atoms.generating and listed > _MOST_DIFFERENT:
                found, most, what = listed, _MOST_DIFFERENT, "different counts"
        if not found <= most:
            raise LawError(
                f"frequency = {self.frequency}: {found:,.6g} {what}; the greatest number that can be summed is "
                f"{most:,.0f}, beyond it a normal law with the mean and sd of the sum is close"
            )
        if self._negative and not self._all_separate and not math.isfinite(self.variance()):
            raise LawError(
                f"severity = {self.severity} may be negative and has no finite variance; "
                "amounts must be at least 0, or have one"
            )

    @cached_property
    def _counts_law(self) -> Atoms | None:
        """The frequency as a list of counts; nothing if it is something else."""
        law = self.frequency
        while isinstance(law, Derived):
            law = law.equivalent
        if not isinstance(law, Atoms):
            jumps = law.jumps()
            if not jumps.values.size or abs(jumps.masses.sum() - 1) > _ROUNDING:
                return None
            masses = jumps.masses / jumps.masses.sum()
            law = Discrete(tuple(jumps.values.tolist()), tuple(masses.tolist()))
        return law if law.are_counts() else None

    @cached_property
    def _counts(self) -> Jumps:
        assert self._counts_law is not None
        return likely(self._counts_law.jumps())

    @cached_property
    def _amounts(self) -> Jumps:
        """The amounts that have a probability of their own."""
        return self.severity.jumps()

    @property
    def _all_separate(self) -> bool:
        return float(self._amounts.masses.sum()) > 1 - _ROUNDING

    @property
    def _negative(self) -> bool:
        return below(self.severity, 0.0) > 0

    @cached_property
    def _found(self) -> _Found:
        if self._all_separate:
            amounts = Jumps(self._amounts.values, self._amounts.masses / self._amounts.masses.sum())
            sums = self._sums(amounts)
            law = of_values(sums.values, sums.masses)
            return _Found(
                law, self._off(sums.moved, law, _EXACT if isinstance(law, Atoms) else self.ACCURACY)
            )
        assert self._counts_law is not None
        least, mean = float(self.frequency.ppf(1e-12)), self.frequency.mean()
        summed = Summed(self._counts_law.generating, mean, least, self.severity, self._amounts)
        if self._negative:
            return self._of_both_signs(summed)
        if self._amounts.values.any():
            values, at_most = distribution_function(summed)
            return _Found(self._beside(np.append(0.0, values), np.append(0.0, at_most)), self.ACCURACY)
        nothing = float(summed.generating(np.asarray(self.severity.cdf(0.0)).astype(complex)).real)
        values, at_most = distribution_function(summed._replace(jumps=None))
        at_most[-1] = 1.0
        reached = np.clip(np.append(nothing, at_most), nothing, 1)
        return _Found(Curve(tuple(np.append(0.0, values)), tuple(reached)), self.ACCURACY)

    def _of_both_signs(self, summed: Summed) -> _Found:
        ends, rare = self.severity.ppf([0.0, 1.0]), 1e-12 / max(1.0, summed.mean_count)
        centre, reach, most = self.mean(), 12 * self.sd(), float(self._counts.values[-1])
        low = min(centre - reach, float(self.severity.ppf(rare)))
        high = max(centre + reach, float(self.severity.isf(rare)))
        low, high = max(low, most * float(ends[0])), max(min(high, most * float(ends[1])), 0.0)
        law = self._beside(*two_sided(summed, low, high))
        return _Found(law, self._off((high - low) / STEPS_OF_TWO_SIDES, law, self.ACCURACY))

    def _beside(self, values: FloatArray, smooth: FloatArray) -> Law:
        """The law with this distribution function besides the sums of separate amounts alone."""
        alone = self._sums(self._amounts)
        kept = alone.masses > 0
        return with_jumps(values, smooth, Jumps(alone.values[kept], alone.masses[kept]))

    def _sums(self, amounts: Jumps) -> Sums:
        assert self._counts_law is not None
        return sums_of(self._counts, self._counts_law.generating, amounts)

    def _off(self, step: float, law: Law, least: float) -> float:
        """Relative error of quantiles where every amount was moved by up to a step, its mean kept."""
        width = float(law.isf(0.01) - law.ppf(0.01)) or 1.0
        wider = self.frequency.mean() * step**2 / (2 * (self.sd() or 1.0))
        return max(least, (3 * step + wider) / width)

    @property
    def equivalent(self) -> Law:
        return self._found.law

    def accuracy(self) -> float:
        return self._found.accuracy

    def mean(self) -> float:
        return self.frequency.mean() * self.severity.mean()

    def variance(self) -> float:
        counts, amount = self.frequency, self.severity
        return counts.mean() * amount.variance() + counts.variance() * amount.mean() ** 2


Compound.EXAMPLES = (
    Compound(Poisson(2), Exponential(3)),
    Compound(Binomial(4, 0.3), Lognormal(1, 0.8)),
    Compound(Poisson(0.4), Pareto(2, 4)),
    Compound(Constant(3), Exponential(1)),
    Compound(Poisson(2), Discrete((1, 2, 5), (0.5, 0.3, 0.2))),
    Compound(Binomial(4, 0.3), Constant(18)),
)
