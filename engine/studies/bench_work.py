"""What studies on a bench have in common: jobs on threads, and what is said of outputs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import local
from typing import Any, TypeVar

import numpy as np

from engine.simulation.bench import Bench, Seat
from engine.simulation.results import provenance, whole_bases
from engine.simulation.workers import cores

Part = TypeVar("Part")
Progress = Callable[[int], None]  # told how many jobs have just been done
MEASURE, CLAIM = "measure", "claim"


def in_threads(
    bench: Bench,
    jobs: int,
    threads: int | None,
    work: Callable[[int, Seat], Part],
    progress: Progress | None = None,
) -> list[Part]:
    """What `work` makes of each job, in their order whatever the number of threads; each thread has a seat."""
    mine = local()

    def one(job: int) -> Part:
        if not hasattr(mine, "seat"):
            mine.seat = bench.seat()
        return work(job, mine.seat)

    found = []
    with ThreadPoolExecutor(threads or cores()) as pool:
        for part in pool.map(one, range(jobs)):
            found.append(part)
            if progress is not None:
                progress(1)
    return found


def output_coordinates(bench: Bench) -> dict[str, Any]:
    """Names of outputs, whether each is a measure or a claim, what it is called and measured in."""
    player = bench.player
    told = [player.describe(name) for name in bench.measures]
    claims = [player.claims[name] for name in bench.claims]
    names = _apart([*bench.measures], [*bench.claims])
    base = whole_bases(player, bench.measures)
    return {
        "output": np.array(names, object),
        "what": ("output", np.array([MEASURE] * len(told) + [CLAIM] * len(claims), object)),
        "long_name": (
            "output",
            np.array(
                [one["long_name"] for one in told]
                + [str(one.get("statement") or one["name"]) for one in claims],
                object,
            ),
        ),
        "units": ("output", np.array([one["units"] for one in told] + ["1"] * len(claims), object)),
        "base": ("output", np.array([*base.values()] + [np.nan] * len(claims), np.float64)),
    }


def _apart(measures: list[str], claims: list[str]) -> list[str]:
    """A claim that is called as a measure is told apart from it: `claim npv`."""
    return [*measures, *(f"claim {name}" if name in measures else name for name in claims)]


def told(bench: Bench, iterations: int) -> dict[str, Any]:
    """What was played, as attributes."""
    kept = provenance(bench.player, bench.needed, iterations)
    for name in ("claims", "design_gives_up", "independent"):
        kept.pop(name, None)
    return kept | {"design": bench.design, "ties_at_base": ", ".join(bench.ties_at_base)}
