"""JAX, compiled for the processor, in its single precision."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.peers import FloatArray, Run


def pert(key: Any, low: float, mode: Any, high: float, shape: tuple[int, int]) -> Any:
    """Draws of a PERT law, a scaled beta."""
    width = high - low
    return low + width * jax.random.beta(
        key, 1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, shape
    )


def sum_of_lines(iterations: int, _threads: int) -> Run:
    """W1; laws of one shape are drawn as one array. XLA takes the threads that it likes."""

    def play(key: Any) -> Any:
        perts, lognormals, triangulars, strikes, severities = jax.random.split(key, 5)
        total = pert(perts, 5, 10 + 0.1 * jnp.arange(20), 30, (iterations, 20)).sum(1)
        total += jnp.exp(1 + 0.5 * jax.random.normal(lognormals, (iterations, 10))).sum(1)
        total += jax.random.triangular(triangulars, 1.0, 2.0, 6.0, (iterations, 10)).sum(1)
        struck = jax.random.bernoulli(strikes, 0.3, (iterations, 10))
        return total + (struck * pert(severities, 1, 5, 20, (iterations, 10))).sum(1)

    compiled = jax.jit(play)

    def run() -> FloatArray:
        return np.asarray(compiled(jax.random.key(2023)), float)

    return run
