"""When has the programme paid for itself: benefits less costs so far, at the end of each year?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.analysis.asked import check_confidence
from engine.analysis.figures import Sample
from engine.analysis.measures import iterations_of
from engine.analysis.parts import long_name, part_figures

if TYPE_CHECKING:
    import xarray as xr

MEASURE = "cumulative_net_benefit"
LEVELS = (5, 10, 25, 50, 75, 90, 95)
ASSURED = {"low": 20, "high": 80}
"""The percentile that is met or bettered with a chance of 80%."""


def by_year(results: xr.Dataset, confidence: float = 0.95, of: str = MEASURE) -> xr.Dataset:
    """Cumulative net benefit (cash and efficiency benefits less all costs, undiscounted) at the end of each year.

    `of` may be "cumulative_cost" or "cumulative_net_cash" (cash benefits less costs) of what is no summary.

    Dimension `year` (coordinate: the calendar year in which each begins) holds
      base     NaN if not given
      missing  number of iterations that gave NaN; they rank below every number
      path     that of the typical iteration, whose final value is nearest to the final median; left out of a
               summary, which knows no single iteration
      assured_path   the same of the iteration nearest to the percentile that is met with a chance of 80%
    and dimensions `(year, percentile)`, of the percentiles 5, 10, 20 (of costs 80), 25, 50, 75, 90 and 95, hold
      value, value_low, value_high  the percentile and its interval, each year by itself.
    Attributes: long_name, units, cautious, iterations, and with `path` the numbers of these iterations, typical and
    assured.

    Raises `ResultsError` if the results lack the yearly flows or some of the years.
    """
    import xarray as xr

    check_confidence(confidence)
    found = part_figures(results, of, "year")
    told = {key: next(iter(found.values())).attrs[key] for key in ("units", "cautious")}
    assured = ASSURED[told["cautious"]]
    levels = sorted((*LEVELS, assured))
    ranked = [one.percentiles(levels, confidence) for one in found.values()]
    one, two = "year", ("year", "percentile")
    table = xr.Dataset(
        {
            "base": (one, np.array([figures.attrs["base"] for figures in found.values()], np.float64)),
            "missing": (one, np.array([int(r.missing) for r in ranked], np.int64)),
            "value": (two, np.array([r.value for r in ranked])),
            "value_low": (two, np.array([r.low for r in ranked])),
            "value_high": (two, np.array([r.high for r in ranked])),
        },
        coords={"year": [int(label) for label in found], "percentile": np.array(levels, np.float64)},
        attrs={"long_name": long_name(results, of)}
        | told
        | {"iterations": iterations_of(results), "confidence": confidence},
    )
    kept = [one for one in found.values() if isinstance(one, Sample)]
    if not kept:
        return table
    numbers = (
        results["iteration"].values if "iteration" in results.coords else np.arange(kept[-1].values.size)
    )
    for name, label, level in (("path", "typical", 50), ("assured_path", "assured", assured)):
        place = _nearest(kept[-1].values, float(table["value"].sel(percentile=level)[-1]))
        path = np.array([one.values[place] for one in kept])
        table = table.assign({name: ("year", path)}).assign_attrs({label: int(numbers[place])})
    return table


def _nearest(values: NDArray[np.float64], wanted: float) -> int:
    """Where the value nearest to `wanted` stands; 0 if there is none."""
    with np.errstate(invalid="ignore"):  # infinite, less infinite
        distance = np.abs(values - wanted)
    return int(np.nanargmin(distance)) if np.isfinite(distance).any() else 0
