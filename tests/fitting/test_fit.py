"""Maximum likelihood: it recovers laws, agrees with SciPy and with formulas worked by hand, and ranks."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtr

import engine
from distributions import (
    Beta,
    Exponential,
    Gamma,
    GeneralisedPareto,
    Gumbel,
    JohnsonSu,
    Law,
    Logistic,
    LogLogistic,
    Lognormal,
    NegativeBinomial,
    Normal,
    Pareto,
    Poisson,
    StudentT,
    Triangular,
    Weibull,
)
from engine.fitting.families import FAMILIES
from engine.fitting.fit import fit

TRUE: dict[str, tuple[Law, Law]] = {  # the law that gave the data, and one that did not
    "normal": (Normal(24, 6), Normal(25.5, 6)),
    "lognormal": (Lognormal(0.5, 0.4), Lognormal(0.5, 0.5)),
    "gamma": (Gamma(2.5, 4), Gamma(2, 5)),
    "weibull": (Weibull(1.5, 10), Weibull(1.3, 10)),
    "exponential": (Exponential(3), Exponential(3.6)),
    "generalised_pareto": (GeneralisedPareto(0, 1.5, 0.3), GeneralisedPareto(0, 2, 0.1)),
    "log_logistic": (LogLogistic(10, 3), LogLogistic(11, 3)),
    "logistic": (Logistic(5, 2), Logistic(5, 2.4)),
    "gumbel": (Gumbel(30, 7), Gumbel(32, 7)),
    "student_t": (StudentT(4, 5, 2), StudentT(4, 5, 2.5)),
    "johnson_su": (JohnsonSu(-1, 1.5, 10, 2), JohnsonSu(-1, 1.5, 11, 2)),
    "beta": (Beta(2, 5, 0, 1.25), Beta(2, 6, 0, 1.25)),
    "poisson": (Poisson(4), Poisson(4.6)),
    "negative_binomial": (NegativeBinomial(3, 0.4), NegativeBinomial(2, 0.3)),
}


def drawn(law: Law, count: int, seed: int = 11) -> np.ndarray:
    return law.ppf(np.random.default_rng(seed).random(count))


def log_density(kind: str, law: Law, x: np.ndarray) -> float:
    """By SciPy, from the law's own parameters."""
    a = law.arguments()
    frozen = {
        "normal": lambda: stats.norm(a["mean"], a["sd"]),
        "lognormal": lambda: stats.lognorm(a["log_sd"], 0, math.exp(a["log_mean"])),
        "gamma": lambda: stats.gamma(a["shape"], 0, a["scale"]),
        "weibull": lambda: stats.weibull_min(a["shape"], 0, a["scale"]),
        "exponential": lambda: stats.expon(0, a["scale"]),
        "generalised_pareto": lambda: stats.genpareto(a["shape"], a["threshold"], a["scale"]),
        "log_logistic": lambda: stats.fisk(a["shape"], 0, a["scale"]),
        "logistic": lambda: stats.logistic(a["location"], a["scale"]),
        "gumbel": lambda: stats.gumbel_r(a["location"], a["scale"]),
        "student_t": lambda: stats.t(a["degrees_of_freedom"], a["location"], a["scale"]),
        "johnson_su": lambda: stats.johnsonsu(a["gamma"], a["delta"], a["location"], a["scale"]),
        "beta": lambda: stats.beta(a["alpha"], a["beta"], a["low"], a["high"] - a["low"]),
        "pareto": lambda: stats.pareto(a["exponent"], 0, a["scale"]),
        "triangular": lambda: stats.triang(
            (a["mode"] - a["low"]) / (a["high"] - a["low"]), a["low"], a["high"] - a["low"]
        ),
        "poisson": lambda: stats.poisson(a["mean"]),
        "negative_binomial": lambda: stats.nbinom(a["successes"], a["probability"]),
    }[kind]()
    return float((frozen.logpmf if FAMILIES[kind].discrete else frozen.logpdf)(x).sum())


