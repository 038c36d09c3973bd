"""How much money in which year: each year's percentiles, which do not add up, and paths that do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.analysis.asked import check_confidence
from engine.analysis.estimators.allocation import shares_at
from engine.analysis.estimators.percentiles import percentiles, value_rank
from engine.analysis.measures import bases_of
from engine.analysis.summands import yearly_terms

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]


def has_years(results: xr.Dataset, name: str) -> bool:
    """Whether the results hold what a budget for the measure `name` is made of."""
    terms = yearly_terms(results, name)
    return bool(terms) and all(term in results and "year" in results[term].dims for term in terms)


def budget_by_year(
    results: xr.Dataset, name: str, percentages: Sequence[float], confidence: float = 0.95
) -> xr.Dataset:
    """A budget for the measure `name`, by `year` at cumulative `percentile`s of money up to the horizon.

    By `year`: year_base. By `(percentile, year)`: budget with budget_low and budget_high, the percentile of each
    year by itself; path, what the year comes to on average in the iterations nearest that percentile of all years
    together, which adds up to it; nearest, the one iteration nearest to it. By `percentile`: whole, that percentile of
    the years together; sum_of_budgets; nearest_iteration. Money in the units of the measure, undiscounted; of costs
    all categories, whatever total_cost counts.
    """
    import xarray as xr

    check_confidence(confidence)
    terms = yearly_terms(results, name)
    years = np.asarray(sum(sign * _by_year(results, term) for term, sign in terms.items()))
    base = np.asarray(sum(sign * bases_of(results, term) for term, sign in terms.items()), np.float64)
    together = years.sum(axis=0)
    ranked = percentiles(years, percentages, confidence)
    order = np.argsort(together, kind="stable")
    places = np.array([order[value_rank(len(together), p) - 1] for p in percentages])
    paths = np.array([shares_at(years, together, p, confidence).value for p in percentages])
    number = results["iteration"].values[places] if "iteration" in results.coords else places
    one, two = "percentile", ("percentile", "year")
    return xr.Dataset(
        {
            "year_base": ("year", base),
            "budget": (two, ranked.value.T),
            "budget_low": (two, ranked.low.T),
            "budget_high": (two, ranked.high.T),
            "path": (two, paths),
            "nearest": (two, years[:, places].T),
            "whole": (one, together[places]),
            "sum_of_budgets": (one, ranked.value.sum(axis=0)),
            "nearest_iteration": (one, np.asarray(number, np.int64)),
        },
        coords={
            "percentile": np.asarray(percentages, np.float64),
            "year": results["year"].values,
        },
    )


def _by_year(results: xr.Dataset, term: str) -> Floats:
    return np.asarray(results[term].transpose("year", "iteration").values, np.float64)
