"""Runs that keep a summary and no iterations: is an iteration as cheap, and the memory as small, in long ones?

Both as the clock goes and in processor time.

`python -m benchmarks.streaming WORKLOAD QUICK` times runs of every size in turn; with a number of iterations in
place of QUICK it plays one run, for its peak memory.
"""

from __future__ import annotations

import json
import sys
import time
from statistics import median
from typing import Any

from benchmarks.timing import apart

SEED, THREADS = 2023, 2
QUICK = "quick"
OFTEN = 10**7  # up to here a size is run in every round
SIZES = {
    "sum of 50 lines": tuple(10**k for k in range(4, 10)),
    "flagship": tuple(10**k for k in range(4, 8)),  # `--billion` goes on
}
ROUNDS = {"sum of 50 lines": 9, "flagship": 5}


def measure(quick: bool) -> dict[str, list[dict[str, float]]]:
    """By workload, for each size `nanoseconds` an iteration, `processor` likewise of all threads, peak `mebibytes`."""
    found: dict[str, list[dict[str, float]]] = {}
    for workload, sizes in SIZES.items():
        costs, _ = apart("benchmarks.streaming", workload, QUICK if quick else "")
        found[workload] = [
            {
                "iterations": iterations,
                "nanoseconds": 1e9 * seconds / iterations,
                "processor": 1e9 * processor / iterations,
                "mebibytes": apart("benchmarks.streaming", workload, iterations)[1],
            }
            for iterations, (seconds, processor) in zip(sizes, costs, strict=False)
        ]
    return found


def times(workload: str, quick: bool) -> list[tuple[float, float]]:
    """Median seconds and processor seconds of playing and summing up, by size.

    All sizes in turn in every round, so that drift meets all alike; those beyond `OFTEN` once, between rounds. What a
    run costs once is left out: the plan, the tables, and the pilot that lays the cells.
    """
    sizes = SIZES[workload][:1] if quick else SIZES[workload]
    longest = iter(size for size in sizes if size > OFTEN)
    costs: dict[int, list[tuple[float, float]]] = {size: [] for size in sizes}
    one_run(workload, sizes[0])  # compiles
    for k in range(1 if quick else ROUNDS[workload]):
        for size in sizes:
            if size <= OFTEN:
                costs[size].append(cost(workload, size))
        if k in (2, 5) and (size := next(longest, 0)):
            costs[size].append(cost(workload, size))
    return [
        (median(seconds), median(processor))
        for seconds, processor in (zip(*costs[size], strict=True) for size in sizes)
    ]


def cost(workload: str, iterations: int) -> tuple[float, float]:
    """Seconds and processor seconds of one run that has been prepared."""
    from engine.simulation.player import Run
    from engine.simulation.players import player_of
    from engine.simulation.simulate import make_sink, make_workers, play_all

    player = player_of(played(workload), Run(iterations, SEED, "random"))
    sink = make_sink(player, player.names, "summary", {}, None, True)
    player.prepare()
    begun, processor = time.perf_counter(), time.process_time()
    play_all(sink, make_workers(sink, THREADS, None), iterations, None)
    return time.perf_counter() - begun, time.process_time() - processor


def one_run(workload: str, iterations: int) -> None:
    """As a user runs it."""
    import engine

    engine.simulate(played(workload), iterations, SEED, threads=THREADS, keep="summary")


def played(workload: str) -> Any:
    """The model or programme."""
    import engine
    from benchmarks import PROGRAMME
    from benchmarks.peers.models import sum_model

    return sum_model() if workload == "sum of 50 lines" else engine.load(PROGRAMME)


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
    return "\n".join([*lines, "", once(measured)])


def once(measured: dict[str, Any]) -> str:
    """Why short runs are the dear ones: what of the shortest is more than an iteration costs at best."""
    told = []
    for name, rows in measured.items():
        short, best = rows[0], min(row["processor"] for row in rows)
        taken, played = (1e-6 * short["iterations"] * cost for cost in (short["processor"], best))
        told.append(f"{taken - played:.1f} of {taken:.1f} ms ({name}, {short['iterations']:,} iterations)")
    return (
        "Short runs are the dear ones, by what any run costs once: threads begun, tables of laws and code brought into "
        f"the caches of each core, counts laid out and merged. It is {' and '.join(told)}."
    )


if __name__ == "__main__":
    asked = sys.argv[2]
    if asked.isdigit():
        one_run(sys.argv[1], int(asked))
        print(json.dumps(None))
    else:
        print(json.dumps(times(sys.argv[1], asked == QUICK)))
