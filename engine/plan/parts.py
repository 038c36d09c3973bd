"""Parts of a programme -> parts of its plan: risks, settlements, benefits."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.compiled.plan import Benefits, Effects, Exposures, Funding
from engine.draws.arrays import ragged
from engine.plan.events import events_of
from engine.plan.influences import Influences
from engine.plan.prices import price_scale, years_of
from engine.plan.sheet import Sheet, rows_of
from engine.programme.effect_kinds import effect_kinds
from engine.programme.model import BenefitLine, Programme, Quantity

FOREVER = 1e9  # months


def plan_effects(programme: Programme, sheet: Sheet) -> Effects:
    """Risks and what they do."""
    kinds, events = effect_kinds(), events_of(programme, sheet)
    effects = [(risk, effect) for risk in programme.risks for effect in risk.effects]
    return Effects(
        uniform=rows_of(event.uniform for event in events),
        probability=rows_of(event.probability for event in events),
        strikes=rows_of(event.strikes for event in events),
        before=ragged([event.before for event in events]),
        needs=ragged([event.needs for event in events]),
        prevented_by=ragged([event.prevented_by for event in events]),
        implied_by=ragged([event.implied_by for event in events]),
        strike=rows_of(sheet.row("strikes", risk.name) for risk, _ in effects),
        size=rows_of(sheet.of(effect.size) for _, effect in effects),
        neutral=np.array([kinds[effect.kind].neutral for _, effect in effects]),
        out=rows_of(sheet.row("effect", effect.size.name) for _, effect in effects),
    )


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
