"""Any distribution of SciPy, continuous or discrete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, ClassVar

import numpy as np

from distributions.base.derived import Derived
from distributions.base.error import nearest
from distributions.base.law import Law, LawError, probability
from distributions.base.scipy_laws import Continuous, Counts, asked, refuse_endless


@dataclass(frozen=True, init=False, repr=False)
class FromScipy(Derived):
    """The distribution of `scipy.stats` with this `name` and these `parameters`: shapes, loc and scale.

    In Python a frozen distribution does as well: `FromScipy(stats.gamma(2.0, scale=3))`. Its quantiles are as
    exact as SciPy's own: where SciPy has no `isf` of its own for a law, the far upper tail is rough. `bends` are
    the probabilities, if any, at which a continuous quantile bends. Of counts, those beyond which less than
    1e-20 of the probability lies are left out. A distribution for whose quantiles SciPy searches too long, such as
    levy_stable, is refused.
    """

    SUPPORT = "as SciPy's"

    name: str
    parameters_: tuple[tuple[str, float], ...]
    bends: tuple[float, ...]

    EXAMPLES: ClassVar[Any]

    def __init__(
        self,
        name: Annotated[str, "name in scipy.stats"],
        parameters: Annotated[Mapping[str, float] | None, "shapes, loc and scale, by SciPy's names"] = None,
        bends: Annotated[tuple[float, ...], "probabilities at which the quantile bends"] = (),
    ) -> None:
        if not isinstance(name, str):
            name, parameters = _name_and_parameters(name)
        self.hold(name=name, parameters=parameters or {}, bends=bends)

    def check(self) -> None:
        probability(self, "bends")
        frozen = self._frozen
        refuse_endless(frozen)
        middle = asked(frozen, "ppf", [0.1, 0.5, 0.9])
        if not (
            np.isfinite(middle).all()
            and 0.4 < asked(frozen, "cdf", middle[1]) <= 1
            and frozen.cdf(np.inf) == 1
        ):
            raise LawError(f"parameters = {dict(self.parameters_)}: scipy.stats.{self.name} has no such law")

    def patience(self) -> float:
        return self.equivalent.patience()

    @cached_property
    def _frozen(self) -> Any:
        distribution = _named(self.name)
        try:
            return distribution(**dict(self.parameters_))
        except (TypeError, ValueError) as error:
            accepted = ", ".join(_parameter_names(distribution))
            raise LawError(
                f"parameters = {dict(self.parameters_)}: scipy.stats.{self.name} takes {accepted} ({error})"
            ) from error

    @cached_property
    def equivalent(self) -> Law:
        return (
            Counts(self._frozen)
            if hasattr(self._frozen.dist, "pmf")
            else Continuous(self._frozen, self.bends)
        )


def _named(name: str) -> Any:
    from scipy import stats

    found = getattr(stats, name, None)
    if isinstance(found, stats.rv_continuous | stats.rv_discrete):
        return found
    known = [
        key
        for key, entry in vars(stats).items()
        if isinstance(entry, stats.rv_continuous | stats.rv_discrete)
    ]
    raise LawError(f'name = "{name}" is no distribution of scipy.stats{nearest(name, known)}')


def _parameter_names(distribution: Any) -> list[str]:
    shapes = distribution.shapes.split(", ") if distribution.shapes else []
    return [*shapes, "loc", *([] if hasattr(distribution, "pmf") else ["scale"])]


def _name_and_parameters(frozen: Any) -> tuple[str, dict[str, float]]:
    distribution = getattr(frozen, "dist", None)
    name = getattr(distribution, "name", None)
    if not name or type(_named(name)) is not type(distribution):
        raise LawError(
            f"{frozen!r} is not a frozen distribution of scipy.stats, such as stats.gamma(2.0, scale=3); "
            "for a histogram use cumulative, for a list of values discrete, else write a law of your own"
        )
    return name, dict(zip(_parameter_names(distribution), frozen.args, strict=False)) | frozen.kwds


class _Examples:
    """Made when first asked for: to import `scipy.stats` takes a second or two."""

    def __get__(self, instance: object, owner: type) -> tuple[FromScipy, ...]:
        return (
            FromScipy("gamma", {"a": 2.0, "scale": 3}),
            FromScipy("laplace", {"loc": 10, "scale": 8}, bends=(0.5,)),
            FromScipy("rayleigh", {"scale": 5}),
            FromScipy("poisson", {"mu": 3.5}),
            FromScipy("skellam", {"mu1": 2, "mu2": 1}),
        )


FromScipy.EXAMPLES = _Examples()
