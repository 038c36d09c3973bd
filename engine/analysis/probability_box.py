"""How far does our ignorance move the whole curve, and not only its mean? An S-curve for every world, as a band."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.analysis.added import check_one_run, is_summary
from engine.analysis.estimators.between import central_range
from engine.analysis.measures import describe, measure
from engine.analysis.worlds import WorldsError, shape_of_worlds

if TYPE_CHECKING:
    import xarray as xr

POINTS = 200  # at which the curves are read
_TAIL = 0.001  # share of iterations that may lie beyond the points at either end


def probability_box(
    results: xr.Dataset, of: str, exceedance: bool = False, central: float = 0.9, also: tuple[float, ...] = ()
) -> xr.Dataset:
    """The chance of at most each value of the measure `of`, and its range over the worlds of a run that kept them.

    Dimension `point` (`value`, in the measure's units, ascending; those of `also` among them) holds
      chance      share of all iterations at most the value: the predictive answer
      low, high   the central range of that chance over worlds, 5% to 95% by default, point by point, the noise of
                  finite worlds taken out
    With `exceedance` the chance is of at least the value. A NaN (a payback that never comes) is neither. A band of
    points is one of chances at each value: no one curve runs along it.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> found = engine.probability_box(engine.simulate(programme, 1000, worlds=10), "total_cost", also=(900.0,))
        >>> bool((found["low"] <= found["chance"]).all()), 900.0 in found["value"]
        (True, True)

    Raises `WorldsError` for results without worlds, of a summary, or of fewer than two worlds.
    """
    import xarray as xr

    check_one_run(results)
    worlds, each = shape_of_worlds(results)
    if is_summary(results) or worlds < 2:
        raise WorldsError('a probability box needs every iteration of two worlds or more: keep="iterations"')
    values = np.asarray(measure(results, of).values, np.float64)[: worlds * each].reshape(worlds, each)
    points = _points(values, also)
    shares = np.array([_shares(world, points, exceedance) for world in values])
    noise = shares * (1 - shares) / max(each - 1, 1)
    _, low, high = central_range(shares.T, noise.T, central)
    chance = shares.mean(axis=0)
    told = describe(results, of)
    return xr.Dataset(
        {
            "chance": ("point", chance),
            "low": ("point", np.minimum(np.clip(low, 0, 1), chance)),
            "high": ("point", np.maximum(np.clip(high, 0, 1), chance)),
        },
        coords={"value": ("point", points)},
        attrs={
            **{key: told[key] for key in ("long_name", "units", "cautious", "base")},
            "measure": of,
            "sense": "at least" if exceedance else "at most",
            "central": central,
            "worlds": worlds,
            "iterations_per_world": each,
        },
    )


def _points(values: NDArray[np.float64], also: tuple[float, ...]) -> NDArray[np.float64]:
    """Values at which the curves are read: evenly between far percentiles, and those that are asked for."""
    finite = values[np.isfinite(values)]
    low, high = np.quantile(finite, [_TAIL, 1 - _TAIL]) if finite.size else (0.0, 1.0)
    return np.unique([*np.linspace(low, high, POINTS), *(one for one in also if np.isfinite(one))])


def _shares(world: NDArray[np.float64], points: NDArray[np.float64], exceedance: bool) -> NDArray[np.float64]:
    known = np.sort(world[~np.isnan(world)])
    if exceedance:
        return (known.size - np.searchsorted(known, points, side="left")) / world.size
    return np.searchsorted(known, points, side="right") / world.size
