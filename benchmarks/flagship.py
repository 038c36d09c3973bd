"""W2: the flagship programme, against an expert's vectorised NumPy version of the same semantics.

`python -m benchmarks.flagship RIVAL ITERATIONS` plays one rival once, for its peak memory.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

import engine
from benchmarks import PROGRAMME
from benchmarks.timing import apart, interleaved
from distributions import Shared
from engine.programme.model import Programme

SEED = 2023
ONE, TWO, NUMPY = "outturn, 1 thread", "outturn, 2 threads", "NumPy, draws given"
Columns = dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]


def rivals(iterations: int) -> dict[str, Callable[[], Callable[[], object]]]:
    """How each rival prepares a run: the engine on one and two threads, NumPy with its draws given.

    NumPy is spared the drawing, for which it has no keyed generator; the engine is not.
    """
    programme = engine.load(PROGRAMME)

    def numpy_rival() -> Callable[[], object]:
        from benchmarks.twin.play import play

        values, strikes = drawn(programme, iterations, SEED)
        return lambda: play(programme, values, strikes)

    return {
        ONE: lambda: lambda: engine.simulate(programme, iterations, SEED, threads=1),
        TWO: lambda: lambda: engine.simulate(programme, iterations, SEED, threads=2),
        NUMPY: numpy_rival,
    }


def drawn(programme: Programme, iterations: int, seed: int) -> tuple[Columns, Columns]:
    """The engine's own values of every quantity by name, and by the twin's rules which risks strike: `(iteration,)`."""
    from benchmarks.twin.risks import struck
    from engine.compiled.draw import draw
    from engine.compiled.vectors.reference import by_reference
    from engine.plan.plan import make_plan
    from engine.plan.sheet import chance_of

    planned = make_plan(programme)
    draws, inputs = planned.plan.draws, planned.sheet.inputs
    sheet = np.empty((len(inputs), iterations))
    draw(by_reference(draws), seed, 0, sheet)
    values: Columns = {q.name: np.asarray(q.base, float) for q, *_ in programme.quantities()}
    rows = {(one.purpose, one.name): sheet[k] for k, one in enumerate(inputs)}
    values |= {name: row for (purpose, name), row in rows.items() if purpose == "value"}
    values |= {q.name: values[q.law.name] for q, *_ in programme.quantities() if isinstance(q.law, Shared)}
    chances = {risk.name: chance_of(risk) for risk in programme.risks}
    uniforms = {name: rows[chance.purpose, chance.name] for name, chance in chances.items()}
    return values, struck(programme, values, uniforms)


def memory(quick: bool) -> dict[str, float]:
    """Peak MiB of each rival in a process of its own, every iteration kept."""
    return {name: apart("benchmarks.flagship", name, size(quick))[1] for name in (ONE, TWO, NUMPY)}


def measure(quick: bool) -> dict[str, Any]:
    """Median `seconds` by rival, the number of `iterations`, and the MiB of their `draws`."""
    from engine.plan.sheet import Sheet

    runs = {name: prepare() for name, prepare in rivals(size(quick)).items()}
    for run in runs.values():
        run()
    draws = 8 * size(quick) * len(Sheet(engine.load(PROGRAMME)).inputs) / 2**20
    return {"iterations": size(quick), "draws": draws, "seconds": interleaved(runs, 1 if quick else 5)}


def size(quick: bool) -> int:
    """Iterations."""
    return 2_000 if quick else 500_000


def table(measured: dict[str, Any]) -> str:
    """Markdown."""
    seconds, iterations = measured["seconds"], measured["iterations"]
    lines = [
        f"| W2: flagship, {iterations:,} iterations | as fast as NumPy | ns an iteration | peak MiB |",
        "|---|---:|---:|---:|",
    ]
    for name, taken in seconds.items():
        ratio, each, peak = seconds[NUMPY] / taken, 1e9 * taken / iterations, measured["memory"][name]
        lines.append(f"| {name} | {ratio:.1f}x | {each:,.0f} | {peak:,.0f} |")
    lines += ["", f"NumPy is handed the engine's draws: of its memory they are {measured['draws']:,.0f} MiB."]
    return "\n".join(lines)


if __name__ == "__main__":
    rivals(int(sys.argv[2]))[sys.argv[1]]()()
    print(json.dumps(None))
