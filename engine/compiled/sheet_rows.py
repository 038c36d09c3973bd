"""Some rows of the sheet for many iterations: what is drawn, and which risks strike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.compiled.draw import draw
from engine.compiled.plan import Plan
from engine.compiled.play import take
from engine.compiled.risks import strike_in_time
from engine.compiled.vectors.lanes import LANES
from engine.compiled.vectors.loop import loop
from engine.compiled.vectors.rows import rows_of


@loop
def draw_rows(
    plan: Plan,
    seed: int,
    first: int,
    tile: int,
    rows: NDArray[np.int64],
    memory: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Write what stands in `rows` of the sheet to `out[row, iteration]`, for iterations `first`, `first + 1`, …

    `first` and `tile` are even; `memory` has room for a sheet of eight and the inputs of a tile.
    """
    inputs, size = plan.draws.streams.size, plan.rows * LANES
    sheet = memory[:size].reshape(plan.rows, LANES)
    for k in range(plan.constants.size):
        sheet[plan.constant_row + k, :] = plan.constants[k]
    for begin in range(0, out.shape[1], tile):
        n = min(tile, out.shape[1] - begin)
        drawn = memory[size : size + inputs * n].reshape(inputs, n)
        draw(plan.draws, seed, first + begin, drawn)
        for at in range(0, n, LANES):
            take(drawn, at, sheet)
            strike_in_time(plan, rows_of(sheet))
            for k in range(rows.size):
                for i in range(min(LANES, n - at)):
                    out[k, begin + at + i] = sheet[rows[k], i]
