"""Amounts in another unit than the programme's, costs that may be receipts, causes that may be counted twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from engine.measures import MONEY as MONEY_UNIT
from engine.programme.currency import money
from engine.programme.effect_kinds import effect_kinds
from engine.programme.metrics import described
from engine.programme.model import CostLine, Programme
from engine.programme.reading.laws import support
from engine.studies.lint.slip import Case, Slip

TOO_MUCH = 1e6  # of a unit that is thousands or more itself


def rules(case: Case) -> Iterator[Slip]:
    """All of them."""
    yield from _other_unit(case)
    by_risk = _risks_by_target(case.programme)
    for line in case.programme.costs:
        yield from _may_be_negative(case, line)
        yield from _counted_twice(case, line, by_risk)


def _other_unit(case: Case) -> Iterator[Slip]:
    programme = case.programme
    unit = money(programme.unit)
    if unit is None or unit.size == 1:
        return
    amounts = [(case.key_of(q.name), q.base) for q, kind, _ in programme.quantities() if kind in MONEY]
    bounds = [
        (f"claims.{claim.name}", bound)
        for claim in programme.claims
        if (bound := claim.at_least if claim.at_least is not None else claim.at_most) is not None
        and described(claim.figure.metric if claim.figure else str(claim.metric)).unit == MONEY_UNIT
    ]
    for key, amount in (*amounts, *bounds):
        if abs(amount) >= TOO_MUCH:
            found = f"{amount:,.0f} where the unit is {programme.unit}"
            yield Slip(key, found, f"is it {amount / 1e6:,.6g} {programme.unit}?")


MONEY = ("cost", "benefit", "risk effect", "funding", "counterfactual")


def _may_be_negative(case: Case, line: CostLine) -> Iterator[Slip]:
    low = support(line.amount.law)[0]
    if low < 0 < line.amount.base:
        found = f"a cost of {line.amount.base:g} that may be as low as {low:g}"
        yield Slip(
            case.key_of(line.amount.name), found, "below nought it is a receipt; bound its law if it is none"
        )


def _risks_by_target(programme: Programme) -> dict[str, list[str]]:
    """By activity or line, the risks that change its money, each once."""
    kinds, found = effect_kinds(), defaultdict[str, dict[str, None]](dict)
    for risk in programme.risks:
        for effect in risk.effects:
            for target in effect.targets if kinds[effect.kind].into != "delays" else ():
                found[target][risk.family or risk.name] = None
    return {target: list(risks) for target, risks in found.items()}


def _counted_twice(case: Case, line: CostLine, by_risk: Mapping[str, list[str]]) -> Iterator[Slip]:
    """Optimism bias is an uplift for causes that an overrun driver and risks on the same line name again."""
    programme = case.programme
    touched = (line.name, line.activity)
    drivers = [d.name for d in programme.drivers if any(target in touched for target in d.targets)]
    risks = [risk for target in touched if target for risk in by_risk.get(target, ())]
    if line.uplift > 1.0 and (drivers or risks):
        named = [f"driver {name}" for name in drivers] + [f"risk {name}" for name in dict.fromkeys(risks)]
        found = f"optimism bias of {line.uplift - 1:.0%} and {', '.join(named)}"
        meaning = "one cause may be counted twice: the uplift stands for overruns in all"
        yield Slip(case.key_of(line.name), found, meaning)
    fitted = line.amount.provenance.basis == "derived" or line.factor.provenance.basis == "derived"
    if fitted and risks:
        found = f"a law derived from data of what projects cost, and risk {', '.join(dict.fromkeys(risks))}"
        meaning = "overruns in the data hold such risks already; leave out those that happen to such projects anyway"
        yield Slip(case.key_of(line.name), found, meaning)
