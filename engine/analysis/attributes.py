"""What results say beside their numbers, held to what a run writes before anything is worked out from it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray as xr

TEXTS = (
    "title", "scenario", "option", "unit", "price_base", "start", "discounting", "programme_hash", "design", "draws",
    "tables", "engine_version", "processor", "design_gives_up",
)  # fmt: skip
COUNTS = (
    "horizon",
    "seed",
    "iterations",
    "iterations_asked",
    "worlds",
    "iterations_per_world",
    "all_claims_hold",
)
LISTS = ("claims", "assumptions")
"""Of tables, each of which has a name."""
SENTENCES = ("total_cost", "benefit_classes", "changes")
TABLES = ("responses", "cluster_names", "sources", "redraw", "floor", "base_programme")
ALWAYS = (
    "title", "scenario", "seed", "design", "draws", "engine_version", "iterations", "design_gives_up", "claims",
)  # fmt: skip
"""What every run writes."""
COUNTED = (
    "whole", "mean", "squared_deviations", "lowest", "highest", "missing", "percentile_error", "base", "long_name",
    "units", "cautious", "base_at_least", "base_at_most", "lower", "upper", "frequency", "claim_holds",
)  # fmt: skip
"""The variables of a summary."""
ENDLESS = (float("inf"), -float("inf"))
SIDES = ("low", "high", "")


def wrong_attributes(results: xr.Dataset) -> list[str]:
    """What is not as a run writes it, a sentence each: attributes of results and of their variables that are gone or
    of another kind, and variables that a summary lacks; nothing of what no run has written.
    """
    attrs = results.attrs
    if "engine_version" not in attrs and "programme_hash" not in attrs:
        return []
    needed = (*ALWAYS, "programme_hash") if "horizon" in attrs else ALWAYS  # which a free model has not
    is_of_run = any(name in attrs for name in ("tables", "processor", "independent"))
    lost = [f"attribute {name} is lost" for name in needed if is_of_run and name not in attrs]
    found = (f"attribute {name} {said}" for name in attrs if (said := _of_results(str(name), attrs[name])))
    return [*lost, *found, *_of_variables(results), *(_of_summary(results) if "cell" in results.dims else ())]


def _of_results(name: str, value: Any) -> str:
    """What an attribute of that name ought to be and is not; "" if it is."""
    if name in TEXTS:
        return "" if isinstance(value, str) else f"is no text: {value!r:.60}"
    if name in COUNTS:
        return "" if _is_count(value) else f"is no whole number from 0 up: {value!r:.60}"
    if name in (*LISTS, *SENTENCES, *TABLES):
        return _of_json(name, value) if isinstance(value, str) else f"is no text: {value!r:.60}"
    return ""


@lru_cache(maxsize=64)
def _of_json(name: str, text: str) -> str:
    """The same of an attribute that is JSON; looked at once."""
    if not text:
        return ""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return f"is no JSON: {text!r:.60}"
    if name in TABLES:
        return "" if isinstance(found, dict) else f"is no table: {text!r:.60}"
    if not isinstance(found, list):
        return f"is no list: {text!r:.60}"
    if name in SENTENCES:
        return "" if all(isinstance(one, str) for one in found) else f"is no list of texts: {text!r:.60}"
    if not all(isinstance(one, dict) and isinstance(one.get("name"), str) for one in found):
        return f"is no list of tables with names: {text!r:.60}"
    return "; ".join(said for one in found if name == "claims" for said in _of_claim(one))


def _of_claim(claim: Mapping[str, Any]) -> Iterator[str]:
    """What a claim says in a way that no run does."""
    for key, kinds in (
        ("statement", str),
        ("metric", str),
        ("at_least", int | float),
        ("at_most", int | float),
    ):
        value = claim.get(key)
        if value is not None and (
            isinstance(value, bool) or not isinstance(value, kinds) or value in ENDLESS
        ):
            yield f"has a claim whose {key} is {value!r:.60}"
    for key in ("all_of", "any_of"):
        parts = claim.get(key) or []
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            yield f"has a claim whose {key} is {parts!r:.60}"


def _of_variables(results: xr.Dataset) -> Iterator[str]:
    """Attributes of variables, of which each that a run writes has its kind."""
    for name, variable in results.data_vars.items():
        attrs, dims = variable.attrs, variable.dims
        if "iteration" not in dims:
            continue
        for key in ("units", "long_name"):
            if not isinstance(attrs.get(key, ""), str):
                yield f"{name}: attribute {key} is no text: {attrs[key]!r:.60}"
        if not (isinstance(side := attrs.get("cautious", ""), str) and side in SIDES):
            yield f"{name}: attribute cautious is none of {', '.join(map(repr, SIDES))}: {side!r:.60}"
        if not _is_numbers(attrs.get("base", 0.0)):
            yield f"{name}: attribute base is no number: {attrs['base']!r:.60}"
        if not _is_count(attrs.get("missing", 0)):
            yield f"{name}: attribute missing is no whole number from 0 up: {attrs['missing']!r:.60}"


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


def _is_count(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(value >= 0)


def _is_numbers(value: Any) -> bool:
    found = np.asarray(value)
    return found.dtype.kind in "biuf"
