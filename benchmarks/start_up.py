"""What a user waits for before the first iteration, and the memory of it; each in a process of its own.

`python -m benchmarks.start_up` tells the seconds of the flagship's set-up, from file to plan.
"""

from __future__ import annotations

import json
import time
from statistics import median
from typing import Any

from benchmarks.timing import Cost, apart, command

HELP = "`outturn --help`"
WARM = "`outturn run`, 10,000 iterations, no charts"
CHARTS = "`outturn run`, 10,000 iterations, charts"
FIRST = "the first run ever, compilation included, no charts"
COMMANDS = {HELP: ["--help"], WARM: ["run", "--no-charts"], CHARTS: ["run"]}


def measure(quick: bool) -> dict[str, Any]:
    """`commands`: (seconds, peak MiB); `set_up`: seconds of the flagship's, the first in a process and the next.

    Medians of three, in turn; the first run ever is one, with an empty cache of machine code.
    """
    command(["run", "--no-charts"])  # compiles
    repeats, asked = (1, (HELP, WARM)) if quick else (3, tuple(COMMANDS))
    rounds = [{name: command(COMMANDS[name]) for name in asked} for _ in range(repeats)]
    commands = {name: Cost(*map(median, zip(*(one[name] for one in rounds), strict=True))) for name in asked}
    if not quick:
        commands[FIRST] = command(["run", "--no-charts"], fresh_cache=True)
    set_ups = [apart("benchmarks.start_up")[0] for _ in range(repeats)]
    first, following = map(median, zip(*set_ups, strict=True))
    return {"commands": commands, "set_up": {"first": first, "next": following}}


def flagship_set_up() -> tuple[float, float]:
    """Seconds from the flagship's file to its plan, in a process that has imported the engine and once more.

    The first loads libraries and machine code too; both make every table.
    """
    import engine
    from benchmarks import PROGRAMME
    from engine.draws.arrays import table_of
    from engine.plan.plan import make_plan

    load = engine.load

    def seconds() -> float:
        table_of.cache_clear()
        begun = time.perf_counter()
        make_plan(load(PROGRAMME))
        return time.perf_counter() - begun

    return seconds(), seconds()


def table(measured: dict[str, Any]) -> str:
    """Markdown."""
    set_up = measured["set_up"]
    lines = ["| command, in a process of its own | seconds | peak MiB |", "|---|---:|---:|"]
    lines += [f"| {name} | {s:.2f} | {memory:.0f} |" for name, (s, memory) in measured["commands"].items()]
    lines.append(f"| the flagship's set-up alone: load, tables, plan | {set_up['next']:.2f} | |")
    lines.append(f"| the same, with libraries and machine code to be loaded | {set_up['first']:.2f} | |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(json.dumps(flagship_set_up()))
