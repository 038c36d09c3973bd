"""monaco: a simulation of cases, each a Python call."""

from __future__ import annotations

from typing import Any

import monaco as mc
import numpy as np
from scipy import stats

from benchmarks.peers import FloatArray, Run


def preprocess(case: Any) -> tuple[Any]:
    """What a case is run with: the value of each input."""
    values = case.invals
    strikes = sum(values[f"strike {i}"].val * values[f"severity {i}"].val for i in range(10))
    return (sum(values[name].val for name in values if name.startswith("line")) + strikes,)


def run_case(total: float) -> tuple[float]:
    """The model: its inputs are added up already."""
    return (total,)


def postprocess(case: Any, total: float) -> None:
    """What is kept of a case."""
    case.addOutVal("total", total)


def sum_of_lines(iterations: int, _threads: int) -> Run:
    """W1, on one thread: a pool of processes costs more than a thousand additions."""
    pert = {"loc": 5, "scale": 25}
    laws: list[tuple[str, Any, dict[str, float]]] = [
        (f"line pert {i}", stats.beta, {"a": 1.8 + 0.016 * i, "b": 4.2 - 0.016 * i} | pert) for i in range(20)
    ]
    laws += [(f"line lognormal {i}", stats.lognorm, {"s": 0.5, "scale": np.e}) for i in range(10)]
    laws += [(f"line triangular {i}", stats.triang, {"c": 0.2, "loc": 1, "scale": 5}) for i in range(10)]
    laws += [(f"strike {i}", stats.bernoulli, {"p": 0.3}) for i in range(10)]
    severity = {"a": 1 + 16 / 19, "b": 1 + 60 / 19, "loc": 1, "scale": 19}
    laws += [(f"severity {i}", stats.beta, severity) for i in range(10)]

    def run() -> FloatArray:
        functions = {"preprocess": preprocess, "run": run_case, "postprocess": postprocess}
        simulation = mc.Sim(
            "sum of lines", iterations, functions, firstcaseismedian=False, seed=2023,
            singlethreaded=True, verbose=False, debug=False, savesimdata=False, savecasedata=False,
        )  # fmt: skip
        for name, law, parameters in laws:
            simulation.addInVar(name, law, parameters)
        simulation.runSim()
        return np.asarray(simulation.outvars["total"].nums, float)

    return run
