"""How often each claim of a programme holds, and whether it holds in the base case."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from engine.analysis.measures import describe, is_summary, iterations_of, measure

if TYPE_CHECKING:
    import xarray as xr

RELATIVE_TOLERANCE = 1e-9
"""How far a value may miss a bound, as a share of the bound, and still meet it: a base case built to equal
its claim must not fail on the last bits of a sum. The same for the base case and for every iteration; a
bound of 0 is exact."""

Values = Callable[[str], NDArray[np.float64]]


def claims(results: xr.Dataset, confidence: float = 0.95) -> xr.Dataset:
    """The chance of each claim in `results.attrs["claims"]`, in their order.

    Dimension `claim` (coordinate: the names) holds
      probability, low, high   share of iterations in which it holds, with its Wilson interval, in [0, 1]
      holds, iterations        the counts behind it
      base_case                True if it holds in the base case
      statement, metric        text; the metrics of a claim over several are joined by ", "
      at_least, at_most        the bound, in the metric's units; NaN where there is none.

    A claim `all_of` others holds in an iteration if every one of them holds in that iteration, so its
    probability is a joint one. A NaN meets no bound: a payback that never comes is not `at_most` any year.
    Results without claims give an empty dimension.

    The interval is Wilson's (1927), recommended by Brown, Cai and DasGupta (2001) for any share and size.
    Raises ValueError for a claim that names an unknown measure or claim, or that refers to itself.
    """
    import xarray as xr

    specs = claim_specs(results)
    base = evaluate(specs, lambda name: np.array([describe(results, name)["base"]]))
    iterations = iterations_of(results)
    holds = claim_counts(results)
    probability = holds / iterations if iterations else np.full(len(holds), np.nan)
    low, high = wilson_interval(holds, iterations, confidence)
    bounds = {
        side: np.array([float(spec.get(side, np.nan)) for spec in specs.values()], dtype=np.float64)
        for side in ("at_least", "at_most")
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


def claim_counts(results: xr.Dataset) -> NDArray[np.int64]:
    """`(claim)` In how many iterations each claim holds, counted by now or already while playing."""
    if is_summary(results):
        return np.asarray(results["claim_holds"].values, dtype=np.int64)
    outcomes = claim_outcomes(results).values()
    return np.array([int(outcome.sum()) for outcome in outcomes], dtype=np.int64)


def all_claims_hold(results: xr.Dataset) -> int:
    """In how many iterations all claims hold at once."""
    if is_summary(results):
        return int(results.attrs["all_claims_hold"])
    return int(np.logical_and.reduce(list(claim_outcomes(results).values())).sum())


def claim_outcomes(results: xr.Dataset) -> dict[str, NDArray[np.bool_]]:
    """Whether each claim holds in each iteration: by name, arrays of shape `(iteration,)`."""
    known: dict[str, NDArray[np.float64]] = {}

    def values(name: str) -> NDArray[np.float64]:
        if name not in known:
            known[name] = np.asarray(measure(results, name).values)
        return known[name]

    return evaluate(claim_specs(results), values)


def claim_specs(results: xr.Dataset) -> dict[str, dict[str, Any]]:
    """The claims as the programme stated them, by name; {} if the results carry none."""
    specs = {str(spec["name"]): spec for spec in json.loads(results.attrs.get("claims") or "[]")}
    # a claim with one bound may be written with the other, and a list of parts, as null
    return {
        name: {key: value for key, value in spec.items() if value is not None and value != []}
        for name, spec in specs.items()
    }


def wilson_interval(
    holds: NDArray[np.int64], iterations: int, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Wilson's score interval for a share, of the shape of `holds`; (0, 1) if there are no iterations."""
    counts = np.asarray(holds, dtype=np.float64)
    if iterations == 0:
        return np.zeros_like(counts), np.ones_like(counts)
    z = float(ndtri((1 + confidence) / 2))
    share = counts / iterations
    centre = share + z * z / (2 * iterations)
    half = z * np.sqrt(share * (1 - share) / iterations + (z / (2 * iterations)) ** 2)
    scale = 1 + z * z / iterations
    # at 0 and n the formula gives 0 and 1 up to rounding; make them exact
    low = np.where(counts == 0, 0.0, (centre - half) / scale)
    high = np.where(counts == iterations, 1.0, (centre + half) / scale)
    return low, high


def evaluate(specs: Mapping[str, Mapping[str, Any]], values: Values) -> dict[str, NDArray[np.bool_]]:
    """Whether each claim holds, by name, in every iteration of which `values` gives a measure by name.

    Raises ValueError as `claims` does.
    """
    done: dict[str, NDArray[np.bool_]] = {}
    return {name: _judge(name, (), specs, values, done) for name in specs}


def _judge(
    name: str,
    path: tuple[str, ...],
    specs: Mapping[str, Mapping[str, Any]],
    values: Values,
    done: dict[str, NDArray[np.bool_]],
) -> NDArray[np.bool_]:
    """One claim, for the claims in `path`. No closure: one that calls itself would keep blocks from being freed."""
    if name in path:
        raise ValueError(f"claims refer to one another in a circle: {' -> '.join((*path, name))}")
    if name not in specs:
        raise ValueError(
            f"claim {path[-1]!r} is all_of {name!r}, which is not a claim; claims: {list(specs)}"
        )
    if name not in done:
        spec = specs[name]
        if "all_of" in spec:
            parts = [_judge(part, (*path, name), specs, values, done) for part in spec["all_of"]]
            done[name] = np.logical_and.reduce(parts)
        else:
            done[name] = _meets(spec, values)
    return done[name]


def _meets(spec: Mapping[str, Any], values: Values) -> NDArray[np.bool_]:
    if "metric" not in spec or not {"at_least", "at_most"} & set(spec):
        raise ValueError(
            f"claim {spec['name']!r} needs all_of, or a metric with at_least or at_most; found {sorted(spec)}"
        )
    found = values(str(spec["metric"]))
    holds = []  # a NaN fails every comparison
    if "at_least" in spec:
        bound = float(spec["at_least"])
        holds.append(found >= bound - RELATIVE_TOLERANCE * abs(bound))
    if "at_most" in spec:
        bound = float(spec["at_most"])
        holds.append(found <= bound + RELATIVE_TOLERANCE * abs(bound))
    return np.logical_and(*holds) if len(holds) == 2 else holds[0]


def metrics_of(specs: Mapping[str, Mapping[str, Any]], name: str) -> list[str]:
    """The measures that a claim is about, those of its parts if it is over several."""
    spec = specs[name]
    if "all_of" not in spec:
        return [str(spec["metric"])]
    return list(dict.fromkeys(metric for part in spec["all_of"] for metric in metrics_of(specs, part)))
