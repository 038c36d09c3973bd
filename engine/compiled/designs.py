"""Sampling designs: which uniforms the iterations of an input get, each a pure function of its key.

random      independent iterations.
antithetic  iteration 2k + 1 is the mirror image of iteration 2k.
latin       of n iterations one falls into each of n equal strata, at random within it (McKay, Beckman &
            Conover, Technometrics 21, 1979); the strata are dealt out by a keyed permutation.
sobol       Sobol' points (directions of Joe & Kuo, SIAM J. Sci. Comput. 30, 2008) under a hash-based Owen
            scramble keyed by the input (Burley, J. Computer Graphics Techniques 9(4), 2020), at random
            within the 2**-32 that the points resolve.
"""

from __future__ import annotations

import numpy as np
from numba import uint32, uint64
from numpy.typing import NDArray

from engine.compiled.uniforms import HALF, LOW_32, fill_uniforms, philox
from engine.compiled.vectors.loop import inline, inner_loop

RANDOM, ANTITHETIC, LATIN, SOBOL = range(4)
BELOW_ONE = 1.0 - 2.0**-53
FIRST_KEYS, SECOND_KEYS = np.uint64(0), np.uint64(1)
KEY_COUNTER = np.uint64(0xFFFFFFFF)  # a counter that no iteration reaches, for the keys of an input's own


@inner_loop
def key_words(seed, stream, which):  # type: ignore[no-untyped-def]
    """Four 32-bit words that belong to one input of one seed."""
    seed, stream = uint64(seed), uint64(stream)
    return philox(which, KEY_COUNTER, stream & LOW_32, stream >> HALF, seed & LOW_32, seed >> HALF)


@inner_loop
def fill_antithetic(seed: int, stream: int, first: int, out: NDArray[np.float64]) -> None:
    """Uniforms of iterations `first` (even), … ; every second is one minus the one before."""
    fill_uniforms(seed, stream, first, out)
    for k in range(1, out.size, 2):
        out[k] = 1.0 - out[k - 1]


@inline
def permute(place, bits, a, b):  # type: ignore[no-untyped-def]
    """A keyed permutation of 0 … 2**bits - 1: odd multiplications, additions and xor-shifts, four rounds."""
    mask = (uint64(1) << uint64(bits)) - uint64(1)
    shift = uint64((bits + 1) // 2)
    for factor, term in ((a[0], b[0]), (a[1], b[1]), (a[2], b[2]), (a[3], b[3])):
        place = (place * (factor | uint64(1)) + term) & mask
        place ^= place >> shift
    return place


@inner_loop
def fill_latin(seed: int, stream: int, first: int, iterations: int, out: NDArray[np.float64]) -> None:
    """Uniforms of iterations `first` (even), … of a run of `iterations` (at most 2**32), one to a stratum."""
    fill_uniforms(seed, stream, first, out)
    a, b = key_words(seed, stream, FIRST_KEYS), key_words(seed, stream, SECOND_KEYS)
    bits = 0
    while (1 << bits) < iterations:
        bits += 1
    for k in range(out.size):
        stratum = permute(uint64(first + k), bits, a, b)
        while stratum >= uint64(iterations):  # walk on: less than one more step on average
            stratum = permute(stratum, bits, a, b)
        out[k] = min((stratum + out[k]) / iterations, BELOW_ONE)


@inline
def reverse_bits(x):  # type: ignore[no-untyped-def]
    """The 32 bits of x in the opposite order."""
    x = ((x >> uint32(1)) & uint32(0x55555555)) | ((x & uint32(0x55555555)) << uint32(1))
    x = ((x >> uint32(2)) & uint32(0x33333333)) | ((x & uint32(0x33333333)) << uint32(2))
    x = ((x >> uint32(4)) & uint32(0x0F0F0F0F)) | ((x & uint32(0x0F0F0F0F)) << uint32(4))
    x = ((x >> uint32(8)) & uint32(0x00FF00FF)) | ((x & uint32(0x00FF00FF)) << uint32(8))
    return uint32((x >> uint32(16)) | (x << uint32(16)))


@inline
def scramble(x, key):  # type: ignore[no-untyped-def]
    """An Owen scramble of a bit-reversed point: every bit is flipped by a hash of the bits before it.

    The constants are those of Burley (2020), after Laine & Karras (2011): a multiplication by an even number
    carries only upwards, which in reversed order is from the leading bits of the point to the later ones.
    """
    x = uint32(x + key)
    x ^= uint32(x * uint32(0x6C50B47C))
    x ^= uint32(x * uint32(0xB82F1E52))
    x ^= uint32(x * uint32(0xC7AFE638))
    x ^= uint32(x * uint32(0x8D22F6E6))
    return x


@inner_loop
def fill_sobol(
    seed: int, stream: int, first: int, directions: NDArray[np.uint32], out: NDArray[np.float64]
) -> None:
    """Uniforms of iterations `first` (even), … below 2**32, from the bit-reversed `directions[bit]` of a dimension.

    Points stand in Gray-code order, so that each is one exclusive-or from the one before; any first 2**m of
    them are the first 2**m points of the sequence.
    """
    fill_uniforms(seed, stream, first, out)
    key = uint32(key_words(seed, stream, FIRST_KEYS)[0])
    gray = uint64(first) ^ (uint64(first) >> uint64(1))
    x = uint32(0)
    for bit in range(32):
        if (gray >> uint64(bit)) & uint64(1):
            x ^= directions[bit]
    for k in range(out.size):
        point = reverse_bits(scramble(x, key))
        out[k] = min((point + out[k]) * 2.0**-32, BELOW_ONE)
        following, bit = first + k + 1, 0
        while not following & 1:  # the bit by which the next Gray code differs: two steps on average
            following >>= 1
            bit += 1
        x ^= directions[bit & 31]
