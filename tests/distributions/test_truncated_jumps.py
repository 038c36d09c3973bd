"""Laws that jump, cut off at both ends: every atom keeps its share, whatever its value was rounded to."""

import numpy as np
import pytest

from distributions import (
    Binomial,
    DiscreteUniform,
    Lognormal,
    Mixture,
    NegativeBinomial,
    Normal,
    Poisson,
    RiskEvent,
    Scaled,
    Shifted,
    Truncated,
)  # fmt: skip
from engine.draws.tables import tabulate

COUNTS = [Binomial(20, 0.3), Poisson(4.0), NegativeBinomial(3, 0.3), DiscreteUniform(0, 12)]


@pytest.mark.parametrize("count", COUNTS, ids=repr)
@pytest.mark.parametrize(("factor", "shift"), [(0.1, 0.3), (1 / 3, 0.1), (-0.7, 12.3), (1.0, 0.0)])
def test_atoms_keep_their_shares(count, factor, shift):
    moved = Shifted(Scaled(count, factor), shift)
    values = np.sort(factor * np.arange(2.0, 9.0) + shift)
    law = Truncated(moved, float(values[0]), float(values[-1]))
    shares = np.diff(count.cdf(np.arange(1.0, 9.0)))
    shares = shares[:: int(np.sign(factor))] / shares.sum()
    found = law.segments()
    assert [one.ends[0] for one in found if one.ends] == pytest.approx(values.tolist(), rel=1e-15)
    assert [one.stop - one.start for one in found] == pytest.approx(shares.tolist(), rel=1e-12)
    assert len(tabulate(law).bounds) == 7


@pytest.mark.parametrize(
    ("whole", "low", "high"),
    [
        (RiskEvent(0.3, Lognormal(1, 0.5)), None, 6.0),
        (Shifted(RiskEvent(0.3, Lognormal(1, 0.5)), 0.7), 0.7, 6.0),
        (Mixture((Binomial(20, 0.3), Normal(4, 2)), (0.4, 0.6)), 1.5, 9.0),
    ],
)
def test_between_atoms_it_is_the_whole_law_s_curve(whole, low, high):
    law = Truncated(whole, low, high)
    below = float(whole.cdf(np.nextafter(low, -np.inf))) if low is not None else 0.0
    within = float(whole.cdf(high)) - below
    for one in law.segments():
        for t in (0.1, 0.5, 0.9):
            u = one.start + t * (one.stop - one.start)
            expected = pytest.approx(float(whole.ppf(below + u * within)), rel=1e-9)
            assert float(one.near(np.array(t))) == expected == float(one.far(np.array(1 - t)))
    assert law.segments()[-1].stop == 1.0
    tabulate(law)
