"""Pearson correlations of values: the normal-score correlation behind each, against closed forms and draws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

import engine
from distributions import (
    Bernoulli,
    Binomial,
    Discrete,
    Lognormal,
    Normal,
    Pareto,
    Pert,
    Triangular,
    Truncated,
    Uniform,
    kinds,
    law_class,
)
from engine.dependence.pearson import NoPearson, both_below, pearson_of, range_of, score_of
from engine.dependence.pearson_targets import pearson_behind, scores_behind, unattainable
from engine.model.model import ModelError

ONE, OTHER = 0.5, 1.0  # log sds
P, Q = 0.2, 0.35


def lognormals(r):
    return np.expm1(r * ONE * OTHER) / np.sqrt(np.expm1(ONE**2) * np.expm1(OTHER**2))


def strikes(r):
    both = multivariate_normal(cov=[[1, r], [r, 1]]).cdf(norm.ppf([P, Q]))
    return (both - P * Q) / np.sqrt(P * (1 - P) * Q * (1 - Q))


CLOSED = {
    "lognormals": (Lognormal(0, ONE), Lognormal(2, OTHER), lognormals),
    "uniforms": (Uniform(0, 1), Uniform(-3, 5), lambda r: 6 / np.pi * np.arcsin(r / 2)),
    "a normal and a uniform": (Normal(3, 2), Uniform(0, 1), lambda r: r * np.sqrt(3 / np.pi)),
    "two strikes": (Bernoulli(P), Bernoulli(Q), strikes),
    "a strike and a normal": (Bernoulli(P), Normal(0, 1), lambda r: r * norm.pdf(norm.ppf(P)) / np.sqrt(P * (1 - P))),
}  # fmt: skip


@pytest.mark.parametrize("pair", CLOSED)
@pytest.mark.parametrize("score", [-0.95, -0.4, 0.1, 0.6, 0.99])
def test_it_is_the_closed_form(pair, score):
    one, other, exact = CLOSED[pair]
    assert pearson_of(score, one, other) == pytest.approx(exact(score), abs=1e-9)
    assert score_of(exact(score), one, other) == pytest.approx(score, abs=1e-8)
    assert score_of(exact(score), other, one) == pytest.approx(score, abs=1e-8)


def test_the_range_is_that_of_scores_that_are_equal_or_opposed():
    assert range_of(Lognormal(0, ONE), Lognormal(2, OTHER)) == pytest.approx(
        (lognormals(-1), lognormals(1)), abs=1e-9
    )
    low, high = range_of(Bernoulli(P), Bernoulli(Q))
    sd = np.sqrt(P * (1 - P) * Q * (1 - Q))
    assert (low, high) == pytest.approx((-P * Q / sd, (P - P * Q) / sd), abs=1e-12)  # Frechet
    assert range_of(Pert(0, 1, 5), Pert(0, 2, 10)) == pytest.approx(
        (range_of(Pert(0, 1, 5), Pert(0, 1, 5))[0], 1.0)
    )
    assert [score_of(x, Bernoulli(P), Bernoulli(Q)) for x in (low, 0.0, high)] == [-1.0, 0.0, 1.0]


MIXED = [
    Discrete(values=[0, 2, 8], probabilities=[0.4, 0.3, 0.3]),
    Binomial(5, 0.3),
    Truncated(Normal(0, 1), 0.5, 2),
    Triangular(0, 1, 4),
    Lognormal(0, 1.5),
]


@pytest.mark.parametrize("law", MIXED, ids=str)
def test_draws_have_the_correlation_that_was_asked_for(law):
    """Five standard errors of 20 batches of a run; the correlation of ranks, played in its place, would be seen."""
    other, target = Lognormal(0, 0.8), 0.45
    tied = engine.Correlation({("x", "y"): target}, measure="pearson")
    model = engine.Model({"x": law, "y": other}, lambda x, y: x + y, correlation=[tied])
    values = engine.draw(model, 200_000, seed=1)["value"].values.reshape(20, 10_000, 2)
    found = [np.corrcoef(part.T)[0, 1] for part in values]
    error = np.std(found, ddof=1) / np.sqrt(20)
    assert abs(np.mean(found) - target) < 5 * error + 1e-3 * (
        law == MIXED[-1]
    )  # of a heavy tail batches are biased
    assert score_of(target, law, other) > target + 0.02


def test_both_below_is_the_bivariate_normal():
    h, k = np.array([-1.2, 0.0, 0.7]), np.array([0.3, 0.0, -2.0])
    for r in (-0.9, 0.0, 0.5):
        exact = [multivariate_normal(cov=[[1, r], [r, 1]]).cdf([a, b]) for a, b in zip(h, k, strict=True)]
        np.testing.assert_allclose(both_below(h, k, r), exact, atol=1e-11)


def test_matrices_go_there_and_back_and_tell_every_pair_that_is_out_of_reach():
    laws = [Lognormal(0, ONE), Bernoulli(P), Uniform(0, 1)]
    target = np.array([[1, 0.4, -0.5], [0.4, 1, 0.2], [-0.5, 0.2, 1]])
    assert unattainable(target, laws) == []
    np.testing.assert_allclose(pearson_behind(scores_behind(target, laws), laws), target, atol=1e-11)
    far = np.array([[1, 0.9, -0.97], [0.9, 1, 0.2], [-0.97, 0.2, 1]])
    assert [(one.a, one.b) for one in unattainable(far, laws)] == [(0, 1), (0, 2)]
    low, _ = range_of(laws[0], laws[1])
    assert unattainable(far, laws)[0].accepted.startswith(
        f"a Pearson correlation from {np.ceil(low * 1e3) / 1e3:.3f} to "
    )


@pytest.mark.parametrize("law", [Pareto(exponent=1.5, scale=1), Bernoulli(1)], ids=str)
def test_what_has_no_variance_has_no_pearson_correlation(law):
    with pytest.raises(NoPearson, match="variance"):
        range_of(law, Normal(0, 1))


REFUSED = {
    "out of reach": ({("x", "y"): 0.95}, {}, "it needs a Pearson correlation from -0.200 to 0.365"),
    "another copula": ({("x", "y"): 0.2}, {"copula": "student_t", "degrees": 4}, "copulas of normal scores"),
    "no variance": ({("x", "z"): 0.2}, {}, "no finite variance"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_model_refuses_what_cannot_be(fault):
    pairs, more, words = REFUSED[fault]
    laws = {"x": Lognormal(0, 2), "y": Lognormal(0, 0.3), "z": Pareto(exponent=1.5, scale=1)}
    with pytest.raises(ModelError, match=words.replace("(", r"\(")):
        engine.Model(
            laws, lambda x, y, z: x, correlation=[engine.Correlation(pairs, measure="pearson", **more)]
        )


@pytest.mark.parametrize("kind", kinds())
def test_every_law_has_a_score_behind_a_correlation_or_no_variance(kind):
    for law in law_class(kind).EXAMPLES:
        try:
            _, high = range_of(law, Normal(0, 1))
        except NoPearson:
            assert not (0 < law.variance() < np.inf)
            continue
        assert pearson_of(score_of(0.6 * high, law, Normal(0, 1)), law, Normal(0, 1)) == pytest.approx(
            0.6 * high, abs=1e-9
        )
