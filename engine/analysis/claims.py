"""How often each claim of a programme holds, and whether it holds in the base case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.analysis.added import carried, is_summary, put_together
from engine.analysis.asked import check_confidence
from engine.analysis.estimators.replicates import by_replicate, share_interval
from engine.analysis.estimators.shares import wilson_interval
from engine.analysis.measures import check_iterations, describe, is_slice, iterations_of, measure
from engine.analysis.replicates import replicates_of
from engine.bounds import SIDES, evaluate, metrics_of
from engine.problems import ResultsError

if TYPE_CHECKING:
    import xarray as xr


class ClaimCounts(NamedTuple):
    """In how many iterations claims hold."""

    each: NDArray[np.int64]
    """`(claim)`"""
    together: int
    """In how many all hold at once; 0 where there are none."""
    by_replicate: NDArray[np.int64] | None = None
    """`(replicate, claim)` In how many of each part of a run that is independent of the others; nothing of one."""


def claims(results: xr.Dataset, confidence: float = 0.95) -> xr.Dataset:
    """The chance of each claim in `results.attrs["claims"]`, in their order.

    Dimension `claim` (coordinate: the names) holds
      probability, low, high   share of iterations in which it holds, with its Wilson interval, in [0, 1]; of
                               an antithetic run, or of replicates, by the spread between these
      holds, iterations        the counts behind it
      base_case                True if it holds in the base case
      statement, metric        text; the metrics of a claim over several are joined by ", "
      at_least, at_most        the bound, in the metric's units; NaN where there is none.

    A claim `all_of` others holds in an iteration if every one of them holds in that iteration (`any_of`: one), so its
    probability is a joint one. A NaN meets no bound: a payback that never comes is not `at_most` any year.
    Results without claims give an empty dimension.

    Results of several runs put together along a further dimension (`xarray.concat([a, b], "scenario")`) give it
    as the first of every variable, and no `base_case`: attributes are those of the first run, its claims too.
    `xarray.concat([claims(a), claims(b)], "scenario")` keeps all.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> found = engine.claims(engine.simulate(programme, iterations=1000, seed=2023))
        >>> cost = found.sel(claim="cost")
        >>> bool(cost["base_case"]), bool(cost["low"] < cost["probability"] < cost["high"] < 0.5)
        (True, True)

    Raises `ResultsError` for a claim that names an unknown measure or claim, or that refers to itself, and for one
    about all clusters where the results are a slice.
    """
    check_confidence(confidence)
    check_iterations(results)
    found = carried(results, lambda one: claim_table(one, count_claims(one), confidence))
    return found.drop_vars("base_case") if put_together(results) else found


def claim_table(results: xr.Dataset, counts: ClaimCounts, confidence: float = 0.95) -> xr.Dataset:
    """What `claims` gives of one run, whose claims have been counted."""
    import xarray as xr

    specs = claim_specs(results)
    base = evaluate(specs, {name: np.array([describe(results, name)["base"]]) for name in metrics(specs)})
    iterations, holds = iterations_of(results), counts.each
    probability = holds / iterations if iterations else np.full(len(holds), np.nan)
    if counts.by_replicate is None:
        low, high = wilson_interval(holds, iterations, confidence)
    else:
        low, high = share_interval(counts.by_replicate, iterations // len(counts.by_replicate), confidence)
    bounds = {
        side: np.array([float(spec.get(side, np.nan)) for spec in specs.values()], dtype=np.float64)
        for side in SIDES
    }
    return xr.Dataset(
        {
            "probability": ("claim", probability),
            "low": ("claim", low),
            "high": ("claim", high),
            "holds": ("claim", holds),
            "iterations": ("claim", np.full(len(specs), iterations, dtype=np.int64)),
            "base_case": ("claim", np.array([bool(base[name][0]) for name in specs], dtype=np.bool_)),
            "statement": (
                "claim",
                np.array([s.get("statement", n) for n, s in specs.items()], dtype=np.str_),
            ),
            "metric": ("claim", np.array([", ".join(metrics_of(specs, n)) for n in specs], dtype=np.str_)),
            **{side: ("claim", values) for side, values in bounds.items()},
        },
        coords={"claim": np.array(list(specs), dtype=np.str_)},
        attrs={"confidence": confidence},
    )


def count_claims(results: xr.Dataset) -> ClaimCounts:
    """In how many iterations of one run each claim and all of them hold, counted by now or already while playing."""
    if is_summary(results):
        each = np.asarray(results["claim_holds"].values, dtype=np.int64)
        return ClaimCounts(each, int(results.attrs["all_claims_hold"]))
    outcomes = list(claim_outcomes(results).values())
    each = np.array([int(outcome.sum()) for outcome in outcomes], dtype=np.int64)
    together = int(np.logical_and.reduce(outcomes).sum()) if outcomes else 0
    replicates = replicates_of(results)
    if replicates == 1 or not outcomes:
        return ClaimCounts(each, together)
    parts = by_replicate(np.stack(outcomes), replicates)
    return ClaimCounts(each, together, np.asarray(parts.sum(axis=-1), np.int64))


def claim_outcomes(results: xr.Dataset) -> dict[str, NDArray[np.bool_]]:
    """Whether each claim holds in each iteration: by name, arrays of shape `(iteration,)`."""
    specs = claim_specs(results)
    return evaluate(specs, {name: _whole(results, name) for name in metrics(specs)})


def metrics(specs: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The measures that any claim has a bound on."""
    return list(dict.fromkeys(str(spec["metric"]) for spec in specs.values() if "metric" in spec))


def _whole(results: xr.Dataset, name: str) -> NDArray[np.float64]:
    found = measure(results, name)
    if is_slice(results, name):
        raise ResultsError(
            f"a claim is about {name} of the whole programme, and these results are a slice of it: "
            "ask the whole results"
        )
    return np.asarray(found.values)


def claim_specs(results: xr.Dataset) -> dict[str, dict[str, Any]]:
    """The claims as the programme stated them, by name; {} if the results carry none."""
    specs = {str(spec["name"]): spec for spec in json.loads(results.attrs.get("claims") or "[]")}
    # a claim with one bound may be written with the other, and a list of parts, as null
    return {
        name: {key: value for key, value in spec.items() if value is not None and value != []}
        for name, spec in specs.items()
    }
