"""What is the chance to keep within cost and date together, and what would have to be allowed for a stated chance?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.analysis.asked import check_confidence
from engine.analysis.estimators.shares import wilson_interval
from engine.analysis.figures import worst
from engine.analysis.joint_limits import DATED, Limit, as_claimed, default_cost, default_date, limit_of
from engine.analysis.target import NOT_OF_FIGURES, AnalysisError, check_kept, target
from engine.bounds import Bound
from engine.problems import nearest

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
LEVELS = (50, 70, 80)
POINTS = 60  # of a frontier
QUADRANTS = ("both", "first_only", "second_only", "neither")


class Axis(NamedTuple):
    """One of the two: its values, turned so that more is worse, and what it is."""

    values: Floats
    attrs: dict[str, Any]
    sign: float
    limit: Limit  # in its own sense

    def met(self) -> NDArray[np.bool_]:
        """`(iteration)` Whether the limit is met; what has no number does not."""
        side = worst(str(self.attrs["cautious"]))
        return Bound("", side, self.limit.value).met_by(self.sign * self.values)


def joint(
    results: xr.Dataset,
    cost: str | None = None,
    date: str | None = None,
    *,
    cost_limit: float | None = None,
    date_limit: float | None = None,
    levels: Sequence[float] = LEVELS,
    confidence: float = 0.95,
) -> xr.Dataset:
    """Joint confidence level of two measures: P(cost <= x and date <= t), quadrants, and the frontier of each level.

    Any two measures of one number an iteration; a part is named with its label (`finish.synergy.wave_2`, of a run that
    was asked to tell `synergy.wave_2.finish`). Left out, the cost is `total_cost` or what other money a claim caps,
    the date the latest that is claimed, without one `go_live_delay`. A limit that is left out is that of the first
    claim on the measure, else its base case. Of a measure whose careful side is low the limit is to be reached, of
    others not exceeded.

    Dimension `quadrant` ("both" limits met, "first_only", "second_only", "neither") holds `share` with `share_low` and
    `share_high`; attributes `first` and `second` are the names, `first_limit`, `second_limit`, `first_chance` and
    `second_chance` the limits and the chance of each by itself, each chance with `_low` and `_high`, `first_origin`,
    `second_origin` who set the limits ("as asked", "base case", or the claim), `correlation` the rank correlation. Dims
    `(level, point)` hold the frontier, `frontier_first` and `frontier_second`: limits that are met together with just
    this chance.
    Dimension `level` holds the balanced point of it, at which both are at one percentile: `percentile` (in percent, of
    the careful side), `first_value`, `second_value`.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> found = engine.joint(engine.simulate(programme, iterations=2000))
        >>> bool(found["share"].sel(quadrant="both") <= found.attrs["first_chance"])
        True

    Raises `AnalysisError` for measures that the results do not hold, a measure without a limit, and a summary.
    """
    import xarray as xr

    check_confidence(confidence)
    check_kept(results)
    cost = as_claimed(results, cost or default_cost(results))
    date = as_claimed(results, date or default_date(results))
    first, second = axis(results, cost, cost_limit, "cost"), axis(results, date, date_limit, "date")
    count = first.values.size
    met = first.met(), second.met()
    cells = np.array([(met[0] & met[1]).sum(), (met[0] & ~met[1]).sum(), (~met[0] & met[1]).sum()])
    cells = np.append(cells, count - cells.sum())
    low, high = wilson_interval(cells, count, confidence)
    ranks = [_ranks(one.values) for one in (first, second)]
    worse = np.maximum(
        *ranks
    )  # the percentile at which both limits have to be for this iteration to meet them
    balanced = np.array([_at(worse, level) for level in levels])
    frontiers = np.array([frontier(first.values, second.values, level) for level in levels])
    kept = {key: value for key, value in results.attrs.items() if key not in NOT_OF_FIGURES}
    return xr.Dataset(
        {
            "share": ("quadrant", cells / count),
            "share_low": ("quadrant", low),
            "share_high": ("quadrant", high),
            "frontier_first": (("level", "point"), first.sign * frontiers[:, 0]),
            "frontier_second": (("level", "point"), second.sign * frontiers[:, 1]),
            "percentile": ("level", 100 * balanced),
            "first_value": ("level", first.sign * np.array([_at(first.values, 100 * p) for p in balanced])),
            "second_value": (
                "level",
                second.sign * np.array([_at(second.values, 100 * p) for p in balanced]),
            ),
        },
        coords={"quadrant": list(QUADRANTS), "level": np.asarray(levels, np.float64)},
        attrs=kept
        | said("first", cost, first, met[0], confidence)
        | said("second", date, second, met[1], confidence)
        | {
            "correlation": float(np.corrcoef(ranks[0], ranks[1])[0, 1])
            if all(np.ptp(one) > 0 for one in ranks)
            else 0.0,
            "confidence": confidence,
        },
    )


def said(which: str, name: str, one: Axis, met: NDArray[np.bool_], confidence: float) -> dict[str, Any]:
    """What one of the two is, as attributes."""
    told = {f"{which}_{key}": one.attrs[key] for key in ("long_name", "units", "cautious")}
    low, high = wilson_interval(np.array(met.sum()), met.size, confidence)
    missing = int((~np.isfinite(one.values)).sum())
    return told | {
        which: name,
        f"{which}_limit": one.limit.value,
        f"{which}_origin": one.limit.origin,
        f"{which}_chance": float(met.mean()),
        f"{which}_chance_low": float(low),
        f"{which}_chance_high": float(high),
        f"{which}_missing": missing,
    }


def axis(results: xr.Dataset, name: str, limit: float | None, which: str) -> Axis:
    """One of the two measures, with its limit."""
    values, attrs = values_of(results, name)
    sign = -1.0 if attrs["cautious"] == "low" else 1.0
    taken = limit_of(results, name, float(attrs["base"]), str(attrs["cautious"]), limit)
    if not np.isfinite(taken.value):
        raise AnalysisError(f"{name} has no claim and no base case; give its limit ({which}_limit)")
    return Axis(np.where(np.isnan(values), np.inf, sign * values), attrs, sign, taken)


def values_of(results: xr.Dataset, name: str) -> tuple[Floats, dict[str, Any]]:
    """A measure, or one part of a variable by its label."""
    variable, dot, label = name.partition(".")
    if not dot or name in results.data_vars:
        found = target(results, name)
        return found.values, dict(found.attrs)
    if variable not in results.data_vars:
        raise AnalysisError(
            f"no {variable!r} in these results; {nearest(variable, map(str, results.data_vars)) or ''}"
        )
    dims = [str(dim) for dim in results[variable].dims if dim != "iteration"]
    labels = [str(one) for one in results[dims[0]].values] if len(dims) == 1 else []
    if label not in labels:
        raise AnalysisError(
            f"{variable} has no part {label!r}; {nearest(label, labels) or f'there are {labels}'}"
        )
    one = results[variable].isel({dims[0]: labels.index(label)})
    units, start = str(one.attrs.get("units", "1")), str(results.attrs.get("start", ""))
    bases = np.atleast_1d(np.asarray(one.attrs.get("base", np.nan), np.float64))
    attrs = {
        "long_name": f"{one.attrs.get('long_name', variable)}, {label}",
        "units": f"{DATED}{start}" if start and variable in ("start", "finish") else units,
        "cautious": str(one.attrs.get("cautious", "")),
        "base": float(bases[labels.index(label)] if bases.size == len(labels) else bases[0]),
    }
    return np.asarray(one.values, np.float64), attrs


def frontier(first: Floats, second: Floats, level: float) -> Floats:
    """`(2, point)` For limits on the first from its tightest to its loosest, the tightest on the second with which the
    two are met together with a chance of `level` percent; NaN where no number is enough."""
    order = np.argsort(first, kind="stable")
    ordered, beside = first[order], second[order]
    need = max(int(np.ceil(level / 100 * first.size * (1 - 1e-12))), 1)
    found = np.full((2, POINTS), np.nan)
    for point, count in enumerate(np.linspace(need, first.size, POINTS).astype(int)):
        limit, other = ordered[count - 1], float(np.partition(beside[:count], need - 1)[need - 1])
        if np.isfinite(limit) and np.isfinite(other):
            found[:, point] = limit, other
    return found


def _ranks(values: Floats) -> Floats:
    """Share of iterations at or below each."""
    ordered = np.sort(values)
    return np.searchsorted(ordered, values, side="right") / values.size


def _at(values: Floats, percentage: float) -> float:
    """The smallest value with at least this share at or below it."""
    rank = min(max(int(np.ceil(percentage / 100 * values.size * (1 - 1e-12))), 1), values.size)
    return float(np.partition(values, rank - 1)[rank - 1])
