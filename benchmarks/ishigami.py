"""W5: Sobol' indices of the Ishigami function, of 65,536 plays: how long they take, and how far they are off.

Every rival makes of so many plays what its design can: two samples and one more for each of three inputs; those by
Sobol' points of a power of two, where they are even. The indices are known in closed form (Ishigami & Homma 1990), so
errors are true ones.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from benchmarks.peers import FloatArray, Missing, Peer, Run
from benchmarks.race import Disagreement
from benchmarks.sum_of_lines import ONE, TWO
from benchmarks.timing import interleaved

PLAYS = 2**16
FEW = 2**15  # of a smoke test
BY_SOBOL = "outturn, 2 threads, Sobol' points"
SALIB = "SALib, Sobol' points"
PEERS = {
    ONE: (Peer(ONE, "outturn_peer", PLAYS), "ishigami"),
    TWO: (Peer(TWO, "outturn_peer", PLAYS, threads=2), "ishigami"),
    BY_SOBOL: (Peer(BY_SOBOL, "outturn_peer", PLAYS, threads=2), "ishigami_by_sobol"),
    "OpenTURNS": (Peer("OpenTURNS", "openturns_peer", PLAYS, "openturns"), "ishigami"),
    "OpenTURNS, Sobol' points": (
        Peer("OpenTURNS, Sobol' points", "openturns_peer", PLAYS, "openturns"),
        "ishigami_by_sobol",
    ),
    SALIB: (Peer(SALIB, "salib_peer", PLAYS, "SALib"), "ishigami"),
}
A, B = 7.0, 0.1
# A false alarm of one index of one rival: less than one in a million, were errors normal.
FURTHEST = 0.1


def exact() -> FloatArray:
    """First and total indices, `(2, 3)`."""
    alone = 0.5 * (1 + B * np.pi**4 / 5) ** 2
    second = A**2 / 8
    together = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = alone + second + together
    return np.array([[alone, second, 0.0], [alone + together, second, together]]) / whole


def measure(quick: bool) -> dict[str, Any]:
    """`peers`: by label `seconds`, and `error`, the root mean square over indices and seeds; `missing`: why by label.

    Raises `Disagreement` where a rival's indices are those of another function.
    """
    runs: dict[str, Run] = {}
    missing: dict[str, str] = {}
    errors: dict[str, float] = {}
    for label, (peer, workload) in PEERS.items():
        try:
            runs[label] = peer.prepare(workload, FEW if quick else peer.iterations)
        except Missing as reason:
            missing[label] = str(reason)
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of other people's libraries
            off = np.array([runs[label]() - exact() for _ in range(2 if quick else 20)])
        if not np.abs(off).max() < FURTHEST:
            raise Disagreement(f"{label}: an index is {np.abs(off).max():.3f} off")
        errors[label] = float(np.sqrt((off**2).mean()))
    seconds = interleaved(runs, 1 if quick else 5)
    told = {label: {"seconds": seconds[label], "error": errors[label]} for label in runs}
    return {"plays": FEW if quick else PLAYS, "peers": told, "missing": missing}


def table(measured: dict[str, Any]) -> str:
    """Markdown."""
    peers = measured["peers"]
    title = f"W5: Sobol' indices of Ishigami's function, {measured['plays']:,} plays"
    lines = [f"| {title} | as long as outturn, 2 threads | ms | error of an index |", "|---|---:|---:|---:|"]
    for label, row in peers.items():
        ratio = row["seconds"] / peers[TWO]["seconds"]
        lines.append(f"| {label} | {ratio:.2f}x | {1000 * row['seconds']:,.1f} | {row['error']:.4f} |")
    lines += [f"| {label} | not run: {why} | | |" for label, why in measured["missing"].items()]
    return "\n".join(lines)
