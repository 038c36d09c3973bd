"""A billion iterations of the flagship that keep no iteration: time, memory, and the chance of each claim.

`python -m benchmarks.billion ITERATIONS` tells the seconds of one run and its claims.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from benchmarks.timing import apart

ITERATIONS, FEW = 10**9, 10_000
SEED, THREADS = 2023, 2


def measure(quick: bool) -> dict[str, Any]:
    """`iterations`, `seconds`, peak `mebibytes`, and `claims`: by statement the chance and its 95% interval."""
    iterations = FEW if quick else ITERATIONS
    found, mebibytes = apart("benchmarks.billion", iterations)
    return {"iterations": iterations, "mebibytes": mebibytes, **found}


def run(iterations: int) -> dict[str, Any]:
    """One run in a process that has compiled."""
    import engine
    from benchmarks import PROGRAMME

    programme = engine.load(PROGRAMME)
    engine.simulate(programme, FEW, SEED, threads=THREADS, keep="summary")
    begun = time.perf_counter()
    results = engine.simulate(programme, iterations, SEED, threads=THREADS, keep="summary")
    claims = engine.claims(results)
    seconds = time.perf_counter() - begun
    chances = {
        str(one["statement"].item()): [float(one[part]) for part in ("probability", "low", "high")]
        for one in (claims.isel(claim=k) for k in range(claims.sizes["claim"]))
    }
    return {"seconds": seconds, "claims": chances}


def table(measured: dict[str, Any]) -> str:
    """Markdown."""
    seconds, iterations = measured["seconds"], measured["iterations"]
    lines = [
        f"{iterations:,} iterations of the flagship in summary mode on {THREADS} threads: {seconds:,.0f} s, "
        f"{1e9 * seconds / iterations:,.0f} ns an iteration, at most {measured['mebibytes']:,.0f} MiB.",
        "",
        "| claim | chance | 95% interval |",
        "|---|---:|---:|",
    ]
    for claim, chances in measured["claims"].items():
        found, low, high = (f"{100 * chance:.5g}%" for chance in chances)
        lines.append(f"| {claim} | {found} | {low} to {high} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]))))
