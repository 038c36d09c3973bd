"""The sheet of benefits: each line, its months at the steady rate by the end of each year, and the money of years."""

from __future__ import annotations

from engine.measures import BENEFITS
from engine.programme.model import BenefitLine
from engine.reporting.workbook.base_case.dates import Pass
from engine.reporting.workbook.base_case.influences import Influences
from engine.reporting.workbook.base_case.inputs import Inputs
from engine.reporting.workbook.base_case.money_rows import MoneyRows
from engine.reporting.workbook.base_case.yearly_factors import YearlyFactors
from engine.reporting.workbook.formula import (
    INSTANT,
    ONE,
    Formula,
    exponential,
    greatest,
    least,
    logarithm,
    product,
    size,
    when,
)
from engine.reporting.workbook.grid import Grid

NAME = "Base benefits"
SMALL = (
    1e-4  # a growth so small that its exponential is worked out by its first terms: 1e-13 of it is left out
)


class Benefits(MoneyRows):
    """The sheet, with lines in the order of classes and clusters."""

    words = ("Starts after", "Steady rate a month", "Begins, month", "Ramp, months", "Growth a month")
    what = "Months at the steady rate by the end of the year"

    def __init__(
        self, inputs: Inputs, influences: Influences, given: Pass, yearly: YearlyFactors,
        names: tuple[str, ...], ends: list[Formula],
    ) -> None:  # fmt: skip
        self.inputs, self.influences, self.given = inputs, influences, given
        programme = inputs.account.programme
        self.latest = {a.name: a.latest for a in programme.activities if a.latest is not None}
        super().__init__(Grid(NAME), "Base case: benefits", names, ends)
        for benefit_class in BENEFITS:
            for cluster in programme.clusters:
                for line in programme.benefits:
                    if (f"{line.benefit_class}_benefit", line.cluster) == (benefit_class, cluster.id):
                        self._line(line, yearly.of.get(line.name))

    def _line(self, line: BenefitLine, factors: list[Formula] | None) -> None:
        of = self.inputs.of
        here = self.begin_row([line.name, line.cluster, line.benefit_class, line.starts_after])
        rate = self.fill(here, 4, self._rate(line), "money")
        begins = self.fill(here, 5, self.given.finish[line.starts_after].plus(of(line.lag)), "months")
        ramp = self.fill(here, 6, of(line.ramp), "months")
        growth = self.fill(here, 7, logarithm(ONE.minus(of(line.decline))).over(12.0), "factor")
        steady = [self._steady(line, end.minus(begins), ramp, growth) for end in self.ends]
        self.finish_row(here, rate, steady, factors, "months", after=False)

    def _rate(self, line: BenefitLine) -> Formula:
        """What the line brings a month once it is steady, of which only the programme's own share counts."""
        of = self.inputs.of
        kept = [
            ONE.minus(of(one)) if of(one).text != "0" else ONE for one in (line.overlap, line.optimism_bias)
        ]
        factors = [
            of(line.realisation),
            of(line.uptake),
            *self.influences.factors[line.name],
            of(line.attribution),
        ]
        months = self.inputs.steady[line.name] if line.value_is_total else 12.0
        useful = ONE
        if line.starts_after in self.latest:
            late = self.given.finish[line.starts_after].is_above(
                of(self.latest[line.starts_after]).plus(INSTANT)
            )
            useful = when(late, 0.0, 1.0)
        return product([of(line.value), *factors, *kept, useful]).over(months)

    def _steady(self, line: BenefitLine, since: Formula, ramp: Formula, growth: Formula) -> Formula:
        """Integral of the profile, in months at the steady rate.

        Over a linear ramp of r months x^2 / 2r; behind it, growing by g a month, (exp(g x) - 1) / g.
        """
        of = self.inputs.of
        has_ramp, declines = of(line.ramp).text != "0", of(line.decline).text != "0"
        if not has_ramp:
            rising, after = None, greatest(0.0, since)
        else:
            within = greatest(0.0, least(since, ramp))
            rising = when(ramp.is_above(0.0), within.times(within).over(ramp.times(2.0)), 0.0)
            after = greatest(0.0, since.minus(ramp))
        if declines:
            power = growth.times(after)
            few = after.times(ONE.plus(power.over(2.0).times(ONE.plus(power.over(3.0)))))
            after = when(size(power).is_below(SMALL), few, exponential(power).minus(1.0).over(growth))
        return after if rising is None else rising.plus(after)
