"""Quantile tables: every law of the folder, as the compiled loop plays it, against the law itself."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

import distributions
from distributions import Law, Normal, Segment
from engine.compiled.quantiles import apply_quantile
from engine.draws.ladders import TOLERANCE
from engine.draws.tables import TableError, join, tabulate

LAWS = [law for kind in distributions.kinds() for law in distributions.law_class(kind).EXAMPLES]
TAILS = 10.0 ** np.linspace(-12, np.log10(0.5), 4001)


def played(law: Law, u: np.ndarray) -> np.ndarray:
    tables, places = join([tabulate(law)])
    row = u.copy()
    apply_quantile(tables, *places[0], row, np.empty(row.size, np.int64))
    return row


def scale_of(law: Law) -> float:
    low, high = law.ppf(np.array([0.01, 0.99]))
    return float(high - low) or abs(float(high)) or 1.0


def away_from_jumps(law: Law, u: np.ndarray) -> np.ndarray:
    """Within rounding of a knot either side is right; such points are left out."""
    knots = np.array([-1.0, *(s.start for s in law.segments()), *(s.stop for s in law.segments())])
    return u[np.min(np.abs(u[:, None] - knots), axis=1) > 1e-13]


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_values_in_vectors_have_the_bits_of_values_one_by_one(law):
    u = np.random.default_rng(1).random(83)
    assert played(law, u).tolist() == [played(law, u[k : k + 1])[0] for k in range(len(u))]


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_the_table_is_the_quantile_function(law):
    scale = scale_of(law)
    lower = away_from_jumps(law, TAILS)
    error = np.abs(played(law, lower) - law.ppf(lower)) / np.maximum(np.abs(law.ppf(lower)), scale)
    assert error.max() <= 1e-10
    upper = away_from_jumps(law, 1 - TAILS)
    wanted = law.isf(1 - upper)
    error = np.abs(played(law, upper) - wanted) / np.maximum(np.abs(wanted), scale)
    assert error.max() <= 1e-10


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_the_table_is_monotone(law):
    u = np.sort(np.concatenate([TAILS, 1 - TAILS, np.linspace(0.001, 0.999, 5001)]))
    x = played(law, u)
    assert np.all(np.diff(x) >= -1e-12 * np.maximum(np.abs(x[1:]), scale_of(law)))


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_the_outermost_draws_are_finite(law):
    assert np.all(np.isfinite(played(law, np.array([2.0**-53, 3 * 2.0**-53, 0.5, 1 - 2.0**-53]))))


def test_a_fixed_value_and_an_atom_are_exact_to_the_bit():
    u = np.random.default_rng(1).random(1000)
    assert np.all(played(distributions.Constant(0.1), u) == 0.1)
    event = played(distributions.RiskEvent(0.25, distributions.Uniform(1.0, 2.0)), u)
    assert np.array_equal(event == 0.0, u < 0.75)


class Kinked(Normal):
    """A law that forgets to name the place where it bends."""

    def ppf(self, u):
        return np.abs(np.asarray(u) - 0.3) + np.asarray(u)

    def isf(self, t):
        return self.ppf(1 - np.asarray(t))


class Endless(Normal):
    """A law with a hole in the middle of its quantile function."""

    def ppf(self, u):
        return np.where(np.abs(np.asarray(u) - 0.3) < 5e-2, np.nan, np.asarray(u))


def test_a_bend_without_a_knot_is_found_and_named():
    with pytest.raises(TableError, match=r"not smooth near u = 0\.2999"):
        tabulate(Kinked(0.0, 1.0))


def test_a_hole_is_refused():
    with pytest.raises(TableError, match="not smooth near"):
        tabulate(Endless(0.0, 1.0))


def test_the_check_would_see_an_error_a_hundred_times_the_tolerance():
    table = tabulate(Normal(0.0, 1.0))
    tables, places = join([table])
    tables.pieces[:, 2] *= 1 + 1e-6  # a slope that is off by a millionth
    row = TAILS.copy()
    apply_quantile(tables, *places[0], row, np.empty(row.size, np.int64))
    assert np.max(np.abs(row - Normal(0.0, 1.0).ppf(TAILS))) > 100 * TOLERANCE


def test_segments_cover_the_unit_interval():
    for law in LAWS:
        segments: tuple[Segment, ...] = law.segments()
        assert segments[0].start == 0.0
        assert segments[-1].stop == pytest.approx(1.0, abs=1e-15)
        for one, following in pairwise(segments):
            assert one.stop == pytest.approx(following.start, abs=1e-15)
