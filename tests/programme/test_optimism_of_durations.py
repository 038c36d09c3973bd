"""Optimism bias of works durations: the dated table, mitigation, and what it does to dates."""

from pathlib import Path

import pytest

from engine.programme.guidance import has_duration_bounds, optimism_bias_uplift
from tests.programme.small_programme import problems_of
from tests.simulation.agreement import HEAD, assert_agree, written

WORKS = (
    HEAD.format(horizon=120)
    + """
[clusters.a]
go_live = "build"
[clusters.a.activities.build]
duration = 20
optimism_bias = {{ category = "{category}", mitigation = {mitigation} }}
[clusters.a.costs.works]
category = "one_off"
activity = "build"
per_month = 1
[drivers.slow]
factor = {{ kind = "uniform", low = 1, high = 1.5 }}
multiplies = ["a.build"]
"""
)


@pytest.mark.parametrize(
    ("category", "lower", "upper"),
    [
        ("standard-buildings", 0.01, 0.04),
        ("non-standard-buildings", 0.02, 0.39),
        ("standard-civil-engineering", 0.01, 0.20),
        ("non-standard-civil-engineering", 0.03, 0.25),
        ("equipment-and-development", 0.10, 0.54),
    ],
)
def test_the_published_bounds(category, lower, upper):
    """Mott MacDonald (2002), tables 15 to 17."""
    assert optimism_bias_uplift(category, 0, of_duration=True) == pytest.approx(1 + upper, rel=1e-15)
    assert optimism_bias_uplift(category, 1, of_duration=True) == pytest.approx(1 + lower, rel=1e-15)
    assert not has_duration_bounds("outsourcing")


def test_works_take_longer_in_the_base_case_as_in_every_iteration(tmp_path: Path) -> None:
    text = WORKS.format(category="non-standard-buildings", mitigation=0.5)
    programme = written(tmp_path, text)
    found = assert_agree(programme, 50)
    longer = 1 + 0.02 + 0.37 * 0.5
    assert programme.activities[0].uplift == pytest.approx(longer, rel=1e-15)
    still = written(tmp_path, text[: text.index("[drivers")])
    assert assert_agree(still, 2)["one_off_cost"].tolist() == [[pytest.approx(20 * longer, rel=1e-12)]] * 2
    assert (found["one_off_cost"] >= 20 * longer * (1 - 1e-12)).all()


def test_what_has_no_bounds_for_a_duration_is_refused(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, WORKS.format(category="outsourcing", mitigation=0)).problems
    assert problem.key == "clusters.a.activities.build.optimism_bias.category"
    assert "bounds for a duration" in problem.accepted
    (problem,) = problems_of(tmp_path, WORKS.format(category="standard-buildings", mitigation=1.5)).problems
    assert problem.key == "clusters.a.activities.build.optimism_bias.mitigation"
