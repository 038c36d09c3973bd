"""What every law of this folder is: a frozen dataclass that knows its quantile function."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from distributions.base.asked import patiently
from distributions.base.conversion import converted
from distributions.base.density import slope
from distributions.base.error import LawError as LawError
from distributions.base.guarded import GREATEST, LEAST, QUIET, quiet, refuse_great
from distributions.base.jumps import Jumps as Jumps
from distributions.base.jumps import jumps
from distributions.base.parameters import ByKeys, parameters_of
from distributions.base.parameters import Parameter as Parameter
from distributions.base.quadrature import mean, variance
from distributions.base.quantiles import BoolArray as BoolArray
from distributions.base.quantiles import FloatArray as FloatArray
from distributions.base.sampling import sample
from distributions.base.segments import Segment, cut


class Law(metaclass=ByKeys):
    """A probability distribution, given by its quantile function.

    A law's parameters are its TOML keys. Subclasses are frozen dataclasses that refuse, in `check`,
    parameters that make no law. Probabilities and values go in and come out as NumPy arrays of any
    shape. A parameter named as a method of `Law` (`mean`) is held in the attribute `mean_`; such a law
    writes its own `__init__` and calls `hold` in it.
    """

    EXAMPLES: ClassVar[tuple[Any, ...]] = ()
    ACCURACY: ClassVar[float] = 1e-12  # relative error to expect of quantiles
    SUPPORT: ClassVar[str] = ""  # the values that there are, in words, by the names of parameters
    GREATEST: ClassVar[float] = GREATEST  # size of a parameter
    STEADY: ClassVar[bool] = (
        False  # its quantiles can be tabulated whatever its numbers: that need not be tried
    )

    EFFORT: ClassVar[int] = 1  # how many times as long a value takes as one by a formula

    def __init_subclass__(cls) -> None:
        for name in QUIET:
            if name in vars(cls):
                setattr(cls, name, quiet(vars(cls)[name]))

    def ppf(self, u: ArrayLike) -> FloatArray:
        """Smallest value not exceeded with probability at least `u`; the ends of the support at 0 and 1."""
        raise NotImplementedError

    @quiet
    def isf(self, t: ArrayLike) -> FloatArray:
        """Value exceeded with probability `t`, exact where `1 - t` would round away a small `t`."""
        return self.ppf(1.0 - np.asarray(t, float))

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Probability that the quantity is at most `x`."""
        raise NotImplementedError

    @quiet
    def sf(self, x: ArrayLike) -> FloatArray:
        """Probability that the quantity exceeds `x`, exact where `1 - cdf(x)` would round it away."""
        return 1.0 - self.cdf(x)

    def pdf(self, x: ArrayLike) -> FloatArray:
        """Density at `x`; `inf` at a pole, 0 outside of the support.

        Raises `LawError` for a law that puts probability on single values: there is `pmf`.
        """
        if self.jumps().values.size:
            raise LawError(
                f"{self} has no density: single values have a probability of their own; "
                "pmf(x) is that of exactly x, cdf(x) that of at most x"
            )
        return self.density(x)

    @quiet
    def density(self, x: ArrayLike) -> FloatArray:
        """Density at `x` of what does not lie on single values; by differences unless a law knows better."""
        return np.asarray(slope(self, np.asarray(x, float)))

    def pmf(self, x: ArrayLike) -> FloatArray:
        """Probability of exactly `x`, which is 0 but for values that the quantity takes again and again."""
        found, x = self.jumps(), np.asarray(x, float)
        place = np.minimum(np.searchsorted(found.values, x), max(found.values.size - 1, 0))
        if not found.values.size:
            return np.zeros(x.shape)
        return np.where(found.values[place] == x, found.masses[place], 0.0)

    def jumps(self) -> Jumps:
        """The single values that have a probability of their own, ascending, and these probabilities."""
        return jumps(self)

    def sample(self, n: int, seed: int) -> FloatArray:
        """`(n,)` independent draws: a pure function of law, `n` and `seed`; those of a smaller `n` come first.

        Laws that are drawn with one seed rise and fall together: give each its own. `engine.simulate` has draws of
        its own, keyed by the names of inputs. Raises `LawError` for a negative `n` or `seed`.
        """
        return sample(self, n, seed)

    def accuracy(self) -> float:
        """Relative error to expect of this law's quantiles, those of the laws that it is made of included."""
        return max([self.ACCURACY, *(law.accuracy() for law in self._inner())])

    def patience(self) -> float:
        """How many steps a table of it may take (see `bounded_work`); infinite but where SciPy searches."""
        return min((law.patience() for law in self._inner()), default=math.inf)

    def listed(self) -> int:
        """How many single values are listed by it and the laws that it is made of: some 300 bytes each when played."""
        return sum(law.listed() for law in self._inner())

    def _inner(self) -> Iterator[Law]:
        """The laws that this law is made of."""
        for value in self.arguments().values():
            several = value if isinstance(value, tuple) else (value,)
            if several and isinstance(several[0], Law):  # or numbers, perhaps a million of them
                yield from several

    @quiet
    def mean(self) -> float:
        """Expected value; `inf` or `nan` where it does not exist. By quadrature unless a law knows better."""
        return mean(self)

    @quiet
    def variance(self) -> float:
        """Variance; `inf` or `nan` where it does not exist. By quadrature unless a law knows better."""
        return variance(self)

    def sd(self) -> float:
        """Standard deviation."""
        return math.sqrt(max(self.variance(), 0.0))

    def knots(self) -> tuple[float, ...]:
        """Probabilities strictly inside (0, 1), ascending, at which the quantile jumps or bends."""
        return ()

    def segments(self) -> tuple[Segment, ...]:
        """The law cut at its knots, for tabulation."""
        return cut(self)

    def check(self) -> None:
        """Raise `LawError` if the parameters, already of their declared types, make no law."""

    @classmethod
    @cache
    def parameters(cls) -> Mapping[str, Parameter]:
        """The TOML keys of this law in the order of its constructor, with types, defaults and descriptions."""
        return MappingProxyType(parameters_of(cls.__init__))

    @classmethod
    def alternatives(cls) -> Mapping[tuple[str, ...], Callable[..., Law]]:
        """Other sets of TOML keys that name this law, each with the constructor that takes them.

        The class takes them too: `Lognormal(mean=10, sd=3)`.
        """
        return {}

    def arguments(self) -> dict[str, Any]:
        """Parameter names and values: `type(law)(**law.arguments()) == law`."""
        return {name: self.argument(name) for name in self.parameters()}

    def argument(self, name: str) -> Any:
        """The value of one parameter."""
        return getattr(self, _attribute(name))

    def hold(self, **arguments: Any) -> None:
        """Take the arguments as this law's parameters: convert them to their types, then `check` them."""
        for name, parameter in self.parameters().items():
            value = converted(name, parameter.annotation, arguments[name])
            refuse_great(name, value, self.GREATEST)
            object.__setattr__(self, _attribute(name), value)
        with patiently():
            self.check()

    def __post_init__(self) -> None:
        self.hold(**self.arguments())

    def __getstate__(self) -> dict[str, Any]:
        """The parameters alone: what a law has worked out from them is worked out again after unpickling."""
        return {_attribute(name): value for name, value in self.arguments().items()}

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self.arguments().items())
        return f"{type(self).__name__}({inside})"


