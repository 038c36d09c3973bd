"""W1: the sum of fifty independent lines, as the engine, its rivals and the limit in C play it."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.peers import Peer
from benchmarks.race import race, race_table

ENOUGH = 400.0
REFERENCE = 4_000_000
FAST = 4_000_000  # iterations of the fast ones, which set-up would else weigh on
ONE, TWO = "outturn, 1 thread", "outturn, 2 threads"
C_ONE, C_TWO = "the limit in C, 1 thread", "the limit in C, 2 threads"
NUMPY, SOBOL, OPENTURNS = "NumPy", "SciPy, Sobol' and ppf", "OpenTURNS"
OURS = (
    Peer(ONE, "outturn_peer", FAST),
    Peer(TWO, "outturn_peer", FAST, threads=2),
)
LIMIT = (Peer(C_ONE, "c_limit", FAST), Peer(C_TWO, "c_limit", FAST, threads=2))
RIVALS = (
    Peer(NUMPY, "numpy_peer", 1_000_000),
    Peer(SOBOL, "scipy_sobol", 2**14, "scipy"),
    Peer(OPENTURNS, "openturns_peer", 100_000, "openturns"),
    Peer("squigglepy", "squigglepy_peer", 250_000, "squigglepy"),
    Peer("monaco", "monaco_peer", 1_000, "monaco"),
    Peer("JAX, compiled, in single precision", "jax_peer", 2**15, "jax"),
)


def measure(quick: bool) -> dict[str, Any]:
    """What `race` returns, and of the limit in C `c_vectors` and `c_error`, or nothing."""
    from benchmarks.peers.outturn_peer import sum_of_lines

    reference = sum_of_lines(50_000 if quick else REFERENCE, 2)()
    found = race("sum_of_lines", (*OURS, *LIMIT, *RIVALS), reference, ENOUGH, 1 if quick else 5, quick)
    if C_ONE in found["peers"]:
        from benchmarks.peers.c_limit import build

        found |= {"c_vectors": build().vectors, "c_error": difference_to_c(iterations=20_000)}
    return found


def difference_to_c(iterations: int) -> float:
    """Largest relative difference between the sums of C and of the engine; raises above 1e-12."""
    ours, limit = (peer.prepare("sum_of_lines", iterations)() for peer in (OURS[0], LIMIT[1]))
    error = float(np.max(np.abs(limit / ours - 1)))
    assert error <= 1e-12, f"C's sums differ from the engine's by {error}"
    return error


def table(measured: dict[str, Any]) -> str:
    """Markdown."""
    text = race_table("W1: sum of 50 lines", measured, (ONE, TWO), ENOUGH)
    if "c_error" not in measured:
        return text
    error = measured["c_error"]
    sums = (
        f"differ from the engine's by at most {error:.1g} of them" if error else "are the engine's to the bit"
    )
    return (
        f"{text}\n\nThe limit in C has the engine's draws and tables and nothing else ({measured['c_vectors']}); "
        f"its sums {sums}."
    )
