"""Where may one measure end up, and how likely is what is claimed of it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.analysis.claims import claim_specs
from engine.analysis.figures import Figures
from engine.analysis.measures import iterations_of
from engine.analysis.summary import Facts

if TYPE_CHECKING:
    import xarray as xr

CLAIM = ("probability", "low", "high", "at_least", "at_most", "base_case")


def outlook(results: xr.Dataset, name: str, found: Figures, known: Facts, stated: xr.Dataset) -> xr.Dataset:
    """The distribution of the measure `name`, its percentiles and the claims on it.

    `found` are its figures, `known` what a summary says of it, `stated` what `claims` gives.

    Dimension `point` holds
      finite, weight                 its finite values, ascending, and how many iterations have each (of a summary
                                     the middles of its cells),
    dimension `percentile` (coordinate: 10, 50, 80, 90, and 20 where the careful side is low)
      value, value_low, value_high   as `summarise` gives them,
    dimension `claim`, of the claims that bound this measure,
      probability, low, high, at_least, at_most, base_case   as `claims` gives them.
    Attributes: measure (its name), long_name, units, cautious, base (NaN if not given), iterations, missing (iterations
    that gave no finite number; among them below and above, those infinitely low and high) and no_worse_than_base (how
    many are at least the base case where the careful side is low, else at most).
    """
    import xarray as xr

    finite, weight = found.weighted()
    below, above = found.infinite()
    iterations, ranked = iterations_of(results), known.ranked
    kept = (
        ranked.percentages != 20
        if known.attrs["cautious"] != "low"
        else np.ones(ranked.percentages.shape, bool)
    )
    bounding = [spec.get("metric") == name for spec in claim_specs(results).values()]
    return xr.Dataset(
        {
            "finite": ("point", finite),
            "weight": ("point", weight),
            "value": ("percentile", ranked.value[kept]),
            "value_low": ("percentile", ranked.low[kept]),
            "value_high": ("percentile", ranked.high[kept]),
            **stated[list(CLAIM)].isel(claim=np.flatnonzero(bounding)).data_vars,
        },
        coords={"percentile": ranked.percentages[kept]},
        attrs={
            **known.attrs,
            "iterations": iterations,
            "measure": name,
            "missing": iterations - int(weight.sum()),
            "below": below,
            "above": above,
            "no_worse_than_base": known.no_worse_than_base,
        },
    )
