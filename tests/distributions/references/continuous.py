"""Laws with a density, from the books that the folder names."""

from __future__ import annotations

import mpmath as mp

from tests.distributions.references._build import between, beyond, inverse


def beta(law):
    low, width = mp.mpf(law.low), mp.mpf(law.high) - law.low
    a, b = mp.mpf(law.alpha), mp.mpf(law.beta)
    return between(law.low, law.high, lambda x: mp.betainc(a, b, 0, (x - low) / width, regularized=True))


def exponential(law):
    return beyond(0, lambda x: -mp.expm1(-x / law.scale))


def gamma(law):
    return beyond(0, lambda x: mp.gammainc(mp.mpf(law.shape), 0, x / law.scale, regularized=True))


def generalised_pareto(law):
    k, end = mp.mpf(law.shape), mp.inf if law.shape >= 0 else law.threshold - law.scale / mp.mpf(law.shape)

    def inside(x):
        z = (x - law.threshold) / law.scale
        return 1 - (mp.exp(-z) if k == 0 else (1 + k * z) ** (-1 / k))

    return between(law.threshold, end, inside)


def gumbel(law):
    return lambda x: mp.exp(-mp.exp(-(x - law.location) / law.scale))


def johnson_su(law):
    return lambda x: mp.ncdf(law.gamma + law.delta * mp.asinh((x - law.location) / law.scale))


def log_logistic(law):
    return beyond(0, lambda x: 1 / (1 + (x / law.scale) ** -mp.mpf(law.shape)))


def logistic(law):
    return lambda x: 1 / (1 + mp.exp(-(x - law.location) / law.scale))


def lognormal(law):
    return beyond(0, lambda x: mp.ncdf((mp.log(x) - law.log_mean) / law.log_sd))


def metalog(law):
    """Keelin's series in his order: a1 + a2 L + a3 c L + a4 c + a5 c^2 + a6 c^2 L + ..."""

    def unbounded(z):
        c = 1 / (1 + mp.exp(-z)) - mp.mpf(1) / 2
        terms = [mp.mpf(1), z, c * z, c]
        for power in range(2, len(law.coefficients)):
            terms += [c**power, c**power * z]
        return mp.fsum(a * term for a, term in zip(law.coefficients, terms, strict=False))

    def quantile(z):
        y = unbounded(z)
        if law.low is not None and law.high is not None:
            return law.low + (mp.mpf(law.high) - law.low) / (1 + mp.exp(-y))
        return (
            law.low + mp.exp(y) if law.low is not None else y if law.high is None else law.high - mp.exp(-y)
        )

    return between(
        -mp.inf if law.low is None else law.low, mp.inf if law.high is None else law.high, inverse(quantile)
    )


def myerson(law):
    sd = 1 / -(mp.sqrt(2) * mp.erfinv(2 * mp.mpf(law.probability) - 1))
    rise = mp.mpf(law.high) - law.median
    b = rise / (mp.mpf(law.median) - law.low)

    def cdf(x):
        part = (x - law.median) / rise
        if b == 1:
            return mp.ncdf(part / sd)
        inside = 1 + part * (b - 1)
        if inside <= 0:
            return mp.mpf(b < 1)
        return mp.ncdf(mp.log(inside) / mp.log(b) / sd)

    return cdf


def normal(law):
    return lambda x: mp.ncdf((x - law.mean_) / law.sd_)


def pareto(law):
    return beyond(law.scale, lambda x: 1 - (x / law.scale) ** -mp.mpf(law.exponent))


def student_t(law):
    n, half = mp.mpf(law.degrees_of_freedom), mp.mpf(1) / 2

    def cdf(x):
        z = (x - law.location) / law.scale
        tail = mp.betainc(n / 2, half, 0, n / (n + z * z), regularized=True) / 2
        return tail if z < 0 else 1 - tail

    return cdf


def uniform(law):
    return between(law.low, law.high, lambda x: (x - law.low) / (mp.mpf(law.high) - law.low))


def weibull(law):
    return beyond(0, lambda x: -mp.expm1(-((x / law.scale) ** mp.mpf(law.shape))))
