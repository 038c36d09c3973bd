"""Counts: quantiles searched for one by one are those of the list, and make none."""

import numpy as np
import pytest

from distributions import Binomial, NegativeBinomial, Poisson
from distributions.base.near_quantiles import near_quantiles

AT = np.array([0.0, 1e-8, 0.01, 0.25, 0.5, 0.75, 0.99, 1 - 1e-9, 1.0])
LAWS = (
    Poisson(0.01),
    Poisson(2.0),
    Poisson(12_345.6),
    Poisson(1_700_000),
    Binomial(5, 0.3),
    Binomial(100_000, 0.01),
    NegativeBinomial(3, 0.4),
    NegativeBinomial(300, 0.1),
)


@pytest.mark.parametrize("counts", LAWS, ids=str)
def test_searched_quantiles_are_those_of_the_list(counts):
    found, values = near_quantiles(counts, AT), counts.listed()
    assert "_steps" not in vars(counts)
    np.testing.assert_array_equal(found, counts.ppf(AT))
    assert values == counts._steps.values.size
