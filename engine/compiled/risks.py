"""Which risks strike, and what each of their effects comes to."""

from __future__ import annotations

from engine.compiled.plan import Effects
from engine.compiled.vectors.lanes import everywhere, where
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
