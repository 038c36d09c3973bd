"""Three-point laws: where low and high are percentiles they are met, and the mode is the mode."""

import numpy as np
import pytest

from distributions import DoubleTriangular, Myerson, Pert, PertAlt, Triangular, Trigen

POINTS = [(10, 12, 20), (-5, 1, 2), (0, 0, 1), (3, 4, 4), (1e6, 1e6 + 1, 1e6 + 9), (-1e-3, 0, 1e-3)]
PROBABILITIES = [(0.1, 0.9), (0.05, 0.95), (0.01, 0.6), (0, 0.9), (0.2, 1), (0, 1)]


@pytest.mark.parametrize("probabilities", PROBABILITIES, ids=str)
@pytest.mark.parametrize("points", POINTS, ids=str)
@pytest.mark.parametrize("cls", [Trigen, PertAlt])
def test_percentiles_are_met(cls, points, probabilities):
    low, mode, high = points
    law = cls(low, mode, high, *probabilities)
    assert law.ppf(probabilities) == pytest.approx([low, high], rel=1e-13, abs=1e-12 * (high - low))
    assert law.equivalent.mode == mode
    assert law.equivalent.low <= low
    assert high <= law.equivalent.high


def test_bounds_are_percentiles_of_probability_0_and_1():
    assert Trigen(10, 12, 20, 0, 1).ppf(0.3) == pytest.approx(Triangular(10, 12, 20).ppf(0.3), rel=1e-14)
    assert PertAlt(10, 12, 20, 0, 1).ppf(0.3) == pytest.approx(Pert(10, 12, 20).ppf(0.3), rel=1e-14)


def test_a_known_trigen():
    """P0 of 0 and P50 of 1 - sqrt(1/2) with mode 0 is the falling triangle on (0, 1)."""
    law = Trigen(0, 0, 1 - 0.5**0.5, 0, 0.5)
    assert law.equivalent.high == pytest.approx(1, rel=1e-14)


@pytest.mark.parametrize("shape", [0.5, 2, 4, 12])
def test_pert_has_the_mean_that_its_shape_gives(shape):
    law = Pert(10, 12, 20, shape)
    assert law.mean() == pytest.approx(law.equivalent.mean(), rel=1e-15)
    u = np.linspace(0.001, 0.999, 2001)
    slope = np.diff(law.cdf(np.linspace(10, 20, 2001)))
    assert np.linspace(10, 20, 2001)[np.argmax(slope)] == pytest.approx(12, abs=0.02)
    assert np.all(np.diff(law.ppf(u)) > 0)


def test_more_shape_is_more_peaked():
    spreads = [Pert(0, 3, 10, shape).sd() for shape in (1, 2, 4, 8, 16)]
    assert spreads == sorted(spreads, reverse=True)


def test_a_double_triangle_has_the_weight_asked_for():
    law = DoubleTriangular(10, 12, 20, lower_weight=0.35)
    assert law.cdf(12) == pytest.approx(0.35, rel=1e-15)
    weighted = DoubleTriangular(10, 12, 20, lower_weight=0.2)
    plain = Triangular(10, 12, 20)
    u = np.linspace(0, 1, 11)
    assert weighted.ppf(u) == pytest.approx(plain.ppf(u), rel=1e-14)


def test_myerson_meets_its_percentiles():
    for points, probability in [
        ((8, 10, 15), 0.1),
        ((0, 5, 7), 0.05),
        ((-1, 0, 1), 0.25),
        ((1, 2, 3 + 1e-9), 0.1),
    ]:
        law = Myerson(*points, probability)
        assert law.ppf([probability, 0.5, 1 - probability]) == pytest.approx(points, rel=1e-13, abs=1e-14)


def test_myerson_is_nearly_normal_when_nearly_symmetric():
    bent, straight = Myerson(-1, 0, 1 + 1e-9), Myerson(-1, 0, 1)
    assert bent.ppf([0.01, 0.99]) == pytest.approx(straight.ppf([0.01, 0.99]), rel=1e-8)
    assert bent.variance() == pytest.approx(straight.variance(), rel=1e-8)
