"""Each law's distribution function again, from its definition, in mpmath: nothing is shared with the folder.

One function a kind, under the kind's name, in one of the modules here; it takes the law and gives a function of
x. Laws are tested to be what is written here, so the formulas are the textbooks'.
"""

from __future__ import annotations

from importlib import import_module

from distributions import Law, kind_of
from tests.distributions.references._build import DIGITS as DIGITS
from tests.distributions.references._build import Cdf

MODULES = ("composed", "continuous", "discrete", "three_points")


def reference(law: Law) -> Cdf:
    """The distribution function of a law; fails for a kind that has none here."""
    kind = kind_of(law)
    for module in MODULES:
        found = getattr(import_module(f"{__name__}.{module}"), kind, None)
        if found is not None:
            return found(law)
    raise AssertionError(f"a module of tests/distributions/references needs a function {kind}")
