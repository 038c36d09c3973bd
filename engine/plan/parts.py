"""Parts of a programme -> parts of its plan: risks, settlements, benefits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np

from engine.compiled.plan import Benefits, Effects, Exposures, Funding
from engine.draws.arrays import ragged
from engine.plan.influences import Influences
from engine.plan.prices import price_scale, years_of
from engine.plan.sheet import Sheet, chance_of, rows_of
from engine.programme.effect_kinds import effect_kinds
from engine.programme.model import BenefitLine, Programme, Quantity, Risk

FOREVER = 1e9  # months


def plan_effects(programme: Programme, sheet: Sheet) -> Effects:
    """Risks and what they do."""
    risks, kinds = programme.risks, effect_kinds()
    effects = [(risk, effect) for risk in risks for effect in risk.effects]
    probability = {risk.name: chance_row(risk, sheet) for risk in risks}
    never = sheet.constant(0.0)

    def strikes(names: Iterable[str]) -> list[int]:
        return [sheet.row("strikes", name) for name in names]

    # the parts of risks that exclude each other lie end to end by name, so that the order of the file decides nothing
    before: dict[str, list[int]] = {}
    so_far: dict[str, list[int]] = defaultdict(list)  # by what they exclude each other in
    for risk in sorted(risks, key=lambda risk: risk.name):
        group = so_far[risk.exclusive] if risk.exclusive else []
        before[risk.name] = group.copy()
        group.append(probability[risk.name])
    implying: dict[str, list[str]] = defaultdict(list)
    for risk in risks:
        for implied in risk.implies:
            implying[implied].append(risk.name)

    return Effects(
        uniform=rows_of(sheet.row(chance.purpose, chance.name) for chance in map(chance_of, risks)),
        probability=rows_of(probability[r.name] if r.can_strike else never for r in risks),
        strikes=rows_of(strikes(risk.name for risk in risks)),
        before=ragged([before[risk.name] for risk in risks]),
        needs=ragged([strikes(risk.needs) for risk in risks]),
        prevented_by=ragged([strikes(risk.prevented_by) for risk in risks]),
        implied_by=ragged([strikes(implying[risk.name]) if risk.can_strike else [] for risk in risks]),
        strike=rows_of(strikes(risk.name for risk, _ in effects)),
        size=rows_of(sheet.of(effect.size) for _, effect in effects),
        neutral=np.array([kinds[effect.kind].neutral for _, effect in effects]),
        out=rows_of(sheet.row("effect", effect.size.name) for _, effect in effects),
    )


def chance_row(risk: Risk, sheet: Sheet) -> int:
    """Row of a risk's chance: as it stands, or by how long it is exposed."""
    return sheet.of(risk.probability) if risk.exposure is None else sheet.row("exposed", risk.name)


def plan_exposures(programme: Programme, sheet: Sheet) -> Exposures:
    """Risks that are not exposed in full, those first that hang on no activity."""
    found = [(risk, risk.exposure) for risk in programme.risks if risk.exposure is not None]
    found.sort(key=lambda one: one[1].during is not None)
    always = sheet.constant(0.0), sheet.constant(FOREVER)
    times = [
        (sheet.row("start", one.during), sheet.row("finish", one.during)) if one.during else always
        for _, one in found
    ]
    return Exposures(
        known=sum(one.during is None for _, one in found),
        probability=rows_of(sheet.of(risk.probability) for risk, _ in found),
        first=rows_of(first for first, _ in times),
        last=rows_of(last for _, last in times),
        begin=np.array([one.begin for _, one in found], float),
        end=np.array([min(one.end, FOREVER) for _, one in found], float),
        full=np.array([one.full for _, one in found], float),
        out=rows_of(sheet.row("exposed", risk.name) for risk, _ in found),
    )


def plan_funding(programme: Programme, sheet: Sheet) -> Funding:
    """Settlements in the order of their dates."""
    return Funding(
        until=np.array([s.until for s in programme.funding], float),
        approved=rows_of(sheet.of(s.approved) for s in programme.funding),
        top_up=rows_of(sheet.of(s.top_up) for s in programme.funding),
        exhausted=rows_of(sheet.row("exhausted", s.approved.name) for s in programme.funding),
        unfunded=rows_of(sheet.rows_by_name("unfunded").values()),
    )


def plan_benefits(programme: Programme, sheet: Sheet, influences: Influences, outcome: Any) -> Benefits:
    """Benefit lines, each as if its value were what it brings a year."""
    place = {cluster.id: k for k, cluster in enumerate(programme.clusters)}
    lines, useful = programme.benefits, sheet.rows_by_name("useful")

    def same_every_year(line: BenefitLine) -> list[int]:
        factor = price_scale(line, years_of(programme))
        return [sheet.constant(factor)] if factor != 1.0 else []

    return Benefits(
        into=rows_of(getattr(outcome, f"{b.benefit_class}_benefit") + place[b.cluster] for b in lines),
        into_years=rows_of(getattr(outcome, f"yearly_{b.benefit_class}_benefit") for b in lines),
        value=rows_of(sheet.of(b.value) for b in lines),
        factors=ragged(
            [
                [
                    sheet.of(b.realisation),
                    sheet.of(b.uptake),
                    *influences.factors[b.name],
                    *([useful[b.starts_after]] if b.starts_after in useful else []),
                ]
                for b in lines
            ]
        ),
        shares=ragged([[*rows_unless(1.0, sheet, b.attribution), *same_every_year(b)] for b in lines]),
        lost=ragged([rows_unless(0.0, sheet, b.overlap, b.optimism_bias) for b in lines]),
        scale=np.full(len(lines), 1.0 / 12.0),
        begin=rows_of(sheet.row("finish", b.starts_after) for b in lines),
        lag=rows_of(sheet.of(b.lag) for b in lines),
        ramp=rows_of(sheet.of(b.ramp) for b in lines),
        decline=rows_of(sheet.of(b.decline) for b in lines),
        yearly=ragged([[*influences.yearly[b.name], *influences.priced[b.name]] for b in lines]),
    )


def rows_unless(neutral: float, sheet: Sheet, *quantities: Quantity) -> list[int]:
    """Rows of those that are not always `neutral`, which changes nothing."""
    return [sheet.of(one) for one in quantities if not (one.is_certain and one.base == neutral)]
