"""Which risks strike, and what each of their effects comes to."""

from __future__ import annotations

import math

from engine.compiled.plan import Effects, Exposures
from engine.compiled.schedule import NONE, set_dates
from engine.compiled.vectors.lanes import LANES, everywhere, lane, where, with_lane
from engine.compiled.vectors.loop import inner_loop
from engine.compiled.vectors.rows import Rows


@inner_loop
def strike(effects: Effects, sheet: Rows) -> None:
    """Write each risk's strike, 1 or 0, and each effect's row.

    Of risks that exclude each other each has its own part of one uniform, so that every one keeps its probability.
    """
    for k in range(effects.uniform.size):
        uniform, begin = sheet[effects.uniform[k]], everywhere(0.0)
        for j in range(effects.before.start[k], effects.before.start[k + 1]):
            begin += sheet[effects.before.rows[j]]
        end = begin + sheet[effects.probability[k]]
        struck = where((begin <= uniform) & (uniform < end), 1.0, 0.0)
        for j in range(effects.needs.start[k], effects.needs.start[k + 1]):
            struck *= sheet[effects.needs.rows[j]]
        for j in range(effects.prevented_by.start[k], effects.prevented_by.start[k + 1]):
            struck *= 1.0 - sheet[effects.prevented_by.rows[j]]
        for j in range(effects.implied_by.start[k], effects.implied_by.start[k + 1]):
            struck = max(struck, sheet[effects.implied_by.rows[j]])
        sheet[effects.strikes[k]] = struck
    for k in range(effects.out.size):
        neutral = effects.neutral[k]
        sheet[effects.out[k]] = neutral + sheet[effects.strike[k]] * (sheet[effects.size[k]] - neutral)


@inner_loop
def strike_in_time(plan, sheet):  # type: ignore[no-untyped-def]
    """Strikes and effects of all risks.

    How long those are exposed that threaten an activity is read from the dates as they are without any of them, and
    without waits for money.
    """
    exposures = plan.exposures
    if exposures.out.size:
        expose(exposures, 0, exposures.known, sheet)
        if exposures.known < exposures.out.size:
            for k in range(exposures.known, exposures.out.size):
                sheet[exposures.out[k]] = 0.0
            strike(plan.effects, sheet)
            set_dates(plan.schedule, plan.funding, NONE, sheet)
            expose(exposures, exposures.known, exposures.out.size, sheet)
    strike(plan.effects, sheet)


@inner_loop
def expose(exposures: Exposures, first: int, stop: int, sheet: Rows) -> None:
    """Write the chances of some risks, from how long each is exposed."""
    for k in range(first, stop):
        begin = max(sheet[exposures.first[k]], exposures.begin[k])
        end = min(sheet[exposures.last[k]], exposures.end[k])
        chance, full = sheet[exposures.probability[k]], exposures.full[k]
        for i in range(LANES):
            months = lane(end, i) - lane(begin, i)
            exposed = 0.0
            if months > 0.0:
                exposed = lane(chance, i)
                if full > 0.0 and months != full:
                    exposed = -math.expm1(months / full * math.log1p(-exposed))
            chance = with_lane(chance, i, exposed)
        sheet[exposures.out[k]] = chance
