"""Laws of laws."""

from __future__ import annotations

import mpmath as mp

from tests.distributions.references import reference
from tests.distributions.references._build import TINY, between


def mixture(law):
    parts = [(mp.mpf(weight), reference(part)) for weight, part in zip(law.weights, law.laws, strict=True)]
    total = mp.fsum(weight for weight, _ in parts)
    return lambda x: mp.fsum(weight * cdf(x) for weight, cdf in parts) / total


def risk_event(law):
    impact, p = reference(law.impact), mp.mpf(law.probability)
    return lambda x: (1 - p) * (x >= 0) + p * impact(x)


def scaled(law):
    inner, factor = reference(law.law), mp.mpf(law.factor)
    return lambda x: inner(x / factor) if factor > 0 else 1 - inner(x / factor - TINY)


def shifted(law):
    inner = reference(law.law)
    return lambda x: inner(x - mp.mpf(law.shift))


def truncated(law):
    inner = reference(law.law)
    below = mp.mpf(0) if law.low is None else inner(mp.mpf(law.low) - TINY)
    at_most = mp.mpf(1) if law.high is None else inner(mp.mpf(law.high))
    low = -mp.inf if law.low is None else law.low
    high = mp.inf if law.high is None else law.high
    return between(
        mp.mpf(low) - TINY if law.low is not None else low,
        high,
        lambda x: (inner(x) - below) / (at_most - below),
    )


def quantile_average(law):
    """By secants twice over: each law's quantile, and the log odds at which their mean is x."""
    parts = [
        (mp.mpf(weight), part, reference(part)) for weight, part in zip(law.weights, law.laws, strict=True)
    ]
    total = mp.fsum(weight for weight, _, _ in parts)

    def quantile(z):
        # Near the bound that z is nearer to, so that no small tail is rounded away.
        tail = float(1 / (1 + mp.exp(abs(z))))
        u = 1 / (1 + mp.exp(-z))
        found = []
        for weight, part, cdf in parts:
            near = mp.mpf(float(part.ppf(tail) if z < 0 else part.isf(tail)))
            step = (abs(near) * mp.mpf("1e-9") + mp.mpf("1e-12")) * (1 if z < 0 else -1)  # into the support
            found.append(weight * mp.findroot(lambda y, cdf=cdf: cdf(y) - u, (near, near + step), tol=1e-50))
        return mp.fsum(found) / total

    def cdf(x):
        near = mp.log(mp.mpf(float(law.cdf(float(x)))) / mp.mpf(float(law.sf(float(x)))))
        z = mp.findroot(lambda z: quantile(z) - x, (near, near + mp.mpf("1e-9")), tol=1e-40)
        return 1 / (1 + mp.exp(-z))

    return cdf
