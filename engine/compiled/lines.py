"""Single lines of cost and benefit, each played alone with the dates as they stand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.compiled.benefits import add_benefit
from engine.compiled.costs import add_flow
from engine.compiled.funding import set_rate
from engine.compiled.plan import Plan
from engine.compiled.vectors.loop import inner_loop, loop
from engine.compiled.vectors.rows import Rows, rows_of
from engine.compiled.years import clear


@inner_loop
def play_alone(plan: Plan, line: int, sheet: Rows, scratch: Rows, alone: Rows) -> tuple[int, int]:
    """Write a line's money to `alone`, the outcome of a programme without any other line.

    Cost lines come first, then benefit lines. Returns the row of the line's sum and its first row by year. The sheet is
    left with what the line's flow comes to by itself.
    """
    costs, benefits = plan.costs, plan.benefits
    clear(plan.measures, alone)
    if line < costs.amount.size:
        flow = costs.flow[line]
        length = sheet[costs.end[flow]] - sheet[costs.begin[flow]]
        if flow < costs.funded:  # the months of work, without those in which there was no money
            length = sheet[costs.funded_end + flow] - sheet[costs.funded_begin + flow]
            if flow >= costs.steady:
                length = sheet[costs.work_end + flow] - sheet[costs.work_begin + flow]
        set_rate(costs, flow, line, line + 1, length, sheet)
        add_flow(plan, flow, sheet, scratch, alone)
        return costs.into[flow], plan.outcome.yearly_cost
    k = line - costs.amount.size
    add_benefit(plan, k, sheet, scratch, alone)
    return benefits.into[k], benefits.into_years[k]


@inner_loop
def add_lines(plan: Plan, first: int, sheet: Rows, scratch: Rows, alone: Rows, money: Rows) -> None:
    """Write the money of each of `plan.lines` to the rows from `first` on."""
    for k in range(plan.lines.size):
        into = play_alone(plan, plan.lines[k], sheet, scratch, alone)[0]
        money[first + k] = alone[into]


@loop
def lines_by_year(
    plan: Plan,
    lines: NDArray[np.int64],
    sheet: NDArray[np.float64],
    scratch: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Write the money of `lines` to `out[line, year, lane]`, from a `sheet[row, lane]` that has been played."""
    rows, n = rows_of(sheet), plan.outcome_rows
    apart, alone = rows_of(scratch[:n]), rows_of(scratch[n:])
    for k in range(lines.size):
        into_years = play_alone(plan, lines[k], rows, apart, alone)[1]
        target = rows_of(out[k])
        for year in range(out.shape[1]):
            target[year] = alone[into_years + year]
