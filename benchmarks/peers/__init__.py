"""The same models as an expert of each library would write them; each file prepares a run and returns it.

W1, which all of them play: the sum of 20 PERT(5, 10 + 0.1 i, 30), 10 lognormal (log-mean 1, log-sd 0.5), 10
triangular(1, 2, 6) and 10 risks that strike with 0.3 and then cost PERT(1, 5, 20), all independent.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Run = Callable[[], FloatArray]  # plays once, sums `(iteration,)`


class Missing(RuntimeError):
    """A peer that cannot run here, and why."""


class Peer(NamedTuple):
    """A rival: the file that holds it, how many iterations suit it, and the library that it needs."""

    label: str
    file: str
    iterations: int
    needs: str = "numpy"
    threads: int = 1

    def prepare(self, workload: str, iterations: int) -> Run:
        """The workload, ready to be run; raises `Missing`."""
        if find_spec(self.needs) is None:
            raise Missing(f"{self.needs} is not installed")
        prepared: Run = getattr(import_module(f"{__name__}.{self.file}"), workload)(iterations, self.threads)
        return prepared


def frozen_samples(plays: int, inputs: int, even: bool = False) -> int:
    """Points of each of two samples, and of one more with each input frozen, that make up so many plays.

    A power of two if they must be `even`, as Sobol' points are.
    """
    points = plays // (inputs + 2)
    return int(2 ** (points.bit_length() - 1)) if even else points
