"""Runs that keep a summary and no iterations: is an iteration as cheap, and the memory as small, in long ones?

Both as the clock goes and in processor time.

`python -m benchmarks.streaming WORKLOAD ITERATIONS MOST` tells the seconds of a run.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks.timing import apart

SEED, THREADS = 2023, 2
SIZES = {
    "sum of 50 lines": tuple(10**k for k in range(4, 10)),
    "flagship": tuple(10**k for k in range(4, 8)),  # `--billion` goes on
}
ENOUGH = 5.0  # seconds after which a size has been run often enough
MOST = 40  # runs of a size
OFTEN = 10**7  # up to here a size is run more than once


def measure(quick: bool) -> dict[str, list[dict[str, float]]]:
    """By workload, for each size what `row` finds."""
    if quick:
        return {name: [row(name, sizes[0], 1)] for name, sizes in SIZES.items()}
    return {name: [row(name, iterations, MOST) for iterations in sizes] for name, sizes in SIZES.items()}


def row(workload: str, iterations: int, most: int) -> dict[str, float]:
    """One size: `nanoseconds` an iteration, `processor` likewise of all threads together, and peak `mebibytes`."""
    (seconds, processor), mebibytes = apart("benchmarks.streaming", workload, iterations, most)
    if (
        iterations <= OFTEN
    ):  # of one run: after many in a process, its allocator holds on to what threads let go
        _, mebibytes = apart("benchmarks.streaming", workload, iterations, 0)
    return {
        "iterations": iterations,
        "nanoseconds": 1e9 * seconds / iterations,
        "processor": 1e9 * processor / iterations,
        "mebibytes": mebibytes,
    }


def run(workload: str, iterations: int, most: int) -> tuple[float, float]:
    """Median seconds, and processor seconds, of playing and summing up, in `most` runs.

    What a run costs once is left out: the plan, the tables, and the pilot that lays the cells. With a `most` of 0 the
    costs of one whole run.
    """
    import engine
    from benchmarks.peers.models import sum_model
    from engine.player import Run, player_of
    from engine.simulation import make_sink, make_workers, play_all
    from experiments.shared_services import PROGRAMME

    played = sum_model() if workload == "sum of 50 lines" else engine.load(PROGRAMME)

    def whole() -> None:
        engine.simulate(played, iterations, SEED, threads=THREADS, keep="summary")

    def prepared() -> Callable[[], object]:
        player = player_of(played, Run(iterations, SEED, "random"))
        sink = make_sink(player, player.names, "summary", {}, None, True)
        return lambda: play_all(sink, make_workers(sink, THREADS, None), iterations, None)

    def cost(call: Callable[[], object]) -> tuple[float, float]:
        begun, processor = time.perf_counter(), time.process_time()
        call()
        return time.perf_counter() - begun, time.process_time() - processor

    if not most:
        return cost(whole)
    engine.simulate(played, 10_000, SEED, threads=THREADS, keep="summary")  # compiles
    costs: list[tuple[float, float]] = []
    end = time.perf_counter() + ENOUGH
    while len(costs) < most and (not costs or time.perf_counter() < end):
        costs.append(cost(prepared()))
    seconds, processor = map(median, zip(*costs, strict=True))
    return seconds, processor


def table(measured: dict[str, Any]) -> str:
    """Markdown."""
    lines = [
        f"| summary mode, {THREADS} threads | iterations | processor ns an iteration | ns | peak MiB |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {name} | {found['iterations']:,} | {found['processor']:,.0f} | {found['nanoseconds']:,.0f} "
        f"| {found['mebibytes']:,.0f} |"
        for name, rows in measured.items()
        for found in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
