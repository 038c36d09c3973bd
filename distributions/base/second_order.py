"""Laws whose parameters are uncertain themselves: second-order uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from distributions.base.derived import Derived
from distributions.base.error import LawError
from distributions.base.law import Law
from distributions.base.registry import law_class

NODES = {1: 48, 2: 16, 3: 8}  # of a Gauss-Legendre rule in the probability of each uncertain parameter
MOST_UNCERTAIN = max(NODES)


@dataclass(frozen=True, init=False, repr=False)
class SecondOrder(Derived):
    """A law of a `kind` some of whose parameters are laws: `SecondOrder("normal", mean=Uniform(8, 12), sd=2)`.

    The engine draws such a parameter as an input of its own and then the law that it makes. What this class
    itself tells (`cdf`, `ppf`, `mean`, …) is the predictive law, in which the parameters have been averaged over by
    a Gauss rule.

    Raises `LawError` where a value that a parameter may have makes no law.
    """

    kind: str
    fixed: tuple[tuple[str, Any], ...]
    uncertain: tuple[tuple[str, Law], ...]

    def __init__(self, kind: str, **parameters: Any) -> None:
        uncertain = {name: value for name, value in parameters.items() if isinstance(value, Law)}
        fixed = tuple((name, value) for name, value in parameters.items() if name not in uncertain)
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "fixed", fixed)
        object.__setattr__(self, "uncertain", tuple(uncertain.items()))
        self.check()

    def check(self) -> None:
        """Try the law at the ends and in the middle of what its parameters may be."""
        if not 1 <= len(self.uncertain) <= MOST_UNCERTAIN:
            raise LawError(
                f"{self.kind}: {len(self.uncertain)} of its parameters are laws; 1 to {MOST_UNCERTAIN} can be"
            )
        ends = [[*law.ppf([2.0**-53, 0.5]).tolist(), float(law.isf(2.0**-53))] for _, law in self.uncertain]
        for values in product(*ends):
            named = dict(zip(self.names, values, strict=True))
            try:
                self.given(named)
            except LawError as error:
                name = self.names[0] if len(named) == 1 else " and ".join(self.names)
                found = ", ".join(f"{name} = {value:.6g}" for name, value in named.items())
                raise LawError(
                    f"{name} may be such that there is no law ({found}): {error}; bound it, for instance by truncated"
                ) from error

    @property
    def names(self) -> tuple[str, ...]:
        """The uncertain parameters."""
        return tuple(name for name, _ in self.uncertain)

    def given(self, values: Mapping[str, float]) -> Law:
        """The law once its uncertain parameters are known."""
        cls, arguments = law_class(self.kind), dict(self.fixed) | dict(values)
        for keys, constructor in cls.alternatives().items():
            if set(keys) == arguments.keys():
                return constructor(**arguments)
        return cls(**arguments)

    @cached_property
    def equivalent(self) -> Law:
        """The predictive law: the mixture of the laws at the nodes of the Gauss rule."""
        from distributions.mixture import Mixture

        points, weights = np.polynomial.legendre.leggauss(NODES[len(self.uncertain)])
        values = [law.ppf((points + 1) / 2).tolist() for _, law in self.uncertain]
        laws = [self.given(dict(zip(self.names, each, strict=True))) for each in product(*values)]
        shares = [float(np.prod(each)) for each in product(weights / 2, repeat=len(self.uncertain))]
        return Mixture(tuple(laws), tuple((np.array(shares) / sum(shares)).tolist()))

    def arguments(self) -> dict[str, Any]:
        return {**dict(self.fixed), **dict(self.uncertain)}

    def __getstate__(self) -> dict[str, Any]:
        return {"kind": self.kind, "fixed": self.fixed, "uncertain": self.uncertain}

    def __repr__(self) -> str:
        inside = "".join(f", {name}={value!r}" for name, value in self.arguments().items())
        return f"SecondOrder({self.kind!r}{inside})"
