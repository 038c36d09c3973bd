"""What a run says world by world, and how far our ignorance moves each answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.analysis.added import check_one_run, is_summary
from engine.analysis.claims import claim_outcomes, claim_specs
from engine.analysis.estimators.between import Range, range_of
from engine.analysis.measures import measure, measure_names
from engine.problems import Refused

if TYPE_CHECKING:
    import xarray as xr

PERCENTAGES = (10.0, 50.0, 80.0, 90.0)


class WorldsError(Refused):
    """Results that say nothing by world."""


def by_world(results: xr.Dataset, percentages: Sequence[float] = PERCENTAGES) -> xr.Dataset:
    """Each claim and measure of results whose beliefs were drawn by world (`simulate(…, worlds=n)`).

    Dimensions `world` (0, 1, …; of an interrupted run those that were finished), `claim`, `measure` and `percentile`:
      probability  `(world, claim)` share of the world's iterations in which the claim holds
      mean         `(world, measure)` in the measure's units
      value        `(world, measure, percentile)` percentiles, cumulative; not of a summary, which keeps none by world
    and beside each its `…_noise`, the variance that comes of a world's finite length. `iterations_per_world` is an
    attribute.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> engine.by_world(engine.simulate(programme, 1000, worlds=10))["probability"].dims
        ('world', 'claim')

    Raises `WorldsError` for results without worlds.
    """
    import xarray as xr

    check_one_run(results)
    worlds, each = shape_of_worlds(results)
    names = measure_names(results)
    found = (
        _counted(results, worlds) if is_summary(results) else _kept(results, worlds, each, names, percentages)
    )
    probability, mean, mean_noise, rest = found
    noise = probability * (1 - probability) / max(each - 1, 1)
    return xr.Dataset(
        {
            "probability": (("world", "claim"), probability),
            "probability_noise": (("world", "claim"), noise),
            "mean": (("world", "measure"), mean),
            "mean_noise": (("world", "measure"), mean_noise),
            **rest,
        },
        coords={
            "world": np.arange(worlds),
            "claim": np.array(list(claim_specs(results)), np.str_),
            "measure": np.array(names, np.str_),
            **({"percentile": np.array(percentages, float)} if rest else {}),
        },
        attrs={"iterations_per_world": each},
    )


def over_beliefs(results: xr.Dataset, central: float = 0.9) -> xr.Dataset:
    """How far our ignorance moves the chance of each claim and the mean of each measure.

    Dimensions `claim` and `measure`; of claims (`probability…`) and of measures (`mean…`), over the worlds of the run,
      mean         over all worlds: the predictive answer
      low, high    the central range of the truth, 5% to 95% by default, the noise of finite worlds taken out
      sd, noise    standard deviation of the truth between worlds, and of what a finite world adds to it
      mean_error, low_error, high_error   standard errors, which fall with the number of worlds
    each as `probability_low`, `mean_sd` and so on. A range of a programme without beliefs is a point within its error.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> told = engine.over_beliefs(engine.simulate(programme, 1000, worlds=10))
        >>> bool((told["probability_low"] <= told["probability_high"]).all())
        True

    Raises `WorldsError` for results without worlds.
    """
    import xarray as xr

    found = by_world(results, ())
    variables: dict[str, Any] = {}
    for what, dim in (("probability", "claim"), ("mean", "measure")):
        table = [
            range_of(
                found[what].sel({dim: name}).values, found[f"{what}_noise"].sel({dim: name}).values, central
            )
            for name in found[dim].values
        ]
        ends = (0.0, 1.0) if what == "probability" else (-np.inf, np.inf)
        for key in Range._fields:
            values = np.array([getattr(one, key) for one in table], float)
            values = np.clip(values, *ends) if key in ("low", "high") else values
            variables[f"{what}_{key}"] = (dim, values)
    coords = {dim: found[dim].values for dim in ("claim", "measure")}
    attrs = {"central": central, "worlds": found.sizes["world"], **found.attrs}
    return xr.Dataset(variables, coords=coords, attrs=attrs)


def shape_of_worlds(results: xr.Dataset) -> tuple[int, int]:
    """How many whole worlds there are, and iterations in each."""
    each = int(results.attrs.get("iterations_per_world", 0))
    if not each:
        raise WorldsError("these results have no worlds; play them with worlds=200 (--worlds 200)")
    worlds = int(results.attrs["iterations"]) // each
    if not worlds:
        raise WorldsError(f"no world was finished: {results.attrs['iterations']:,} of {each:,} iterations")
    return worlds, each


Found = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], dict[str, Any]]


def _kept(
    results: xr.Dataset, worlds: int, each: int, names: Sequence[str], percentages: Sequence[float]
) -> Found:
    """Of results that keep every iteration: chances, means, their noise, and percentiles with theirs."""
    outcomes = [
        part[: worlds * each].reshape(worlds, each).mean(axis=1) for part in claim_outcomes(results).values()
    ]
    probability = np.stack(outcomes, axis=1) if outcomes else np.empty((worlds, 0))
    mean, noise = np.empty((worlds, len(names))), np.empty((worlds, len(names)))
    value = np.empty((worlds, len(names), len(percentages)))
    value_noise = np.empty_like(value)
    for k, name in enumerate(names):
        values = np.asarray(measure(results, name).values)[: worlds * each].reshape(worlds, each)
        mean[:, k] = values.mean(axis=1)
        noise[:, k] = values.var(axis=1, ddof=1) / each if each > 1 else np.nan
        if len(percentages):
            value[:, k] = _percentiles(values, percentages)
            halves = [_percentiles(half, percentages) for half in np.array_split(values, 2, axis=1)]
            # each half has twice the variance of the whole, and so their difference four times
            value_noise[:, k] = np.mean((halves[0] - halves[1]) ** 2, axis=0) / 4
    if not len(percentages):
        return probability, mean, noise, {}
    dims = ("world", "measure", "percentile")
    return probability, mean, noise, {"value": (dims, value), "value_noise": (dims, value_noise)}


def _percentiles(values: NDArray[np.float64], percentages: Sequence[float]) -> NDArray[np.float64]:
    """`(world, percentile)` of `values[world, iteration]`; infinite where the order statistic is."""
    with np.errstate(invalid="ignore"):
        return np.quantile(values, np.array(percentages) / 100, axis=1).T


def _counted(results: xr.Dataset, worlds: int) -> Found:
    """Of a summary, which has counted by world while it played."""
    sizes = results["world_iterations"].values[:worlds, None]
    mean, squares = results["world_mean"].values[:worlds], results["world_squares"].values[:worlds]
    with np.errstate(invalid="ignore"):
        noise = squares / np.maximum(sizes - 1, 1) / sizes
    return results["world_holds"].values[:worlds] / sizes, mean, noise, {}
