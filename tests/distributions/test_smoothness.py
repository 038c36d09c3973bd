"""Between its knots every quantile function is smooth: a polynomial in the log odds follows it closely.

The engine relies on that when it tabulates a law.
"""

import numpy as np
import pytest
from scipy.interpolate import BarycentricInterpolator

from distributions import DoubleTriangular, RiskEvent, Triangular, Uniform
from distributions.base.segments import cut

POINTS = 96


def roughness(law, segments):
    """Largest error of a Chebyshev interpolant on the middle of a segment, relative to the law's width."""
    low, high = law.ppf([0.01, 0.99])
    z = 4 * np.cos(np.pi * (np.arange(POINTS) + 0.5) / POINTS)
    between = np.linspace(-3.9, 3.9, 301)
    worst = 0.0
    for segment in segments[:: max(1, len(segments) // 8)]:
        values = value(segment, z)
        found = BarycentricInterpolator(z, values, rng=0)(between)
        size = (high - low) or 1.0
        worst = max(worst, float(np.abs(found - value(segment, between)).max() / size))
    return worst


def value(segment, z):
    t = 1 / (1 + np.exp(np.abs(z)))
    return np.where(z < 0, segment.near(t), segment.far(t))


def test_segments_are_smooth(law):
    assert roughness(law, law.segments()) < 1e-8


class Unmarked:
    """A law whose bend is not marked as a knot."""

    def __init__(self, law):
        self.law = law
        self.ppf, self.isf = law.ppf, law.isf

    def knots(self):
        return ()


@pytest.mark.parametrize(
    "bent", [Triangular(0, 3, 10), DoubleTriangular(0, 1, 9), RiskEvent(0.4, Uniform(0, 1))], ids=repr
)
def test_a_missing_knot_is_caught(bent):
    assert roughness(bent, cut(Unmarked(bent))) > 1e-6
