"""Measures that are sums of others, by cluster or by year: what each is of, for kept and counted iterations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.measures import HIGH, LOW

Floats = NDArray[np.float64]


class Derived(NamedTuple):
    """A measure by cluster or year, in the units of its terms."""

    long_name: str
    cautious: str
    dim: str
    terms: Mapping[str, int]
    """The measures that are added (1) or subtracted (-1)."""
    where_told: Mapping[str, int] = MappingProxyType({})
    """Those that count too where they are told, which not every programme has."""
    so_far: bool = False
    """Whether each part counts those before it too."""
    of_summaries: bool = True
    """Whether a run that keeps no iteration counts it."""


DERIVED = {
    "cluster_cost": Derived(
        "One-off, running and legacy cost",
        HIGH,
        "cluster",
        {"one_off_cost": 1, "running_cost": 1, "legacy_cost": 1},
    ),
    "cumulative_net_benefit": Derived(
        "Cumulative net benefit",
        LOW,
        "year",
        {"yearly_cash_benefit": 1, "yearly_efficiency_benefit": 1, "yearly_cost": -1},
        where_told={"yearly_societal_benefit": 1, "yearly_carbon_benefit": 1},
        so_far=True,
    ),
    "cumulative_cost": Derived(
        "Cumulative cost", HIGH, "year", {"yearly_cost": 1}, so_far=True, of_summaries=False
    ),
    "cumulative_net_cash": Derived(
        "Cumulative cash benefits less costs",
        LOW,
        "year",
        {"yearly_cash_benefit": 1, "yearly_cost": -1},
        so_far=True,
        of_summaries=False,
    ),
}


def derive(name: str, values: Callable[[str], Floats]) -> Floats:
    """`(part, ...)` The derived measure `name`, of its terms `(part, ...)`; undiscounted, as they are."""
    derived = DERIVED[name]
    (first, _), *_ = derived.terms.items()
    total = np.zeros_like(values(first))
    for term, sign in {**derived.terms, **derived.where_told}.items():
        try:
            found = values(term)
        except KeyError:
            if term in derived.terms:
                raise
            continue
        (np.add if sign > 0 else np.subtract)(total, found, out=total)
    if derived.so_far:
        for part in range(1, len(total)):  # np.cumsum strides over iterations
            total[part] += total[part - 1]
    return total
