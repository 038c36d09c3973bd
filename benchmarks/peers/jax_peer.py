"""JAX on the CPU: one jitted function, keys split line by line, 64-bit."""

from __future__ import annotations

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

jax.config.update("jax_enable_x64", True)
MODES = jnp.array([10 + 0.1 * i for i in range(20)])


def play(iterations: int, seed: int) -> NDArray[np.float64]:
    """`(iteration)` sums."""
    return np.asarray(sums(jax.random.key(seed), iterations))


@partial(jax.jit, static_argnums=1)
def sums(key: jax.Array, n: int) -> jax.Array:
    """All lines at once."""
    keys = jax.random.split(key, 5)
    a, b = 1 + 4 * (MODES - 5) / 25, 1 + 4 * (30 - MODES) / 25
    total = (5 + 25 * jax.random.beta(keys[0], a[:, None], b[:, None], (20, n))).sum(axis=0)
    total += jnp.exp(1.0 + 0.5 * jax.random.normal(keys[1], (10, n))).sum(axis=0)
    total += jax.random.triangular(keys[2], 1.0, 2.0, 6.0, (10, n)).sum(axis=0)
    strikes = jax.random.bernoulli(keys[3], 0.3, (10, n))
    impact = 1 + 19 * jax.random.beta(keys[4], 1 + 16 / 19, 1 + 60 / 19, (10, n))
    return total + jnp.where(strikes, impact, 0.0).sum(axis=0)
