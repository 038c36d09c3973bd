"""The engine's own normal distribution function and exponential, against 40 digits."""

from __future__ import annotations

import mpmath as mp
import numpy as np
import pytest
from numba import njit

from engine.compiled import normal


@njit(fastmath={"contract"})
def exponentials(x, out):
    for i in range(x.size):
        out[i] = normal.exp_of_negative(x[i])


@njit(fastmath={"contract"})
def tails(a, out):
    for i in range(a.size):
        out[i] = normal.normal_tail(a[i])


def played(loop, x):
    out = np.empty_like(x)
    loop(x, out)
    return out


def upper_tail(a):
    return mp.erfc(a / mp.sqrt(2)) / 2


def test_the_exponential_is_right_to_rounding():
    x = -np.concatenate([[0.0, 1e-300, 1e-17], np.linspace(0, 40, 4001)])
    with mp.workdps(40):
        errors = [abs(y / mp.exp(mp.mpf(v)) - 1) for v, y in zip(x, played(exponentials, x), strict=True)]
    assert max(errors) < 4e-16


def test_the_tail_is_right_to_a_few_roundings():
    a = np.concatenate([[0.0, 1e-300, 1e-17], np.linspace(0, 8.5, 4001)])
    with mp.workdps(40):
        errors = [abs(y / upper_tail(mp.mpf(v)) - 1) for v, y in zip(a, played(tails, a), strict=True)]
    assert max(errors) < 4e-15
    assert played(tails, a)[0] == pytest.approx(0.5, abs=2e-16)


def test_what_lies_beyond_is_as_small_as_the_farthest():
    assert played(tails, np.array([8.5, 9.0, 1e300]))[1:].tolist() == [played(tails, np.array([8.5]))[0]] * 2
    assert played(exponentials, np.array([-1e300]))[0] == pytest.approx(np.exp(-40), rel=1e-15)


def test_the_coefficients_interpolate_the_function():
    with mp.workdps(40):
        places = [mp.cos((2 * k + 1) * mp.pi / 36) for k in range(18)]
        ends = mp.mpf(8.5) / mp.mpf(13.5)
        share = [(x + 1) / 2 * ends for x in places]
        points = [5 * w / (1 - w) for w in share]
        wanted = mp.matrix([(1 + a) * mp.exp(a * a / 2) * upper_tail(a) for a in points])
        found = mp.lu_solve(mp.matrix([[x**k for k in range(18)] for x in places]), wanted)
        assert [float(c) for c in found] == pytest.approx(list(normal.MILLS), rel=1e-14)
