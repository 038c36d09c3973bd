"""What is claimed of a programme."""

from __future__ import annotations

from dataclasses import dataclass

from engine.programme.figure import Figure
from engine.programme.quantity import UNKNOWN, Provenance


@dataclass(frozen=True)
class Claim:
    """A statement about the results, true or not in an iteration: one bound, `all_of` or `any_of` other claims.

    `metric` is the name of `figure`, where the claim is about one.
    """

    name: str
    statement: str
    metric: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    all_of: tuple[str, ...] = ()
    cases: int | None = None  # in which such a claim never held
    provenance: Provenance = UNKNOWN
    any_of: tuple[str, ...] = ()
    figure: Figure | None = None
