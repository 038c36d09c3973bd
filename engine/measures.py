"""What a run tells of: every measure in one table, in the order of the results.

A new measure is a row here, a line in `engine.compiled.totals` (or where lines are added) that writes it, and one in
the NumPy twin.
"""

from __future__ import annotations

from typing import NamedTuple

MONEY, MONTHS, YEAR, RATIO = "money", "months", "year", "1"  # money is in the programme's own unit
DATE = "date"  # months from the programme's start, of which it is told as "months from 2025-04"
LOW, HIGH = "low", "high"  # the side on which a careful reader stands
SUM, LATEST = "sum", "max"  # how the clusters make one number


COUNTERFACTUAL, SOCIETAL, CARBON, CASH_ONLY = "counterfactual", "societal", "carbon", "cash_only"
WANTED = {  # what a programme must have for a measure that needs it
    COUNTERFACTUAL: "a section [counterfactual]",
    SOCIETAL: 'a benefit of the class "societal"',
    CARBON: 'a benefit of the class "carbon"',
    CASH_ONLY: "cash_only = true, or a claim about it",
}


class Measure(NamedTuple):
    """One number an iteration, or one for each label of `dim` beside it."""

    long_name: str
    unit: str
    cautious: str
    counts: str  # exactly what is in it; the JSON Schema and the reference of the file format say it
    dim: str = ""  # "cluster", "year"; of what is asked for by name "activity", "risk", "line"
    over_clusters: str = ""
    needs: str = (
        ""  # what a programme must have for it to be told, a word of `WANTED`; "": every programme does
    )
    of_claims: bool = True  # whether a claim may be about it
    may_be_missing: bool = False  # whether an iteration may give none, told as NaN


def _by_cluster(
    long_name: str, unit: str, cautious: str, counts: str, over_clusters: str = SUM, needs: str = ""
) -> Measure:
    return Measure(long_name, unit, cautious, counts, "cluster", over_clusters, needs)


def _by_year(long_name: str, cautious: str, counts: str, needs: str = "") -> Measure:
    return Measure(long_name, MONEY, cautious, counts, "year", needs=needs, of_claims=False)


