"""How long a law takes to become a quantile table; `python -m benchmarks.tables` prints the slowest."""

from __future__ import annotations

import time
from statistics import median
from typing import NamedTuple

import distributions
from distributions import Law
from engine.tables import tabulate


class Built(NamedTuple):
    """One law's table: processor milliseconds that it took (median), and its size."""

    law: Law
    milliseconds: float
    segments: int
    pieces: int


def slowest(count: int = 5, repeats: int = 7) -> list[Built]:
    """The examples of all laws of the folder that take longest, slowest first.

    Each time the law is made anew, so that what it works out for itself once is counted too.
    """
    laws = [law for kind in distributions.kinds() for law in distributions.law_class(kind).EXAMPLES]
    return sorted((measured(law, repeats) for law in laws), key=lambda built: -built.milliseconds)[:count]


def measured(law: Law, repeats: int) -> Built:
    """One law, tabulated once before it is timed."""
    table = tabulate(law)
    times = []
    for _ in range(repeats):
        begun = time.process_time()
        tabulate(type(law)(**law.arguments()))
        times.append(time.process_time() - begun)
    return Built(law, 1000 * median(times), len(table.bounds), len(table.pieces))


def as_text(rows: list[Built]) -> str:
    """A Markdown table."""
    lines = ["| law | ms | segments | pieces |", "|---|---:|---:|---:|"]
    lines += [f"| `{row.law}` | {row.milliseconds:.1f} | {row.segments} | {row.pieces} |" for row in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    print(as_text(slowest()))
