"""Laws whose parameters are uncertain themselves: second-order uncertainty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from types import UnionType
from typing import Any, get_args, get_origin

import numpy as np

from distributions.base.derived import Derived
from distributions.base.error import LawError
from distributions.base.law import Law
from distributions.base.parameters import parameters_of
from distributions.base.registry import law_class
from distributions.base.shared import Shared, shared_in, shared_names

NODES = {1: 48, 2: 16, 3: 8}  # of a Gauss-Legendre rule in the probability of each uncertain number
MOST_UNCERTAIN = max(NODES)


@dataclass(frozen=True, init=False, repr=False)
class SecondOrder(Derived):
    """A law of a `kind` some of whose numbers are laws: `SecondOrder("normal", mean=Uniform(8, 12), sd=2)`.

    The engine draws such a number as an input of its own and then the law that it makes; one that is `Shared` is the
    same draw for all that name it. What this class itself tells (`cdf`, `ppf`, `mean`, …) is the predictive law, in
    which these numbers have been averaged over by a Gauss rule.

    Raises `LawError` where a value that such a number may have makes no law.
    """

    kind: str
    fixed: tuple[tuple[str, Any], ...]
    uncertain: tuple[tuple[str, Law], ...]  # by parameter; of a list by parameter and place: `weights.0`

    def __init__(self, kind: str, **parameters: Any) -> None:
        numbers = numbers_of(kind)
        uncertain = dict(_uncertain({name: value for name, value in parameters.items() if name in numbers}))
        fixed = tuple((name, value) for name, value in parameters.items() if name not in uncertain)
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "fixed", fixed)
        object.__setattr__(self, "uncertain", tuple(uncertain.items()))
        self.check()

    def check(self) -> None:
        """Try the law at the ends and in the middle of what its numbers may be."""
        if not 1 <= len(self.drawn) <= MOST_UNCERTAIN:
            raise LawError(
                f"{self.kind}: {len(self.drawn)} of its parameters are laws; 1 to {MOST_UNCERTAIN} can be"
            )
        laws = self.drawn.values()
        ends = [[*law.ppf([2.0**-53, 0.5]).tolist(), float(law.isf(2.0**-53))] for law in laws]
        for values in product(*ends):
            named = dict(zip(self.drawn, values, strict=True))
            try:
                self.given(named)
            except LawError as error:
                names = " and ".join(self.drawn)
                found = ", ".join(f"{name} = {value:.6g}" for name, value in named.items())
                raise LawError(
                    f"{names} may be such that there is no law ({found}): {error}; bound it, for instance by truncated"
                ) from error

    @cached_property
    def drawn(self) -> dict[str, Law]:
        """What is drawn for it: its uncertain parameters by name, what is shared by its own full name, once each."""
        return {
            one.name if isinstance(one, Shared) else name: one.law if isinstance(one, Shared) else one
            for name, one in self.uncertain
        }

    def given(self, values: Mapping[str, float]) -> Law:
        """The law once what is drawn for it is known."""
        cls, arguments = law_class(self.kind), dict(self.fixed)
        for name, one in self.uncertain:
            value = one.value(values[one.name]) if isinstance(one, Shared) else values[name]
            parameter, _, place = name.partition(".")
            if place:
                entries = list(arguments[parameter])
                entries[int(place)] = value
                arguments[parameter] = tuple(entries)
            else:
                arguments[parameter] = value
        for keys, constructor in cls.alternatives().items():
            if set(keys) == arguments.keys():
                return constructor(**arguments)
        return cls(**arguments)

    @property
    def laws(self) -> tuple[Law, ...]:
        """The laws at the nodes of the Gauss rule."""
        laws: tuple[Law, ...] = self.equivalent.argument("laws")
        return laws

    @cached_property
    def equivalent(self) -> Law:
        """The predictive law: the mixture of `laws`."""
        from distributions.mixture import Mixture

        points, weights = np.polynomial.legendre.leggauss(NODES[len(self.drawn)])
        values = [law.ppf((points + 1) / 2).tolist() for law in self.drawn.values()]
        laws = [self.given(dict(zip(self.drawn, each, strict=True))) for each in product(*values)]
        shares = [float(np.prod(each)) for each in product(weights / 2, repeat=len(self.drawn))]
        return Mixture(tuple(laws), tuple((np.array(shares) / sum(shares)).tolist()))

    def arguments(self) -> dict[str, Any]:
        return {**dict(self.fixed), **{name: one for name, one in self.uncertain if "." not in name}}

    def listed(self) -> int:
        return sum(law.listed() for law in self.drawn.values())

    def argument(self, name: str) -> Any:
        return self.arguments()[name]

    def __getstate__(self) -> dict[str, Any]:
        return {"kind": self.kind, "fixed": self.fixed, "uncertain": self.uncertain}

    def __repr__(self) -> str:
        inside = "".join(f", {name}={value!r}" for name, value in self.arguments().items())
        return f"SecondOrder({self.kind!r}{inside})"


@cache
def numbers_of(kind: str) -> frozenset[str]:
    """The parameters of a kind that are numbers or lists of numbers, by any of its sets of keys."""
    cls = law_class(kind)
    takes = dict(cls.parameters())
    for constructor in cls.alternatives().values():
        takes |= parameters_of(constructor)
    return frozenset(name for name, parameter in takes.items() if _is_numeric(parameter.annotation))


def _is_numeric(annotation: Any) -> bool:
    if get_origin(annotation) is UnionType:
        annotation = get_args(annotation)[0]
    return annotation is float or (get_origin(annotation) is tuple and get_args(annotation)[0] is float)


def is_second_order(kind: str, arguments: Mapping[str, Any]) -> bool:
    """Whether some numbers of a law of this kind are laws themselves."""
    numbers = numbers_of(kind) & arguments.keys()
    return any(True for _ in _uncertain({name: arguments[name] for name in numbers}))


def _uncertain(numbers: Mapping[str, Any]) -> Iterator[tuple[str, Law]]:
    """The laws among numbers, and within lists of them."""
    for name, value in numbers.items():
        if isinstance(value, Law):
            yield name, value
        elif isinstance(value, tuple):
            yield from ((f"{name}.{k}", one) for k, one in enumerate(value) if isinstance(one, Law))


def drawn_for(law: Law) -> dict[str, Law]:
    """What is drawn before a law is: the uncertain numbers of a second-order law, and all that is shared within."""
    own = dict(law.drawn) if isinstance(law, SecondOrder) else {}
    return own | {one.name: one.law for one in shared_in(law)}


def given(law: Law, values: Mapping[str, float]) -> Law:
    """The law once all that `drawn_for` names is known."""
    known = settled(law, values)
    return known.given(values) if isinstance(known, SecondOrder) else known


def settled(law: Any, values: Mapping[str, float]) -> Any:
    """A law once some of what it shares is known by name; a number where it stands for no more than that."""
    if isinstance(law, Shared):
        return law.value(values[law.name]) if law.name in values else law
    if isinstance(law, tuple):
        return tuple(settled(inner, values) for inner in law)
    if not isinstance(law, Law) or shared_names(law).isdisjoint(values):
        return law
    cls = law_class(law.kind) if isinstance(law, SecondOrder) else type(law)
    arguments = {
        name: _in_place(cls, name, settled(value, values)) for name, value in law.arguments().items()
    }
    if isinstance(law, SecondOrder) and is_second_order(law.kind, arguments):
        return SecondOrder(law.kind, **arguments)
    for keys, constructor in cls.alternatives().items():
        if set(keys) == arguments.keys():
            return constructor(**arguments)
    return cls(**arguments)


def _in_place(cls: type[Law], name: str, value: Any) -> Any:
    """A number that stands where a law is needed, as the law of a fixed value."""
    from distributions.constant import Constant

    annotation = cls.parameters()[name].annotation if name in cls.parameters() else None
    if annotation is Law and isinstance(value, float):
        return Constant(value)
    if get_origin(annotation) is tuple and get_args(annotation)[0] is Law:
        return tuple(Constant(one) if isinstance(one, float) else one for one in value)
    return value
