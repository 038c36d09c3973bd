"""Laws of SciPy for which it works without end are refused by name, by steps that every machine counts alike."""

import math
import sys
from contextlib import suppress

import numpy as np
import pytest

from distributions import FromScipy, LawError, Mixture
from distributions.base.bounded_work import at_most
from distributions.base.scipy_laws import Counts
from engine.draws.tables import tabulate


@pytest.mark.parametrize(
    ("name", "shapes"),
    [
        ("levy_stable", {"alpha": 1.5, "beta": 0}),
        ("studentized_range", {"k": 3, "df": 10}),
        ("dpareto_lognorm", {"u": 3, "s": 1.2, "a": 1.5, "b": 2}),
        ("ksone", {"n": 1e6}),
        ("rice", {"b": 1e9}),
        ("nct", {"df": 1e9, "nc": 1e9}),
        ("zipfian", {"a": 0.1, "n": 1e9}),
        ("zipf", {"a": 1.0001}),
        ("poisson", {"mu": 1e12}),
        ("skellam", {"mu1": 1e12, "mu2": 1}),
    ],
)
def test_a_law_that_works_without_end_is_refused_by_its_name(name, shapes):
    with pytest.raises(LawError, match=rf"scipy.stats.{name} (takes too long|has more than 100,000 likely)"):
        FromScipy(name, shapes)


def test_a_law_whose_quantiles_are_rough_is_given_up_before_its_table_takes_minutes():
    law = FromScipy("foldnorm", {"c": 2})
    with pytest.raises(LawError, match=r"foldnorm.*takes too long"):
        tabulate(law)
    mixed = Mixture((law, FromScipy("norm")), (0.5, 0.5))  # by its own inversion, within the same patience
    assert mixed.patience() == law.patience()
    assert tabulate(mixed).error < 9e-11


def test_a_law_that_is_searched_for_and_smooth_is_played():
    law = FromScipy("vonmises_line", {"kappa": 3.99})
    assert law.patience() < float("inf")
    assert tabulate(law).error < 9e-11


def test_steps_are_counted_and_bounded():
    def work(times):
        for _ in range(times):
            abs(1)

    with at_most(1000, "never") as steps:
        work(100)
    assert 100 <= steps.taken <= 110
    with pytest.raises(LawError, match="too long"), at_most(1000, "too long"):
        work(2000)
    assert sys.getprofile() is None
    with pytest.raises(LawError, match="too long"), at_most(10, "too long"), suppress(Exception):
        work(100)  # as code that catches every error would


@pytest.mark.parametrize(
    ("name", "shapes"),
    [("zipfian", {"a": 1.2, "n": 100_000}), ("skellam", {"mu1": 1e4, "mu2": 1e4}), ("dlaplace", {"a": 0.01})],
)
def test_of_counts_scipy_tells_each_probability_and_sums_none(name, shapes):
    """Its sums from above took 8 s of a hundred thousand counts, and are rough far out of skellam and dlaplace."""
    law = FromScipy(name, shapes)
    values, chances = (np.asarray(one) for one in law.equivalent.atoms())
    chances = chances / math.fsum(chances)
    for place in (0, 1, values.size // 3, values.size - 2):
        assert float(law.cdf(values[place])) == pytest.approx(math.fsum(chances[: place + 1]), rel=1e-12)
        assert float(law.sf(values[place])) == pytest.approx(math.fsum(chances[place + 1 :]), rel=1e-12)


def test_of_counts_no_array_of_sums_is_asked_for(monkeypatch):
    frozen = FromScipy("zipfian", {"a": 1.2, "n": 50_000}).equivalent.frozen
    for name in ("cdf", "sf"):
        own = getattr(frozen, name)
        monkeypatch.setattr(
            frozen, name, lambda k, own=own: own(k) if np.ndim(k) == 0 else pytest.fail("a sum")
        )
    assert Counts(frozen).mean() == pytest.approx(FromScipy("zipfian", {"a": 1.2, "n": 50_000}).mean())
    assert len(Counts(frozen).jumps().values) == 50_000
