"""Which is better? Runs against the first of them, on common draws where they have them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.analysis.added import check_one_run, is_summary
from engine.analysis.asked import check_confidence
from engine.analysis.claims import claim_outcomes
from engine.analysis.estimators.paired import (
    Estimate,
    chance_of_more,
    mean_difference,
    share_difference,
    variance_ratio,
)
from engine.analysis.estimators.percentiles import percentiles
from engine.analysis.figures import rank_of_missing
from engine.analysis.measures import describe, measure, measure_names
from engine.analysis.what_differs import what_differs
from engine.bounds import RELATIVE_TOLERANCE
from engine.problems import Refused

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]

LEVELS = np.arange(0.5, 100, 0.5)  # at which S-curves are told
PERCENTAGES = (10.0, 50.0, 80.0, 90.0)


class ComparisonError(Refused):
    """Runs that cannot be compared."""


def compare_results(
    runs: Mapping[str, xr.Dataset], measures: Sequence[str] | None = None, confidence: float = 0.95
) -> xr.Dataset:
    """Every run against the first, by measure and by claim; `runs` maps labels to results with every iteration kept.

    Dimensions `(run, measure, level)`: `curve`, the percentiles 0.5 … 99.5; `(run, measure)`: `mean`.
    Dimensions `(other, measure)`, of the runs but the first, `other` less the first:
      difference, low, high             mean difference with its interval
      better, better_low, better_high   chance that it is better than the first on the side that a careful reader wants,
                                        a NaN being the worst
      equal                             share of iterations in which both are the same; NaN without common draws
      variance_ratio                    variance of a difference on different draws over that on common ones
      missing                           iterations in which either gives no number
    `(other, measure, level)`: `difference_curve`, percentiles of the difference; NaN where not on common draws.
    `(run, claim)`: `probability`; `(other, claim)`: `gain`, `gain_low`, `gain_high`, the difference of chances. `other`
    has `paired` (1 where the draws are common: same seed, scheme and design; runs of different length are cut to the
    shorter) and `why` (why not). `attrs["differs"]` is JSON, by label of the run what is written otherwise in it.

    Raises `ComparisonError` for fewer than two runs, a summary (which knows no iteration), runs in different units,
    or measures that one of them has not.
    """
    import xarray as xr

    check_confidence(confidence)
    _check(runs)
    labels = list(runs)
    first, others = labels[0], labels[1:]
    names = _common(runs, measures)
    tables = {label: {name: _values(results, name) for name in names} for label, results in runs.items()}
    about = {name: describe(runs[first], name) for name in names}
    claims = {label: claim_outcomes(results) for label, results in runs.items()}
    stated = [name for name in claims[first] if all(name in table for table in claims.values())]
    why = [_why_not_paired(runs[first], runs[other]) for other in others]
    found = {
        "curve": (
            ("run", "measure", "level"),
            [[_curve(tables[r][n], about[n]) for n in names] for r in labels],
        ),
        "mean": (("run", "measure"), [[_mean(tables[r][n]) for n in names] for r in labels]),
        "probability": (("run", "claim"), [[float(claims[r][c].mean()) for c in stated] for r in labels]),
    }
    rows = [
        [
            _against(tables[first][n], tables[o][n], about[n]["cautious"], not reason, confidence)
            for n in names
        ]
        for o, reason in zip(others, why, strict=True)
    ]
    by_measure = {key: (("other", "measure"), [[one[key] for one in row] for row in rows]) for key in _KEYS}
    found |= by_measure | {
        "difference_curve": (("other", "measure", "level"), [[one["curve"] for one in row] for row in rows])
    }
    gains = [
        [_gain(claims[first][c], claims[o][c], not reason, confidence) for c in stated]
        for o, reason in zip(others, why, strict=True)
    ]
    for place, key in enumerate(("gain", "gain_low", "gain_high")):
        found[key] = (("other", "claim"), [[one[place] for one in row] for row in gains])
    sizes = {
        "run": len(labels),
        "other": len(others),
        "measure": len(names),
        "claim": len(stated),
        "level": len(LEVELS),
    }
    return xr.Dataset(
        {
            key: (dims, np.array(values, np.float64).reshape([sizes[dim] for dim in dims]))
            for key, (dims, values) in found.items()
        },
        coords={
            "run": labels,
            "other": others,
            "measure": names,
            "claim": stated,
            "level": LEVELS,
            "paired": ("other", [int(not reason) for reason in why]),
            "why": ("other", np.array(why, object)),
            **{key: ("measure", np.array([about[n][key] for n in names], object)) for key in _TEXTS},
            "statement": ("claim", np.array([_statement(runs[first], c) for c in stated], object)),
        },
        attrs={key: value for key, value in runs[first].attrs.items() if key in _KEPT}
        | {
            "first": first,
            "confidence": confidence,
            "iterations": min(results.sizes["iteration"] for results in runs.values()),
            "differs": json.dumps(
                {o: what_differs(runs[first], runs[o]) for o in others}, ensure_ascii=False
            ),
        },
    )


_KEYS = (
    *("difference", "low", "high", "better", "better_low", "better_high"),
    *("equal", "variance_ratio", "missing"),
)
_TEXTS = ("long_name", "units", "cautious")
_KEPT = ("title", "unit", "price_base", "start", "seed", "design", "engine_version")


def _check(runs: Mapping[str, xr.Dataset]) -> None:
    if len(runs) < 2:
        raise ComparisonError(f"{len(runs)} run: at least 2 are needed to compare")
    for label, results in runs.items():
        if is_summary(results):
            raise ComparisonError(
                f"{label}: these results are a summary, which knows no single iteration; play it with every iteration "
                'kept (keep="iterations", outturn run without --keep summary), or give the programme file'
            )
        try:
            check_one_run(results)
        except ValueError as error:
            raise ComparisonError(f"{label}: {error}") from None


def _common(runs: Mapping[str, xr.Dataset], measures: Sequence[str] | None) -> list[str]:
    """The measures that all runs have, in the same units."""
    labels = list(runs)
    known = {label: measure_names(results) for label, results in runs.items()}
    asked = list(measures) if measures else known[labels[0]]
    for name in asked:
        lacking = [label for label in labels if name not in known[label]]
        if lacking and measures:
            raise ComparisonError(
                f"no measure {name!r} in {lacking[0]}; it has {', '.join(known[lacking[0]])}"
            )
    names = [name for name in asked if all(name in known[label] for label in labels)]
    for name in names:
        units = {describe(results, name)["units"]: label for label, results in runs.items()}
        if len(units) > 1:
            found = ", ".join(f"{unit} in {label}" for unit, label in units.items())
            raise ComparisonError(f"{name} is in different units: {found}")
    if not names:
        raise ComparisonError(f"{' and '.join(labels)} have no measure in common")
    return names


def _values(results: xr.Dataset, name: str) -> Floats:
    return np.asarray(measure(results, name).values, np.float64)


def _why_not_paired(first: xr.Dataset, other: xr.Dataset) -> str:
    """Why two runs are not on common draws; "" if they are."""
    for key, words in (("seed", "seeds"), ("draws", "sampling schemes"), ("redraw", "fresh draws")):
        one, two = first.attrs.get(key, ""), other.attrs.get(key, "")
        if one != two:
            return f"different {words} ({one} and {two})"
    same = first.sizes["iteration"] == other.sizes["iteration"]
    if not same and first.attrs.get("design") in ("latin", "sobol"):
        return f"{first.attrs['design']} runs of different length"
    return ""


def _against(first: Floats, other: Floats, cautious: str, paired: bool, confidence: float) -> dict[str, Any]:
    if paired:
        size = min(first.size, other.size)
        first, other = first[:size], other[:size]
        rounding = np.abs(other - first) <= RELATIVE_TOLERANCE * np.abs(first)
        other = np.where(rounding, first, other)  # what differs by the order of a sum is the same
    gap = mean_difference(first, other, paired, confidence)
    sign = 1.0 if cautious == "low" else -1.0  # where low is feared, more is better
    worst = [np.where(np.isnan(values), -np.inf, sign * values) for values in (first, other)]
    better = chance_of_more(worst[0], worst[1], paired, confidence)
    curve = np.full(LEVELS.size, np.nan)
    missing = 0
    if paired:
        change = other - first
        missing = int((~np.isfinite(change)).sum())
        if not missing:
            curve = percentiles(change, LEVELS.tolist()).value
    else:
        missing = int((~np.isfinite(first)).sum() + (~np.isfinite(other)).sum())
    return {
        "difference": gap.value,
        "low": gap.low,
        "high": gap.high,
        "better": better.value,
        "better_low": better.low,
        "better_high": better.high,
        "equal": float((worst[0] == worst[1]).mean()) if paired else np.nan,
        "variance_ratio": variance_ratio(first, other) if paired else np.nan,
        "missing": missing,
        "curve": curve,
    }


def _gain(first: NDArray[np.bool_], other: NDArray[np.bool_], paired: bool, confidence: float) -> Estimate:
    if paired:
        size = min(first.size, other.size)
        first, other = first[:size], other[:size]
    return share_difference(first, other, paired, confidence)


def _curve(values: Floats, about: dict[str, Any]) -> Floats:
    return percentiles(values, LEVELS.tolist(), missing=rank_of_missing(about["cautious"])).value


def _mean(values: Floats) -> float:
    return float(values.mean()) if np.isfinite(values).all() else float("nan")


def _statement(results: xr.Dataset, name: str) -> str:
    specs = {str(spec["name"]): spec for spec in json.loads(results.attrs.get("claims") or "[]")}
    return str(specs[name].get("statement") or name)
