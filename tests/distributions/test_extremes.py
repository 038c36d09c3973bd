"""Parameters as great, as small and as close together as floats can be: a law is played right or refused.

Nothing but `LawError` may come out, no warning (pytest makes them errors) and no NaN, and nothing may hang.
"""

import math
from collections.abc import Mapping
from types import UnionType
from typing import get_args, get_origin

import numpy as np
import pytest

import distributions as d
from distributions import Law, LawError
from distributions.base.parameters import parameters_of

SIZES = [5e-324, 1e-300, 1e-150, 1e-100, 1e-15, 0.1, 0.5, 1 - 2**-53, 1.0, 1 + 2**-52, 3.0, 1e3, 1e9, 1e15]
SIZES += [1e100, 1e150]
NUMBERS = [0.0, *SIZES, *(-x for x in SIZES), 1e151, 1e300, -1.7e308]
LAWS = [
    d.Normal(0, 1),
    d.Constant(0),
    d.Poisson(2),
    d.Lognormal(-340, 0.8),
    d.Uniform(-1e150, 1e150),
    d.Uniform(1, 1 + 2**-52),
    d.Pareto(1e-150, 0.01),
    d.Exponential(1e-150),
    d.Bernoulli(1e-300),
]
WEIGHTS = [(0.5, 0.5), (1e-300, 1.0), (1 - 2**-53, 2**-53), (0.0, 1.0), (2.0, 1e300)]
TABLES = [{}, {"a": 1e-300}, {"mu": 1e12}, {"s": 1e300}, {"scale": 1e300}, {"a": 2.0, "loc": -1e150}]
NAMES = ["gamma", "norm", "poisson", "lognorm", "no such law"]
PROBABILITIES = np.array([0, 5e-324, 1e-300, 1e-9, 0.3, 0.5, 0.9, 1 - 2**-53, 1.0])
ORDERED = ("low", "mode", "median", "high")
CLASSES = {kind: d.law_class(kind) for kind in d.kinds()}
MAKERS = [
    (cls, maker) for cls in CLASSES.values() for maker in (cls, *dict.fromkeys(cls.alternatives().values()))
]


def extreme(name, annotation, random):
    """Some extreme value of the type that a parameter is declared to have."""
    if get_origin(annotation) is UnionType and Mapping not in map(get_origin, get_args(annotation)):
        annotation = get_args(annotation)[0]
    if annotation is Law:
        return random.choice(LAWS)
    if annotation is str:
        return str(random.choice(NAMES))
    if annotation is int:
        return int(random.choice(NUMBERS))
    if get_origin(annotation) is tuple:
        if get_args(annotation)[0] is Law:
            return tuple(random.choice(LAWS, 2))
        if name in ("weights", "probabilities"):
            return WEIGHTS[random.integers(len(WEIGHTS))]
        return tuple(sorted(random.choice(NUMBERS, 2).tolist()))
    if annotation is float:
        return float(random.choice(NUMBERS))
    if name == "parameters":
        return TABLES[random.integers(len(TABLES))]
    return dict(zip((0.1, 0.9), random.choice(NUMBERS, 2).tolist(), strict=True))


def cases(cls, maker):
    """Arguments of a constructor: all extreme; the bounds in order; only one of an example's replaced."""
    random = np.random.default_rng(1)
    takes = parameters_of(cls.__init__ if maker is cls else maker)
    for k in range(60):
        found = {name: extreme(name, parameter.annotation, random) for name, parameter in takes.items()}
        bounds = [name for name in ORDERED if isinstance(found.get(name), float)]
        if k % 2:
            found |= zip(bounds, sorted(found[name] for name in bounds), strict=True)
        if k % 3 == 0 and maker is cls:
            example = cls.EXAMPLES[k % len(cls.EXAMPLES)].arguments()
            name = list(takes)[random.integers(len(takes))]
            found = example | {name: found[name]}
        yield found


def ask(law):
    """Everything that a law can be asked; numbers that are none, or no probabilities, are errors."""
    x = np.concatenate([law.ppf(PROBABILITIES), [0, 1, -1e300, 1e300, np.inf, -np.inf]])
    y = law.isf(PROBABILITIES)
    assert not np.isnan(x).any()
    assert not np.isnan(y).any()
    for p in (law.cdf(x), law.sf(x), law.pmf(x)):
        assert np.all((p >= 0) & (p <= 1))
    law.density(x[np.isfinite(x)])
    law.segments(), law.knots(), law.accuracy(), law.sample(3, 1)
    for moment in (law.mean, law.variance, law.sd):
        found = outcome(moment)
        assert isinstance(found, float) or "cannot be computed" in found


