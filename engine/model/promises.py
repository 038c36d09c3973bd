"""What is promised of a model's outputs, and in what they are measured."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from numbers import Real
from typing import Any

from engine.bounds import JOINED, SIDES, joined_by
from engine.problems import Refused, listed, nearest

KEYS = ("statement", "metric", *SIDES, *JOINED)


class ModelError(Refused):
    """A model whose inputs, formula, outputs, correlations or claims do not fit together."""


def check_promises(
    outputs: Sequence[str], units: Mapping[str, str], claims: Mapping[str, Mapping[str, Any]]
) -> None:
    """Refuse units and claims of what is no output, and claims that say nothing; raises `ModelError`."""
    for name in units:
        _known("units", name, outputs, "output")
    for name, claim in claims.items():
        where = f"claims[{name!r}]"
        for key in claim:
            _known(where, key, KEYS, "key of a claim")
        how = joined_by(claim)
        if how:
            if (set(KEYS) - {"statement", how}) & set(claim) or not claim[how]:
                raise ModelError(f"{where}: {how} takes the names of other claims, and stands alone")
            for part in claim[how]:
                _known(f"{where}: {how}", part, [other for other in claims if other != name], "other claim")
            continue
        bounds = [side for side in SIDES if side in claim]
        if "metric" not in claim or len(bounds) != 1:
            found = listed(sorted(claim), "and") or "nothing"
            raise ModelError(f"{where} holds {found}; a metric with at_least or at_most is needed, or all_of")
        _known(f"{where}: metric", claim["metric"], outputs, "output")
        bound = claim[bounds[0]]
        if not isinstance(bound, Real) or not math.isfinite(bound):
            raise ModelError(f"{where}: {bounds[0]} = {bound!r}; a finite number is needed")


def claim_specs(claims: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The claims as results carry them."""
    return {name: {"name": name, "statement": name, **claim} for name, claim in claims.items()}


def has_floor(output: str, claims: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a claim sets an output a floor, so that its careful side is low."""
    return any(claim.get("metric") == output and "at_least" in claim for claim in claims.values())


def _known(where: str, name: str, known: Sequence[str], what: str) -> None:
    if name not in known:
        hint = nearest(str(name), known)
        raise ModelError(
            f"{where}: {name!r} is no {what}; " + (hint or f"there are {listed(list(known), 'and')}")
        )
