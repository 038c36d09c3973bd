"""The textbook's network is reproduced, and the check would not pass another one."""

from __future__ import annotations

import pytest

from experiments import textbook_network


def test_the_network_is_that_of_the_book() -> None:
    results = textbook_network.measure(iterations=20_000)
    textbook_network.check(results)
    assert textbook_network.chart(results).axes
    share = results["critical"].mean("iteration").sel(activity="project.d")
    assert 0.28 < float(share) < 0.35  # of the other path; five standard errors are 0.016


def test_the_check_refuses_a_network_of_one_path() -> None:
    results = textbook_network.measure(iterations=20_000)
    alone = results["finish_of_project.n"].copy(data=textbook_network.path_days(results))
    with pytest.raises(AssertionError):
        textbook_network.check(results.assign({"finish_of_project.n": alone}))