def outcome(question, *arguments):
    """The answer, or what `LawError` says instead."""
    try:
        return question(*arguments)
    except LawError as error:
        return str(error)


@pytest.mark.parametrize(("cls", "maker"), MAKERS, ids=[maker.__qualname__ for _, maker in MAKERS])
def test_a_law_is_played_or_refused(cls, maker):
    played = refused = 0
    for arguments in cases(cls, maker):
        law = outcome(lambda given=arguments: maker(**given))
        refusal = law if isinstance(law, str) else outcome(ask, law)
        played, refused = played + (refusal is None), refused + (refusal is not None)
        assert refusal is None or len(refusal) > 20
    assert refused or cls is d.Constant
    assert played or maker is not cls


@pytest.mark.parametrize(
    ("make", "key", "greatest"),
    [
        (lambda: d.Poisson(1e12), "mean", d.Poisson),
        (lambda: d.Poisson(1e9), "mean", d.Poisson),
        (lambda: d.Poisson(1e149), "mean", d.Poisson),
        (lambda: d.Binomial(10**15, 0.3), "trials", lambda n: d.Binomial(int(n), 0.3)),
        (lambda: d.NegativeBinomial(0.1, 1e-15), "probability", lambda p: d.NegativeBinomial(0.1, p)),
        (lambda: d.NegativeBinomial(1e12, 0.4), "successes", lambda n: d.NegativeBinomial(n, 0.4)),
    ],
)
def test_great_counts_are_refused_with_the_greatest_that_can_be_played(make, key, greatest):
    with pytest.raises(
        LawError, match=rf"^{key} = .* makes .* likely counts; 100,000 can be played"
    ) as refusal:
        make()
    limit = float(str(refusal.value).split(f"about {key} = ")[1].split(";")[0])
    law = greatest(limit * (1.1 if key == "probability" else 0.9))
    assert 40_000 < law._last - law._first < 100_000
    with pytest.raises(LawError):
        greatest(limit * (0.7 if key == "probability" else 1.4))


def test_rare_events_among_very_many_trials_are_played():
    many, limit = d.Binomial(10**12, 2e-12), d.Poisson(2)
    assert many.pmf(np.arange(9)) == pytest.approx(limit.pmf(np.arange(9)), rel=1e-11)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: d.Normal(1e300, 1), "mean = 1e+300 is too great; the greatest that can be played is 1e+150"),
        (lambda: d.Discrete((0, -1e200), (0.5, 0.5)), "values[1] = -1e+200 is too great"),
        (lambda: d.FromScipy("norm", {"loc": 1e200}), "parameters.loc = 1e+200 is too great"),
        (
            lambda: d.Exponential(1e-200),
            "scale = 1e-200 is too small; the smallest that can be played is 1e-150",
        ),
        (
            lambda: d.Triangular(-1, 0, 1e-300),
            "high = 1e-300: neighbours must be equal or at least 1e-150 apart",
        ),
        (lambda: d.Lognormal(-1e100, 0.8), "log_mean = -1e+100 must be within 345.388 of 0"),
        (
            lambda: d.Lognormal(mean=1, sd=1e-160),
            "sd = 1e-160 is beyond what can be played, 1e-150 to 1e+150",
        ),
        (lambda: d.Gamma(mean=1e-100, sd=1e100), "one is too small beside the other"),
        (lambda: d.Gamma(1e-9, 1), "shape = 1e-09 is beyond what can be played, 1e-06 to 1e+12"),
        (lambda: d.Scaled(d.Normal(0, 1), 1e-200), "factor = 1e-200 is too small"),
        (lambda: d.Lognormal(0, 50).mean(), "its mean cannot be computed"),
    ],
)
def test_what_is_too_great_or_too_small_is_refused_with_its_bound(make, sentence):
    with pytest.raises(LawError) as refusal:
        make()
    assert sentence in str(refusal.value)


def test_bounds_one_float_apart_are_two_values_at_most():
    law = d.Uniform(1, math.nextafter(1, 2))
    assert set(law.sample(1000, 1)) <= {1, math.nextafter(1, 2)}
    assert law.cdf([0, 1, 2]).tolist() == [0, 0, 1]


def test_a_knot_that_rounds_to_an_end_is_none():
    law = d.Triangular(-1, 0, 1e-100)
    assert law.knots() == ()
    assert law.ppf([0, 0.25, 1]) == pytest.approx([-1, -0.5, 0])
    assert d.Scaled(d.Bernoulli(1e-300), -1).knots() == ()
