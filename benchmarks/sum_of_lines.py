"""W1: the sum of 50 cost lines, against what a user would take instead.

20 PERT(5, 10 + 0.1 i, 30), 10 lognormal (log-mean 1, log-sd 0.5), 10 triangular(1, 2, 6), 10 that strike with
probability 0.3 and then cost PERT(1, 5, 20), all independent. Asked: P(sum >= 400), P10, P50, P80, P90.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

import engine
from benchmarks import limit
from benchmarks.timing import interleaved
from distributions import Law, Lognormal, Pert, RiskEvent, Triangular

PEERS = ("numpy", "scipy_sobol", "openturns", "squigglepy", "monaco", "jax")
MOST = {"scipy_sobol": 2**16, "jax": 2**16, "monaco": 1000}  # iterations of the slow ones
BOUND, PERCENTILES = 400.0, (10, 50, 80, 90)


def laws() -> list[Law]:
    """The 50 lines."""
    certain = [Pert(low=5, mode=10 + 0.1 * i, high=30) for i in range(20)]
    strikes = RiskEvent(0.3, Pert(low=1, mode=5, high=20))
    return [*certain, *[Lognormal(1, 0.5)] * 10, *[Triangular(1, 2, 6)] * 10, *[strikes] * 10]


def total(*lines: float) -> float:
    """Their sum."""
    result = 0.0
    for line in lines:
        result += line
    return result


def model() -> engine.Model:
    """The engine's model."""
    return engine.Model({f"line {k}": law for k, law in enumerate(laws())}, total, outputs=("sum",))


def answers(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """P(sum >= 400) and the percentiles."""
    return np.array([np.mean(sums >= BOUND), *np.percentile(sums, PERCENTILES)])


Play = Callable[[int, int], NDArray[np.float64]]  # iterations, seed -> sums


def peers() -> dict[str, Play]:
    """Those that are installed."""
    found: dict[str, Play] = {}
    for name in PEERS:
        try:
            module: Any = import_module(f"benchmarks.peers.{name}_peer")
        except ImportError:
            continue
        found[name] = module.play
    return found


def rivals() -> dict[str, Play]:
    """The engine on one and two threads, plain C likewise, and the peers."""
    ours = model()

    def outturn(iterations: int, seed: int, threads: int) -> NDArray[np.float64]:
        return np.asarray(engine.simulate(ours, iterations, seed, threads)["sum"].values)

    found: dict[str, Play] = {
        f"outturn, {t} thread{'s' * (t > 1)}": partial(outturn, threads=t) for t in (1, 2)
    }
    if limit.COMPILER is not None:
        draws = ours.draws
        for t in (1, 2):
            found[f"plain C, {t} thread{'s' * (t > 1)}"] = partial(limit.play, draws, threads=t)
    return found | peers()


def compare(iterations: int, repeats: int) -> dict[str, float]:
    """Median nanoseconds an iteration of each rival, its answers checked first; `iterations` a multiple of 8,192."""
    players = rivals()
    sizes = {name: min(iterations, MOST.get(name, iterations)) for name in players}
    wanted = answers(players["outturn, 1 thread"](max(iterations, 2**17), 1))
    for name, play in players.items():
        check(name, play(sizes[name], 2), wanted)
    seconds = interleaved({name: partial(play, sizes[name], 3) for name, play in players.items()}, repeats)
    return {name: 1e9 * each / sizes[name] for name, each in seconds.items()}


def check(name: str, sums: NDArray[np.float64], wanted: NDArray[np.float64]) -> None:
    """Refuse a rival that answers another question: 6 standard errors, with the density of a normal sum."""
    error = 6 * np.sqrt(1 / len(sums) + 1 / 2**17)
    spread = np.array([0.5, *[2.0 * np.std(sums)] * len(PERCENTILES)])
    found = answers(sums)
    if np.any(np.abs(found - wanted) > error * spread):
        raise AssertionError(f"{name} answers {found}, the engine {wanted}")