@pytest.mark.parametrize("kind", TRUE)
def test_the_law_that_gave_the_data_is_not_far_below_the_maximum(kind):
    """Twice the gap in log-likelihood has a chi-squared law (Wilks 1938): false alarm 1e-6 for each law."""
    law, wrong = TRUE[kind]
    x = drawn(law, 2_000)
    found = fit(x, [kind], bounds=(0, 1.25) if kind == "beta" else None, bootstrap=0).best
    assert found.log_likelihood == pytest.approx(log_density(kind, found.law, x), rel=1e-9)
    limit = stats.chi2(found.parameters).isf(1e-6)
    assert -1e-6 < 2 * (found.log_likelihood - log_density(kind, law, x)) < limit
    assert 2 * (found.log_likelihood - log_density(kind, wrong, x)) > limit  # the negative control


SCIPY = {
    "normal": {}, "lognormal": {"floc": 0}, "gamma": {"floc": 0}, "weibull": {"floc": 0}, "logistic": {},
    "gumbel": {}, "exponential": {"floc": 0}, "log_logistic": {"floc": 0}, "generalised_pareto": {"floc": 0},
    "beta": {"floc": 0, "fscale": 1.25}, "pareto": {"floc": 0},
}  # fmt: skip


@pytest.mark.parametrize("kind", SCIPY)
@pytest.mark.parametrize("count", [8, 60])
def test_maximum_is_that_of_scipy_or_higher(kind, count):
    law = Pareto(2, 1.8) if kind == "pareto" else TRUE[kind][0]
    x = drawn(law, count, seed=3)
    found = fit(x, [kind], bounds=(0, 1.25) if kind == "beta" else None, bootstrap=0).best
    distribution = getattr(stats, FAMILIES[kind].scipy)
    by_scipy = distribution.logpdf(x, *distribution.fit(x, **SCIPY[kind])).sum()
    assert found.log_likelihood >= by_scipy - 1e-6
    assert found.log_likelihood == pytest.approx(by_scipy, abs=1e-3)


def test_closed_forms():
    x = np.array([1.2, 2.5, 0.7, 3.1, 1.9, 4.4])
    assert fit(x, ["normal"], bootstrap=0).best.law == Normal(x.mean(), x.std())
    assert fit(x, ["exponential"], bootstrap=0).best.law == Exponential(x.mean())
    pareto = fit(x, ["pareto"], bootstrap=0).best.law
    assert pareto.arguments() == pytest.approx(
        {"scale": 0.7, "exponent": 6 / np.log(x / 0.7).sum()}, rel=1e-12
    )


def test_triangular_mode_is_the_best_of_a_fine_grid():
    x = drawn(Triangular(10, 12, 20), 40)
    found = fit(x, ["triangular"], bounds=(10, 20), bootstrap=0).best
    grid = [log_density("triangular", Triangular(10, mode, 20), x) for mode in np.linspace(10.01, 19.99, 500)]
    assert found.log_likelihood >= max(grid)
    assert found.law.arguments()["mode"] in x


def test_criteria_by_hand():
    x = np.array([1.2, 2.5, 0.7, 3.1, 1.9, 4.4, 2.2, 1.1])
    found = fit(x, ["normal"], bootstrap=0).best
    height = -8 / 2 * (math.log(2 * math.pi * x.var()) + 1)
    assert found.aic == pytest.approx(4 - 2 * height, rel=1e-12)
    assert found.aicc == pytest.approx(4 - 2 * height + 12 / 5, rel=1e-12)
    assert found.bic == pytest.approx(2 * math.log(8) - 2 * height, rel=1e-12)


@pytest.mark.parametrize("criterion", ["aic", "aicc", "bic"])
def test_ranks(criterion):
    fits = engine.fit(drawn(Gamma(2.5, 4), 60), bootstrap=0, rank_by=criterion)
    scores = [getattr(one, criterion) for one in fits]
    assert scores == sorted(scores)
    assert fits.best is fits[0]
    assert {"pareto", "uniform"} <= fits.left_out.keys()  # they end at an observation


def test_a_small_sample_does_not_reward_four_parameters_by_aicc():
    x = drawn(Normal(0, 1), 9, seed=8)
    kinds = ["normal", "johnson_su", "student_t"]
    found = fit(x, [k for k in kinds if k in fit(x, bootstrap=0).kinds], bootstrap=0, rank_by="aicc")
    assert found.best.kind == "normal"


def test_the_family_that_gave_the_data_wins():
    assert fit(drawn(Lognormal(3, 0.8), 1_000), bootstrap=0, rank_by="bic").best.kind == "lognormal"
    assert fit(
        drawn(Poisson(4), 1_000), ["poisson", "negative_binomial"], bootstrap=0, rank_by="bic"
    ).best.kind == ("poisson")
    both = fit(drawn(NegativeBinomial(3, 0.4), 1_000), ["poisson", "negative_binomial"], bootstrap=0)
    assert both.best.kind == "negative_binomial"


