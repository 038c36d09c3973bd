"""Keyed uniforms: `u = f(seed, stream, iteration)`, by Philox4x32-10.

Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011). The key is the
seed, the counter is (iteration pair, stream); the 4x32 bits of a block give the uniforms of two
neighbouring iterations, so there is no generator and no state anywhere.
"""

from __future__ import annotations

import numpy as np
from numba import uint64
from numpy.typing import NDArray

from engine.compiled.vectors.bits import double_of
from engine.compiled.vectors.lanes import counted_from, shuffled
from engine.compiled.vectors.loop import inline, loop
from engine.compiled.vectors.rows import store

MULTIPLIER_0 = np.uint64(0xD2511F53)
MULTIPLIER_1 = np.uint64(0xCD9E8D57)
WEYL_0 = np.uint64(0x9E3779B9)
WEYL_1 = np.uint64(0xBB67AE85)
LOW_32 = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
ONE_TO_TWO = np.uint64(0x3FF0000000000000)  # exponent bits of the doubles in [1, 2)
MANTISSA_SHIFT = np.uint64(12)
JUST_BELOW_ONE = 1.0 - 2.0**-53

pairs_from = counted_from([0, 2, 1, 3, 4, 6, 5, 7])
first_eight, last_eight = shuffled([0, 8, 2, 10, 1, 9, 3, 11]), shuffled([4, 12, 6, 14, 5, 13, 7, 15])


@inline
def two_rounds(a, b, c, d, key_0, key_1):  # type: ignore[no-untyped-def]
    """Two of the rounds, and the keys of the next."""
    for_c, for_a = MULTIPLIER_0 * a, MULTIPLIER_1 * c
    a, b, c, d = (for_a >> HALF) ^ b ^ key_0, for_a & LOW_32, (for_c >> HALF) ^ d ^ key_1, for_c & LOW_32
    key_0, key_1 = (key_0 + WEYL_0) & LOW_32, (key_1 + WEYL_1) & LOW_32
    for_c, for_a = MULTIPLIER_0 * a, MULTIPLIER_1 * c
    a, b, c, d = (for_a >> HALF) ^ b ^ key_0, for_a & LOW_32, (for_c >> HALF) ^ d ^ key_1, for_c & LOW_32
    return a, b, c, d, (key_0 + WEYL_0) & LOW_32, (key_1 + WEYL_1) & LOW_32


@inline
def philox(counter_0, counter_1, counter_2, counter_3, key_0, key_1):  # type: ignore[no-untyped-def]
    """Ten rounds of Philox4x32; words are 32 bits held in uint64, whose product needs no second multiply.

    Written out, since of lanes the compiler leaves a loop one: 2.7 ns a uniform.
    """
    a, b, c, d, key_0, key_1 = two_rounds(counter_0, counter_1, counter_2, counter_3, key_0, key_1)
    a, b, c, d, key_0, key_1 = two_rounds(a, b, c, d, key_0, key_1)
    a, b, c, d, key_0, key_1 = two_rounds(a, b, c, d, key_0, key_1)
    a, b, c, d, key_0, key_1 = two_rounds(a, b, c, d, key_0, key_1)
    a, b, c, d, key_0, key_1 = two_rounds(a, b, c, d, key_0, key_1)
    return a, b, c, d


@inline
def unit_bits(low, high):  # type: ignore[no-untyped-def]
    """Two 32-bit words as the bits of a double in [1, 2)."""
    return (((high << HALF) | low) >> MANTISSA_SHIFT) | ONE_TO_TWO


@inline
def open_unit(low, high):  # type: ignore[no-untyped-def]
    """Two 32-bit words as an odd multiple of 2**-53: strictly inside (0, 1), symmetric about 1/2, exact."""
    return double_of(unit_bits(low, high)) - JUST_BELOW_ONE


@loop
def fill_uniforms(seed: int, stream: int, first: int, out: NDArray[np.float64]) -> None:
    """Write the uniforms of iterations `first`, `first + 1`, … of one stream to `out[iteration]`.

    `first` must be even: a block of bits serves iterations 2k and 2k + 1. Eight blocks at a time are two chains of
    vectors of four, one of which works while the other waits for its multiplication: 1.3 ns a uniform, where the
    compiler's own vectors take 1.9. Pairs of iterations stand in the order 0, 2, 1, 3, from which one shuffle within
    half vectors brings the uniforms in order.
    """
    key_0, key_1 = uint64(seed) & LOW_32, uint64(seed) >> HALF
    stream_0, stream_1 = uint64(stream) & LOW_32, uint64(stream) >> HALF
    pair, whole = uint64(first) >> uint64(1), out.size - out.size % 16
    rest = np.empty(16) if whole < out.size else out
    for row, begin, end in ((out, 0, whole), (rest, whole, out.size)):
        for i in range(begin, end, 16):
            counter = pairs_from(pair + uint64(i // 2))
            a, b, c, d = philox(counter & LOW_32, counter >> HALF, stream_0, stream_1, key_0, key_1)
            even, odd = open_unit(a, b), open_unit(c, d)
            store(first_eight(even, odd), row, i - begin)
            store(last_eight(even, odd), row, i - begin + 8)
    for i in range(whole, out.size):
        out[i] = rest[i - whole]
