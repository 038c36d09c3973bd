"""What an analysis looks at, one number an iteration: a measure, or a claim, 1 where it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.analysis.added import check_one_run, is_summary
from engine.analysis.claims import claim_outcomes, claim_specs
from engine.analysis.measures import check_iterations, measure, measure_names
from engine.problems import ResultsError, nearest

if TYPE_CHECKING:
    import xarray as xr

_SUMMARY = (
    "these results are a summary, in which no single iteration can be looked at; play with "
    'keep="iterations" (--keep iterations) or store=PATH'
)
NOT_OF_FIGURES = ("assumptions", "base_programme", "claims", "sources")
"""Attributes of results that what is found in them does not carry on: they say of a whole programme what it is."""


class AnalysisError(ResultsError):
    """Something asked of an analysis that the results at hand cannot answer."""


class Target(NamedTuple):
    """One number an iteration, and what it is."""

    name: str
    values: NDArray[np.float64]
    """`(iteration)`"""
    attrs: Mapping[str, Any]
    """long_name, units, cautious and base; `what` is "measure" or "claim"."""

    @property
    def missing(self) -> int:
        """How many iterations gave no finite number."""
        return int((~np.isfinite(self.values)).sum())

    @property
    def first_missing(self) -> int:
        """The first such iteration; -1 if there is none."""
        gone = np.flatnonzero(~np.isfinite(self.values))
        return int(gone[0]) if gone.size else -1


def check_kept(results: xr.Dataset) -> None:
    """Raise `AnalysisError` for what is not the kept iterations of one run."""
    check_one_run(results)
    check_iterations(results)
    if is_summary(results):
        raise AnalysisError(_SUMMARY)


def target(results: xr.Dataset, measure_name: str | None = None, claim: str | None = None) -> Target:
    """The measure or the claim that is named; of neither, the measure of the first claim, or the first measure.

    Raises `AnalysisError` for a name that the results do not hold, for both at once, and for a summary.
    """
    check_kept(results)
    if claim is not None:
        if measure_name is not None:
            raise AnalysisError("a measure and a claim are named; name one of them")
        return _claim(results, claim)
    names, name = measure_names(results), measure_name or default_measure(results)
    if name not in names:
        raise AnalysisError(
            f"no measure {name!r} in these results; {nearest(name, names) or f'there are {names}'}"
        )
    found = measure(results, name)
    return Target(name, np.asarray(found.values), found.attrs | {"what": "measure"})


def default_measure(results: xr.Dataset) -> str:
    """The measure of the first claim that bounds one; without claims the first measure."""
    bounding = [str(spec["metric"]) for spec in claim_specs(results).values() if "metric" in spec]
    return next((name for name in bounding if name in measure_names(results)), measure_names(results)[0])


def _claim(results: xr.Dataset, claim: str) -> Target:
    specs = claim_specs(results)
    if claim not in specs:
        hint = nearest(claim, specs) or (f"there are {', '.join(specs)}" if specs else "they carry none")
        raise AnalysisError(f"no claim {claim!r} in these results; {hint}")
    attrs = {
        "long_name": str(specs[claim].get("statement") or claim),
        "units": "1",
        "cautious": "low",
        "base": np.nan,
        "what": "claim",
    }
    return Target(claim, claim_outcomes(results)[claim].astype(np.float64), attrs)


def check_inputs(results: xr.Dataset, inputs: xr.Dataset) -> None:
    """Raise `AnalysisError` unless `inputs`, as `engine.draw` gives them, are those of the same iterations."""
    if "value" not in inputs or set(inputs["value"].dims) != {"iteration", "input"}:
        raise AnalysisError(
            "inputs: engine.draw(programme, iterations, seed) is needed, with its variable 'value'"
        )
    if "known_at" in results.attrs or int(results.attrs.get("replicates", 1)) > 1:
        known_at = results.attrs.get("known_at")
        made = f"those that agree with facts of {known_at}" if known_at else "of replicates"
        raise AnalysisError(
            f"the iterations of these results are {made}, drawn with several seeds, and these inputs with one; play "
            "one run and ask of that"
        )
    mine, theirs = results.sizes["iteration"], inputs.sizes["iteration"]
    if mine != theirs:
        raise AnalysisError(
            f"inputs of {theirs:,} iterations and results of {mine:,}; draw as many as were played"
        )
    for key in ("seed", "design", "programme_hash"):
        if key in results.attrs and key in inputs.attrs and results.attrs[key] != inputs.attrs[key]:
            raise AnalysisError(
                f"inputs and results are of two runs: {key} {inputs.attrs[key]!r} of the inputs and "
                f"{results.attrs[key]!r} of the results"
            )
