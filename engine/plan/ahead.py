"""The first run ever, on two cores: one process compiles the draws while the other compiles the accounts.

`python -m engine.plan.ahead` is the one. What it has compiled the other finds on disk; where it fails, the
other compiles that too.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from typing import Any

import numpy as np
from numba import typeof, types

from engine.compiled.plan import Outcome, Plan
from engine.compiled.play import account, draw, play
from engine.compiled.vectors.reference import type_of
from engine.draws.arrays import plan_draws

SHEET = types.Array(types.float64, 2, "C")


def compile_ahead(plan: Plan) -> None:
    """Compile what `play` is made of, unless it is on disk or in memory.

    The halves take 7 and 5 s; only what puts them together, 4 s, is left to compile after them.
    """
    if play.signatures or not play._cache.is_empty or not sys.executable:  # type: ignore[attr-defined]
        return
    kind = type_of(plan)
    outcome: Any = typeof(Outcome(np.empty((1, 1, 1)), np.empty((1, 1, 1)), np.empty((1, 1))))  # type: ignore[no-untyped-call]
    command = [sys.executable, "-m", __name__]
    with suppress(OSError), subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        account.compile((kind, SHEET, outcome, outcome))  # type: ignore[attr-defined]


def compile_draws() -> None:
    """Compile `draw`."""
    draw.compile((type_of(plan_draws([])), types.int64, types.int64, SHEET))  # type: ignore[attr-defined]


if __name__ == "__main__":
    compile_draws()
