"""Which risks strike, and what each of their effects comes to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.compiled.loop import loop
from engine.compiled.plan import Effects


@loop
def strike(effects: Effects, sheet: NDArray[np.float64]) -> None:
    """Turn strike uniforms into 1 or 0, and write each effect's row of `sheet[row, iteration]`."""
    for k in range(effects.uniform.size):
        struck, probability = sheet[effects.uniform[k]], sheet[effects.probability[k]]
        for i in range(struck.size):
            struck[i] = 1.0 if struck[i] < probability[i] else 0.0
    for k in range(effects.out.size):
        struck, size, out = sheet[effects.strike[k]], sheet[effects.size[k]], sheet[effects.out[k]]
        for i in range(out.size):
            out[i] = effects.neutral[k] + struck[i] * (size[i] - effects.neutral[k])
