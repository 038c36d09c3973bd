"""W3: two hundred inputs of five laws in one Gaussian copula, every pair at a rank correlation of 0.4; their sum."""

from __future__ import annotations

from typing import Any

from benchmarks.peers import Peer
from benchmarks.race import race, race_table
from benchmarks.sum_of_lines import ONE, TWO

ENOUGH = 2000.0
REFERENCE = 400_000
PEERS = (
    Peer(ONE, "outturn_peer", 100_000),
    Peer(TWO, "outturn_peer", 100_000, threads=2),
    Peer("NumPy, its matrix product on every core", "numpy_peer", 100_000),
    Peer("NumPy, by one factor, as equal correlations allow", "numpy_factor", 100_000),
    Peer("OpenTURNS", "openturns_peer", 20_000, "openturns"),
)


def measure(quick: bool) -> dict[str, Any]:
    """What `race` returns."""
    from benchmarks.peers.outturn_peer import correlated

    reference = correlated(20_000 if quick else REFERENCE, 2)()
    return race("correlated", PEERS, reference, ENOUGH, 1 if quick else 5, quick)


def table(measured: dict[str, Any]) -> str:
    """Markdown."""
    return race_table("W3: 200 correlated inputs", measured, (ONE, TWO), ENOUGH)
