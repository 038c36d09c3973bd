"""Peers on one workload: the same answer first, then nanoseconds an iteration, in one interleaved run."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.peers import FloatArray, Missing, Peer, Run
from benchmarks.timing import interleaved

PERCENTILES = (10, 50, 80, 90)
QUICK = 2_048  # iterations of a smoke test, where a peer does not ask for fewer

# Each share of a peer lies within 5 standard errors of the reference's: a false alarm of one share in 1.7 million
# (fewer for Sobol' points), of the five shares of eight peers below 3e-5.
STANDARD_ERRORS = 5


class Disagreement(AssertionError):
    """A peer that plays another model."""


def race(
    workload: str, peers: Sequence[Peer], reference: FloatArray, threshold: float, repeats: int, quick: bool
) -> dict[str, Any]:
    """`peers`: by label nanoseconds an iteration and what else a table tells; `missing`: why by label.

    Raises `Disagreement` where a peer's answer is not the reference's.
    """
    runs: dict[str, Run] = {}
    told: dict[str, dict[str, float]] = {}
    missing: dict[str, str] = {}
    for peer in peers:
        iterations = min(peer.iterations, QUICK) if quick else peer.iterations
        begun = time.perf_counter()
        try:
            runs[peer.label] = peer.prepare(workload, iterations)
        except Missing as reason:
            missing[peer.label] = str(reason)
            continue
        sums = runs[peer.label]()
        first = time.perf_counter() - begun
        require_agreement(peer.label, sums, reference, threshold)
        told[peer.label] = {"iterations": iterations, "first": first} | answer(sums, threshold)
    for label, seconds in interleaved(runs, repeats).items():
        row = told[label]
        row["nanoseconds"] = 1e9 * seconds / row["iterations"]
        row["set_up"] = max(row.pop("first") - seconds, 0.0)
    return {"peers": told, "missing": missing}


def answer(sums: FloatArray, threshold: float) -> dict[str, float]:
    """The chance of `threshold` or more, and the percentiles."""
    values = np.quantile(sums, np.array(PERCENTILES) / 100)
    percentiles = {f"p{p}": float(value) for p, value in zip(PERCENTILES, values, strict=True)}
    return {"chance": float((sums >= threshold).mean())} | percentiles


def require_agreement(label: str, sums: FloatArray, reference: FloatArray, threshold: float) -> None:
    """The chance and each percentile, as a share of the sums, within 5 standard errors of both samples."""
    points = [threshold, *np.quantile(reference, np.array(PERCENTILES) / 100)]
    for point in points:
        expected, found = float((reference < point).mean()), float((sums < point).mean())
        error = np.sqrt(expected * (1 - expected) * (1 / sums.size + 1 / reference.size))
        if not abs(found - expected) <= STANDARD_ERRORS * error:
            raise Disagreement(f"{label}: {found:.4%} of the sums lie below {point:.1f}, not {expected:.4%}")


def race_table(title: str, measured: dict[str, Any], against: Sequence[str], threshold: float) -> str:
    """Ratios to each of `against` first, then what was measured; last the peers that are missing."""
    peers = measured["peers"]
    ratios = [f"as long as {name}" for name in against]
    chance = f"P(sum ≥ {threshold:g})"
    heads = [title, *ratios, "ns an iteration", "iterations", "set-up, s", chance, "P80"]
    lines = [f"| {' | '.join(heads)} |", "|---" + "|---:" * (len(heads) - 1) + "|"]
    for label, row in peers.items():
        cells = [f"{row['nanoseconds'] / peers[name]['nanoseconds']:,.2f}x" for name in against]
        cells += [f"{row['nanoseconds']:,.0f}", f"{row['iterations']:,}", f"{row['set_up']:.2f}"]
        cells += [f"{row['chance']:.2%}", f"{row['p80']:,.1f}"]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    lines += [
        f"| {label} | not run: {why}{' |' * (len(heads) - 1)}" for label, why in measured["missing"].items()
    ]
    return "\n".join(lines)
