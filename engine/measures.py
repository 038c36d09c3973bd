"""What a run tells of: every measure in one table, in the order of the results.

A new measure is a row here, a line in `engine.compiled.cash_flow` that writes it, and one in the NumPy twin.
"""

from __future__ import annotations

from typing import NamedTuple

MONEY, MONTHS, YEAR, RATIO = "money", "months", "year", "1"  # money is in the programme's own unit
LOW, HIGH = "low", "high"  # the side on which a careful reader stands
SUM, LATEST = "sum", "max"  # how the clusters make one number


class Measure(NamedTuple):
    """One number an iteration, or one for each label of `dim` beside it."""

    long_name: str
    unit: str
    cautious: str
    dim: str = ""  # "cluster", "year"; of what is asked for by name "activity", "risk", "line"
    over_clusters: str = ""
    needs_counterfactual: bool = False
    of_claims: bool = True  # whether a claim may be about it


def _by_cluster(long_name: str, unit: str, cautious: str, over_clusters: str = SUM) -> Measure:
    return Measure(long_name, unit, cautious, "cluster", over_clusters)


def _by_year(long_name: str, cautious: str) -> Measure:
    return Measure(long_name, MONEY, cautious, "year", of_claims=False)


MEASURES = {
    "one_off_cost": _by_cluster("One-off cost", MONEY, HIGH),
    "running_cost": _by_cluster("Running cost", MONEY, HIGH),
    "legacy_cost": _by_cluster("Legacy extension cost", MONEY, HIGH),
    "work_after_horizon": _by_cluster("One-off cost after the horizon, counted above", MONEY, HIGH),
    "legacy_after_horizon": _by_cluster("Legacy cost after the horizon, not counted", MONEY, HIGH),
    "cash_benefit": _by_cluster("Cash benefits", MONEY, LOW),
    "efficiency_benefit": _by_cluster("Efficiency benefits, not cash-releasing", MONEY, LOW),
    "go_live_delay": _by_cluster("Go-live delay", MONTHS, HIGH, LATEST),
    "yearly_cost": _by_year("Cost in the year", HIGH),
    "yearly_cash_benefit": _by_year("Cash benefits in the year", LOW),
    "yearly_efficiency_benefit": _by_year("Efficiency benefits in the year", LOW),
    "total_benefit": Measure("Total benefits", MONEY, LOW),
    "total_cost": Measure("Total cost, as the claim counts it", MONEY, HIGH),
    "net_benefit": Measure("Net benefit, all costs counted", MONEY, LOW),
    "npv": Measure("Net present value", MONEY, LOW),
    "benefit_cost_ratio": Measure("Benefit-cost ratio, present values", RATIO, LOW),
    "payback_year": Measure("Payback year", YEAR, HIGH),
    "counterfactual_cost": Measure("Departments' own replacement", MONEY, HIGH, needs_counterfactual=True),
    "saving_against_counterfactual": Measure(
        "Saving against own replacement", MONEY, LOW, needs_counterfactual=True
    ),
}

# What is told of single parts, where a run is asked for them by name (`synergy.build.finish`) or pattern.
PARTS = {
    "finish": Measure("Finish", MONTHS, HIGH, "activity", of_claims=False),
    "strikes": Measure("Strikes of the risk", RATIO, HIGH, "risk", of_claims=False),
    "line_money": Measure("Cost or benefit of the line", MONEY, "", "line", of_claims=False),
}

COSTS = ("one_off_cost", "running_cost", "legacy_cost")  # by category, in the order of `engine.compiled.plan`
BENEFITS = ("cash_benefit", "efficiency_benefit")  # by class


def metrics() -> tuple[str, ...]:
    """What a claim may be about."""
    return tuple(name for name, measure in MEASURES.items() if measure.of_claims)
