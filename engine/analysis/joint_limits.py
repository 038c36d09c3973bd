"""Which cost and which date are asked about together, and to which limits, where nobody says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from engine.analysis.claims import claim_specs
from engine.analysis.figures import worst
from engine.analysis.measures import describe, measure_names
from engine.bounds import Bound, bounds_of

if TYPE_CHECKING:
    import xarray as xr

COST, DELAY = "total_cost", "go_live_delay"
ASKED, BASE = "as asked", "base case"
DATED = "months from "  # and the month in which the programme starts: units of a date


class Limit(NamedTuple):
    """A limit and who set it: "as asked", "base case", or a claim in its own words."""

    value: float
    origin: str


def limit_of(results: xr.Dataset, name: str, base: float, cautious: str, asked: float | None) -> Limit:
    """The limit that is asked for, else that of the first claim on the careful side of the measure, else its base."""
    if asked is not None:
        return Limit(asked, ASKED)
    claimed = (
        Limit(bound.value, f"claim “{statement}”")
        for statement, bound in _claimed(results)
        if bound.measure == name and bound.side == worst(cautious)
    )
    return next(claimed, Limit(base, BASE))


def default_cost(results: xr.Dataset) -> str:
    """`total_cost`, unless a claim caps other money and none caps that."""
    unit = str(results.attrs.get("unit", ""))
    capped = [bound.measure for _, bound in _claimed(results) if bound.side == "at_most"]
    money = [name for name in capped if describe(results, name)["units"] == unit]
    return COST if COST in capped else next(iter(money), COST)


def default_date(results: xr.Dataset) -> str:
    """`go_live_delay`, unless the file claims dates and not that: then the latest of them, by which all is done."""
    capped = [bound for _, bound in _claimed(results) if bound.side == "at_most"]
    dates = [one for one in capped if str(describe(results, one.measure)["units"]).startswith(DATED)]
    if not dates or any(one.measure == DELAY for one in capped):
        return DELAY
    return max(dates, key=lambda one: one.value).measure


def as_claimed(results: xr.Dataset, name: str) -> str:
    """`finish_of_synergy.wave_2` for `finish.synergy.wave_2` where a claim is about it, else the name itself."""
    variable, _, label = name.partition(".")
    figure = f"{variable}_of_{label}"
    return figure if label and figure in results.data_vars else name


def _claimed(results: xr.Dataset) -> Iterator[tuple[str, Bound]]:
    """Each claim on a measure that the results hold: its statement, and its bound."""
    held = set(measure_names(results))
    for name, spec in claim_specs(results).items():
        for bound in bounds_of(spec):
            if bound.measure in held:
                yield str(spec.get("statement") or name), bound
