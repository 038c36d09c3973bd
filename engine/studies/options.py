"""Which choice is best, by how much, and how surely? Options of a programme, played on common draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.analysis.estimators.moments import mean_and_spread
from engine.analysis.estimators.percentiles import percentiles
from engine.analysis.estimators.shares import wilson_interval
from engine.analysis.measures import measures as whole_measures
from engine.measures import HIGH
from engine.problems import Refused, listed, nearest, shown
from engine.programme.model import Programme
from engine.simulation.whole_run import simulate_whole

if TYPE_CHECKING:
    import xarray as xr

MEASURES = ("total_cost", "total_benefit", "npv")
LEVELS = (10.0, 50.0, 80.0, 90.0)
ALIKE = ("unit", "price_base", "start", "horizon", "discounting")  # else amounts cannot be compared


class OptionError(Refused):
    """Options that cannot be compared: fewer than two, no such baseline, or amounts that are not alike."""


def compare_options(
    options: Mapping[str, Programme],
    baseline: str | None = None,
    iterations: int = 10_000,
    seed: int = 2023,
    measures: Sequence[str] = MEASURES,
    play: Callable[..., xr.Dataset] = simulate_whole,
) -> xr.Dataset:
    """Each option's measures, and by how much they differ from the baseline's in the same iterations.

    `options` are programmes by name, `baseline` one of the names (the first if left out). Dimensions
    `(option, measure)` hold
      base                               the base case
      mean, mean_low, mean_high          mean and its 95% interval
      difference, difference_low, _high  mean of the differences to the baseline, iteration by iteration, and its 95%
                                         interval by Student's t: paired, since draws are common
      better, better_low, better_high    share of iterations in which it is better than the baseline on the measure's
                                         careful side, with its Wilson interval; equal is not; NaN of the baseline
    `(option, measure, percentile)`, of the percentiles 10, 50, 80 and 90,
      value, value_low, value_high       the percentile and its interval
      difference_value, _low, _high      that of the differences
    and `measure`: long_name, units, cautious. A measure that is missing in some iteration has no mean.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> found = engine.compare_options({"as is": programme, "no risks": programme.without("*")}, iterations=500)
        >>> bool((found["difference"].sel(option="no risks", measure="npv") > 0))
        True

    Raises `OptionError` for fewer than two options, an unknown baseline, and for options that differ in unit, price
    base, start, horizon or discounting; `RunError` for a run that cannot be made.
    """
    chosen = _checked(options, baseline)
    wanted = list(dict.fromkeys(measures))
    found = {
        name: whole_measures(play(programme, iterations, seed, measures=wanted))[wanted]
        for name, programme in options.items()
    }
    table = [[_figures(found[name][m], found[chosen][m], name == chosen) for m in wanted] for name in found]
    about = {"baseline": chosen, "iterations": iterations, "seed": seed, "confidence": 0.95}
    return _dataset(table, list(found), found[chosen], about | _facts(options[chosen]))


def _checked(options: Mapping[str, Programme], baseline: str | None) -> str:
    """The name of the baseline."""
    if len(options) < 2:
        accepted = "at least two: [options.NAME] with the values that each sets"
        raise OptionError.at("options", listed(list(options)) or "none", accepted)
    chosen = next(iter(options)) if baseline is None else baseline
    if chosen not in options:
        raise OptionError.at("baseline", shown(chosen), listed(list(options)), nearest(chosen, options))
    for name, programme in options.items():
        for field in ALIKE:
            own, other = getattr(programme, field), getattr(options[chosen], field)
            if own != other:
                accepted = f"{field} = {shown(other)}, as of {chosen}: options are compared in like amounts"
                raise OptionError.at(f"options.{name}", f"{field} = {shown(own)}", accepted)
    return chosen


def _facts(programme: Programme) -> dict[str, Any]:
    """What amounts are in."""
    about = {
        field: getattr(programme, field) for field in ("title", "unit", "price_base", "discounting", "start")
    }
    return about | {"scenario": programme.scenario or "", "programme_hash": programme.content_hash}


def _figures(own: xr.DataArray, other: xr.DataArray, is_baseline: bool) -> dict[str, Any]:
    """What is told of one option and measure, by name."""
    values, baseline = own.values, other.values
    with np.errstate(invalid="ignore"):  # infinite, less infinite
        apart = values - baseline
    cautious = str(own.attrs["cautious"])
    better = int(np.sum(apart < 0 if cautious == HIGH else apart > 0))
    low, high = (float(end) for end in wilson_interval(np.array(better, np.int64), values.size))
    share = (np.nan, np.nan, np.nan) if is_baseline else (better / values.size, low, high)
    told: dict[str, Any] = {"base": own.attrs["base"]}
    told |= dict(zip(("better", "better_low", "better_high"), share, strict=True))
    for name, numbers, middle in (("", values, "mean"), ("difference_", apart, "difference")):
        mean = mean_and_spread(numbers)
        told |= {middle: mean.mean, f"{middle}_low": mean.low, f"{middle}_high": mean.high}
        ranked = percentiles(numbers, LEVELS, missing="highest" if cautious == HIGH else "lowest")
        told |= {
            f"{name}value": ranked.value,
            f"{name}value_low": ranked.low,
            f"{name}value_high": ranked.high,
        }
    return told


def _dataset(
    table: list[list[dict[str, Any]]], names: list[str], told: xr.Dataset, about: dict[str, Any]
) -> xr.Dataset:
    import xarray as xr

    variables: dict[str, Any] = {}
    for key in table[0][0]:
        values = np.array([[cell[key] for cell in row] for row in table], np.float64)
        variables[key] = (("option", "measure", "percentile")[: values.ndim], values)
    for text in ("long_name", "units", "cautious"):
        variables[text] = ("measure", np.array([told[name].attrs[text] for name in told], np.str_))
    coords = {"option": names, "measure": list(told.data_vars), "percentile": np.array(LEVELS)}
    return xr.Dataset(variables, coords=coords, attrs=about)