@cache
def _attribute(name: str) -> str:
    return f"{name}_" if hasattr(Law, name) else name


def finite(law: Law, *names: str) -> None:
    """Refuse a parameter that is NaN or infinite; in a list, say how many and where the first is."""
    for name in names:
        value = law.argument(name)
        if not isinstance(value, tuple):
            if not math.isfinite(value):
                raise LawError(f"{name} = {value} is not finite; a finite number is needed")
            continue
        bad = np.flatnonzero(~np.isfinite(value))
        if bad.size:
            raise LawError(
                f"{name} holds {bad.size} of {len(value)} numbers that are not finite, "
                f"the first is {name}[{bad[0]}] = {value[bad[0]]}; finite numbers are needed"
            )


def positive(law: Law, *names: str) -> None:
    """Refuse a parameter that is not finite and greater than 0, or that is too small to work with."""
    finite(law, *names)
    for name in names:
        value = law.argument(name)
        if value <= 0:
            raise LawError(f"{name} = {value} must be greater than 0")
        if value < LEAST:
            raise LawError(f"{name} = {value} is too small; the smallest that can be played is {LEAST:g}")


def probability(law: Law, *names: str) -> None:
    """Refuse a parameter that is not between 0 and 1, ends included."""
    for name in names:
        found = law.argument(name)
        for value in found if isinstance(found, tuple) else (found,):
            if 0 <= value <= 1:
                continue
            raise LawError(f"{name} = {value} is not a probability; a number from 0 to 1 is needed")


def ascending(law: Law, names: Iterable[str]) -> None:
    """Refuse bounds that are not finite and in order, or that leave no room between first and last."""
    names = tuple(names)
    finite(law, *names)
    values = [law.argument(name) for name in names]
    found = ", ".join(f"{name} = {value}" for name, value in zip(names, values, strict=True))
    if sorted(values) != values:
        raise LawError(f"{found}: needs {' <= '.join(names)}")
    if values[0] == values[-1]:
        raise LawError(f'{found}: nothing is uncertain here; use kind = "constant" for a fixed value')
    if any(0 < high - low < LEAST for low, high in pairwise(values)):
        raise LawError(f"{found}: neighbours must be equal or at least {LEAST:g} apart")


def below(law: Law, x: float) -> float:
    """Probability that the quantity is strictly below `x`."""
    return float(law.cdf(float_before(np.asarray(x))))


def float_before(x: FloatArray) -> FloatArray:
    """The floating-point numbers just below finite `x`; infinities as they are."""
    return np.where(np.isfinite(x), np.nextafter(x, -np.inf), x)
