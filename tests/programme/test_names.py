"""Patterns over names, the cluster of what is touched, and how great a law's values are."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from pydantic import ValidationError

from distributions import Normal
from engine.programme.discount_rates import OwnRates
from engine.programme.names import matching
from engine.programme.reach import only_cluster
from engine.programme.reading.laws import likely_size, support
from engine.programme.table import Table

NAMES = ["north.build", "north.build.cost", "south.rebuilding", "build"]


@pytest.mark.parametrize(
    ("pattern", "fitting"),
    [
        ("*", NAMES),
        ("*build", ["north.build", "build"]),
        ("*.build*", ["north.build", "north.build.cost"]),
        ("*o*build*", ["north.build", "north.build.cost", "south.rebuilding"]),
        ("n*.b*d*t", ["north.build.cost"]),
        ("*x*build", []),
        ("b*build", []),  # the two ends may not share letters
        ("build", ["build"]),
    ],
)
def test_a_star_stands_for_any_run_of_letters(pattern, fitting):
    assert matching(pattern, NAMES) == fitting


def test_what_is_touched_is_of_a_cluster_where_all_of_it_is():
    assert only_cluster(["north.build", "north.procure"]) == "north"
    assert only_cluster(["north.build", "south.wave"]) == ""
    assert only_cluster([]) == ""


@pytest.mark.parametrize(("mean", "size"), [(10, 12.326348), (-10, 12.326348), (0, 2.326348)])
def test_a_likely_size_is_that_of_the_farther_of_two_quantiles(mean, size):
    assert likely_size(Normal(mean, 1)) == pytest.approx(size, rel=1e-6)
    assert support(Normal(mean, 1)) == (-np.inf, np.inf)


def test_what_was_read_stays_as_it_is():
    class One(Table):
        a: int

    one = One(a=1)
    with pytest.raises(ValidationError, match="frozen"):
        one.a = 2
    with pytest.raises(ValidationError):
        One(a="1")
    rates = OwnRates((0,), (), "end")
    with pytest.raises(FrozenInstanceError):
        rates.first = (1,)
