"""What is said of metalogs that are no distribution: what was found, where it falls, and what would do."""

import re

import pytest

from distributions import LawError, Metalog
from distributions.base.metalog_terms import falls


@pytest.mark.parametrize(
    ("coefficients", "said"),
    [
        ((1, -1), ["coefficients: 1, -1 make no distribution", "falls next to probability 0"]),
        ((10, 1, -30), ["at probability 0.525", "must rise everywhere"]),
        ((1,), ["coefficients: 1 of them", "at least two"]),
        ((1.0, -1.0, *[0.0] * 5000), ["and 4,994 more"]),
    ],
)
def test_coefficients(coefficients, said):
    with pytest.raises(LawError) as refused:
        Metalog(coefficients)
    assert all(words in str(refused.value) for words in said), str(refused.value)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize(("low", "high"), [(None, None), (0.0, None), (None, 10.5), (0.5, 11.0)])
@pytest.mark.parametrize("middle", [1.05, 9.95])
def test_three_percentiles_are_told_between_which_values_the_middle_one_may_lie(middle, low, high):
    with pytest.raises(LawError, match=r"^P10 = 1, P50 = .*, P90 = 10: a metalog of 3 terms") as refused:
        Metalog.from_percentiles({0.1: 1, 0.5: middle, 0.9: 10}, low, high)
    ends = [float(one) for one in re.findall(r"may be from (\S+) to (\S+)$", str(refused.value))[0]]
    assert 1 < ends[0] < ends[1] < 10
    width = ends[1] - ends[0]
    for inside in (ends[0] + width / 100, ends[1] - width / 100):
        assert falls(Metalog.from_percentiles({0.1: 1, 0.5: inside, 0.9: 10}, low, high).coefficients) is None
    for outside in (ends[0] * 0.99, ends[1] * 1.01):
        with pytest.raises(LawError):
            Metalog.from_percentiles({0.1: 1, 0.5: outside, 0.9: 10}, low, high)


def test_the_range_is_that_of_keelin():
    """k < (P50 - P10) / (P90 - P10) < 1 - k with k = (1 - 1.66711 (1/2 - 0.1)) / 2 (Keelin 2016, section 4.2)."""
    with pytest.raises(LawError, match=r"from 2\.499 to 8\.501$"):
        Metalog(p10=1, p50=9, p90=10)
    assert pytest.approx(2.499, abs=1e-3) == 1 + 9 * (1 - 1.66711 * 0.4) / 2


def test_more_percentiles_are_told_to_take_fewer_terms():
    with pytest.raises(LawError, match="use fewer terms"):
        Metalog.from_percentiles({0.05: 1, 0.25: 2, 0.5: 9, 0.75: 9.5, 0.95: 10})
