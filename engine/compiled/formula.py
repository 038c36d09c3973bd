"""A block of a free model: inputs drawn and its formula applied, tile by tile."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.compiled.draw import draw
from engine.compiled.plan import Draws
from engine.compiled.vectors.loop import loop


@loop
def play_formula(
    draws: Draws,
    formula: Any,
    seed: int,
    first: int,
    tile: int,
    memory: NDArray[np.float64],
    out: NDArray[np.float64],
) -> Any:
    """Write the outputs of iterations `first`, `first + 1`, … to `out[output, iteration]`; -1.

    `first` and `tile` are even; `memory` has room for as many rows of `tile` as there are inputs and outputs.
    Where the formula raises, 0 or more, and what it was given stands at the beginning of `memory`.
    """
    rows, outputs = draws.streams.size, out.shape[0]
    for begin in range(0, out.shape[1], tile):
        n = min(tile, out.shape[1] - begin)
        sheet = memory[: rows * n].reshape(rows, n)
        part = memory[rows * n : (rows + outputs) * n].reshape(outputs, n)
        draw(draws, seed, first + begin, sheet)
        failed = formula(sheet, part)
        if failed >= 0:
            for row in range(rows):
                memory[row] = sheet[row, failed]
            return failed
        for row in range(outputs):
            for i in range(n):
                out[row, begin + i] = part[row, i]
    return -1


@loop
def apply_formula(formula: Any, sheet: NDArray[np.float64], out: NDArray[np.float64]) -> Any:
    """Write `out[output, iteration]` from `sheet[input, iteration]`; -1, or the column at which it raises."""
    return formula(sheet, out)
