"""Three-point estimates."""

from __future__ import annotations

import mpmath as mp

from tests.distributions.references._build import between


def double_triangular(law):
    low, mode, high, weight = map(mp.mpf, (law.low, law.mode, law.high, law.lower_weight))

    def inside(x):
        if x <= mode:
            return weight * ((x - low) / (mode - low)) ** 2
        return 1 - (1 - weight) * ((high - x) / (high - mode)) ** 2

    return between(low, high, inside)


def pert(law):
    return pert_between(law.low, law.mode, law.high, law.shape)


def pert_between(low, mode, high, shape):
    width = mp.mpf(high) - low
    a, b = 1 + shape * (mode - low) / width, 1 + shape * (high - mode) / width
    return between(low, high, lambda x: mp.betainc(a, b, 0, (x - low) / width, regularized=True))


def pert_alt(law):
    return through(law, lambda low, high: pert_between(low, law.mode, high, law.shape))


def through(law, family):
    """The member of a family of laws between two bounds that has the two percentiles which `law` names."""
    wanted = [(mp.mpf(law.low), law.low_probability), (mp.mpf(law.high), law.high_probability)]
    low, high = mp.mpf(law.equivalent.low), mp.mpf(law.equivalent.high)
    if law.low_probability > 0 and law.high_probability < 1:

        def missed(low, high):
            return [family(low, high)(x) - mp.mpf(p) for x, p in wanted]

        low, high = mp.findroot(missed, (low, high), tol=1e-40)
    elif law.low_probability > 0:
        low = mp.findroot(lambda low: family(low, high)(wanted[0][0]) - mp.mpf(wanted[0][1]), low, tol=1e-40)
    elif law.high_probability < 1:
        high = mp.findroot(
            lambda high: family(low, high)(wanted[1][0]) - mp.mpf(wanted[1][1]), high, tol=1e-40
        )
    return family(low, high)


def triangular(law):
    return triangle(law.low, law.mode, law.high)


def triangle(low, mode, high):
    low, mode, high = mp.mpf(low), mp.mpf(mode), mp.mpf(high)

    def inside(x):
        if x <= mode:
            return (x - low) ** 2 / ((high - low) * (mode - low))
        return 1 - (high - x) ** 2 / ((high - low) * (high - mode))

    return between(low, high, inside)


def trigen(law):
    return through(law, lambda low, high: triangle(low, law.mode, high))
