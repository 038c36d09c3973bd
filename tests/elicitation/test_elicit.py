"""Stated quantiles give laws that hold them, ranked; what no law can hold is refused with where and why."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from distributions import (
    Beta,
    DoubleTriangular,
    Gamma,
    Gumbel,
    JohnsonSu,
    Logistic,
    LogLogistic,
    Lognormal,
    Metalog,
    Myerson,
    Normal,
    Pert,
    Shifted,
    Triangular,
    Uniform,
    Weibull,
    kind_of,
)
from engine.elicitation.answer import Answer, ElicitationError
from engine.elicitation.elicit import elicit
from engine.elicitation.quantile_fit import FAMILIES, Unfit, fit_quantiles
from engine.elicitation.shapes import Question
from engine.programme import starter

MEETING = {0.1: 8.0, 0.5: 10.0, 0.9: 20.0}
SEVEN = (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)

KNOWN = [
    (Normal(3, 2), {}),
    (Lognormal(1, 0.4), {}),
    (Myerson(8, 10, 20), {}),
    (Pert(2, 3, 9), {}),
    (Pert(2, 3, 9), {"low": 2, "high": 9}),
    (Gamma(2.5, 3), {}),
    (Weibull(1.7, 4), {}),
    (LogLogistic(5, 3), {}),
    (Beta(2, 5), {"low": 0, "high": 1}),
    (Logistic(-4, 2), {}),
    (Gumbel(1, 3), {}),
    (Triangular(1, 2, 8), {}),
    (DoubleTriangular(1, 2, 8, 0.3), {}),
    (JohnsonSu(-1, 1.5, 10, 2), {}),
    (Uniform(-3, 4), {}),
]


@pytest.mark.parametrize(("law", "bounds"), KNOWN, ids=[f"{kind_of(law)} {list(b)}" for law, b in KNOWN])
def test_a_law_is_recovered_from_its_own_quantiles(law, bounds):
    stated = dict(zip(SEVEN, law.ppf(SEVEN).tolist(), strict=True))
    best = elicit(stated, [kind_of(law)], **bounds).best
    assert best.exact
    u = np.linspace(0.001, 0.999, 99)
    assert best.law.ppf(u) == pytest.approx(law.ppf(u), rel=2e-6, abs=2e-6 * law.sd())


def test_a_lower_bound_moves_the_origin():
    law = Shifted(Gamma(2.5, 3), 10.0)
    stated = dict(zip(SEVEN, law.ppf(SEVEN).tolist(), strict=True))
    best = elicit(stated, ["gamma"], low=10).best
    assert best.exact
    assert float(best.law.ppf(0)) == 10
    assert best.law.ppf(0.8) == pytest.approx(law.ppf(0.8), rel=1e-6)


def test_exact_fits_come_first_and_the_rest_by_error():
    found = elicit(MEETING)
    assert [fit.family for fit in found.fits[:2]] == ["metalog", "myerson"]
    assert [fit.exact for fit in found.fits] == [True, True, *[False] * (len(found.fits) - 2)]
    errors = [fit.error for fit in found.fits[2:]]
    assert errors == sorted(errors)
    assert found.law.ppf([0.1, 0.5, 0.9]) == pytest.approx([8, 10, 20], rel=1e-12)
    assert {fit.family for fit in found.fits} | set(found.passed_over) == set(FAMILIES)


def test_a_metalog_holds_as_many_quantiles_as_were_stated():
    stated = {0.05: 5.0, 0.25: 8.0, 0.4: 9.0, 0.5: 10.0, 0.75: 14.0, 0.95: 30.0}
    best = elicit(stated, ["metalog"]).best
    assert best.exact
    assert best.parameters == 6
    assert best.law == Metalog.from_percentiles(stated, terms=6)


def test_a_metalog_that_would_fall_takes_fewer_terms():
    best = elicit({0.1: 8, 0.5: 8.2, 0.9: 20}, ["metalog"]).best
    assert (best.parameters, best.exact) == (2, False)


def test_residuals_are_found_less_stated_in_both_senses():
    fit = elicit(MEETING, ["normal"]).best
    assert fit.value_residuals == pytest.approx([float(fit.law.ppf(p)) - x for p, x in MEETING.items()])
    assert fit.probability_residuals == pytest.approx([float(fit.law.cdf(x)) - p for p, x in MEETING.items()])
    # of three values at z, 0, -z the least squares line passes the mean at 0 and has slope (20 - 8) / 2z
    assert fit.value_residuals == pytest.approx([-4 / 3, 8 / 3, -4 / 3], rel=1e-6)
    assert fit.error == pytest.approx(np.sqrt(np.mean(np.square([4 / 3, 8 / 3, 4 / 3]))) / 12, rel=1e-6)


@pytest.mark.parametrize("family", ["lognormal", "gamma", "weibull", "pert", "triangular"])
def test_no_law_nearby_fits_better(family):
    """Negative control of the search: the same family with each free number moved has a greater error."""
    best = elicit(MEETING, [family]).best
    u, x = np.array(list(MEETING)), np.array(list(MEETING.values()))
    arguments = best.law.arguments()
    for name, value in arguments.items():
        if name == "shape" and family == "pert":
            continue
        for moved in (value * 1.01 + 0.001, value * 0.99 - 0.001):
            try:
                other = type(best.law)(**{**arguments, name: moved})
            except ValueError:
                continue
            assert np.square(other.ppf(u) - x).sum() >= np.square(best.value_residuals).sum() * (1 - 1e-9)


@pytest.mark.parametrize("low", [None, 0.0])
@pytest.mark.parametrize("high", [None, 40.0])
def test_no_law_leaves_the_bounds(low, high):
    for fit in elicit(MEETING, low=low, high=high).fits:
        least, most = fit.law.ppf([0.0, 1.0])
        assert low is None or least >= low
        assert high is None or most <= high


def test_too_many_free_numbers_are_passed_over_with_the_reason():
    assert "4 numbers are free" in elicit(MEETING).passed_over["johnson_su"]
    assert isinstance(fit_quantiles("lognormal", Question((0.1, 0.9), (-1.0, 2.0))), Unfit)


def test_who_when_and_why_are_kept():
    answer = Answer(MEETING, who="Ann", when="2026-11-02", basis="three migrations", note="by telephone")
    found = elicit(answer)
    assert found.answer is answer
    assert answer.provenance == "Ann, 2026-11-02, three migrations (by telephone)"
    assert 'note = "Ann, 2026-11-02, three migrations (by telephone)"' in found.toml("x")


def test_pairs_in_any_order_are_the_same_answer():
    assert Answer([(0.9, 20), (0.1, 8), (0.5, 10)]) == Answer(MEETING)


def read_back(tmp_path, section):
    """The quantity `synergy` of a programme that holds this section and uses its law."""
    file = tmp_path / "programme.toml"
    file.write_text(starter().replace('"delivery" ', '"elicited"') + "\n" + section, encoding="utf-8")
    return engine.load(file).activities[1].duration


@pytest.mark.parametrize("bounds", [{}, {"low": 1}, {"low": 0, "high": 40}], ids=str)
@pytest.mark.parametrize("count", [2, 3, 4])
def test_every_law_is_read_back_from_its_toml(bounds, count, tmp_path):
    stated = dict(list({0.1: 8.0, 0.9: 20.0, 0.5: 10.0, 0.99: 35.0}.items())[:count])
    answer = Answer(stated, who='Ann "A" Example', when="2026-11-02", basis="C:\\drive\nnext line")
    found = elicit(answer, low=bounds.get("low"), high=bounds.get("high"))
    for place in range(len(found.fits)):
        first = type(found)(answer, found.fits[place:], {}, found.low, found.high)
        if float(first.law.ppf(0)) < 0:
            continue  # months are not negative
        quantity = read_back(tmp_path, first.toml("elicited"))
        assert quantity.law == first.law
        assert quantity.provenance.basis == "assumed"
        assert quantity.provenance.note == answer.provenance


REFUSED = [
    ({0.1: 20, 0.5: 10, 0.9: 8}, {}, ["P50", "10, below P10 = 20", "10% chance of being exceeded"]),
    ({0.1: 8, 0.5: 7, 0.9: 20}, {}, ["P50", "7, below P10 = 8", "rise"]),
    ({0.1: 8, 0.5: 8}, {}, ["P50", "8, the same as P10", "constant"]),
    ({10: 8, 50: 10, 90: 20}, {}, ["3 problems", "probability 10", "the P10 is written 0.1"]),
    ({0.0: 8, 0.5: 10, 1.0: 20}, {}, ["2 problems", "give it as low", "give it as high"]),
    ({-0.1: 8, 0.5: 10}, {}, ["probability -0.1", "strictly between 0 and 1"]),
    ({0.5: 3}, {}, ["P50 alone", "at least two"]),
    ({}, {}, ["none", "at least two"]),
    ([(0.1, 8), (0.1, 9), (0.9, 20)], {}, ["P10", "stated twice, 8 and 9"]),
    ({0.1: float("nan"), 0.9: 3}, {}, ["P10", "nan", "finite"]),
    ({0.1: "8", 0.9: 3}, {}, ["P10", "'8'", "finite number"]),
    ({0.1: 1e200, 0.9: 3e200}, {}, ["2 problems", "1e+200", "greater unit"]),
    ({0.1: 1, 0.9: 1.0000000000000002}, {}, ["from 1 to 1.0000000000000002", "nine digits"]),
    ({0.1: 1e-300, 0.9: 2e-300}, {}, ["2 problems", "1e-300", "smaller unit"]),
    ([(0.1, 8, 3)], {}, ["(0.1, 8, 3)", "pairs"]),
    (MEETING, {"low": 8}, ["P10", "8, with low = 8", "above 8"]),
    (MEETING, {"high": 15}, ["P90", "20, with high = 15", "below 15"]),
    (MEETING, {"low": 3, "high": 2}, ["low", "3, with high = 2"]),
    (MEETING, {"low": float("inf")}, ["low", "inf", "finite"]),
    (
        MEETING,
        {"families": ["lognormall"]},
        ["lognormall", 'did you mean "lognormal" or "normal"?', "metalog"],
    ),
    (MEETING, {"families": []}, ["families", "none"]),
    ({0.1: -8, 0.9: 3}, {"families": ["lognormal"]}, ["P10 = -8", "values are above 0"]),
    ({0.1: 8, 0.9: 9}, {"families": ["pert"]}, ["3 numbers are free"]),
    (MEETING, {"families": ["normal"], "low": 5}, ["goes below low = 5"]),
]


@pytest.mark.parametrize(("quantiles", "rest", "said"), REFUSED, ids=[str(k) for k in range(len(REFUSED))])
def test_what_no_law_can_hold_is_refused(quantiles, rest, said):
    with pytest.raises(ElicitationError) as caught:
        elicit(quantiles, **rest)
    for words in (*said, "found:", "accepted:"):
        assert words in str(caught.value)


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf"), True])
def test_a_weight_is_above_zero(weight):
    with pytest.raises(ElicitationError, match="weight"):
        Answer(MEETING, weight=weight)
