"""Keyed uniforms: `u = f(seed, stream, iteration)`, by Philox4x32-10.

Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011). The key is the
seed, the counter is (iteration pair, stream); the 4x32 bits of a block give the uniforms of two
neighbouring iterations, so there is no generator and no state anywhere.
"""

from __future__ import annotations

import numpy as np
from numba import uint64
from numpy.typing import NDArray

from engine.compiled.bits import double_of
from engine.compiled.loop import inline, loop

MULTIPLIER_0 = np.uint64(0xD2511F53)
MULTIPLIER_1 = np.uint64(0xCD9E8D57)
WEYL_0 = np.uint64(0x9E3779B9)
WEYL_1 = np.uint64(0xBB67AE85)
LOW_32 = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
ONE_TO_TWO = np.uint64(0x3FF0000000000000)  # exponent bits of the doubles in [1, 2)
MANTISSA_SHIFT = np.uint64(12)
JUST_BELOW_ONE = 1.0 - 2.0**-53


@inline
def philox(counter_0, counter_1, counter_2, counter_3, key_0, key_1):  # type: ignore[no-untyped-def]
    """Ten rounds of Philox4x32; words are 32 bits held in uint64, whose product needs no second multiply."""
    for _ in range(10):
        product_0 = MULTIPLIER_0 * counter_0
        product_1 = MULTIPLIER_1 * counter_2
        counter_0 = (product_1 >> HALF) ^ counter_1 ^ key_0
        counter_1 = product_1 & LOW_32
        counter_2 = (product_0 >> HALF) ^ counter_3 ^ key_1
        counter_3 = product_0 & LOW_32
        key_0 = (key_0 + WEYL_0) & LOW_32
        key_1 = (key_1 + WEYL_1) & LOW_32
    return counter_0, counter_1, counter_2, counter_3


@inline
def open_unit(low, high):  # type: ignore[no-untyped-def]
    """Two 32-bit words as an odd multiple of 2**-53: strictly inside (0, 1), symmetric about 1/2, exact."""
    mantissa = ((high << HALF) | low) >> MANTISSA_SHIFT
    return double_of(ONE_TO_TWO | mantissa) - JUST_BELOW_ONE  # type: ignore[call-arg]


@loop
def fill_uniforms(seed: int, stream: int, first: int, out: NDArray[np.float64]) -> None:
    """Write the uniforms of iterations `first`, `first + 1`, … of one stream to `out[iteration]`.

    `first` must be even: a block of bits serves iterations 2k and 2k + 1.
    """
    key_0, key_1 = uint64(seed) & LOW_32, uint64(seed) >> HALF
    stream_0, stream_1 = uint64(stream) & LOW_32, uint64(stream) >> HALF
    pair = uint64(first) >> uint64(1)
    pairs = out.size // 2
    for k in range(pairs):
        counter = pair + uint64(k)
        a, b, c, d = philox(counter & LOW_32, counter >> HALF, stream_0, stream_1, key_0, key_1)
        out[2 * k] = open_unit(a, b)
        out[2 * k + 1] = open_unit(c, d)
    if out.size % 2:
        counter = pair + uint64(pairs)
        a, b, c, d = philox(counter & LOW_32, counter >> HALF, stream_0, stream_1, key_0, key_1)
        out[out.size - 1] = open_unit(a, b)
