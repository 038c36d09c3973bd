"""Quantiles to 13 digits: roots of distribution functions evaluated with 50 digits."""

import mpmath as mp
import pytest

import distributions as d

PROBABILITIES = [1e-120, 1e-30, 1e-9, 0.003, 0.2, 0.5 - 1e-9, 0.5]


def beta_cdf(a, b):
    return lambda y: mp.betainc(
        a, b, 0, y, regularized=True
    ), lambda y: y ** (a - 1) * (1 - y) ** (b - 1) / mp.beta(a, b)


def gamma_cdf(a):
    return lambda y: mp.gammainc(a, 0, y, regularized=True), lambda y: y ** (a - 1) * mp.exp(-y) / mp.gamma(a)


def gamma_sf(a):
    return (
        lambda y: mp.gammainc(a, y, mp.inf, regularized=True),
        lambda y: -(y ** (a - 1)) * mp.exp(-y) / mp.gamma(a),
    )


def student_cdf(n):
    def tail(x):
        return mp.betainc(n / 2, mp.mpf(1) / 2, 0, n / (n + x * x), regularized=True) / 2

    def density(x):
        return (1 + x * x / n) ** (-(n + 1) / 2) / (mp.sqrt(n) * mp.beta(n / 2, mp.mpf(1) / 2))

    return tail, density


CASES = [
    (d.Beta(1.8, 4.2).ppf, beta_cdf(mp.mpf(1.8), mp.mpf(4.2))),
    (d.Beta(2, 5).ppf, beta_cdf(mp.mpf(2), mp.mpf(5))),
    (d.Beta(5, 0.3).ppf, beta_cdf(mp.mpf(5), mp.mpf(0.3))),
    (d.Beta(0.9, 0.4).ppf, beta_cdf(mp.mpf(0.9), mp.mpf(0.4))),
    (d.Beta(30, 70).ppf, beta_cdf(mp.mpf(30), mp.mpf(70))),
    (
        lambda u: 1 - d.Beta(3, 2).isf(u) if u > 1e-9 else -d.Beta(3, 2, -1, 0).isf(u),
        beta_cdf(mp.mpf(2), mp.mpf(3)),
    ),
    (d.Normal(0, 1).ppf, (mp.ncdf, mp.npdf)),
    (d.Gamma(2.5, 1).ppf, gamma_cdf(mp.mpf(2.5))),
    (d.Gamma(0.5, 1).isf, gamma_sf(mp.mpf(0.5))),
    (d.Gamma(25, 1).isf, gamma_sf(mp.mpf(25))),
    (d.StudentT(3).ppf, student_cdf(mp.mpf(3))),
    (d.StudentT(30).ppf, student_cdf(mp.mpf(30))),
    (d.StudentT(1.5).ppf, student_cdf(mp.mpf(1.5))),
]


def relative_error(quantile, cdf, density, u):
    """By Newton's method from what was found, in 50 digits."""
    with mp.workdps(50):
        found = mp.mpf(float(quantile(u)))
        x = found
        for _ in range(3):
            x -= (cdf(x) - mp.mpf(u)) / density(x)
        return float(abs((found - x) / x)) if x else float(abs(found))


@pytest.mark.parametrize("u", PROBABILITIES)
@pytest.mark.parametrize(("quantile", "reference"), CASES)
def test_quantiles_have_thirteen_digits(quantile, reference, u):
    if u == 0.5 and abs(float(quantile(u))) < 1e-9:
        assert float(quantile(u)) == 0  # the centre of a symmetric law
        return
    # Near the centre of a symmetric law the value is small: there its absolute error counts.
    error = relative_error(quantile, *reference, u)
    assert error * min(1.0, abs(float(quantile(u)))) < 1e-16 or error < 1e-13


def test_an_error_in_the_thirteenth_digit_is_seen():
    assert (
        relative_error(lambda u: d.Gamma(2.5, 1).ppf(u) * (1 + 2e-13), *gamma_cdf(mp.mpf(2.5)), 0.2) > 1e-13
    )
