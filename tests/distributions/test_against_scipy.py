"""Each law that SciPy also has, against SciPy's."""

import numpy as np
import pytest
from scipy import stats

import distributions as d

PAIRS = [
    (d.Uniform(-3, 8), stats.uniform(-3, 11)),
    (d.Triangular(10, 12, 20), stats.triang(0.2, 10, 10)),
    (d.Pert(10, 12, 20), stats.beta(1.8, 4.2, 10, 10)),
    (d.Beta(2, 5, -1, 4), stats.beta(2, 5, -1, 5)),
    (d.Normal(3, 2), stats.norm(3, 2)),
    (d.Lognormal(0.5, 0.8), stats.lognorm(0.8, scale=np.exp(0.5))),
    (d.Gamma(2.5, 4), stats.gamma(2.5, scale=4)),
    (d.Weibull(1.5, 10), stats.weibull_min(1.5, scale=10)),
    (d.Exponential(3), stats.expon(scale=3)),
    (d.Pareto(2, 3.3), stats.pareto(3.3, scale=2)),
    (d.GeneralisedPareto(2, 1.5, 0.3), stats.genpareto(0.3, 2, 1.5)),
    (d.GeneralisedPareto(-1, 2, -0.4), stats.genpareto(-0.4, -1, 2)),
    (d.LogLogistic(10, 3), stats.fisk(3, scale=10)),
    (d.StudentT(3, 5, 2), stats.t(3, 5, 2)),
    (d.Logistic(50, 4), stats.logistic(50, 4)),
    (d.Gumbel(30, 7), stats.gumbel_r(30, 7)),
    (d.JohnsonSu(-1, 1.5, 10, 2), stats.johnsonsu(-1, 1.5, 10, 2)),
    (d.Truncated(d.Normal(10, 4), 5, 20), stats.truncnorm(-1.25, 2.5, 10, 4)),
    (d.Shifted(d.Gamma(2, 1), 6), stats.gamma(2, 6)),
    (d.Bernoulli(0.3), stats.bernoulli(0.3)),
    (d.Binomial(40, 0.9), stats.binom(40, 0.9)),
    (d.Poisson(4), stats.poisson(4)),
    (d.NegativeBinomial(3, 0.4), stats.nbinom(3, 0.4)),
    (d.DiscreteUniform(1, 6), stats.randint(1, 7)),
    (d.FromScipy(stats.norminvgauss(2, 1)), stats.norminvgauss(2, 1)),
    (d.FromScipy(stats.hypergeom(30, 12, 9)), stats.hypergeom(30, 12, 9)),
]
U = np.concatenate([[1e-6, 1e-3], np.arange(0.013, 1, 0.023)])


def disagreement(law, frozen):
    """Largest relative difference of quantiles, distribution functions and moments."""
    x = frozen.ppf(U)
    pairs = [
        (law.ppf(U), x),
        (law.isf(U), frozen.isf(U)),
        (law.cdf(x), frozen.cdf(x)),
        (law.sf(x), frozen.sf(x)),
        (law.mean(), frozen.mean()),
        (law.variance(), frozen.var()),
    ]
    return max(float(np.max(np.abs(a - b) / (np.abs(b) + 1e-3))) for a, b in pairs)


@pytest.mark.parametrize(("ours", "frozen"), PAIRS, ids=[repr(ours) for ours, _ in PAIRS])
def test_laws_are_those_of_scipy(ours, frozen):
    assert disagreement(ours, frozen) < 1e-10


def test_another_law_is_caught():
    assert disagreement(d.Normal(3, 2), stats.norm(3, 2 + 1e-8)) > 1e-9
    assert disagreement(d.Poisson(4), stats.poisson(4 + 1e-8)) > 1e-10
