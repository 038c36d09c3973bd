"""All sheets of the base case, in the order in which each follows from those before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.reporting.workbook.base_case.account import Account
from engine.reporting.workbook.base_case.amounts import Amounts
from engine.reporting.workbook.base_case.benefits import Benefits
from engine.reporting.workbook.base_case.calendars import Calendars
from engine.reporting.workbook.base_case.costs import Costs
from engine.reporting.workbook.base_case.dates import Dates
from engine.reporting.workbook.base_case.influences import Influences
from engine.reporting.workbook.base_case.inputs import Inputs
from engine.reporting.workbook.base_case.outcome import Outcome
from engine.reporting.workbook.base_case.settlements import Settlements
from engine.reporting.workbook.base_case.yearly_factors import YearlyFactors
from engine.reporting.workbook.base_case.years import Years
from engine.reporting.workbook.grid import Grid


class BaseCase(NamedTuple):
    """The sheets, and those parts of them that others refer to."""

    grids: list[Grid]
    inputs: Inputs
    dates: Dates
    settlements: Settlements
    costs: Costs
    benefits: Benefits
    outcome: Outcome


def base_case(account: Account, log: Mapping[str, Mapping[str, Any]], years: tuple[str, ...]) -> BaseCase:
    """The base case as sheets of formulas; `log` says of quantities where they come from, `years` are their names."""
    inputs = Inputs(account, log)
    discounting = Years(inputs, years)
    influences = Influences(inputs)
    rests = Calendars(account)
    dates = Dates(inputs, influences, rests if rests.of else None)
    amounts = Amounts(inputs, influences)
    settlements = Settlements(inputs, dates, amounts)
    yearly = YearlyFactors(inputs, influences, years)
    given = settlements.last
    costs = Costs(inputs, amounts, given, settlements.windows, yearly, years, discounting.ends, rests.of)
    benefits = Benefits(inputs, influences, given, yearly, years, discounting.ends)
    outcome = Outcome(inputs, discounting, costs, benefits)
    grids = [inputs.grid]
    grids += [rests.grid] if rests.of else []
    grids += [dates.grid]
    grids += [settlements.grid] if settlements.windows else []
    grids += [yearly.grid] if yearly.of else []
    grids += [costs.grid, benefits.grid, discounting.grid, outcome.grid]
    return BaseCase(grids, inputs, dates, settlements, costs, benefits, outcome)
