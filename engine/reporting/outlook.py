"""What the results say of one measure, gathered before anything is drawn, and the sentences for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.analysis.claims import RELATIVE_TOLERANCE, claims
from engine.analysis.figures import figures, worst
from engine.analysis.measures import iterations_of
from engine.analysis.percentiles import Percentiles
from engine.reporting import phrasing

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class BoundClaim:
    """A claim on the measure: its bound (NaN on the side where it has none) and its chance with interval."""

    at_least: float
    at_most: float
    probability: float
    low: float
    high: float
    base_case: bool


@dataclass(frozen=True)
class Outlook:
    """One measure's values and what is said of them; money and time in `units`."""

    long_name: str
    units: str
    cautious: str
    base: float
    iterations: int
    finite: NDArray[np.float64]
    """The values that are numbers, ascending."""
    weights: NDArray[np.int64]
    """How many iterations have each."""
    no_worse_than_base: int
    ranked: Percentiles
    claims: list[BoundClaim]

    @property
    def missing(self) -> int:
        """Iterations that gave no number."""
        return self.iterations - int(self.weights.sum())

    @property
    def marks(self) -> list[float]:
        """Every finite value that a chart must keep in view: the claims' bounds and the base case."""
        bounds = [bound for claim in self.claims for bound in (claim.at_least, claim.at_most)]
        return [mark for mark in (*bounds, self.base) if np.isfinite(mark)]

    def at_most(self, x: NDArray[np.float64]) -> NDArray[np.int64]:
        """How many iterations have a number of at most each of `x`."""
        return np.insert(np.cumsum(self.weights), 0, 0)[np.searchsorted(self.finite, x, side="right")]

    def quantile(self, share: float) -> float:
        """The smallest value that has at least `share` of the numbers at or below it."""
        last = np.cumsum(self.weights)
        return float(self.finite[np.searchsorted(last, share * last[-1] * (1 - 1e-12))])

    def value_at(self, percentage: float) -> float:
        """The value at one of the percentages in `ranked`."""
        return float(self.ranked.value[self.ranked.percentages == percentage][0])


def outlook(results: xr.Dataset, name: str) -> Outlook:
    """The outlook of the measure `name`: percentiles 10, 50, 80, 90, and 20 where the careful side is low.

    Raises ValueError if the results hold no such measure.
    """
    measure = figures(results, name)
    attrs = measure.attrs
    finite, weights = measure.weighted()
    stated = claims(results)
    rows = [stated.isel(claim=i) for i in range(stated.sizes["claim"]) if stated["metric"].values[i] == name]
    found = [_bound_claim(row) for row in rows]
    return Outlook(
        long_name=attrs["long_name"][:1].upper() + attrs["long_name"][1:],
        units=attrs["units"],
        cautious=attrs["cautious"],
        base=attrs["base"],
        iterations=iterations_of(results),
        finite=finite,
        weights=weights,
        no_worse_than_base=measure.no_worse_than_base(),
        ranked=measure.percentiles((10, 20, 50, 80, 90) if attrs["cautious"] == "low" else (10, 50, 80, 90)),
        # a claim over several that all bound this measure has no bound of its own to draw
        claims=[claim for claim in found if not (np.isnan(claim.at_least) and np.isnan(claim.at_most))],
    )


def _bound_claim(row: xr.Dataset) -> BoundClaim:
    return BoundClaim(
        at_least=float(row["at_least"]),
        at_most=float(row["at_most"]),
        probability=float(row["probability"]),
        low=float(row["low"]),
        high=float(row["high"]),
        base_case=bool(row["base_case"]),
    )


def heading(found: Outlook) -> str:
    """The assured value where the careful side is known, else the median and the middle 80%."""
    if found.cautious in ("low", "high"):
        assured = phrasing.assured_percentile(found.cautious)
        sentence = phrasing.assurance(found.value_at(assured), found.units, found.cautious, assured)
        return f"{found.long_name}: {sentence}"
    if found.missing:
        return f"{found.long_name}: {found.missing:,} of {found.iterations:,} iterations give no number"
    low, middle, high = (phrasing.quantity(found.value_at(p), found.units) for p in (10, 50, 90))
    return f"{found.long_name}: median {middle}, 80% of iterations from {low} to {high}"


def lead(found: Outlook) -> str:
    """The chance of each claim on the measure and of its base case, and what became of missing iterations."""
    sentences = [
        f"The claim of {phrasing.bound(found.units, claim.at_least, claim.at_most)} "
        f"{'holds' if claim.base_case else 'does not hold'} in the base case; its chance is "
        f"{phrasing.chance(claim.probability, claim.low, claim.high)}."
        for claim in found.claims
    ]
    claimed = [mark for mark in found.marks[:-1] if np.isclose(mark, found.base, rtol=RELATIVE_TOLERANCE)]
    if np.isfinite(found.base) and not claimed:
        limit = phrasing.bound(found.units, **{worst(found.cautious): found.base})
        share = phrasing.probability(found.no_worse_than_base / found.iterations)
        sentences.append(f"The chance of the base case, {limit}, is {share}.")
    if found.missing:
        fate = {
            "low": " and rank below every number",
            "high": " (never) and rank above every number",
        }.get(found.cautious, ", so no percentile is given")
        share = phrasing.probability(found.missing / found.iterations)
        sentences.append(f"{share} of iterations ({found.missing:,}) give no number{fate}.")
    return " ".join(sentences)


def reading(found: Outlook) -> str:
    """The assured percentile read from either side, with its interval; what the run is too short for."""
    percentage = phrasing.assured_percentile(found.cautious)
    index = found.ranked.percentages.tolist().index(percentage)
    value, low, high = (
        float(ends[index]) for ends in (found.ranked.value, found.ranked.low, found.ranked.high)
    )
    sentences = []
    if np.isfinite(value):
        sentences.append(f"Read either way: {phrasing.both_ways(value, found.units, percentage)}.")
    if np.isfinite([low, high]).all():
        label = phrasing.percentile_label(percentage)
        sentences.append(f"95% interval of {label}: {phrasing.interval(low, high, found.units)}.")
    return " ".join([*sentences, too_few(found.ranked)]).strip()


def too_few(ranked: Percentiles) -> str:
    """The percentiles of one set of values whose interval the run cannot give, in a sentence; "" if none."""
    open_ended = np.isfinite(ranked.value) & ~(np.isfinite(ranked.low) & np.isfinite(ranked.high))
    labels = [phrasing.percentile_label(p) for p in ranked.percentages[open_ended & (ranked.missing == 0)]]
    return f"Too few iterations to trust {', '.join(labels)}." if labels else ""
