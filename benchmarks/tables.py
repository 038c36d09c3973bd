"""How long a law takes to become a quantile table; `python -m benchmarks.tables` prints the slowest."""

from __future__ import annotations

import time
from statistics import median
from typing import Any

import distributions
from distributions import Law
from engine.draws.tables import tabulate

SHOWN = 5


def measure(quick: bool) -> list[dict[str, Any]]:
    """The examples of all laws of the folder that take longest, slowest first.

    By `law`: median processor `milliseconds`, and the table's size in `segments` and `pieces`.
    """
    laws = [law for kind in distributions.kinds() for law in distributions.law_class(kind).EXAMPLES]
    repeats = 1 if quick else 7
    return sorted((measured(law, repeats) for law in laws), key=lambda row: -row["milliseconds"])[:SHOWN]


def measured(law: Law, repeats: int) -> dict[str, Any]:
    """One law, tabulated once before it is timed.

    Each time it is made anew, so that what it works out for itself once is counted too.
    """
    table = tabulate(law)
    times = []
    for _ in range(repeats):
        begun = time.process_time()
        tabulate(type(law)(**law.arguments()))
        times.append(1000 * (time.process_time() - begun))
    size = {"segments": len(table.bounds), "pieces": len(table.pieces)}
    return {"law": str(law), "milliseconds": median(times)} | size


def table(rows: list[dict[str, Any]]) -> str:
    """Markdown."""
    lines = ["| slowest laws to tabulate | ms | segments | pieces |", "|---|---:|---:|---:|"]
    lines += [
        f"| `{row['law']}` | {row['milliseconds']:.1f} | {row['segments']} | {row['pieces']} |"
        for row in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(measure(quick=False)))
