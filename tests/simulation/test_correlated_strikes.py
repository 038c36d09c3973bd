"""Strikes of risks tied by a copula: how often both strike, against closed forms, and what else it may not move."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal, multivariate_t, norm, t

import engine
from tests.simulation.agreement import HEAD, assert_agree, written

RISK = '[risks.{0}]\nprobability = {1}\neffects = [{{ {2}, targets = ["one.build"] }}]\n'
BODY = """
[clusters.one]
go_live = "build"
activities = { build = { duration = { kind = "uniform", low = 6, high = 18 } } }
[clusters.one.costs]
works = { category = "one_off", activity = "build", amount = 10 }
old = { category = "legacy", per_year = 6 }
"""
THREE = (
    RISK.format("flood", 0.2, "cost = 3")
    + RISK.format("strike", 0.35, "delay = 4")
    + RISK.format("fraud", '{ kind = "uniform", low = 0.1, high = 0.4 }', "cost = 1")
)
ITERATIONS = 200_000


def text(*groups: str) -> str:
    return (
        HEAD.format(horizon=60)
        + BODY
        + THREE
        + "".join(f'[[correlation]]\nname = "g{k}"\n{g}\n' for k, g in enumerate(groups))
    )


def strikes(programme, iterations=ITERATIONS):
    found = engine.simulate(programme, iterations, seed=11, measures=["risks.*.strikes"])["strikes"]
    return {str(name): found.sel(risk=name).values > 0 for name in found["risk"].values}


def normal_both(r, p, q):
    return multivariate_normal(cov=[[1, r], [r, 1]]).cdf(norm.ppf([p, q]))


def assert_share(found, exact, iterations=ITERATIONS):
    """Five standard errors: a false alarm in one of 1.7 million."""
    assert abs(found - exact) < 5 * np.sqrt(exact * (1 - exact) / iterations), (found, exact)


COPULAS = {
    "of scores": ('measure = "normal"\nrank = 0.6', 0.6, None),
    "of ranks": ("rank = 0.6", 2 * np.sin(np.pi * 0.1), None),
    "opposed": ('measure = "kendall"\nrank = -0.5', np.sin(-np.pi / 4), None),
    "with heavy tails": ('measure = "normal"\nrank = 0.6\ncopula = "student_t"\ndegrees = 4', 0.6, 4),
    "for certain": ("rank = 1", 1.0, None),
}


@pytest.mark.parametrize("copula", COPULAS)
def test_both_strike_as_often_as_the_copula_says(tmp_path, copula):
    said, r, degrees = COPULAS[copula]
    struck = strikes(written(tmp_path, text(f'inputs = ["risks.flood", "risks.strike.strikes"]\n{said}')))
    for name, chance in (("flood", 0.2), ("strike", 0.35)):
        assert_share(struck[name].mean(), chance)  # each keeps its own
    both = (struck["flood"] & struck["strike"]).mean()
    if r == 1.0:
        assert both == struck["flood"].mean()  # the less likely one strikes only with the other
        return
    exact = normal_both(r, 0.2, 0.35)
    if degrees:
        limits = t(degrees).ppf([0.2, 0.35])
        exact = multivariate_t(shape=[[1, r], [r, 1]], df=degrees, seed=1).cdf(limits, maxpts=200_000)
    assert_share(both, exact)
    assert abs(both - 0.2 * 0.35) > 20 * np.sqrt(0.07 / ITERATIONS)  # which independent strikes would be


def test_a_strike_goes_with_great_values_where_the_correlation_is_above_nought(tmp_path):
    programme = written(
        tmp_path, text('pairs = [{ a = "risks.flood", b = "one.build.duration", rank = 0.7 }]')
    )
    duration = engine.draw(programme, 20_000, seed=11, inputs="one.build.duration")["value"].values[:, 0]
    struck = strikes(programme, 20_000)["flood"]
    assert duration[struck].mean() > duration[~struck].mean() + 2
    share = (struck & (duration > 12)).mean()  # the median: above it with a normal score above 0
    assert_share(share, normal_both(2 * np.sin(np.pi * 0.7 / 6), 0.2, 0.5), 20_000)


def test_a_group_of_strikes_moves_no_other_draw_and_no_size(tmp_path):
    free, tied = (
        written(tmp_path, text(*some))
        for some in ((), ('inputs = ["risks.flood", "risks.strike"]\nrank = 0.8',))
    )
    a, b = (engine.draw(one, 2_000, seed=3)["value"].to_pandas() for one in (free, tied))
    same = [name for name in a if (a[name] == b[name]).all()]
    assert set(a) - set(same) == {"risks.strike.strikes"}  # the first of a group keeps its own


@pytest.mark.parametrize(
    "group",
    [
        'inputs = ["risks.*.strikes"]\nrank = 0.5',
        'inputs = ["risks.flood", "one.build.duration"]\nrank = -0.4',
    ],
)
def test_the_twin_agrees(tmp_path, group):
    assert_agree(written(tmp_path, text(group)), 500)


def test_a_risk_that_is_switched_off_leaves_those_that_it_is_tied_to_as_they_are(tmp_path):
    programme = written(tmp_path, text('inputs = ["risks.flood", "risks.strike", "risks.fraud"]\nrank = 0.6'))
    every, without = strikes(programme, 2_000), strikes(programme.without("flood"), 2_000)
    at_base = strikes(programme.at_base("risks.flood.strikes"), 2_000)
    for found in (without, at_base):
        assert not found["flood"].any()
        assert (found["strike"] == every["strike"]).all()
        assert (found["fraud"] == every["fraud"]).all()


def test_strikes_of_one_risk_in_several_years_may_hang_together(tmp_path):
    effect = 'effects = [{ factor = 1.2, targets = ["one.old"] }]'
    yearly = f"[risks.frost]\nprobability = 0.3\nevery_year = true\n{effect}\n"
    programme = written(
        tmp_path,
        text('inputs = ["risks.frost.*.strikes"]\nmeasure = "normal"\nrank = 0.7').replace(THREE, yearly),
    )
    struck = strikes(programme)
    assert len(struck) == 5
    first, second = list(struck.values())[:2]
    assert_share((first & second).mean(), normal_both(0.7, 0.3, 0.3))
