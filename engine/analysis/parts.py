"""What is known of a measure of each cluster or year, one that was played or one derived from such."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.analysis.added import is_summary
from engine.analysis.classes import classes_of
from engine.analysis.derived import DERIVED, derive
from engine.analysis.figures import Counted, Figures, Sample
from engine.analysis.measures import bases_of, describe, is_slice
from engine.analysis.replicates import replicates_of
from engine.analysis.whole import values_of
from engine.problems import ResultsError

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]


def part_figures(results: xr.Dataset, name: str, dim: str) -> dict[str, Figures]:
    """What is known of the measure `name`, played or derived, of each cluster or year by its label.

    Raises `ResultsError` if the results do not hold it by `dim`, or too few years to sum up from the first.
    """
    check_parts(results, [name], dim)
    if is_summary(results):
        rows = {row.removeprefix(f"{name}."): row for row in _rows(results) if row.startswith(f"{name}.")}
        return {label: Counted(results, row) for label, row in rows.items()}

    def values(term: str) -> Floats:
        return values_of(results, term, dim, "iteration")

    table, attrs, words = _of_terms(name, values), _attrs(results, name), long_name(results, name)
    bases = _of_terms(name, lambda term: bases_of(results, term))
    return {
        label: Sample(
            table[place],
            attrs | {"long_name": f"{words}, {label}", "base": float(bases[place])},
            replicates_of(results),
        )
        for place, label in enumerate(_labels(results, dim))
    }


def check_parts(results: xr.Dataset, names: list[str], dim: str) -> None:
    """Raise `ResultsError` unless the results hold by `dim` all that the measures `names` are of."""
    sentence = refusal(results, names, dim)
    if sentence:
        raise ResultsError(sentence)


def refusal(results: xr.Dataset, names: list[str], dim: str) -> str:
    """Why the measures `names` cannot be told by `dim`; "" if they can."""
    if is_summary(results) and any(name in DERIVED and not DERIVED[name].of_summaries for name in names):
        return f"{', '.join(names)} by {dim} needs every iteration, and these results are a summary"
    needed = [term for name in names for term in terms_of(name)]
    there = [f"yearly_{one}_benefit" for one in classes_of(results.attrs)]
    needed += [
        term for name in names if name in DERIVED for term in DERIVED[name].where_told if term in there
    ]
    held = _held(results, dim)
    absent = [term for term in needed if term not in held]
    if absent:
        taken = f"; results.sel({dim}=[{results[dim].item()!r}]) keeps it" if _one_taken(results, dim) else ""
        return f"figures by {dim} need {needed} by the dimension {dim!r}; these results lack {absent}{taken}"
    cut = not is_summary(results) and any(is_slice(results, term) for term in needed)
    if cut and any(name in DERIVED and DERIVED[name].so_far for name in names):
        return (
            f"{', '.join(names)} sums up from the first {dim}, and these results hold {results.sizes[dim]} of them "
            "alone: take the whole results"
        )
    return ""


def terms_of(name: str) -> list[str]:
    """The played measures that a measure is of."""
    return list(DERIVED[name].terms) if name in DERIVED else [name]


def _held(results: xr.Dataset, dim: str) -> set[str]:
    """The played measures that are told by `dim`."""
    if is_summary(results):
        return {row.partition(".")[0] for row in _rows(results)}
    return {
        str(name) for name, variable in results.data_vars.items() if set(variable.dims) == {"iteration", dim}
    }


def _rows(results: xr.Dataset) -> list[str]:
    """The rows of a summary that are parts: `one_off_cost.synergy`."""
    return [str(row) for row in results["measure"].values[~results["whole"].values]]


def _labels(results: xr.Dataset, dim: str) -> list[str]:
    known = results[dim].values.tolist() if dim in results.coords else range(results.sizes[dim])
    return [str(label) for label in known]


def _one_taken(results: xr.Dataset, dim: str) -> bool:
    """Whether these are results of one cluster or year, which have lost the dimension."""
    return dim in results.coords and not results[dim].ndim


def _of_terms(name: str, values: Callable[[str], Floats]) -> Floats:
    return derive(name, values) if name in DERIVED else values(name)


def long_name(results: xr.Dataset, name: str) -> str:
    """A measure in words, without the cluster or year that each of its parts adds."""
    if name in DERIVED:
        return DERIVED[name].long_name
    if is_summary(results):
        return str(describe(results, name)["long_name"])
    return str(results[name].attrs.get("long_name", name))


def _attrs(results: xr.Dataset, name: str) -> dict[str, Any]:
    """units and cautious."""
    first = results[terms_of(name)[0]].attrs
    cautious = DERIVED[name].cautious if name in DERIVED else str(first.get("cautious", ""))
    return {"units": str(first.get("units", "1")), "cautious": cautious}
