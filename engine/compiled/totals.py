"""What the money of clusters and years comes to: totals, present values, the year of payback."""

from __future__ import annotations

import numpy as np

from engine.compiled.plan import Plan
from engine.compiled.vectors.lanes import everywhere, where
from engine.compiled.vectors.loop import inner_loop
from engine.compiled.vectors.rows import Rows

ALL_CLASSES, CASH_ALONE = 0, 1  # which benefits count
TIE = 1e-12  # of the money moved: sums that are equal on paper differ by their order in the last places


@inner_loop
def add_totals(plan: Plan, sheet: Rows, money: Rows) -> None:
    """Write delays and totals, once all lines are added."""
    measures, outcome = plan.measures, plan.outcome
    benefit = cost = net = pv_benefit = pv_cost = everywhere(0.0)
    for c in range(measures.go_live.size):
        money[outcome.go_live_delay + c] = sheet[measures.go_live[c]] - measures.planned_go_live[c]
        benefit += money[outcome.cash_benefit + c] + money[outcome.efficiency_benefit + c]
        if outcome.societal_benefit >= 0:
            benefit += money[outcome.societal_benefit + c]
        if outcome.carbon_benefit >= 0:
            benefit += money[outcome.carbon_benefit + c]
        for category in range(measures.costs.size):
            cost += measures.counted[category] * money[measures.costs[category] + c]
    for year in range(measures.years):
        gained = gain(outcome, year, ALL_CLASSES, money)
        spent = money[outcome.yearly_cost + year]
        net += gained - spent
        pv_benefit += sheet[measures.discount + year] * gained
        pv_cost += sheet[measures.discount + year] * spent
    after = everywhere(0.0)
    for c in range(measures.go_live.size):
        after += money[outcome.work_after_horizon + c]
    net -= after
    pv_cost += sheet[measures.discount + measures.years - 1] * after
    money[outcome.total_benefit] = benefit
    money[outcome.total_cost] = cost
    money[outcome.net_benefit] = net
    money[outcome.npv] = pv_benefit - pv_cost
    money[outcome.benefit_cost_ratio] = ratio(pv_benefit, pv_cost)
    money[outcome.payback_year] = payback(measures, outcome, ALL_CLASSES, after, money)
    if outcome.cash_npv >= 0:
        add_cash_totals(measures, outcome, after, sheet, money)
    if measures.counterfactual >= 0:
        money[outcome.counterfactual_cost] = sheet[measures.counterfactual]
        money[outcome.saving_against_counterfactual] = sheet[measures.counterfactual] - cost


@inner_loop
def gain(outcome, year, classes, money):  # type: ignore[no-untyped-def]
    """Benefits of a year: of every class, or cash alone."""
    gained = money[outcome.yearly_cash_benefit + year]
    if classes == ALL_CLASSES:
        gained = gained + money[outcome.yearly_efficiency_benefit + year]
        if outcome.yearly_societal_benefit >= 0:
            gained = gained + money[outcome.yearly_societal_benefit + year]
        if outcome.yearly_carbon_benefit >= 0:
            gained = gained + money[outcome.yearly_carbon_benefit + year]
    return gained


@inner_loop
def add_cash_totals(measures, outcome, after, sheet, money):  # type: ignore[no-untyped-def]
    """Write what is told of cash alone: benefits that can be spent elsewhere, against all costs."""
    net = worth = everywhere(0.0)
    for year in range(measures.years):
        budget = money[outcome.yearly_cost + year] - money[outcome.yearly_cash_benefit + year]
        money[outcome.yearly_budget + year] = budget
        net -= budget
        worth -= sheet[measures.discount + year] * budget
    money[outcome.cash_net_benefit] = net - after
    money[outcome.cash_npv] = worth - sheet[measures.discount + measures.years - 1] * after
    money[outcome.cash_payback_year] = payback(measures, outcome, CASH_ALONE, after, money)


@inner_loop
def ratio(benefit, cost):  # type: ignore[no-untyped-def]
    """Benefits over costs. A cost that is not above nought divides nothing: inf, or NaN if benefits are below it.

    So a benefit of at least k times the cost, B - k C >= 0, is a ratio of at least k, for any k from 0 up.
    """
    return where(cost > 0.0, benefit / cost, where(benefit >= 0.0, np.inf, np.nan))


@inner_loop
def payback(measures, outcome, classes, after, money):  # type: ignore[no-untyped-def]
    """First year from whose end on benefits so far cover costs so far for good; NaN where never.

    It counts from the first year in which money is spent, or more gained than spent. What is spent `after` the
    horizon belongs to the last year. What is short of nought by rounding covers: `TIE` of the money moved so far.
    """
    found, net, begun, moved = everywhere(np.nan), everywhere(0.0), everywhere(0.0), everywhere(0.0)
    last = measures.years - 1
    for year in range(measures.years):
        gained = gain(outcome, year, classes, money)
        spent = money[outcome.yearly_cost + year]
        if year == last:
            spent += after
        net += gained - spent
        moved += abs(gained) + abs(spent)
        begun = where((spent > 0.0) | (gained > spent), 1.0, begun)
        first = where(found != found, float(measures.first_year + year), found)
        found = where((net + TIE * moved >= 0.0) & (begun > 0.0), first, np.nan)
    return found
