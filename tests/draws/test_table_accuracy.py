"""What the compiled loop plays against each law's definition in 40 digits, from u = 1e-12 to 1 - 1e-12.

A law that is added to the folder is tested here without being named. Its definition is looked for, under its
kind, in tests/distributions/references.
"""

from __future__ import annotations

from functools import cache

import mpmath as mp
import numpy as np
import pytest

import distributions as d
from distributions import Law, LogLogistic, Normal
from engine.compiled.quantiles import apply_quantile
from engine.draws.tables import Table, join, tabulate
from tests.distributions.references import DIGITS, definition, reference

LAWS = [law for kind in d.kinds() for law in d.law_class(kind).EXAMPLES]
ACCURACY = 1e-10  # of x, relative to max(|x|, width of the law)
FEW = 10.0 ** np.linspace(-12, np.log10(0.47), 9)
MANY = 10.0 ** np.linspace(-12, np.log10(0.47), 150)
DENSE = 10.0 ** np.linspace(-12, np.log10(0.5), 2000)
table_of = cache(tabulate)


def both_tails(t: np.ndarray) -> np.ndarray:
    return np.concatenate([t, (1 - t)[::-1]])


def played(table: Table, u: np.ndarray) -> np.ndarray:
    tables, places = join([table])
    row = u.copy()
    apply_quantile(tables, *places[0], row, np.empty(row.size, np.int64))
    return row


def room(law: Law, x: np.ndarray, accuracy: float = ACCURACY) -> np.ndarray:
    """How far from the true quantile a value may lie."""
    low, middle, high = law.ppf([0.01, 0.5, 0.99])
    return accuracy * np.maximum(np.abs(x), (high - low) or abs(middle) or 1.0)


def missed(law: Law, table: Table, u: np.ndarray, accuracy: float = ACCURACY) -> list[float]:
    """Probabilities that the law does not pass within the accuracy of the value played.

    Between x - room and x + room the distribution function must go from at most u to at least u: no inverse is
    needed, and jumps are no exception.
    """
    x = played(table, u)
    away = room(law, x, accuracy)
    with mp.workdps(DIGITS):
        cdf = reference(law)
        return [
            v
            for v, value, far in zip(u.tolist(), x.tolist(), away.tolist(), strict=True)
            if not cdf(mp.mpf(value) - far) <= v <= cdf(mp.mpf(value) + far)
        ]


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_what_is_played_is_the_law_as_defined(law):
    assert missed(law, table_of(law), both_tails(FEW)) == []


@pytest.mark.long
@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_what_is_played_is_the_law_as_defined_everywhere(law):
    assert missed(law, table_of(law), both_tails(MANY)) == []


# Sharp bends between components of different width, tails that overtake each other, jumps amid a density.
HARD = [
    d.Mixture((d.Gamma(0.3, 1), d.StudentT(2), d.Pert(0, 1, 4)), (0.3, 0.3, 0.4)),
    d.Mixture((d.Lognormal(0, 1), d.Lognormal(3, 0.2), d.Weibull(0.7, 2)), (0.5, 0.25, 0.25)),
    d.Mixture((d.Normal(0, 1), d.Normal(0, 10)), (0.999, 0.001)),
    d.Mixture((d.Normal(0, 1), d.Normal(40, 0.01)), (0.5, 0.5)),
    d.Mixture((d.Beta(0.3, 0.4), d.Uniform(0.2, 2), d.Discrete((0.5, 1), (0.5, 0.5))), (0.3, 0.3, 0.4)),
    d.Mixture((d.RiskEvent(0.3, d.Lognormal(0, 1)), d.Exponential(2)), (0.3, 0.7)),
    d.Mixture((d.Pareto(1, 0.8), d.Gumbel(0, 1)), (0.01, 0.99)),
    d.Mixture((d.Scaled(d.Pareto(1, 1.5), -1), d.Pareto(1, 1.5)), (0.5, 0.5)),
    d.Truncated(d.Mixture((d.Normal(0, 1), d.Normal(6, 2)), (0.7, 0.3)), -1, 5),
    d.Scaled(d.Mixture((d.Discrete((1, 2), (0.5, 0.5)), d.Uniform(0, 3)), (0.4, 0.6)), -2),
    d.Shifted(d.Cumulative((0, 1, 3), (0, 0.7, 1)), 5),
]


@pytest.mark.parametrize("law", HARD, ids=repr)
def test_hard_compositions_are_nearly_as_exact(law):
    # The table's check looks at 8 places a group of octaves; where one law gives way to another the worst is between.
    assert missed(law, tabulate(law), both_tails(FEW), 1.5 * ACCURACY) == []


@pytest.mark.parametrize("law", LAWS, ids=repr)
def test_the_distribution_function_returns_the_probability(law):
    """The law's own cdf and sf on the values played; each tail is measured by the smaller of the two."""
    u = both_tails(DENSE)
    x, t = played(table_of(law), u), 1 - u
    away = room(law, x)
    lower, upper = u <= 0.5, u > 0.5
    rounding = 1e-12
    assert np.all(law.cdf(x - away)[lower] <= u[lower] * (1 + rounding))
    assert np.all(law.cdf(x + away)[lower] >= u[lower] * (1 - rounding))
    assert np.all(law.sf(x - away)[upper] >= t[upper] * (1 - rounding))
    assert np.all(law.sf(x + away)[upper] <= t[upper] * (1 + rounding))


@pytest.mark.parametrize("law", [Normal(3, 2), LogLogistic(10, 3)], ids=repr)
def test_an_error_of_twice_the_accuracy_is_seen(law):
    bounds, ladders, pieces, error = tabulate(law)
    pieces[:, 1:] *= 1 + 3 * ACCURACY
    u = both_tails(FEW)
    assert len(missed(law, Table(bounds, ladders, pieces, error), u)) > 0
    assert missed(law, tabulate(law), u) == []


def test_every_law_of_the_folder_has_a_definition_of_its_own():
    """A law is tested without one too, but then only against its own distribution function."""
    assert [kind for kind in d.kinds() if definition(kind) is None] == []
