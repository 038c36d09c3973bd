"""Which laws move money and no date: a plan of which only the dates are looked at needs no tables of them."""

from __future__ import annotations

from collections.abc import Callable

from distributions import Constant, Law
from engine.draws.arrays import table_of
from engine.draws.tables import Table
from engine.programme.effect_kinds import effect_kinds
from engine.programme.model import Programme


def laws_of_money(programme: Programme) -> frozenset[Law]:
    """The laws that only lines of cost and benefit and costs of risks have; none where waits for money move dates."""
    if programme.funding:
        return frozenset()
    lines = {line.name for line in programme.lines}
    sizes = {
        effect.size.name
        for risk in programme.risks
        for effect in risk.effects
        if effect_kinds()[effect.kind].into == "money"
    }
    drawn = programme.uncertain()
    money = [q.name in sizes or q.name.rpartition(".")[0] in lines for q in drawn]
    dates = {q.law for q, is_money in zip(drawn, money, strict=True) if not is_money}
    return frozenset(q.law for q, is_money in zip(drawn, money, strict=True) if is_money) - dates


def tables_of_dates(programme: Programme) -> Callable[[Law], Table]:
    """Tables for a plan of which the dates are played; in the place of one that surely can be made stands any."""
    money = laws_of_money(programme)
    return lambda law: table_of(Constant(0.0) if law.STEADY and law in money else law)
