"""What is asked of results and cannot be had is refused in one family, before anything is worked out."""

from __future__ import annotations

import pytest

import engine
from engine.analysis.asked import check_confidence, check_percentages
from engine.analysis.clusters import by_cluster
from engine.analysis.years import by_year
from engine.problems import Refused, ResultsError
from tests.analysis.synthetic_results import synthetic_results

ASKED = [engine.claims, engine.summarise, engine.tails, by_cluster, by_year, engine.contingency]


@pytest.mark.parametrize("ask", ASKED, ids=lambda ask: ask.__name__)
@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, float("nan"), "0.9", None])
def test_a_confidence_that_is_none_is_refused(ask, confidence):
    with pytest.raises(ResultsError, match="above 0 and below 1"):
        ask(synthetic_results(50), confidence=confidence)


def test_a_percentage_for_a_confidence_is_told_as_what_it_is():
    with pytest.raises(ResultsError, match=r"95% is 0\.95"):
        check_confidence(95)
    check_confidence(0.5)


@pytest.mark.parametrize("percentages", [80, [0], [100], [10, "80"], "80", [float("nan")]])
def test_percentiles_that_are_none_are_refused(percentages):
    with pytest.raises(ResultsError, match="numbers above 0 and below 100"):
        engine.summarise(synthetic_results(50), percentages)
    check_percentages([0.5, 99.9])


def test_results_of_no_iteration_are_refused():
    with pytest.raises(ResultsError, match="at least one iteration"):
        engine.summarise(synthetic_results(50).isel(iteration=slice(0, 0)))


def test_the_family_is_that_of_everything_refused():
    assert issubclass(engine.ResultsError, Refused)
    assert issubclass(Refused, ValueError)
