"""What one expert said of one quantity, and who said it, when, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from engine.problems import Problem, Refused, number
from engine.programme.quantity import GREATEST, SMALLEST

Quantiles = Mapping[float, float] | Sequence[Sequence[float]]

_LEAST_WIDTH = 1e-9
_OUTERMOST = 1e-9  # of a probability: nobody states one chance in more than a thousand million
_ALIKE = 1e-9  # values that differ by less of their size leave too few digits to fit a law to
VALUES = "values that rise with the probability"


class ElicitationError(Refused):
    """Answers that no law can be made of; `problems` holds every fault that was found."""


@dataclass(frozen=True)
class Answer:
    """`quantiles` maps probabilities to values not exceeded with them: `{0.1: 8, 0.5: 10, 0.9: 20}`.

    Held as pairs in order of probability. `who`, `when` and `basis` say where they come from; `weight` counts
    when experts are pooled; `mode` is the most likely value, beside which bounds may stand for quantiles. Raises
    `ElicitationError` with every fault: fewer than two quantiles and no mode, a probability outside (0, 1) or stated
    twice, values that are not finite or do not rise, a weight not above 0, sizes beyond 1e15 or (but 0) below 1e-15.
    """

    quantiles: Quantiles
    who: str = ""
    when: str = ""
    basis: str = ""
    note: str = ""
    weight: float = 1.0
    mode: float | None = None

    def __post_init__(self) -> None:
        pairs = self.quantiles.items() if isinstance(self.quantiles, Mapping) else self.quantiles
        stated = [tuple(pair) if isinstance(pair, Sequence) else (pair,) for pair in pairs]
        faults = [*_unreadable(stated)]
        if not faults:
            stated.sort()
            faults = [*_disordered(stated, self.mode is None)]
        if not _finite(self.weight) or self.weight <= 0:
            found, accepted = repr(self.weight), "a number above 0; leave an expert out who is not to count"
            faults.append(Problem("weight", found, accepted))
        else:
            faults += beyond_reason("weight", self.weight)
        if self.mode is not None:
            faults += beyond_reason("mode", self.mode)
        if faults:
            raise ElicitationError(faults)
        object.__setattr__(self, "quantiles", tuple((float(p), float(x)) for p, x in stated))

    @property
    def probabilities(self) -> tuple[float, ...]:
        """The stated probabilities, ascending."""
        return tuple(p for p, _ in self.pairs)

    @property
    def values(self) -> tuple[float, ...]:
        """The value stated at each."""
        return tuple(x for _, x in self.pairs)

    @property
    def pairs(self) -> tuple[tuple[float, float], ...]:
        """(probability, value), ascending."""
        return cast("tuple[tuple[float, float], ...]", self.quantiles)

    @property
    def provenance(self) -> str:
        """`Ann Example, 2026-11-02, three migrations she ran (note)`; what was not said is left out."""
        said = ", ".join(part for part in (self.who, self.when, self.basis) if part)
        return " ".join(part for part in (said, f"({self.note})" if self.note else "") if part)


def label(probability: float) -> str:
    """`P10`; `P2.5`."""
    return f"P{100 * probability:.10g}"


def _finite(value: Any) -> bool:
    return number(value) is not None


def _unreadable(stated: list[tuple[Any, ...]]) -> Iterator[Problem]:
    for pair in stated:
        if len(pair) != 2 or not _finite(pair[0]):
            yield Problem("quantiles", repr(pair), "pairs of a probability and a value, such as 0.1: 8")
            continue
        p, x = pair
        if not 0 < p < 1:
            yield Problem(
                f"quantile {p:g}",
                f"probability {p:g}",
                "a probability strictly between 0 and 1",
                _percentage_hint(p),
            )
        elif not _OUTERMOST <= p <= 1 - _OUTERMOST:
            yield Problem(
                label(p), f"probability {p:g}", f"a probability from {_OUTERMOST:g} to 1 - {_OUTERMOST:g}"
            )
        else:
            yield from beyond_reason(label(p), x)


def beyond_reason(place: str, x: Any) -> list[Problem]:
    """The fault of a value that is no number, or one of a size that another unit would mend."""
    if not _finite(x):
        return [Problem(place, repr(x), "a finite number")]
    if abs(x) > GREATEST:
        return [Problem(place, repr(x), f"a number of at most {GREATEST:g} in size; choose a greater unit")]
    if 0 < abs(x) < SMALLEST:
        return [
            Problem(place, repr(x), f"0, or a number of at least {SMALLEST:g} in size; choose a smaller unit")
        ]
    return []


def _percentage_hint(p: float) -> str:
    if 1 < p < 100:
        return f"the P{p:g} is written {p / 100:g}"
    if p == 0:
        return "a value that cannot be passed is a bound: give it as low"
    return "a value that cannot be passed is a bound: give it as high" if p in (1, 100) else ""


def _disordered(stated: list[tuple[Any, ...]], alone: bool) -> Iterator[Problem]:
    """Quantiles that do not rise; fewer than two, if they stand `alone`, without a most likely value."""
    if len(stated) < 2 and alone:
        found = f"{label(stated[0][0])} alone" if stated else "none"
        yield Problem(
            "quantiles",
            found,
            "at least two, for instance P10 and P90, or a most likely value (mode) with low and high",
        )
    falls = len(stated) > 1 and all(a[1] > b[1] for a, b in pairwise(stated))
    exceedance = (
        "if your P10 is the value with a 10% chance of being exceeded, it is the P90 here: "
        "Px is an x% chance of at most the value"
    )
    if len(stated) > 1:
        first, last = stated[0][1], stated[-1][1]
        if 0 < last - first < max(_LEAST_WIDTH, _ALIKE * abs(first)):
            accepted = (
                f"values that differ in their first nine digits and by {_LEAST_WIDTH:g}, in a smaller unit"
            )
            yield Problem("quantiles", f"from {first!r} to {last!r}", accepted)
    for (p, low), (q, high) in pairwise(stated):
        if p == q:
            yield Problem(label(p), f"stated twice, {low:g} and {high:g}", "one value for each probability")
        elif low == high:
            accepted = f"{VALUES}; of a quantity that is certain say a constant instead"
            yield Problem(label(q), f"{high:g}, the same as {label(p)}", accepted)
        elif low > high:
            yield Problem(
                label(q), f"{high:g}, below {label(p)} = {low:g}", VALUES, exceedance if falls else ""
            )
