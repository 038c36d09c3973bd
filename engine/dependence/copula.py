"""What every copula says of itself: how it converts, how it plays, which degrees it takes, what it is called."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from distributions import Law
from engine.dependence.conversions import OF_NORMAL_SCORES, Conversion, Measure
from engine.problems import number


class Mixture(NamedTuple):
    """The two laws by which an elliptical copula plays through the tables of quantiles: a normal variance mixture.

    `multiplier` is drawn once an iteration for a group, and multiplies its correlated normal scores z. The score
    s = multiplier * z goes back to a uniform through v = (1 + s / sqrt(2 + s^2)) / 2, of which `tail` is a quantile
    function: log F(s) up to v = 1/2, -log(1 - F(s)) above, where F is the distribution function of s.
    """

    multiplier: Law
    tail: Law


@dataclass(frozen=True)
class Copula:
    """How inputs hang together, given the correlations of their normal scores; as it stands, by these alone.

    A copula is a file of the folder `copulas`, whose name a user writes, with a class of that name. `degrees` of
    freedom are of those that take them. Raises `ValueError` for degrees that are not `fitting`.
    """

    degrees: float | None = None

    title: ClassVar[str]
    article: ClassVar[str] = "a "  # before the title in a sentence
    remark: ClassVar[str] = ""  # beside its name in the schema of a programme file
    degrees_above: ClassVar[float | None] = (
        None  # what its degrees of freedom exceed; nothing if it takes none
    )
    degrees_remark: ClassVar[str] = ""  # what few and many of them mean
    reorders: ClassVar[bool] = (
        False  # whether it puts a whole run's values in order, as `engine.draws.reorder` does
    )

    def __post_init__(self) -> None:
        if not self.fitting(self.degrees):
            raise ValueError(f"degrees = {self.degrees} do not fit {self.article}{self.title}")

    @classmethod
    def fitting(cls, degrees: float | None) -> bool:
        """Whether it can have these degrees of freedom, `None` being none."""
        if cls.degrees_above is None or degrees is None:
            return cls.degrees_above is None and degrees is None
        found = number(degrees)
        return found is not None and cls.degrees_above < found < math.inf

    def conversion(self, measure: Measure) -> Conversion:
        """What `measure` becomes between inputs whose normal scores correlate, and back."""
        return OF_NORMAL_SCORES[measure]

    @property
    def mixture(self) -> Mixture | None:
        """The laws by which it plays; nothing where normal scores are played as they are."""
        return None

    @property
    def heading(self) -> str:
        """What it is, as a heading: `Student t copula, 4.5 degrees of freedom`."""
        return self.title if self.degrees is None else f"{self.title}, {self.degrees:g} degrees of freedom"

    @property
    def phrase(self) -> str:
        """What it is, within a sentence: `a Student t copula with 4.5 degrees of freedom`."""
        name = f"{self.article}{self.title}"
        return name if self.degrees is None else f"{name} with {self.degrees:g} degrees of freedom"
