"""Keyed uniforms: published known answers, NumPy's own Philox, and independence from how they are asked for."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit

from engine.compiled import uniforms as compiled
from engine.compiled.uniforms import fill_uniforms

# what only compiled functions call, made to be called from here
philox, open_unit = njit(compiled.philox.py_func), njit(compiled.open_unit.py_func)

# Random123 1.14, kat_vectors, philox4x32 with 10 rounds: counter, key -> output.
KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


def uniforms(seed: int, stream: int, first: int, count: int) -> np.ndarray:
    out = np.empty(count)
    fill_uniforms(seed, np.uint64(stream), first, out)
    return out


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_known_answers(counter, key, answer):
    words = [np.uint64(word) for word in (*counter, *key)]
    assert tuple(int(word) for word in philox(*words)) == answer


def test_the_fill_is_the_block_function_keyed_by_seed_stream_and_pair():
    seed, stream, first = 0x0123456789ABCDEF, 0xFEDCBA9876543210, 2 * (2**32 + 5)
    pair = first // 2
    words = [pair & 0xFFFFFFFF, pair >> 32, stream & 0xFFFFFFFF, stream >> 32, seed & 0xFFFFFFFF, seed >> 32]
    a, b, c, d = (int(word) for word in philox(*map(np.uint64, words)))
    expected = [(2 * ((high << 32 | low) >> 12) + 1) / 2**53 for low, high in ((a, b), (c, d))]
    assert uniforms(seed, stream, first, 2).tolist() == expected


def test_the_ends_are_never_reached():
    assert open_unit(np.uint64(0), np.uint64(0)) == 2.0**-53
    assert open_unit(np.uint64(0xFFFFFFFF), np.uint64(0xFFFFFFFF)) == 1 - 2.0**-53


@pytest.mark.parametrize("count", [1, 2, 7, 512, 1001])
@pytest.mark.parametrize("first", [0, 2, 510, 4096])
def test_any_stretch_is_a_stretch_of_the_whole(first, count):
    whole = uniforms(7, 11, 0, 6000)
    assert np.array_equal(uniforms(7, 11, first, count), whole[first : first + count])


def test_seed_zero_is_a_seed_and_neighbouring_keys_differ():
    draws = [uniforms(seed, stream, 0, 1000) for seed in (0, 1, 2) for stream in (0, 1, 2)]
    for k, a in enumerate(draws):
        for b in draws[:k]:
            # Independent: |r| of 1,000 pairs exceeds 5 / sqrt(1000) with probability 6e-7; 36 pairs, 2e-5.
            assert abs(np.corrcoef(a, b)[0, 1]) < 5 / np.sqrt(1000)


def test_a_stream_is_uniform_and_a_skewed_one_is_caught():
    # Kolmogorov's D exceeds 2.64 / sqrt(n) with probability 2 exp(-2 x 2.64^2) = 1.8e-6.
    n = 100_000
    u = np.sort(uniforms(2023, 5, 0, n))
    grid = (np.arange(n) + 0.5) / n

    def distance(sample):
        return np.max(np.abs(sample - grid))

    assert distance(u) < 2.64 / np.sqrt(n)
    assert distance(u**1.05) > 2.64 / np.sqrt(n)


@pytest.mark.parametrize("count", [15, 16, 17, 40, 1000])
def test_sixteen_at_a_time_are_what_one_block_of_bits_after_another_gives(count):
    seed, stream, first = 0x0123456789ABCDEF, 0xFEDCBA9876543210, 2 * (2**32 - 5)
    one_by_one = [uniforms(seed, stream, first + k - k % 2, 2)[k % 2] for k in range(count)]
    assert uniforms(seed, stream, first, count).tolist() == one_by_one
