"""What a cost line comes to, with all that multiplies it whatever the year, as a formula of inputs."""

from __future__ import annotations

from engine.programme.model import CostLine, Quantity
from engine.reporting.workbook.base_case.influences import Influences
from engine.reporting.workbook.base_case.inputs import Inputs
from engine.reporting.workbook.formula import Formula, formula, product


class Amounts:
    """Amounts, or rates, of cost lines, and what risks add to activities."""

    def __init__(self, inputs: Inputs, influences: Influences) -> None:
        self.inputs, self.influences = inputs, influences

    def of(self, line: CostLine) -> Formula:
        """Amount, rate a month or rate a year of a line, as its timing has it."""
        uplift = self.inputs.uplifts.get(line.name, formula(1.0))
        factors = [self.inputs.of(line.factor), *self.influences.factors[line.name]]
        prices = line.prices[0] if has_steady_prices(line) else 1.0
        return product([self.inputs.of(line.amount), uplift, *factors, prices])

    def struck(self, risk: str, size: Quantity) -> Formula:
        """What a risk adds to an activity if it strikes."""
        return self.inputs.strikes[risk].times(self.inputs.of(size))


def has_steady_prices(line: CostLine) -> bool:
    """Whether its prices are brought to those of the programme by one factor for all years, which settlements pay."""
    return bool(line.prices) and line.inflation is None and len(set(line.prices)) == 1
