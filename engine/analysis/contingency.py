"""How much must be set aside for a stated assurance, and for whom?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.analysis.added import check_one_run, is_summary
from engine.analysis.asked import check_confidence
from engine.analysis.budget import budget_by_year, has_years
from engine.analysis.estimators.allocation import over_mean, shares_at, shares_beyond
from engine.analysis.estimators.moments import mean_and_spread
from engine.analysis.estimators.percentiles import percentiles
from engine.analysis.measures import measure, measure_names
from engine.analysis.summands import Summands, summands
from engine.measures import MEASURES
from engine.problems import Refused, listed, nearest

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
_KEPT = (
    "title", "scenario", "changes", "unit", "price_base", "start", "horizon", "seed", "iterations", "iterations_asked",
    "interrupted", "design", "design_gives_up", "independent", "programme_hash", "engine_version", "cluster_names",
)  # fmt: skip


class ContingencyError(Refused):
    """A contingency that these results cannot tell."""


def contingency(
    results: xr.Dataset, at: float = 80, of: str = "total_cost", confidence: float = 0.95
) -> xr.Dataset:
    """What has to be set aside of the measure `of` to be `at`% sure, over its base case and over its mean.

    Where the careful side is high (costs, delays) that is the percentile `at` of the measure, where it is low
    (benefits) the percentile 100 - `at`; the attribute `percentage` says which. In the measure's units:

    - value, value_low, value_high: the percentile and its interval; base; mean, mean_low, mean_high
    - over_base, over_mean, each with _low and _high: the contingency over the base case, and over the mean
    - tail_mean, with _low and _high: the mean of the iterations beyond the percentile
    - by `part`, of which `level` says how the whole is shared out ("cluster", "line", "risk") and `name` among whom:
      part_base, part_mean; at_percentile, with _low and _high: E[part | measure = its percentile]; beyond, with _low
      and _high: E[part | measure beyond it]; part_over_base, part_over_mean: at_percentile less each. The parts of a
      level add up to the whole in each of these
    - by `year` what `engine.analysis.budget.budget_by_year` gives, at P50 and at the percentage.

    Lines are told where the run was asked for them (`measures=["*.cost", ...]`), risks where a study has added what
    they come to (`engine.studies.risk_effects`); `outturn contingency` does both.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> found = engine.contingency(engine.simulate(programme, iterations=1000), at=80)
        >>> clusters = found.sel(part=found["level"] == "cluster")
        >>> bool(abs(clusters["part_over_base"].sum() - found["over_base"]) < 1e-9)
        True

    Raises `ContingencyError` for a summary, an unknown measure, one with missing values, or `at` outside 1 to 100.
    """
    import xarray as xr

    check_confidence(confidence)
    values, attrs = _checked(results, at, of)
    percentage = 100.0 - at if attrs["cautious"] == "low" else float(at)
    ranked, moments = percentiles(values, [percentage], confidence), mean_and_spread(values, confidence)
    value, low, high = (float(end[0]) for end in (ranked.value, ranked.low, ranked.high))
    base = attrs["base"]
    half = over_mean(values, percentage, confidence)
    side = _side(attrs["cautious"])
    tail = shares_beyond(side * values[None], side * values, percentage if side > 0 else at, confidence)
    ends = sorted(float(side * end[0]) for end in (tail.low, tail.high))
    told = {
        "base": base,
        **_with_ends("value", value, low, high),
        **_with_ends("mean", moments.mean, moments.low, moments.high),
        **_with_ends("over_base", value - base, low - base, high - base),
        **_with_ends("over_mean", value - moments.mean, *(value - moments.mean + half * np.array([-1, 1]))),
        **_with_ends("tail_mean", float(side * tail.value[0]), *ends),
    }
    found = xr.Dataset(
        {key: ((), number) for key, number in told.items()},
        attrs={key: results.attrs[key] for key in _KEPT if key in results.attrs}
        | {"of": of, "at": float(at), "percentage": percentage, "confidence": confidence}
        | {key: attrs[key] for key in ("long_name", "units", "cautious")}
        | {"undiscounted": int(of in MEASURES and "undiscounted" in MEASURES[of].counts)},
    )
    levels = summands(results, of, values, base)
    if levels:
        tables = [_shared_out(level, values, percentage, side, confidence) for level in levels]
        found = found.merge(xr.concat(tables, "part"))
    if has_years(results, of):
        found = found.merge(budget_by_year(results, of, sorted({50.0, percentage}), confidence))
    return found


def check_assurance(at: float) -> None:
    """Raise `ContingencyError` for what is no assurance in per cent; a fraction such as 0.8 is taken for a slip."""
    if not 1 <= at < 100:
        hint = f"{at:g} is {100 * at:g}%" if 0 < at < 1 else ""
        accepted = "an assurance in per cent, from 1 and below 100, such as 80"
        raise ContingencyError.at("at", f"{at:g}", accepted, hint)


def _checked(results: xr.Dataset, at: float, of: str) -> tuple[Floats, dict[str, Any]]:
    """The measure in every iteration, and its attributes."""
    check_one_run(results)
    check_assurance(at)
    known = measure_names(results)
    if of not in known:
        accepted = f"a measure of these results: {listed(known)}"
        raise ContingencyError.at("of", f'"{of}"', accepted, nearest(of, known))
    if is_summary(results):
        raise ContingencyError.at(
            "results",
            'a summary (keep="summary"), which knows no single iteration',
            'results of keep="iterations"',
        )
    variable = measure(results, of)
    values = np.asarray(variable.values)
    lost = int((~np.isfinite(values)).sum())
    if lost:
        raise ContingencyError.at(
            "of", f"{of}, without a finite value in {lost:,} iterations", "a measure that has one in each"
        )
    return values, dict(variable.attrs)


def _side(cautious: str) -> int:
    """1 where what is feared is high, -1 where it is low."""
    return -1 if cautious == "low" else 1


def _with_ends(name: str, value: float, low: float, high: float) -> dict[str, float]:
    return {name: value, f"{name}_low": float(low), f"{name}_high": float(high)}


def _shared_out(
    level: Summands, whole: Floats, percentage: float, side: int, confidence: float
) -> xr.Dataset:
    """The parts of one level, each with what it has of the percentile and of what lies beyond it."""
    import xarray as xr

    at = shares_at(level.values, whole, percentage, confidence)
    beyond = shares_beyond(
        side * level.values, side * whole, percentage if side > 0 else 100 - percentage, confidence
    )
    ends = np.sort([side * beyond.low, side * beyond.high], axis=0)
    mean = level.values.mean(axis=1)
    numbers = {
        "part_base": level.base,
        "part_mean": mean,
        "at_percentile": at.value,
        "at_percentile_low": at.low,
        "at_percentile_high": at.high,
        "beyond": side * beyond.value,
        "beyond_low": ends[0],
        "beyond_high": ends[1],
        "part_over_base": at.value - level.base,
        "part_over_mean": at.value - mean,
    }
    return xr.Dataset(
        {key: ("part", values) for key, values in numbers.items()},
        coords={
            "level": ("part", np.array([level.level] * len(level.names), object)),
            "name": ("part", np.array(level.names, object)),
        },
    )
