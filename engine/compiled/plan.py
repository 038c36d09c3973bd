"""The programme as arrays: all that compiled code ever sees."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.compiled.conditional import Conditionals
from engine.compiled.quantiles import Tables
from engine.compiled.varied import VariedCorrelations

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Ragged(NamedTuple):
    """Lists of sheet rows, end to end: list k is `rows[start[k] : start[k + 1]]`."""

    start: Integers
    rows: Integers


class Draws(NamedTuple):
    """What is drawn. Input k fills row k of the sheet."""

    streams: NDArray[np.uint64]  # (input)
    laws: Integers  # (input, 2) first segment and number of segments in `tables`; none: the uniform itself
    tables: Tables
    fixed: Floats  # (input) the one value of its law, drawn for its group alone if not given; else NaN
    conditionals: Conditionals  # inputs whose law hangs on other inputs; in `laws` they are uniform
    normal: Integers  # (2) the standard normal's segments, for the copula
    world: int  # iterations of a world, which share one draw of some inputs; 1 where each has its own
    by_world: NDArray[np.bool_]  # (input) is one draw a world
    design: int  # of `engine.compiled.designs`
    iterations: int  # of the whole run, which a latin design divides into strata; 0 where it does not matter
    dimension: Integers  # (input) of a sobol design
    directions: NDArray[np.uint32]  # (input, 32) of a sobol design, bits reversed
    given: Floats  # (given input, iteration) uniforms that need the whole run to be known
    given_row: Integers  # (input) row in `given`, -1 where the input is drawn
    groups: Ragged  # copula groups: their input rows
    factors: Floats  # lower-triangular factors of the groups, each flattened, end to end
    factor_start: Integers  # (group)
    varied: VariedCorrelations  # those that are drawn, by group
    mixing: Integers  # (group, 3) of a t copula: row of the divisor, its first segment and number of them; -1, 0, 0
    tail: Integers  # (group, 2) of a t copula: segments of the way from a score back to a uniform
    reorder: NDArray[
        np.bool_
    ]  # (group) to be reordered over the whole run, by `engine.draws.designs`, before any play


class Effects(NamedTuple):
    """Risks, in an order that respects their logic, and what they do.

    Row = neutral + strike x (size - neutral), so that 0 adds nothing and 1 multiplies nothing.
    """

    uniform: Integers  # (risk) row of the uniform; risks that exclude each other share one
    probability: Integers  # (risk) row
    strikes: Integers  # (risk) row that is written: 1 where the risk strikes, 0 elsewhere
    before: Ragged  # (risk) probability rows of those that it excludes and that come before it
    needs: Ragged  # (risk) strike rows of the risks without which it does not strike
    prevented_by: Ragged  # (risk) strike rows of the risks with which it does not strike
    implied_by: Ragged  # (risk) strike rows of the risks with which it strikes in any case
    strike: Integers  # (effect) row of the risk's strike
    size: Integers  # (effect) row
    neutral: Floats  # (effect) 1 for a factor, 0 for a delay or a cost
    out: Integers  # (effect) row


class Exposures(NamedTuple):
    """Risks that are not exposed in full whatever happens; first those whose time is known, then those of activities.

    Of m months between two times, and between `begin` and `end`, its chance p becomes 1 - (1 - p)^(m / full).
    """

    known: int  # how many hang on no activity
    probability: Integers  # (exposure) row
    first: Integers  # (exposure) row of the one time
    last: Integers  # (exposure) row of the other
    begin: Floats  # (exposure)
    end: Floats  # (exposure)
    full: Floats  # (exposure) 0: the whole time, however long
    out: Integers  # (exposure) row that is written


class Schedule(NamedTuple):
    """Activities in an order that respects predecessors; all times in months."""

    duration: Integers  # (activity) row
    earliest: Integers  # (activity) row
    factors: Ragged  # (activity) rows that multiply the planned duration
    delays: Ragged  # (activity) rows that are added to it
    after: Ragged  # (activity) finish rows of the predecessors
    start: Integers  # (activity) row that is written
    finish: Integers  # (activity) row that is written
    funded: NDArray[np.bool_]  # (activity) waits when approved money has run out
    further: NDArray[np.bool_]  # (activity) has ties, months of rest, or may be saved more time than it takes
    ties: Ragged  # (activity) rows of starts and finishes that it is tied to
    lags: Integers  # (tie) row
    to_finish: NDArray[np.bool_]  # (tie) holds back the finish, else the start
    calendar: Integers  # (activity) of `opened`, -1 where work never rests
    opened: NDArray[np.float64]  # (calendar, month) months open to work among those before
    floored: (
        Integers  # (activity) row that is written: 1 where less than no work would be left; -1 where none can
    )
    latest: Ragged  # of those with a latest useful date: finish row, row of that date, row that is written: 1 or 0


class Funding(NamedTuple):
    """Settlements in the order of their dates. What exceeds a settlement waits for the next one."""

    until: Floats  # (settlement) month at which the next settlement begins
    approved: Integers  # (settlement) row
    top_up: Integers  # (settlement) row
    exhausted: Integers  # (settlement) row that is written: the month in which money ran out, infinity where it lasted
    unfunded: Integers  # (settlement) row that is written: need that was not granted; none where nothing asks for it


class Costs(NamedTuple):
    """Cost lines, gathered into flows: all lines of one cluster and category between the same two times.

    Flows that are funded come first, of these last what is spent by work done. Where there are no settlements none
    is: there is no money to wait for.
    """

    first_line: Integers  # (flow + 1) a flow's lines stand side by side
    flow: Integers  # (line)
    amount: Integers  # (line) row
    factors: Ragged  # (line) rows that multiply the amount
    scale: Floats  # (line) optimism-bias uplift; of a rate, per month
    spread: NDArray[np.bool_]  # (line) amount over the flow's time, else a rate per month
    into: Integers  # (flow) row of the outcome that it is added to: a category of a cluster
    into_after: Integers  # (flow) row to which is added what falls after the horizon, -1 where nothing does
    counts_after: NDArray[np.bool_]  # (flow) counts what falls after the horizon as cost
    begin: Integers  # (flow) row
    end: Integers  # (flow) row
    spreads: NDArray[np.bool_]  # (flow) has a line that is spread, which may fall in an instant
    yearly: (
        Ragged  # (flow) rows that multiply what falls into a year: all years of one driver, then of the next
    )
    funded: int  # how many flows are paid from the settlements, never while the money is exhausted
    steady: int  # how many of these are spent steadily; the others as work is done that rests in some months
    calendar: Integers  # (flow) of `opened`, -1 of all but the others
    opened: Floats  # (calendar, month) as of the schedule
    rate: int  # first of the rows, written, that hold each flow's money a month
    instant: int  # likewise: money that falls in an instant
    funded_begin: int  # likewise, of funded flows: begin in funded months, those in which there was money
    funded_end: int  # likewise
    boundaries: int  # years + 1
    months: int  # first of the rows that hold the years' boundaries, in months
    funded_months: int  # first of the rows, written, that hold them in funded months
    work_begin: int  # first of the rows, written, of flows by work done: begin in months of work with money
    work_end: int  # likewise
    work_months: int  # first of the rows, written, that hold the years' boundaries so, calendar by calendar
    ahead: int  # row, written: months of the settlement in hand less funded months
    lost: int  # first of the rows, written, by calendar: months of work less those with money, as it opens


class Benefits(NamedTuple):
    """Benefit lines: a steady rate, ramped from `begin` + lag, then declining."""

    into: Integers  # (line) row of the outcome that it is added to: a class of a cluster
    into_years: Integers  # (line) first row of its class by year
    value: Integers  # (line) row
    factors: Ragged  # (line) rows that multiply the value
    shares: Ragged  # (line) rows of shares of it that count
    lost: Ragged  # (line) rows of shares of it that do not
    scale: Floats  # (line) from the value's row to a rate per month
    begin: Integers  # (line) row
    lag: Integers  # (line) row
    ramp: Integers  # (line) row
    decline: Integers  # (line) row
    yearly: Ragged  # (line) rows that multiply what falls into a year, as of a flow


class Escalation(NamedTuple):
    """Lines whose prices grow at a drawn rate above the deflator."""

    growth: Integers  # (line) row of the rate a year
    since: Integers  # (line) years from the price year to programme year 0, below 0 if that is earlier
    out: Integers  # (line) first of the rows, written, that hold the factor of each year


class Measures(NamedTuple):
    """How the cash flow is read."""

    horizon: float  # months
    first_year: int  # calendar year in which year 0 begins
    go_live: Integers  # (cluster) finish row
    planned_go_live: Floats  # (cluster) month in the base case
    summed: int  # rows of the outcome, from the first, to which lines are added
    costs: Integers  # (category) first row of the outcome: by cluster
    counted: Floats  # (category) 1 where the claim counts it as cost
    years: int  # how many there are
    discount: int  # first of the rows that hold the years' discount factors
    rates: Integers  # (year) rows of the rates a year from which factors are written; none where they are constants
    wait: float  # years from the start of a year to its money
    counterfactual: int  # row, -1 where there is none


class Path(NamedTuple):
    """Where it is written which starts and finishes drive a go-live."""

    is_told: bool  # whether anything asks for it
    apart: int  # from the row of a start or finish to that which says so of it
    ends: Integers  # (cluster) finish rows of the go-lives


class Figures(NamedTuple):
    """What is told beside the measures, one number each."""

    first: int  # row of the outcome
    how: Integers  # (figure) as `engine.compiled.figures` has them
    rows: Ragged  # (figure) rows of the sheet; of a line its number
    money: Ragged  # (figure) rows of the outcome that are added up
    sign: Floats  # (row of `money`) 1 where it is added, -1 where it is subtracted
    since: Floats  # (figure) month
    until: Floats  # (figure) month; of a line 0 where it is the whole


class Plan(NamedTuple):
    """A programme, compiled. `constants` fill the rows from `constant_row` on, once for every sheet.

    The outcome is a sheet too, `outcome[row, iteration]`: the rows of each measure (a row a cluster or a year), what is
    copied from the sheet, then single lines.
    """

    rows: int
    constant_row: int
    constants: Floats
    draws: Draws
    effects: Effects
    exposures: Exposures
    schedule: Schedule
    funding: Funding
    costs: Costs
    benefits: Benefits
    escalation: Escalation
    measures: Measures
    outcome: Any  # first row of each measure by its name in `engine.measures`, -1 where there is none
    outcome_rows: int
    path: Path
    figures: Figures
    copied: Integers  # rows of the sheet that are copied behind the measures
    lines: Integers  # cost lines, and benefit lines counted on, whose money follows
