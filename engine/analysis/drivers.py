"""What drives a measure, or whether a claim holds? Told from one sample, without playing again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.analysis.asked import check_confidence
from engine.analysis.estimators.batches import Estimate
from engine.analysis.estimators.given_data import first_order, quantile_index
from engine.analysis.estimators.rank_correlation import spearman
from engine.analysis.estimators.sorted_input import SortedInput
from engine.analysis.estimators.swings import TENTH, swing
from engine.analysis.target import NOT_OF_FIGURES, AnalysisError, Target, check_inputs, target

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
KINDS = ("spearman", "swing", "first_order", "quantile_index")
ENDS = ("at_low", "at_high", "low_end", "high_end")
COLUMNS = (*(f"{kind}{end}" for kind in KINDS for end in ("", "_low", "_high")), *ENDS)
NOTHING = Estimate(*(np.asarray(np.nan) for _ in range(4)))
FEWEST = 20  # iterations: two in the tenths that are held against each other
KEPT = ("kind", "cluster", "law", "base", "source", "basis")  # what inputs say of themselves


def drivers(
    results: xr.Dataset,
    inputs: xr.Dataset,
    measure: str | None = None,
    claim: str | None = None,
    percentile: float = 80,
    confidence: float = 0.95,
) -> xr.Dataset:
    """What each input does to one measure, or to whether a claim holds, in the iterations of a run.

    `inputs` are those of the same run, `engine.draw(programme, iterations, seed)`. Dimension `input` holds, each with
    `_low` and `_high`,
      spearman         rank correlation with the measure
      swing            mean of the measure in the input's highest tenth of iterations less that in its lowest, in its
                       units; `at_low`, `at_high` are these means, `low_end`, `high_end` the input's own values there
      first_order      share of the variance that knowing the input alone would remove (given-data Sobol' index)
      quantile_index   share of the expected check loss about the percentile that it would remove; NaN of a claim,
    and as coordinates what the inputs say of themselves. Where inputs are correlated, each counts what it tells of the
    others too, so that shares do not add up: `engine.shapley` has shares that do.

    Attributes: target, what, long_name, units, percentile; `missing` iterations gave no finite number, the first of
    them `first_missing`: ranks put them where a careful reader fears them, all else is then NaN. Of a measure that
    never varies everything is 0.

        >>> from distributions import Normal
        >>> model = engine.Model({"a": Normal(0, 1), "b": Normal(0, 3)}, lambda a, b: a + b)
        >>> found = engine.drivers(engine.simulate(model, 4000), engine.draw(model, 4000))
        >>> found["input"].values[found["first_order"].argmax("input")]
        'b'

    Raises `AnalysisError` for a measure or claim that the results do not hold, for inputs of another run, and for
    fewer than 20 iterations.
    """
    import xarray as xr

    check_confidence(confidence)
    aimed = target(results, measure, claim)
    check_inputs(results, inputs)
    if aimed.values.size < FEWEST:
        raise AnalysisError(
            f"{aimed.values.size} of the iterations gave a number: of fewer than {FEWEST} nothing tells what drives it"
        )
    if aimed.attrs["what"] == "measure" and aimed.attrs["cautious"] == "low":
        percentile = 100 - percentile
    table = np.asarray(inputs["value"].transpose("input", "iteration").values)
    look = look_at(aimed, percentile, confidence)
    with ThreadPoolExecutor(2) as pool:
        rows = list(pool.map(look, table))
    coords = {key: ("input", inputs[key].values) for key in KEPT if key in inputs.coords}
    return xr.Dataset(
        {key: ("input", np.array([row[key] for row in rows], np.float64)) for key in COLUMNS},
        coords={"input": inputs["input"].values, **coords},
        attrs=about(results, aimed) | {"percentile": percentile, "share": TENTH, "confidence": confidence},
    )


def about(results: xr.Dataset, aimed: Target) -> dict[str, Any]:
    """What was looked at and in which run, as attributes."""
    kept = {key: value for key, value in results.attrs.items() if key not in NOT_OF_FIGURES}
    return kept | {
        **aimed.attrs,
        "target": aimed.name,
        "missing": aimed.missing,
        "first_missing": aimed.first_missing,
        "varies": int(np.unique(aimed.values[:1000]).size > 1 or np.ptp(aimed.values) != 0),
    }


def look_at(aimed: Target, percentile: float, confidence: float) -> Callable[[Floats], dict[str, float]]:
    """What looks at one input, `values[iteration]`."""
    ranks = ranks_of(aimed)
    is_whole, is_measure = not aimed.missing, aimed.attrs["what"] == "measure"

    def look(values: Floats) -> dict[str, float]:
        one = SortedInput.of(np.ascontiguousarray(values))
        found = dict.fromkeys(KINDS, NOTHING)
        found["spearman"] = spearman(one, ranks, confidence)
        ends = dict.fromkeys(ENDS, np.nan)
        if is_whole:
            way = swing(one, aimed.values, TENTH, confidence)
            found["swing"] = way.swing
            ends = {
                "at_low": float(way.low.value),
                "at_high": float(way.high.value),
                "low_end": way.low_end,
                "high_end": way.high_end,
            }
            found["first_order"] = first_order(one, aimed.values, confidence)
            if is_measure:
                found["quantile_index"] = quantile_index(one, aimed.values, percentile, confidence)
        return {**spread(found), **ends}

    return look


def spread(found: dict[str, Estimate]) -> dict[str, float]:
    """Estimates as columns: `swing`, `swing_low`, `swing_high`."""
    columns: dict[str, float] = {}
    for name, one in found.items():
        columns |= {name: float(one.value), f"{name}_low": float(one.low), f"{name}_high": float(one.high)}
    return columns


def ranks_of(aimed: Target) -> Floats:
    """`(iteration)` Ranks, equal values sharing their mean; what is no number ranks on the side that is feared."""
    worst = -np.inf if aimed.attrs["cautious"] == "low" else np.inf
    ordered = SortedInput.of(np.where(np.isnan(aimed.values), worst, aimed.values))
    ranks = np.empty(aimed.values.size)
    with np.errstate(invalid="ignore"):
        ranks[ordered.order] = ordered.ranks()
    return ranks
