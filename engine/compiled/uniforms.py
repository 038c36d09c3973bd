"""Keyed uniforms: `u = f(seed, stream, iteration)`, by Philox4x32-10.

Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011). The key is the
seed, the counter is (iteration pair, stream); the 4x32 bits of a block give the uniforms of two
neighbouring iterations, so there is no generator and no state anywhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types, uint64
from numpy.typing import NDArray

from engine.compiled.bits import double_of
from engine.compiled.loop import inline, intrinsic, loop
from engine.compiled.traced import after, data_of, everywhere, integers, shuffle, store_four, traced

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
def unit_bits(low, high):  # type: ignore[no-untyped-def]
    """Two 32-bit words as the bits of a double in [1, 2)."""
    return (((high << HALF) | low) >> MANTISSA_SHIFT) | ONE_TO_TWO


@inline
def open_unit(low, high):  # type: ignore[no-untyped-def]
    """Two 32-bit words as an odd multiple of 2**-53: strictly inside (0, 1), symmetric about 1/2, exact."""
    return double_of(unit_bits(low, high)) - JUST_BELOW_ONE


@intrinsic
def write_sixteen(  # type: ignore[no-untyped-def]
    typing_context, out, at, pair, stream_0, stream_1, key_0, key_1
) -> Any:
    """Write the uniforms of `pair` and the next seven to `out[at], …, out[at + 15]`.

    Eight blocks of bits at a time are two chains of vectors of four, one of which works while the other waits for
    its multiplication: 1.3 ns a uniform, where the compiler's own vectors take 1.9. Pairs stand in the order 0, 2,
    1, 3, from which one shuffle within half vectors brings the uniforms in order.
    """

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        data = data_of(context, builder, signature.args[0], args[0])
        pair, *rest = (everywhere(builder, word, 8) for word in args[2:])
        counter = pair + integers(builder, [0, 2, 1, 3, 4, 6, 5, 7])
        words = traced(philox, counter & LOW_32, counter >> HALF, *rest)
        even, odd = (traced(unit_bits, *two).as_doubles() - JUST_BELOW_ONE for two in (words[:2], words[2:]))
        for k, places in enumerate(([0, 8, 2, 10], [1, 9, 3, 11], [4, 12, 6, 14], [5, 13, 7, 15])):
            store_four(builder, shuffle(even, odd, places), data, after(builder, args[1], 4 * k))
        return context.get_dummy_value()

    return types.void(out, types.int64, *[types.uint64] * 5), codegen


@loop
def fill_uniforms(seed: int, stream: int, first: int, out: NDArray[np.float64]) -> None:
    """Write the uniforms of iterations `first`, `first + 1`, … of one stream to `out[iteration]`.

    `first` must be even: a block of bits serves iterations 2k and 2k + 1.
    """
    key_0, key_1 = uint64(seed) & LOW_32, uint64(seed) >> HALF
    stream_0, stream_1 = uint64(stream) & LOW_32, uint64(stream) >> HALF
    pair = uint64(first) >> uint64(1)
    whole = out.size - out.size % 16
    for i in range(0, whole, 16):
        write_sixteen(out, i, pair + uint64(i // 2), stream_0, stream_1, key_0, key_1)
    for i in range(whole, out.size, 2):
        counter = pair + uint64(i // 2)
        a, b, c, d = philox(counter & LOW_32, counter >> HALF, stream_0, stream_1, key_0, key_1)
        out[i] = open_unit(a, b)
        if i + 1 < out.size:
            out[i + 1] = open_unit(c, d)
