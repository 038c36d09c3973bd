"""Each law's distribution function again, from its definition, in mpmath: nothing is shared with the folder.

One function a kind, under the kind's name, in one of the modules here; it takes the law and gives a function of
x. Laws are tested to be what is written here, so the formulas are the textbooks'.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from distributions import Law, kind_of
from tests.distributions.references._build import DIGITS as DIGITS
from tests.distributions.references._build import Cdf, own

MODULES = ("composed", "continuous", "discrete", "three_points")


def definition(kind: str) -> Callable[[Law], Cdf] | None:
    """The function written here for a kind."""
    modules = (import_module(f"{__name__}.{module}") for module in MODULES)
    return next((getattr(module, kind) for module in modules if hasattr(module, kind)), None)


def reference(law: Law) -> Cdf:
    """The distribution function of a law; its own, which is not its quantile function, if none is written here."""
    return (definition(kind_of(law)) or own)(law)
