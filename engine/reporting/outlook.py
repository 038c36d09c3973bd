"""The sentences for one measure, and the readings of its outlook that charts need."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.analysis.figures import worst
from engine.bounds import RELATIVE_TOLERANCE
from engine.reporting import phrasing
from engine.reporting.units import scale_for

if TYPE_CHECKING:
    import xarray as xr


class BoundClaim(NamedTuple):
    """A claim on the measure: its bound (NaN on the side where it has none) and its chance with interval."""

    at_least: float
    at_most: float
    probability: float
    low: float
    high: float
    base_case: bool


def bounding_claims(found: xr.Dataset) -> list[BoundClaim]:
    """The claims on the measure of an outlook."""
    columns = (found[key].values.tolist() for key in BoundClaim._fields)
    return [BoundClaim(*row) for row in zip(*columns, strict=True)]


def marks(found: xr.Dataset) -> list[float]:
    """Every finite value that a chart must keep in view: the claims' bounds and, last, the base case."""
    bounds = [bound for claim in bounding_claims(found) for bound in (claim.at_least, claim.at_most)]
    return [mark for mark in (*bounds, found.attrs["base"]) if np.isfinite(mark)]


def at_most(found: xr.Dataset, x: NDArray[np.float64], but_not_equal: bool = False) -> NDArray[np.int64]:
    """How many iterations have a number of at most each of `x`, or less than each."""
    place = np.searchsorted(found["finite"].values, x, side="left" if but_not_equal else "right")
    return np.insert(np.cumsum(found["weight"].values), 0, 0)[place]


def quantile(found: xr.Dataset, share: float) -> float:
    """The smallest value that has at least `share` of the numbers at or below it."""
    last = np.cumsum(found["weight"].values)
    return float(found["finite"].values[np.searchsorted(last, share * last[-1] * (1 - 1e-12))])


def value_at(found: xr.Dataset, percentage: float) -> float:
    """The value at one of the percentages of an outlook."""
    return float(found["value"].sel(percentile=percentage))


def heading(found: xr.Dataset) -> str:
    """The assured value where the careful side is known, else the median and the middle 80%."""
    name = phrasing.capitalised(found.attrs["long_name"])
    if found.attrs["cautious"] in ("low", "high"):
        assured = phrasing.assured_percentile(found.attrs["cautious"])
        value = value_at(found, assured)
        if found.attrs["cautious"] == "low" and value == np.inf:
            return f"{name}: {_without(found)}"
        return f"{name}: {phrasing.assurance(value, found.attrs['units'], found.attrs['cautious'], assured)}"
    if found.attrs["missing"]:
        return f"{name}: {_without(found)}"
    values, units = [value_at(found, p) for p in (10, 50, 90)], found.attrs["units"]
    low, middle, high = (phrasing.quantity(one, units, scale=scale_for(units, *values)) for one in values)
    return f"{name}: median {middle}, 80% of iterations from {low} to {high}"


def lead(found: xr.Dataset) -> str:
    """The chance of each claim on the measure and of its base case, and what became of missing iterations."""
    sentences = [
        f"The claim of {phrasing.bound(found.attrs['units'], claim.at_least, claim.at_most)} "
        f"{'holds' if claim.base_case else 'does not hold'} in the base case; its chance is "
        f"{phrasing.chance(claim.probability, claim.low, claim.high)}."
        for claim in bounding_claims(found)
    ]
    claimed = [
        mark for mark in marks(found)[:-1] if np.isclose(mark, found.attrs["base"], rtol=RELATIVE_TOLERANCE)
    ]
    if np.isfinite(found.attrs["base"]) and not claimed:
        limit = phrasing.bound(found.attrs["units"], **{worst(found.attrs["cautious"]): found.attrs["base"]})
        share = phrasing.share(found.attrs["no_worse_than_base"], found.attrs["iterations"])
        sentences.append(f"The chance of the base case, {limit}, is {share}.")
    return " ".join([*sentences, *_missing(found)])


def _missing(found: xr.Dataset) -> list[str]:
    """A sentence for each kind of iterations that give no number to draw."""
    infinite = {"above": "infinitely high", "below": "infinitely low"}
    counts = {kind: found.attrs[kind] for kind in infinite}
    nan = found.attrs["missing"] - sum(counts.values())
    fates = [
        (counts[kind], f"{_no_number(found, words)} and are not drawn") for kind, words in infinite.items()
    ]
    fate = {
        "low": " and rank below every number",
        "high": " (never) and rank above every number",
    }.get(found.attrs["cautious"], ", so no percentile is given")
    fates.append((nan, f"{_no_number(found, 'no number')}{fate}"))
    return [
        f"{phrasing.share(count, found.attrs['iterations'])} of iterations ({count:,}) {words}."
        for count, words in fates
        if count
    ]


def _no_number(found: xr.Dataset, words: str) -> str:
    """Why there is no number: a ratio has nothing to divide by."""
    if found.attrs.get("measure") == "benefit_cost_ratio":
        return "have no cost to divide by"
    return f"give {words}" if words == "no number" else f"are {words}"


def _without(found: xr.Dataset) -> str:
    """How many iterations give no number."""
    return f"{found.attrs['missing']:,} of {found.attrs['iterations']:,} iterations {_no_number(found, 'no number')}"


def reading(found: xr.Dataset) -> str:
    """The assured percentile read from either side, with its interval; what the run is too short for."""
    percentage = phrasing.assured_percentile(found.attrs["cautious"])
    ends = found.sel(percentile=percentage)
    value, low, high = (float(ends[key]) for key in ("value", "value_low", "value_high"))
    sentences = []
    if np.isfinite(value):
        sentences.append(f"Read either way: {phrasing.both_ways(value, found.attrs['units'], percentage)}.")
    if np.isfinite([low, high]).all():
        label = phrasing.percentile_label(percentage)
        units = found.attrs["units"]
        ends_told = phrasing.interval(low, high, units, scale=scale_for(units, value))
        sentences.append(f"95% interval of {label}: {ends_told}.")
    return " ".join([*sentences, too_few(found, found.attrs["missing"])]).strip()


def too_few(found: xr.Dataset, missing: int) -> str:
    """The percentiles of one set of values whose interval the run cannot give, in a sentence; "" if none."""
    value, low, high = (found[key].values for key in ("value", "value_low", "value_high"))
    open_ended = np.isfinite(value) & ~(np.isfinite(low) & np.isfinite(high))
    labels = [phrasing.percentile_label(p) for p in found["percentile"].values[open_ended & (missing == 0)]]
    return f"Too few iterations to trust {', '.join(labels)}." if labels else ""
