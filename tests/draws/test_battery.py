"""Draws by the battery: along iterations, across streams, seeds and salts, and a weak generator that must fail.

A run of the small part makes 66 p-values, of the long one 66 on thirty times the numbers. Each is held against
1e-6: a false alarm in one fresh run of either has a chance below 1e-4; seeds and names are fixed, so there is none.
The whole: `uv run pytest -m long tests/draws/test_battery.py`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from engine.compiled.uniforms import fill_uniforms
from engine.draws.inputs import stream_of
from tests.draws.battery import BATTERY

Floats = NDArray[np.float64]
SMALL, LONG = 1 << 17, 1 << 22
LEAST = 1e-6


def uniforms(seed: int, stream: int, first: int, count: int) -> Floats:
    out = np.empty(count)
    fill_uniforms(np.uint64(seed), np.uint64(stream), first, out)
    return out


def interleaved(rows: list[Floats]) -> Floats:
    """Number after number of the rows: neighbours are those that are held against each other."""
    return np.ascontiguousarray(np.array(rows).T).ravel()


def along_iterations(count: int) -> Floats:
    return uniforms(2023, stream_of("synergy.build.duration"), 0, count)


def far_along(count: int) -> Floats:
    """From iteration 2^40 on."""
    return uniforms(2023, stream_of("synergy.build.duration"), 1 << 40, count)


def across_names(count: int) -> Floats:
    """Inputs whose names differ in a digit, iteration by iteration."""
    return interleaved([uniforms(1, stream_of(f"a.work_{k}.duration"), 0, count // 64) for k in range(64)])


def across_neighbouring_streams(count: int) -> Floats:
    """Streams that differ in their lowest bits alone, which no names would have."""
    return interleaved([uniforms(1, k, 0, count // 64) for k in range(64)])


def across_seeds(count: int) -> Floats:
    stream = stream_of("a.work.duration")
    return interleaved([uniforms(k, stream, 0, count // 64) for k in range(64)])


def across_salts(count: int) -> Floats:
    """What `redraw` gives in place of the same input."""
    return interleaved(
        [uniforms(1, stream_of("a.work.duration", "value", k), 0, count // 64) for k in range(64)]
    )


WAYS: list[Callable[[int], Floats]] = [
    along_iterations, far_along, across_names, across_neighbouring_streams, across_seeds, across_salts,
]  # fmt: skip


def weak(count: int, multiplier: int, increment: int, modulus: int) -> Floats:
    """A linear congruential generator."""
    found, state = np.empty(count), 1
    for k in range(count):
        state = (multiplier * state + increment) % modulus
        found[k] = state / modulus
    return found


@pytest.mark.parametrize("test", BATTERY)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_draws_pass(way, test):
    assert BATTERY[test](way(SMALL)) > LEAST


@pytest.mark.long
@pytest.mark.parametrize("test", BATTERY)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_more_draws_pass(way, test):
    assert BATTERY[test](way(LONG)) > LEAST


def test_p_values_are_uniform_themselves():
    """Of many streams, so that a p-value is neither too small nor, by a mistake in a test, too near 1."""
    for name, test in BATTERY.items():
        found = [test(uniforms(9, stream_of(f"input {k}"), 0, 1 << 14)) for k in range(60)]
        discrete = name in ("collisions", "birthday_spacings")  # whose two-sided p-values lie above the line
        assert (
            stats.kstest(found, "uniform", alternative="greater" if discrete else "two-sided").pvalue > LEAST
        ), name


@pytest.mark.parametrize(
    ("numbers", "at_least"),
    [
        pytest.param((65539, 0, 2**31), {"triples"}, id="RANDU"),
        pytest.param(
            (1229, 1, 2048), {"equidistribution", "serial", "lowest_bits", "collisions"}, id="a short one"
        ),
        pytest.param((1103515245, 12345, 2**31), {"lowest_bits"}, id="ANSI C"),
    ],
)
def test_a_weak_generator_fails(numbers, at_least):
    """The negative control."""
    drawn = weak(SMALL, *numbers)
    failed = {name for name, test in BATTERY.items() if test(drawn) < LEAST}
    assert at_least <= failed


def test_streams_that_overlap_fail():
    """The negative control of what is held side by side: one stream twice, another a step behind it."""
    one = uniforms(1, 5, 0, SMALL // 2)
    assert BATTERY["serial"](interleaved([one, one])) < LEAST
    assert BATTERY["correlation"](interleaved([one, np.roll(one, 2)])) < LEAST
