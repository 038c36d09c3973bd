"""Parameters that make no law are refused with a sentence that says what was found and what is needed."""

import math

import pytest

import distributions as d
from distributions import LawError

N = d.Normal(0, 1)
CASES = [
    (lambda: d.Pert(5, 2, 9), "low = 5.0, mode = 2.0, high = 9.0: needs low <= mode <= high"),
    (lambda: d.Pert(1, 2, 3, shape=0), "shape = 0.0 must be greater than 0"),
    (lambda: d.Pert(5, 5, 5), 'nothing is uncertain here; use kind = "constant"'),
    (lambda: d.Triangular(3, 2, 1), "needs low <= mode <= high"),
    (lambda: d.Triangular(1, 9, 1), "needs low <= mode <= high"),
    (lambda: d.Uniform(2, 2), 'use kind = "constant"'),
    (lambda: d.Uniform(math.nan, 2), "low = nan is not finite"),
    (lambda: d.Constant(math.inf), "value = inf is not finite"),
    (lambda: d.Normal(0, 0), "sd = 0.0 must be greater than 0"),
    (lambda: d.Normal(0, -1), "sd = -1.0 must be greater than 0"),
    (lambda: d.Lognormal(0, math.inf), "log_sd = inf is not finite"),
    (lambda: d.Lognormal.from_moments(-3, 1), "mean = -3 must be greater than 0 and finite"),
    (lambda: d.Lognormal.from_median(0, 1), "median = 0 must be greater than 0 and finite"),
    (lambda: d.Beta(0, 1), "alpha = 0.0 must be greater than 0"),
    (lambda: d.Beta(1, 1, 4, 2), "low = 4.0, high = 2.0: needs low <= high"),
    (lambda: d.Bernoulli(1.2), "probability = 1.2 is not a probability; a number from 0 to 1"),
    (lambda: d.Bernoulli(math.nan), "probability = nan is not a probability"),
    (lambda: d.Discrete((1, 2), (0.5, 0.6)), "probabilities sum to 1.1; they must sum to 1"),
    (lambda: d.Discrete((1, 2, 3), (0.5, 0.5)), "3 values but 2 probabilities"),
    (lambda: d.Discrete((1, 2), (1.5, -0.5)), r"probabilities[1] = -0.5 is negative"),
    (lambda: d.Discrete((), ()), "0 values but 0 probabilities"),
    (lambda: d.Empirical(()), "data is empty"),
    (
        lambda: d.Empirical((1, math.nan, 3, math.nan)),
        "data holds 2 of 4 numbers that are not finite, the first is data[1]",
    ),
    (lambda: d.Truncated(N), "nothing is cut off; give low, high or both"),
    (lambda: d.Truncated(N, 3, 1), "low = 3.0, high = 1.0: needs low < high"),
    (lambda: d.Truncated(d.Uniform(0, 1), 2, 3), "has no probability between low = 2.0 and high = 3.0"),
    (lambda: d.Truncated(N, low=math.nan), "a bound must be a number"),
    (lambda: d.RiskEvent(-0.1, N), "probability = -0.1 is not a probability"),
    (lambda: d.RiskEvent(0.1, 3), "impact = 3 is not a law; wrap a fixed number in Constant"),
    (lambda: d.Trigen(1, 2, 3, 0.9, 0.1), "low_probability = 0.9, high_probability = 0.1: must rise"),
    (lambda: d.PertAlt(3, 2, 1), "needs low <= mode <= high"),
    (lambda: d.DoubleTriangular(1, 1, 3), "a triangle without width; needs low < mode < high"),
    (lambda: d.DoubleTriangular(1, 2, 3, 1), "lower_weight = 1.0 must be between 0 and 1"),
    (lambda: d.Gamma.from_moments(10, 0), "sd = 0 must be greater than 0"),
    (lambda: d.GeneralisedPareto(0, -1, 0.2), "scale = -1.0 must be greater than 0"),
    (lambda: d.StudentT(0), "degrees_of_freedom = 0.0 must be greater than 0"),
    (lambda: d.Myerson(1, 1, 3), "needs low < median < high"),
    (lambda: d.Myerson(1, 2, 3, 0.9), "must be between 0 and 0.5; for a P10 and P90 write 0.1"),
    (lambda: d.Metalog((3,)), "coefficients: 1 of them; at least two are needed"),
    (lambda: d.Metalog((3, 1), 5, 4), "low = 5.0, high = 4.0: needs low < high"),
    (lambda: d.Metalog((3, -1)), "the quantile falls next to probability 0"),
    (lambda: d.Metalog.fit((0.1, 0.9), (1,)), "2 probabilities and 1 values"),
    (lambda: d.Metalog.fit((0, 0.9), (1, 2)), "strictly between 0 and 1; give the bounds as low and high"),
    (lambda: d.Metalog.fit((0.1, 0.9), (1, 2), low=1), "value 1.0 is not inside the bounds low = 1"),
    (lambda: d.Metalog.fit((0.1, 0.9), (1, 2), terms=3), "3 terms from 2 different probabilities"),
    (lambda: d.Cumulative((0, 1), (0, 0.9)), "must begin with 0 and end with 1"),
    (lambda: d.Cumulative((0, 2, 1), (0, 0.5, 1)), "values[1] = 2.0, then values[2] = 1.0; they must rise"),
    (lambda: d.Cumulative((0, 1, 2), (0, 1)), "3 values and 2 probabilities"),
    (lambda: d.Mixture((N, N), (0.5, 0.6)), "weights sum to 1.1"),
    (lambda: d.Mixture((N, N), (1, 0)), "weights[1] is 0; leave that law out"),
    (lambda: d.Mixture((N, 3), (0.5, 0.5)), "laws[1] = 3 is not a law"),
    (lambda: d.Poisson(0), "mean = 0.0 must be greater than 0"),
    (lambda: d.Binomial(0, 0.5), "trials = 0 must be at least 1"),
    (lambda: d.Binomial(2.5, 0.5), "trials = 2.5 is not a whole number"),
    (lambda: d.NegativeBinomial(1, 0), "probability = 0.0 must be greater than 0"),
    (lambda: d.DiscreteUniform(0, 10**7), "more than 1,000,000 values; use uniform"),
    (lambda: d.Compound(N, d.Exponential(1)), "is not a law of counts"),
    (lambda: d.Compound(d.Discrete((0.5, 1), (0.5, 0.5)), d.Exponential(1)), "is not a law of counts"),
    (lambda: d.Compound(d.Poisson(1), d.StudentT(2)), "may be negative and has no finite variance"),
    (lambda: d.Scaled(N, 0), "factor = 0 leaves nothing uncertain"),
    (lambda: d.Shifted(N, math.inf), "shift = inf is not finite"),
    (
        lambda: d.FromScipy("gama", {"a": 2}),
        'name = "gama" is no distribution of scipy.stats; did you mean "gamma"?',
    ),
    (lambda: d.FromScipy("gamma", {"b": 2}), "scipy.stats.gamma takes a, loc, scale"),
    (lambda: d.FromScipy("gamma", {"a": -2}), "scipy.stats.gamma has no such law"),
    (lambda: d.FromScipy("gamma", [2]), "parameters = [2] is not a table of names and numbers"),
    (lambda: d.FromScipy(3), "is not a frozen distribution of scipy.stats"),
]


@pytest.mark.parametrize(("make", "sentence"), CASES, ids=[sentence for _, sentence in CASES])
def test_what_makes_no_law_is_refused(make, sentence):
    with pytest.raises(LawError) as refusal:
        make()
    assert sentence in str(refusal.value)


def test_every_law_refuses_what_is_not_finite(law):
    """Each number of each example in turn is replaced by NaN."""
    for name, value in law.arguments().items():
        wrong = None
        if isinstance(value, float):
            wrong = math.nan
        elif isinstance(value, tuple) and value and isinstance(value[0], float):
            wrong = (math.nan, *value[1:])
        if wrong is not None:
            with pytest.raises(LawError):
                type(law)(**(law.arguments() | {name: wrong}))
