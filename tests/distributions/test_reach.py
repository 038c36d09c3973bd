"""How far a law reaches is what its quantiles say, and is worked out once for laws that are equal."""

import math

import numpy as np

from distributions import Lognormal, Mixture, Normal, kinds, law_class
from distributions.base.reach import reach
from engine.draws.second_order import width
from engine.programme.reading.laws import likely_size, support


def test_it_is_what_the_quantiles_say():
    for law in [example for kind in kinds() for example in law_class(kind).EXAMPLES]:
        found = reach(law)
        np.testing.assert_allclose(found, law.ppf([0.0, 0.01, 0.99, 1.0]), rtol=1e-15, err_msg=str(law))
        assert support(law) == (found.least, found.greatest)
    assert reach(Normal(0, 1)).least == -math.inf
    assert likely_size(Normal(-5, 1)) == -reach(Normal(-5, 1)).low


def test_who_reads_a_law_and_who_lays_it_out_ask_once(monkeypatch):
    asked = []
    ppf = Mixture.ppf
    monkeypatch.setattr(Mixture, "ppf", lambda law, u: (asked.append(u), ppf(law, u))[1])

    def law() -> Mixture:
        return Mixture((Lognormal(0.123, 0.456), Normal(30, 2)), (0.75, 0.25))

    kept = law()
    assert support(kept) == (-math.inf, math.inf)
    assert 0 < width(law()) == reach(law()).high - reach(law()).low < 100
    assert len(asked) == 1