MEASURES = {
    "one_off_cost": _by_cluster(
        "One-off cost",
        MONEY,
        HIGH,
        "costs of the category one_off, and what risks add to activities; work done after the horizon is counted "
        "whole; undiscounted",
    ),
    "running_cost": _by_cluster(
        "Running cost",
        MONEY,
        HIGH,
        "costs of the category running, from go-live to the horizon; undiscounted",
    ),
    "legacy_cost": _by_cluster(
        "Legacy extension cost",
        MONEY,
        HIGH,
        "costs of the category legacy, from the planned to the actual go-live and no further than the horizon; "
        "0 where go-live is early; undiscounted",
    ),
    "work_after_horizon": _by_cluster(
        "One-off cost after the horizon, counted above",
        MONEY,
        HIGH,
        "the part of one_off_cost that is paid after the horizon, since the work slipped past it; undiscounted",
    ),
    "legacy_after_horizon": _by_cluster(
        "Legacy cost after the horizon, not counted",
        MONEY,
        HIGH,
        "legacy cost from the horizon to a go-live that slipped past it; in no cost and no total; undiscounted",
    ),
    "cash_benefit": _by_cluster(
        "Cash benefits", MONEY, LOW, "benefits of the class cash up to the horizon; undiscounted"
    ),
    "efficiency_benefit": _by_cluster(
        "Efficiency benefits, not cash-releasing",
        MONEY,
        LOW,
        "benefits of the class efficiency up to the horizon; undiscounted",
    ),
    "societal_benefit": _by_cluster(
        "Societal benefits, to people outside the budget",
        MONEY,
        LOW,
        "benefits of the class societal up to the horizon; undiscounted; needs a line of that class",
        needs=SOCIETAL,
    ),
    "carbon_benefit": _by_cluster(
        "Carbon benefits, at the values of an appraisal",
        MONEY,
        LOW,
        "benefits of the class carbon up to the horizon, below 0 where more is emitted; undiscounted; needs a line of "
        "that class",
        needs=CARBON,
    ),
    "go_live_delay": _by_cluster(
        "Go-live delay",
        MONTHS,
        HIGH,
        "months from the go-live of the base case to the actual one, below 0 if early; over clusters the greatest",
        LATEST,
    ),
    "yearly_cost": _by_year(
        "Cost in the year",
        HIGH,
        "one-off, running and legacy cost that falls into the programme year, whatever total_cost counts; not what "
        "falls after the horizon; undiscounted",
    ),
    "yearly_cash_benefit": _by_year(
        "Cash benefits in the year", LOW, "cash_benefit that falls into the programme year; undiscounted"
    ),
    "yearly_efficiency_benefit": _by_year(
        "Efficiency benefits in the year",
        LOW,
        "efficiency_benefit that falls into the programme year; undiscounted",
    ),
    "yearly_societal_benefit": _by_year(
        "Societal benefits in the year",
        LOW,
        "societal_benefit that falls into the programme year; undiscounted; needs a line of the class societal",
        needs=SOCIETAL,
    ),
    "yearly_carbon_benefit": _by_year(
        "Carbon benefits in the year",
        LOW,
        "carbon_benefit that falls into the programme year; undiscounted; needs a line of the class carbon",
        needs=CARBON,
    ),
    "yearly_budget": _by_year(
        "Budget needed in the year, cash benefits taken off",
        HIGH,
        "yearly_cost less yearly_cash_benefit, below 0 where cash is released; undiscounted; needs cash_only",
        needs=CASH_ONLY,
    ),
    "total_benefit": Measure(
        "Total benefits",
        MONEY,
        LOW,
        "cash_benefit, efficiency_benefit and, where there are any, societal_benefit and carbon_benefit of all "
        "clusters; undiscounted",
    ),
    "total_cost": Measure(
        "Total cost, as the claim counts it",
        MONEY,
        HIGH,
        "of one_off_cost, running_cost and legacy_cost those that the key total_cost lists, of all clusters; "
        "undiscounted",
    ),
    "net_benefit": Measure(
        "Net benefit, all costs counted",
        MONEY,
        LOW,
        "total_benefit less one_off_cost, running_cost and legacy_cost, whatever total_cost counts; undiscounted",
    ),
    "npv": Measure(
        "Net present value",
        MONEY,
        LOW,
        "net_benefit with the money of each programme year at that year's discount factor, year 0 at 1; work after "
        "the horizon at the last year's",
    ),
    "benefit_cost_ratio": Measure(
        "Benefit-cost ratio, present values",
        RATIO,
        LOW,
        "present value of all benefits over that of all costs, each as in npv; with no cost to divide by (present "
        "cost of 0 or less) infinite, or missing where benefits are below 0",
        may_be_missing=True,
    ),
    "payback_year": Measure(
        "Payback year",
        YEAR,
        HIGH,
        "first programme year from whose end on total benefits so far cover all costs so far for good, once money "
        "has been spent or gained; what is short by rounding, 1e-12 of the money moved so far, covers; work after the "
        "horizon is spent in the last year; missing if never; undiscounted",
        may_be_missing=True,
    ),
    "cash_net_benefit": Measure(
        "Net benefit in cash alone",
        MONEY,
        LOW,
        "cash_benefit less one_off_cost, running_cost and legacy_cost; undiscounted; needs cash_only",
        needs=CASH_ONLY,
    ),
    "cash_npv": Measure(
        "Net present value in cash alone",
        MONEY,
        LOW,
        "cash_net_benefit discounted as npv is; needs cash_only",
        needs=CASH_ONLY,
    ),
    "cash_payback_year": Measure(
        "Payback year in cash alone",
        YEAR,
        HIGH,
        "payback_year with cash benefits alone against all costs; missing if never; undiscounted; needs cash_only",
        may_be_missing=True,
        needs=CASH_ONLY,
    ),
    "counterfactual_cost": Measure(
        "Departments' own replacement",
        MONEY,
        HIGH,
        "counterfactual.cost as the file gives it; in no other cost; needs [counterfactual]",
        needs=COUNTERFACTUAL,
    ),
    "saving_against_counterfactual": Measure(
        "Saving against own replacement",
        MONEY,
        LOW,
        "counterfactual_cost less total_cost, benefits left aside; undiscounted; needs [counterfactual]",
        needs=COUNTERFACTUAL,
    ),
}

# What is told of single parts, where a run is asked for them by name (`synergy.build.finish`) or pattern.
PARTS = {
    "start": Measure(
        "Start",
        MONTHS,
        "",
        "month from the programme's start in which work on the activity begins",
        "activity",
        of_claims=False,
    ),
    "finish": Measure(
        "Finish",
        MONTHS,
        HIGH,
        "month from the programme's start in which the activity is done, waits for money included",
        "activity",
        of_claims=False,
    ),
    "critical": Measure(
        "On the critical path",
        RATIO,
        "",
        "1 where the activity drives a go-live: were it an instant later, so would be a cluster's; else 0",
        "activity",
        of_claims=False,
    ),
    "strikes": Measure(
        "Strikes of the risk", RATIO, HIGH, "1 where the risk strikes, 0 elsewhere", "risk", of_claims=False
    ),
    "line_money": Measure(
        "Cost or benefit of the line",
        MONEY,
        "",
        "what the line comes to over the whole programme, as its category or class counts it; undiscounted",
        "line",
        of_claims=False,
    ),
}

COSTS = ("one_off_cost", "running_cost", "legacy_cost")  # by category, in the order of `engine.compiled.plan`
BENEFITS = ("cash_benefit", "efficiency_benefit", "societal_benefit", "carbon_benefit")  # by class
