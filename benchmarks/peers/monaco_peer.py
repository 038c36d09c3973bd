"""monaco: SciPy laws as its random variables, one case after the other through its own machinery."""

from __future__ import annotations

import monaco as mc
import numpy as np
from numpy.typing import NDArray
from scipy import stats


def play(iterations: int, seed: int) -> NDArray[np.float64]:
    """`(iteration)` sums."""
    functions = {"preprocess": prepare, "run": add, "postprocess": keep}
    sim = mc.Sim(
        name="lines", ndraws=iterations, fcns=functions, seed=seed, singlethreaded=True, verbose=False,
        samplemethod="random", savecasedata=False, savesimdata=False, debug=True,
    )  # fmt: skip
    for i in range(20):
        width = 25.0
        shape = (1 + 4 * (5 + 0.1 * i) / width, 1 + 4 * (20 - 0.1 * i) / width)
        sim.addInVar(f"p{i}", stats.beta, {"a": shape[0], "b": shape[1], "loc": 5, "scale": width})
    for i in range(10):
        sim.addInVar(f"l{i}", stats.lognorm, {"s": 0.5, "scale": np.e})
        sim.addInVar(f"t{i}", stats.triang, {"c": 0.2, "loc": 1, "scale": 5})
        sim.addInVar(f"s{i}", stats.bernoulli, {"p": 0.3})
        width = 19.0
        sim.addInVar(
            f"c{i}", stats.beta, {"a": 1 + 16 / width, "b": 1 + 60 / width, "loc": 1, "scale": width}
        )
    sim.runSim()
    return np.asarray(sim.outvars["sum"].nums)


def prepare(case: mc.Case) -> tuple[list[float], list[float]]:
    """Values of a case: what is added, and what is added if it strikes."""
    value = {name: case.invals[name].val for name in case.invals}
    plain = [v for name, v in value.items() if name[0] in "plt"]
    return plain, [value[f"s{i}"] * value[f"c{i}"] for i in range(10)]


def add(plain: list[float], struck: list[float]) -> tuple[float]:
    """The sum of a case."""
    return (sum(plain) + sum(struck),)


def keep(case: mc.Case, result: float) -> None:
    """Hand the sum to monaco."""
    case.addOutVal("sum", result)
