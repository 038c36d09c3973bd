"""Measures of dependence and the normal scores behind them, for every measure and every copula of the folder."""

import numpy as np
import pytest

from engine.dependence.conversions import MEASURES, hangs_on_laws
from engine.dependence.targets import scores_of, target_of
from tests.dependence.copulas.examples import EXAMPLES

WAYS = [(measure, copula) for measure in MEASURES if not hangs_on_laws(measure) for copula in EXAMPLES]


@pytest.mark.parametrize("way", WAYS)
def test_the_two_ways_are_inverse_monotone_and_odd(way):
    target = np.linspace(-1, 1, 401)
    scores = scores_of(target, *way)
    assert np.all(np.diff(scores) > 0)
    assert scores.tolist() == (-scores_of(-target, *way)).tolist()
    assert target_of(scores, *way) == pytest.approx(target, abs=1e-12)
    assert scores_of(target_of(target, *way), *way) == pytest.approx(target, abs=1e-12)


@pytest.mark.parametrize("way", WAYS)
def test_certainty_and_independence_are_exact(way):
    exact = [[1.0, -1.0], [0.0, 1.0]]
    assert scores_of(exact, *way).tolist() == exact
    assert target_of(exact, *way).tolist() == exact
