"""What it is for a bound or a claim to be met, wherever it is asked: of one base case or of every iteration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.problems import ResultsError

RELATIVE_TOLERANCE = 1e-9
"""How far a value may miss a bound, as a share of the bound, and still meet it: a base case built to equal
its claim must not fail on the last bits of a sum. The same for the base case and for every iteration; a
bound of 0 is exact."""

Side = Literal["at_least", "at_most"]
SIDES: tuple[Side, ...] = ("at_least", "at_most")

JOINED = {"all_of": np.logical_and, "any_of": np.logical_or}
"""How a claim is made of others: all must hold in an iteration, or one at least."""

Claim = Mapping[str, Any]
Claims = Mapping[str, Claim]
Values = Mapping[str, NDArray[np.float64]]


class Bound(NamedTuple):
    """A value that a measure is not to fall below, or not to exceed."""

    measure: str
    side: Side
    value: float  # in the measure's units

    def met_by(self, found: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether each value meets the bound, of the shape of `found`; a NaN meets none."""
        slack = RELATIVE_TOLERANCE * abs(self.value)
        return found >= self.value - slack if self.side == "at_least" else found <= self.value + slack


def joined_by(claim: Claim) -> str:
    """`all_of` or `any_of`; "" of a claim that is about a measure."""
    return next((how for how in JOINED if how in claim), "")


def bounds_of(claim: Claim) -> list[Bound]:
    """The bounds of a claim on one measure; none of a claim over several."""
    if joined_by(claim):
        return []
    return [Bound(str(claim["metric"]), side, float(claim[side])) for side in SIDES if side in claim]


def metrics_of(claims: Claims, name: str) -> list[str]:
    """The measures that a claim is about, those of its parts if it is over several."""
    claim = claims[name]
    how = joined_by(claim)
    if not how:
        return [str(claim["metric"])]
    return list(dict.fromkeys(metric for part in claim[how] for metric in metrics_of(claims, part)))


def evaluate(claims: Claims, values: Values) -> dict[str, NDArray[np.bool_]]:
    """Whether each claim holds, by name, in every iteration of which `values` holds the measures by name.

    Raises `ResultsError` for a claim without a bound or parts, of an unknown claim, or that refers to itself.
    """
    done: dict[str, NDArray[np.bool_]] = {}
    return {name: _judge(name, (), claims, values, done) for name in claims}


def _judge(
    name: str,
    path: tuple[str, ...],
    claims: Claims,
    values: Values,
    done: dict[str, NDArray[np.bool_]],
) -> NDArray[np.bool_]:
    """One claim, for the claims in `path`. No closure: one that calls itself would keep blocks from being freed."""
    if name in path:
        raise ResultsError(f"claims refer to one another in a circle: {' -> '.join((*path, name))}")
    if name not in claims:
        how = joined_by(claims[path[-1]])
        raise ResultsError(
            f"claim {path[-1]!r} is {how} {name!r}, which is not a claim; claims: {list(claims)}"
        )
    if name not in done:
        claim = claims[name]
        how = joined_by(claim)
        if how:
            parts = [_judge(part, (*path, name), claims, values, done) for part in claim[how]]
            done[name] = JOINED[how].reduce(parts)
        else:
            done[name] = _meets(claim, values)
    return done[name]


def _meets(claim: Claim, values: Values) -> NDArray[np.bool_]:
    if "metric" not in claim or not set(SIDES) & set(claim):
        raise ResultsError(
            f"claim {claim['name']!r} needs all_of, any_of, or a metric with at_least or at_most; found {sorted(claim)}"
        )
    found = values[str(claim["metric"])]
    holds = [bound.met_by(found) for bound in bounds_of(claim)]
    return np.logical_and(*holds) if len(holds) == 2 else holds[0]