def test_units_do_not_matter():
    x = drawn(JohnsonSu(-1, 1.5, 10, 2), 200)
    small, large = (fit(unit * x, bootstrap=0) for unit in (1, 1e6))
    assert small.kinds == large.kinds
    for one, other in zip(small, large, strict=True):
        assert other.log_likelihood == pytest.approx(one.log_likelihood - 200 * math.log(1e6), abs=1e-5)


def censored_normal(mean: float, sd: float, exact, left, right, pairs) -> float:
    """The likelihood, written out without the code under test."""
    height = sum(-math.log(sd) - math.log(2 * math.pi) / 2 - ((x - mean) / sd) ** 2 / 2 for x in exact)
    height += sum(math.log(ndtr((x - mean) / sd)) for x in left)
    height += sum(math.log(ndtr((mean - x) / sd)) for x in right)
    return height + sum(math.log(ndtr((b - mean) / sd) - ndtr((a - mean) / sd)) for a, b in pairs)


def test_censored_likelihood_is_that_worked_by_hand_and_its_maximum():
    exact, left, right, pairs = [3.0, 4.1, 5.2, 2.2, 6.0], [1.5], [7.0, 6.5], [(3.0, 5.0), (4.0, 4.5)]
    data = np.array([*exact, *left, *right])
    found = fit(
        data,
        ["normal"],
        censored_left=np.isin(data, left),
        censored_right=np.isin(data, right),
        intervals=pairs,
    ).best
    mean, sd = found.law.arguments().values()
    assert found.observations == 10
    assert found.log_likelihood == pytest.approx(
        censored_normal(mean, sd, exact, left, right, pairs), rel=1e-12
    )
    for step in ((1e-3, 0), (-1e-3, 0), (0, 1e-3), (0, -1e-3)):
        assert censored_normal(mean + step[0], sd + step[1], exact, left, right, pairs) < found.log_likelihood
    assert math.isnan(found.ad_p.value)  # nothing tells where replicates would be cut


def test_censored_exponential_has_the_closed_form():
    """Total time over the number of exact observations (Lawless 2003)."""
    x = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 5.0, 5.0])
    found = fit(x, ["exponential"], censored_right=np.arange(7) >= 5, bootstrap=0).best
    assert found.law.arguments()["scale"] == pytest.approx(x.sum() / 5, rel=1e-6)
    ignored = fit(x, ["exponential"], bootstrap=0).best  # the negative control
    assert ignored.law.mean() < 0.8 * found.law.mean()


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("kind", ["weibull", "gamma", "lognormal"])
def test_censored_fit_is_that_of_scipy(kind, side):
    x = drawn(TRUE[kind][0], 80)
    limit = np.quantile(x, 0.3 if side == "left" else 0.7)
    cut = x < limit if side == "left" else x > limit
    data = np.where(cut, limit, x)
    found = fit(data, [kind], **{f"censored_{side}": cut}, bootstrap=0).best
    censored = stats.CensoredData(uncensored=data[~cut], **{side: data[cut]})
    distribution = getattr(stats, FAMILIES[kind].scipy)
    frozen = distribution(*distribution.fit(censored, floc=0))
    tail = frozen.logcdf if side == "left" else frozen.logsf
    by_scipy = frozen.logpdf(data[~cut]).sum() + tail(data[cut]).sum()
    assert found.log_likelihood >= by_scipy - 1e-6
    assert found.log_likelihood == pytest.approx(by_scipy, abs=1e-2)


def test_fast_densities_are_those_of_scipy():
    rng = np.random.default_rng(2)
    for kind, family in FAMILIES.items():
        if family.density is None:
            continue
        x = drawn(Beta(2, 5) if kind == "beta" else TRUE[kind][0], 50).reshape(2, 25)
        start = family.start(x)
        for theta in (start, start * np.exp(rng.normal(0, 0.05, start.shape))):
            arguments = family.arguments(theta.T[:, :, None])
            by_scipy = getattr(stats, family.scipy).logpdf(x, *arguments)
            np.testing.assert_allclose(family.density(x, *arguments), by_scipy, rtol=1e-9, atol=1e-9)
