"""The first run ever, on two cores: one process compiles the draws while the other compiles the accounts.

What the one has compiled the other finds on disk; where it fails, the other compiles that too.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from numba import types

from engine.compiled.draw import draw
from engine.compiled.lines import lines_by_year
from engine.compiled.plan import Plan
from engine.compiled.play import account, play
from engine.compiled.vectors.reference import type_of
from engine.draws.arrays import plan_draws
from engine.garbage import no_garbage_looked_for

SHEET = types.Array(types.float64, 2, "C")
YEARS = types.Array(types.float64, 3, "C")
LINES = types.Array(types.int64, 1, "C")


def is_compiled() -> bool:
    """Whether what plays a programme is in memory or on disk."""
    return bool(play.signatures) or not play._cache.is_empty  # type: ignore[attr-defined]


def is_kept() -> bool:
    """Whether what is compiled stays on disk."""
    return bool(play._cache.is_kept)  # type: ignore[attr-defined]


def compile_ahead(plan: Plan) -> None:
    """Compile what `play` is made of, unless it is on disk or in memory.

    The halves take 5 s each; only what puts them together, half a second, is left to compile after them.
    """
    if is_compiled() or not is_kept() or not sys.executable:
        return
    house = str(
        Path(__file__).parents[2]
    )  # found without looking into the current folder, which is the user's
    code = f"import sys; sys.path.insert(0, {house!r}); from {__name__} import compile_draws; compile_draws()"
    command = [sys.executable, "-P", "-c", code]
    with suppress(OSError), _started(command), no_garbage_looked_for():
        kind = type_of(plan)
        _compile(account, kind, SHEET, SHEET, SHEET)
        _compile(lines_by_year, kind, LINES, SHEET, SHEET, YEARS)


def compile_draws() -> None:
    """Compile `draw`."""
    with no_garbage_looked_for():
        _compile(draw, type_of(plan_draws([])), types.int64, types.int64, SHEET)


@contextmanager
def _started(command: list[str]) -> Iterator[None]:
    """A process beside this one, which waits for it at the end, and ends it where it is interrupted."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        except BaseException:
            process.kill()
            raise


def _compile(loop: Any, *kinds: Any) -> None:
    loop.compile(kinds)
