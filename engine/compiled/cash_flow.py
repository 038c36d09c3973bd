"""Money by cluster and by year, then what the claim is about.

`money[row]` is the outcome of eight iterations: `plan.outcome` names the first row of each measure.
"""

from __future__ import annotations

from engine.compiled.benefits import add_benefits
from engine.compiled.costs import add_costs
from engine.compiled.discounting import set_discount
from engine.compiled.escalation import escalate
from engine.compiled.funding import set_rates
from engine.compiled.totals import add_totals
from engine.compiled.vectors.loop import inner_loop
from engine.compiled.years import clear


@inner_loop
def cash_flow(plan, sheet, scratch, money):  # type: ignore[no-untyped-def]
    """All money of eight iterations."""
    clear(plan.measures, money)
    escalate(plan.escalation, plan.measures.years, sheet)
    set_rates(plan.costs, plan.costs.funded, plan.costs.into.size, sheet)
    add_costs(plan, sheet, scratch, money)
    add_benefits(plan, sheet, scratch, money)
    set_discount(plan.measures, sheet)
    add_totals(plan, sheet, money)
