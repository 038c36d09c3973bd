"""What results say beside their numbers, held to what a run writes before anything is worked out from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.analysis.attribute_shapes import SHAPES, wrong_json
from engine.measures import MEASURES, Measure

if TYPE_CHECKING:
    import xarray as xr

TEXTS = (
    "title", "scenario", "option", "unit", "price_base", "start", "discounting", "programme_hash", "design", "draws",
    "tables", "engine_version", "processor", "design_gives_up", "worlds_played", "known_at", "lost",
)  # fmt: skip
COUNTS = (
    "horizon", "seed", "iterations", "iterations_asked", "worlds", "iterations_per_world", "all_claims_hold",
    "independent", "interrupted", "replicates", "played",
)  # fmt: skip
AT_LEAST_ONE = ("horizon", "iterations", "replicates")
OF_VARIABLE = ("long_name", "units", "cautious", "base")
"""What a run writes of each measure."""
ALWAYS = (
    "title", "scenario", "seed", "design", "draws", "engine_version", "iterations", "design_gives_up", "claims",
)  # fmt: skip
"""What every run writes."""
OF_PROGRAMME = (
    "option", "unit", "price_base", "start", "horizon", "discounting", "responses", "total_cost", "benefit_classes",
    "changes", "cluster_names", "floor", "programme_hash", "sources", "assumptions",
)  # fmt: skip
"""What every run of a programme writes beside these."""
PACKED = ("scale_factor", "add_offset")
COUNTED = (
    "whole", "mean", "squared_deviations", "lowest", "highest", "missing", "percentile_error", "base", "long_name",
    "units", "cautious", "base_at_least", "base_at_most", "lower", "upper", "frequency", "claim_holds",
)  # fmt: skip
"""The variables of a summary."""
SIDES = ("low", "high", "")
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def wrong_attributes(results: xr.Dataset) -> list[str]:
    """What is not as a run writes it, a sentence each: attributes of results and of their variables that are gone or
    of another kind, and variables that a summary lacks; nothing of what no run has written.
    """
    attrs = results.attrs
    if "engine_version" not in attrs and "programme_hash" not in attrs:
        return []
    # a free model has none, but may be given one
    is_of_programme = sum(name in attrs for name in OF_PROGRAMME) > 1
    needed = (*ALWAYS, *OF_PROGRAMME) if is_of_programme else ALWAYS
    is_of_run = any(name in attrs for name in ("tables", "processor", "independent"))
    lost = [f"attribute {name} is lost" for name in needed if is_of_run and name not in attrs]
    found = (f"attribute {name} {said}" for name in attrs if (said := _of_results(str(name), attrs[name])))
    return [*lost, *found, *_of_variables(results), *(_of_summary(results) if "cell" in results.dims else ())]


def _of_results(name: str, value: Any) -> str:
    """What an attribute of that name ought to be and is not; "" if it is."""
    if name in COUNTS:
        least = int(name in AT_LEAST_ONE)
        return "" if _is_count(value, least) else f"is no whole number from {least} up: {value!r:.60}"
    if name not in TEXTS and name not in SHAPES:
        return ""
    if not isinstance(value, str):
        return f"is no text: {value!r:.60}"
    if name == "start" and value and not MONTH.fullmatch(value):
        return f"is no month, as 2025-04 is: {value!r:.60}"
    return wrong_json(name, value) if name in SHAPES and (value or name != "floor") else ""


def _of_variables(results: xr.Dataset) -> Iterator[str]:
    """Attributes of variables, of which each that a run writes has its kind."""
    is_of_programme = "programme_hash" in results.attrs
    for name, variable in results.data_vars.items():
        if "iteration" in variable.dims:
            known = MEASURES.get(str(name)) if is_of_programme else None
            said = _of_variable(variable.attrs, known)
            yield from (f"{name}: attribute {one}" for one in said)
            yield from (
                f"{name}: attribute {key} stands there, by which values are read as others than they are"
                for key in PACKED
                if key in variable.encoding
            )


def _of_variable(attrs: Mapping[str, Any], known: Measure | None) -> Iterator[str]:
    """The same of one, which may be a measure that is known; one whose attributes are all gone was worked out since."""
    if known and any(key in attrs for key in OF_VARIABLE):
        yield from (f"{key} is lost" for key in OF_VARIABLE if key not in attrs)
        for key in ("cautious", "over_clusters"):
            own = getattr(known, key)
            if (found := attrs.get(key, "")) != own and key in (*attrs, "over_clusters"):
                yield f"{key} is not {own!r}: {found!r:.60}"
    for key in ("units", "long_name"):
        if not isinstance(attrs.get(key, ""), str):
            yield f"{key} is no text: {attrs[key]!r:.60}"
    if not (isinstance(side := attrs.get("cautious", ""), str) and side in SIDES):
        yield f"cautious is none of {', '.join(map(repr, SIDES))}: {side!r:.60}"
    if not _is_base(attrs.get("base", 0.0), known):
        yield f"base is no number: {attrs['base']!r:.60}"
    if not _is_count(attrs.get("missing", 0)):
        yield f"missing is no whole number from 0 up: {attrs['missing']!r:.60}"


def _of_summary(results: xr.Dataset) -> Iterator[str]:
    """Variables that a summary has always."""
    yield from (f"{name} is lost" for name in ("measure", "claim", *COUNTED) if name not in results.variables)
    if "all_claims_hold" not in results.attrs:
        yield "attribute all_claims_hold is lost"
    claims = results.attrs.get("claims")
    if "claim" in results.variables and isinstance(claims, str) and not _of_results("claims", claims):
        counted, names = results["claim"].values.tolist(), [one["name"] for one in json.loads(claims or "[]")]
        if counted != names:
            yield f"the claims that are counted, {counted!r:.60}, are not those that are told: {names!r:.60}"
    played, holds = results.attrs.get("iterations", 0), results.variables.get("claim_holds")
    if holds is not None and holds.size and holds.dtype.kind in "iu" and _is_count(played, 1):
        least, most = int(holds.min()), int(holds.max())
        if not 0 <= least <= most <= played:
            yield f"claims hold in {least:,} to {most:,} of {played:,} iterations"


def _is_count(value: Any, least: int = 0) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(value >= least)


def _is_base(value: Any, known: Measure | None) -> bool:
    """Whether these are numbers; of a known measure finite ones if it always has one, and one of the whole."""
    try:
        found = np.asarray(value)
    except ValueError:  # of lists of different lengths
        return False
    if found.dtype.kind not in "biuf" or found.ndim > 1:
        return False
    return known is None or (
        (known.may_be_missing or bool(np.isfinite(found).all())) and (bool(known.dim) or found.size == 1)
    )
