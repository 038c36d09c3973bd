"""Distances against SciPy's and by quadrature, and p-values that mean what they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from distributions import Exponential, Gamma, Lognormal, Normal, Poisson, Uniform
from engine.fitting import bootstrap
from engine.fitting.fit import fit, steps
from engine.fitting.goodness_of_fit import statistics


def test_statistics_of_exact_data_are_the_textbook_ones():
    x = np.sort(np.random.default_rng(4).normal(10, 2, 40))
    u = stats.norm(10, 2).cdf(x)[None]
    ks, ad = statistics(u, np.ones((1, 40), bool))
    assert ks[0] == pytest.approx(stats.kstest(x, stats.norm(10, 2).cdf).statistic, rel=1e-12)
    i = np.arange(1, 41)
    by_formula = -40 - np.mean((2 * i - 1) * (np.log(u[0]) + np.log1p(-u[0, ::-1])))
    assert ad[0] == pytest.approx(by_formula, rel=1e-9)


def test_statistics_of_a_fit_are_those_of_its_law():
    x = np.random.default_rng(4).gamma(2, 3, 50)
    found = fit(x, ["gamma"], bootstrap=0).best
    assert found.ks == pytest.approx(stats.kstest(x, found.law.cdf).statistic, rel=1e-9)


def test_censored_statistics_follow_kaplan_and_meier():
    u, exact = np.array([0.1, 0.25, 0.4, 0.55, 0.8]), np.array([True, False, True, True, False])
    ks, ad = statistics(u[None], exact[None])
    curve = stats.ecdf(stats.CensoredData(uncensored=u[exact], right=u[~exact])).cdf
    steps = np.append(0.0, curve.probabilities)
    jumps = np.concatenate([steps[:-1], steps[1:]])
    assert ks[0] == pytest.approx(np.abs(jumps - np.tile(curve.quantiles, 2))[np.tile(exact, 2)].max())
    weighted = integrate.quad(
        lambda v: (float(curve.evaluate(v)) - v) ** 2 / (v * (1 - v)), 0, 0.55, points=[0.1, 0.25, 0.4]
    )[0]
    assert ad[0] == pytest.approx(5 * weighted, rel=1e-6)


TRIALS, REPLICATES = 300, 99
# p is uniform on 0.01, 0.02, ..., 1: mean 0.505, and at most 0.05 in 5%. Five standard errors of 300 trials:
# a false alarm has probability 6e-7 in each comparison.
MEAN_ERROR = 5 * np.sqrt(1 / 12 / TRIALS)
SHARE_ERROR = 5 * np.sqrt(0.05 * 0.95 / TRIALS)


def uniform(p: np.ndarray) -> bool:
    return bool(abs(p.mean() - 0.505) < MEAN_ERROR and abs((p <= 0.05).mean() - 0.05) < SHARE_ERROR)


@pytest.mark.parametrize("kind", ["normal", "lognormal", "exponential", "uniform", "poisson"])
def test_p_values_are_uniform_where_the_law_is_true(kind):
    law = {
        "normal": Normal(5, 2), "lognormal": Lognormal(1, 0.7), "exponential": Exponential(3),
        "uniform": Uniform(2, 9), "poisson": Poisson(40),
    }[kind]  # fmt: skip
    rng = np.random.default_rng(21)
    found = [fit(law.ppf(rng.random(25)), [kind], bootstrap=REPLICATES, seed=k).best for k in range(TRIALS)]
    assert uniform(np.array([one.ks_p.value for one in found]))
    assert uniform(np.array([one.ad_p.value for one in found]))


def test_textbook_p_values_are_not():
    rng = np.random.default_rng(21)
    samples = rng.normal(5, 2, (TRIALS, 25))
    textbook = np.array([stats.kstest(x, stats.norm(x.mean(), x.std()).cdf).pvalue for x in samples])
    assert not uniform(textbook)
    assert (textbook <= 0.05).sum() == 0  # where 15 of 300 should be: it never rejects


@pytest.mark.long
@pytest.mark.parametrize("kind", ["gamma", "weibull", "gumbel", "logistic"])
def test_p_values_of_searched_laws_are_uniform(kind):
    law = fit(Gamma(3, 2).ppf((np.arange(200) + 0.5) / 200), [kind], bootstrap=0).best.law
    rng = np.random.default_rng(21)
    found = [fit(law.ppf(rng.random(25)), [kind], bootstrap=REPLICATES, seed=k).best for k in range(TRIALS)]
    assert uniform(np.array([one.ad_p.value for one in found]))


@pytest.mark.parametrize("side", ["left", "right"])
def test_p_values_of_censored_data_are_uniform_and_reject_another_law(side):
    rng = np.random.default_rng(31)
    trials, found, wrong = 40, [], []
    for k in range(trials):
        for values, told in ((rng.normal(5, 2, 40), found), (np.exp(rng.normal(1, 1, 40)), wrong)):
            limit = np.quantile(values, 0.25 if side == "left" else 0.75)
            cut = values < limit if side == "left" else values > limit
            flags = {f"censored_{side}": cut}
            told.append(fit(np.where(cut, limit, values), ["normal"], **flags, bootstrap=39, seed=k).best)
    p = np.array([one.ad_p.value for one in found])
    # p is uniform on 1/40, ..., 1; five standard errors of 40 trials, false alarm 6e-7
    assert abs(p.mean() - 0.5125) < 5 * np.sqrt(1 / 12 / trials)
    assert np.mean([one.ad_p.value for one in wrong]) < 0.5125 - 5 * np.sqrt(1 / 12 / trials)


def test_a_wrong_law_is_rejected():
    found = fit(np.random.default_rng(2).exponential(3, 200), ["normal", "exponential"], bootstrap=199)
    assert found.of("normal").ad_p.value == found.of("normal").ks_p.value == 1 / 200
    assert found.of("exponential").ad_p.value > 0.05


def test_p_values_are_a_function_of_seed_and_law_alone():
    x = np.random.default_rng(2).gamma(3, 3, 30)
    both = fit(x, ["gamma", "normal"], bootstrap=99, seed=5)
    alone = fit(x, ["gamma"], bootstrap=99, seed=5)
    assert both.of("gamma") == alone.best
    assert alone.best != fit(x, ["gamma"], bootstrap=99, seed=6).best
    longer = fit(x, ["gamma"], bootstrap=150, seed=5).best.replicates
    first = alone.best.replicates
    assert first is not None
    assert longer is not None
    np.testing.assert_array_equal(longer.probability[:99], first.probability)


def test_interval_of_a_p_value_is_clopper_and_pearsons():
    found = fit(np.random.default_rng(2).normal(0, 1, 30), ["normal"], bootstrap=199).best.ad_p
    above = round(found.value * 200) - 1
    exact = stats.binomtest(above, 199).proportion_ci(0.95, "exact")
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high), rel=1e-9)


@pytest.mark.parametrize(("kind", "law"), [("normal", Normal(5, 2)), ("poisson", Poisson(40))])
def test_replicates_shorter_than_the_data_give_the_p_values_and_bands_of_long_ones(kind, law, monkeypatch):
    x = law.ppf(np.random.default_rng(11).random(4_000))
    long = fit(x, [kind], bootstrap=999)
    monkeypatch.setattr(bootstrap, "LONG", 3_999)
    monkeypatch.setattr(bootstrap, "SHORT", 1_000)
    short = fit(x, [kind], bootstrap=999, seed=5)
    assert (long.best.replicates.size, short.best.replicates.size) == (4_000, 1_000)
    for test in ("ks_p", "ad_p"):
        p, q = (getattr(found.best, test).value for found in (long, short))
        assert 0.02 < p < 0.98
        # two shares of 999, each with a variance of at most p (1 - p) / 999; 5 of it, false alarm 6e-7
        assert abs(p - q) < 5 * np.sqrt(2 * p * (1 - p) / 999)
    if kind == "normal":
        wide, narrow = (
            (found.to_dataset()["probability_high"] - found.to_dataset()["probability_low"])[0, 50:350].mean()
            for found in (long, short)
        )
        assert float(narrow / wide) == pytest.approx(1, abs=0.05)


def test_replicates_above_ten_thousand_values_have_five_thousand():
    x = Normal(5, 2).ppf((np.arange(10_001) + 0.5) / 10_001)
    table = fit(x, ["normal"], bootstrap=9).to_dataset()
    assert (table.attrs["replicates"], table.attrs["replicate_size"]) == (9, 5_000)
    assert fit(x[1:], ["normal"], bootstrap=9).to_dataset().attrs["replicate_size"] == 10_000


@pytest.mark.parametrize("replicates", [0, 19])
def test_progress_is_told_to_the_end(replicates):
    x = np.random.default_rng(4).gamma(2, 3, 50)
    told: list[int] = []
    families = ["gamma", "normal", "beta"]  # of which the last is not fitted
    fits = fit(x, families, bootstrap=replicates, progress=told.append)
    assert sum(told) == steps(families, replicates, x.size) == 3 * (replicates + 1)
    assert "beta" in fits.left_out
    assert fits.ranked == fit(x, families, bootstrap=replicates).ranked
