"""Which risks strike, and what each of their effects comes to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.compiled.loop import inner_loop
from engine.compiled.plan import Effects


@inner_loop
def strike(effects: Effects, sheet: NDArray[np.float64]) -> None:
    """Write each risk's strike, 1 or 0, and each effect's row of `sheet[row, iteration]`.

    Of risks that exclude each other each has its own part of one uniform, so that every one keeps its probability.
    """
    for k in range(effects.uniform.size):
        uniform, probability = sheet[effects.uniform[k]], sheet[effects.probability[k]]
        struck = sheet[effects.strikes[k]]
        struck[:] = 0.0
        for j in range(effects.before.start[k], effects.before.start[k + 1]):
            earlier = sheet[effects.before.rows[j]]
            for i in range(struck.size):
                struck[i] += earlier[i]
        for i in range(struck.size):
            struck[i] = 1.0 if struck[i] <= uniform[i] < struck[i] + probability[i] else 0.0
        for j in range(effects.needs.start[k], effects.needs.start[k + 1]):
            needed = sheet[effects.needs.rows[j]]
            for i in range(struck.size):
                struck[i] *= needed[i]
        for j in range(effects.prevented_by.start[k], effects.prevented_by.start[k + 1]):
            preventing = sheet[effects.prevented_by.rows[j]]
            for i in range(struck.size):
                struck[i] *= 1.0 - preventing[i]
        for j in range(effects.implied_by.start[k], effects.implied_by.start[k + 1]):
            implying = sheet[effects.implied_by.rows[j]]
            for i in range(struck.size):
                struck[i] = max(struck[i], implying[i])
    for k in range(effects.out.size):
        struck, size, out = sheet[effects.strike[k]], sheet[effects.size[k]], sheet[effects.out[k]]
        for i in range(out.size):
            out[i] = effects.neutral[k] + struck[i] * (size[i] - effects.neutral[k])
