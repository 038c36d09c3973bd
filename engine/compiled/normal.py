"""The normal distribution function in arithmetic that compilers turn into vectors: 4 ns, where `erfc` takes 11."""

from __future__ import annotations

import math

import numpy as np

from engine.compiled.vectors.bits import bits_of, double_of
from engine.compiled.vectors.loop import inline
from engine.compiled.vectors.polynomial import polynomial

LOG2_E = 1.4426950408889634
LN2_HIGH = 0.6931471803691238  # 32 bits of ln 2, whose multiples are exact
LN2_LOW = 1.9082149292705877e-10  # the rest
ROUND = 1.5 * 2.0**52  # added and taken away, what is left is a whole number; it stands in the lowest bits
BIAS = np.uint64(1023)
MANTISSA_BITS = np.uint64(52)
LEAST_POWER = -40.0

FARTHEST = 8.5  # standard deviations; 2**-53, the smallest uniform, is at 8.2
SPAN = (FARTHEST + 5.0) / FARTHEST
# (1 + a) exp(a^2 / 2) Phi(-a) as a polynomial in x, -1 to 1, where (x + 1) / 2 = a / (a + 5) * SPAN: interpolated in 40
# digits at 18 Chebyshev points, as tests/compiled/test_normal.py does again; the error is a rounding.
MILLS = (
    0.4984587148272633,
    -0.06421151579259393,
    -0.007783264582123489,
    0.025738302087008162,
    -0.01834889900120892,
    0.008059762857531096,
    -0.0023485050574130672,
    0.00039911018834501454,
    -7.240118558925116e-06,
    -1.3297245194258685e-05,
    2.002359698705746e-06,
    3.5370888790369394e-07,
    -1.0874314960890259e-07,
    -1.1729662953168994e-08,
    5.1507181726686775e-09,
    5.909958632261559e-10,
    -2.0091593581782288e-10,
    -3.1006624783657304e-11,
)


mills = polynomial(MILLS)
exponential = polynomial(tuple(1 / math.factorial(k) for k in range(14)))


@inline
def exp_of_negative(power):  # type: ignore[no-untyped-def]
    """e to a power of 0 or less, to a relative 4e-16; below the power of -40, e^-40."""
    power = power if power > LEAST_POWER else LEAST_POWER
    shifted = power * LOG2_E + ROUND
    whole = shifted - ROUND
    rest = (power - whole * LN2_HIGH) - whole * LN2_LOW
    scale: float = double_of((bits_of(shifted) + BIAS) << MANTISSA_BITS)
    return exponential(rest) * scale


@inline
def normal_tail(a):  # type: ignore[no-untyped-def]
    """Phi(-a) of `a` from 0 up, to a relative 4e-15; beyond 8.5, that of 8.5."""
    a = a if a < FARTHEST else FARTHEST
    inverse = 1.0 / ((a + 5.0) * (a + 1.0))
    x = 2.0 * SPAN * a * (a + 1.0) * inverse - 1.0
    return exp_of_negative(-0.5 * a * a) * mills(x) * (a + 5.0) * inverse
