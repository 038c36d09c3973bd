"""What was asked, beside what was measured; where a goal is missed, by how much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from benchmarks import analyses, flagship, start_up
from benchmarks.sum_of_lines import C_ONE, C_TWO, NUMPY, ONE, OPENTURNS, SOBOL, TWO

Measured = dict[str, Any]


class Goal(NamedTuple):
    """A number that is to be at least, or at most, what was asked.

    `found` takes what its file measured, and raises `KeyError` where a rival was missing.
    """

    what: str
    asked: float
    at_least: bool
    found: Callable[[Measured], float]
    unit: str = "x"


def faster(rival: str, ours: str) -> Callable[[Measured], float]:
    """How many times as fast as a rival of W1 the engine is."""

    def found(measured: Measured) -> float:
        peers = measured["peers"]
        return float(peers[rival]["nanoseconds"] / peers[ours]["nanoseconds"])

    return found


def over_limit(threads: str, limit: str) -> Callable[[Measured], float]:
    """How many times as long as the limit in C the engine takes."""
    return lambda measured: 1 / faster(limit, threads)(measured)


def in_flagship(of: str, rival: str) -> Callable[[Measured], float]:
    """How many times the `seconds` or `memory` of ours on two threads a rival takes."""
    return lambda measured: float(measured[of][rival] / measured[of][flagship.TWO])


def seconds_of(command: str) -> Callable[[Measured], float]:
    """Seconds of a command."""
    return lambda measured: float(measured["commands"][command][0])


def slowest_analysis(measured: Measured) -> float:
    """Seconds of the question to a run that takes longest."""
    return float(max(measured["analyses"].values()))


def study(name: str) -> Callable[[Measured], float]:
    """Seconds of a study."""
    return lambda measured: float(measured["studies"][name])


def unevenness(cost: str) -> Callable[[Measured], float]:
    """Dearest over cheapest iteration among the sizes of a workload, less 1, in per cent."""

    def found(measured: Measured) -> float:
        costs = [[row[cost] for row in rows] for rows in measured.values()]
        return float(max(100 * (max(each) / min(each) - 1) for each in costs))

    return found


def streaming_memory(measured: Measured) -> float:
    """Peak MiB of any run in summary mode."""
    return float(max(row["mebibytes"] for rows in measured.values() for row in rows))


def set_up(measured: Measured) -> float:
    """Seconds from the flagship's file to its plan."""
    return float(measured["set_up"]["next"])


GOALS: dict[str, tuple[Goal, ...]] = {
    "sum_of_lines": (
        Goal("W1, 1 thread, against NumPy", 9, True, faster(NUMPY, ONE)),
        Goal("W1, 2 threads, against NumPy", 17, True, faster(NUMPY, TWO)),
        Goal("W1, 2 threads, against SciPy Sobol' and ppf", 500, True, faster(SOBOL, TWO)),
        Goal("W1, 2 threads, against OpenTURNS", 45, True, faster(OPENTURNS, TWO)),
        Goal("W1, 1 thread, time over the limit in C", 1.15, False, over_limit(ONE, C_ONE)),
        Goal("W1, 2 threads, time over the limit in C", 1.15, False, over_limit(TWO, C_TWO)),
        Goal("W1, from 1 thread to 2", 1.8, True, faster(ONE, TWO)),
    ),
    "flagship": (
        Goal("W2, 2 threads, against NumPy", 12, True, in_flagship("seconds", flagship.NUMPY)),
        Goal("W2, from 1 thread to 2", 1.8, True, in_flagship("seconds", flagship.ONE)),
        Goal("W2, memory of NumPy over ours", 1, True, in_flagship("memory", flagship.NUMPY)),
    ),
    "analyses": (
        Goal("any analysis of 100,000 iterations, no plays", 2, False, slowest_analysis, " s"),
        Goal(analyses.GAPS, 20, False, study(analyses.GAPS), " s"),
        Goal(analyses.BRIDGE, 20, False, study(analyses.BRIDGE), " s"),
        Goal(analyses.SHAPLEY, 30, False, study(analyses.SHAPLEY), " s"),
        Goal(analyses.SWITCHING, 30, False, study(analyses.SWITCHING), " s"),
    ),
    "streaming": (
        Goal("summary mode, dearest iteration over cheapest", 15, False, unevenness("processor"), "%"),
        Goal("the same by the clock, on 2 threads", 15, False, unevenness("nanoseconds"), "%"),
        Goal("summary mode, peak memory of any run", 400, False, streaming_memory, " MiB"),
    ),
    "start_up": (
        Goal("`outturn --help`", 0.4, False, seconds_of(start_up.HELP), " s"),
        Goal("warm `outturn run`, 10,000 iterations, no charts", 2, False, seconds_of(start_up.WARM), " s"),
        Goal("the same with all its charts", 2.5, False, seconds_of(start_up.CHARTS), " s"),
        Goal("the first run ever", 10, False, seconds_of(start_up.FIRST), " s"),
        Goal("set-up of the flagship: load, tables, plan", 0.3, False, set_up, " s"),
    ),
}


# What a reader of the first page asks for; misses are not left out.
HEADLINES = (
    "W1, 2 threads, against NumPy",
    "W1, 1 thread, time over the limit in C",
    "W2, 2 threads, against NumPy",
    "summary mode, dearest iteration over cheapest",
    "summary mode, peak memory of any run",
    "warm `outturn run`, 10,000 iterations, no charts",
    "the same with all its charts",
)


def verdict(goal: Goal, measured: Measured) -> tuple[str, str]:
    """What was found, and whether it is enough."""
    try:
        found = goal.found(measured)
    except KeyError:
        return "not measured", ""
    met = found >= goal.asked if goal.at_least else found <= goal.asked
    short = goal.asked / found if goal.at_least else found / goal.asked
    return f"{found:.3g}{goal.unit}", "met" if met else f"missed by a factor of {short:.3f}"


def table(measured: Measured, which: Sequence[str] | None = None) -> str:
    """Markdown: the goals of each file that measured something, or those of them that are `which`."""
    lines = ["| goal | asked | measured | |", "|---|---:|---:|---|"]
    for room, goals in GOALS.items():
        for goal in goals if room in measured else ():
            if which is None or goal.what in which:
                asked = f"{'≥' if goal.at_least else '≤'} {goal.asked:g}{goal.unit}"
                lines.append(f"| {goal.what} | {asked} | {' | '.join(verdict(goal, measured[room]))} |")
    return "\n".join(lines)
