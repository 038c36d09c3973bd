"""W2: the flagship programme, against an expert's vectorised NumPy version of the same semantics."""

from __future__ import annotations

import time

import numpy as np

import engine
from benchmarks import vectorised_programme
from benchmarks.timing import interleaved
from engine.compiled.play import draw
from engine.draws import table_of
from engine.plan import make_plan
from engine.programme.model import Programme
from engine.sheet import Sheet, quantities
from experiments.shared_services import PROGRAMME

SEED = 2023


def flagship(iterations: int, repeats: int) -> dict[str, float]:
    """Median seconds of a play of the flagship: the engine on one and two threads, NumPy with its draws given.

    NumPy is spared the drawing, for which it has no keyed generator; the engine is not.
    """
    programme = engine.load(PROGRAMME)
    values, strikes = drawn(programme, iterations, SEED)
    return interleaved(
        {
            "outturn, 1 thread": lambda: engine.simulate(programme, iterations, SEED, threads=1),
            "outturn, 2 threads": lambda: engine.simulate(programme, iterations, SEED, threads=2),
            "NumPy, draws given": lambda: vectorised_programme.play(programme, values, strikes),
        },
        repeats,
    )


def cost_by_length(lengths: tuple[int, ...]) -> dict[str, float]:
    """Microseconds an iteration on two threads, streaming, by the length of the run, less a run of one iteration.

    That one has all that a run costs once: plan, tables, and the pilot that lays the cells.
    """
    programme = engine.load(PROGRAMME)

    def seconds(length: int) -> float:
        begun = time.perf_counter()
        engine.simulate(programme, length, SEED, threads=2, keep="summary")
        return time.perf_counter() - begun

    seconds(1)
    once = min(seconds(1) for _ in range(3))
    return {str(length): 1e6 * (seconds(length) - once) / length for length in lengths}


def set_up() -> float:
    """Seconds to read the flagship, tabulate its laws and plan it, libraries and machine code being loaded."""
    make_plan(engine.load(PROGRAMME))
    table_of.cache_clear()
    begun = time.perf_counter()
    make_plan(engine.load(PROGRAMME))
    return time.perf_counter() - begun


Columns = dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]


def drawn(programme: Programme, iterations: int, seed: int) -> tuple[Columns, Columns]:
    """The engine's own values of every quantity by name, and which risks strike: `(iteration)` each."""
    draws, inputs = make_plan(programme).draws, Sheet(programme).inputs
    sheet = np.empty((len(inputs), iterations))
    draw(draws, seed, 0, sheet)
    values: Columns = {q.name: np.asarray(q.base, float) for q in quantities(programme)}
    values |= {one.name: sheet[k] for k, one in enumerate(inputs) if one.purpose == "value"}
    uniforms = {one.name: sheet[k] for k, one in enumerate(inputs) if one.purpose == "strike"}
    strikes = {r.name: (uniforms[r.name] < values[r.probability.name]).astype(float) for r in programme.risks}
    return values, strikes
