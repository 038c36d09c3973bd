"""A contingency -> one JSON object."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.reporting.phrasing import changes
from engine.reporting.record import number
from engine.visible import visible

if TYPE_CHECKING:
    import xarray as xr

_KEYS = ("base", "mean", "value", "over_base", "over_mean", "tail_mean")


def contingency_record(found: xr.Dataset) -> dict[str, Any]:
    """What `engine.contingency` found as plain data, each estimate with its 95% interval beside it."""
    attrs = found.attrs
    levels = dict.fromkeys(found["level"].values.tolist()) if "part" in found.dims else {}
    return {
        "programme": attrs.get("title"),
        "scenario": attrs.get("scenario") or None,
        "changes": changes(attrs),
        **{key: int(attrs[key]) for key in ("iterations", "seed")},
        "programme_hash": attrs.get("programme_hash"),
        "engine_version": attrs.get("engine_version"),
        "measure": attrs["of"],
        "unit": attrs["units"],
        "price_base": attrs.get("price_base"),
        "assurance": attrs["at"],
        "percentile": attrs["percentage"],
        **{key: number(float(found[key])) for key in _KEYS},
        "intervals": {key: _interval(found, key) for key in _KEYS if f"{key}_low" in found},
        "shared_out": {
            level: _parts(found.isel(part=np.flatnonzero(found["level"] == level))) for level in levels
        },
        **({"budget": _budget(found)} if "year" in found.dims else {}),
    }


def _interval(found: xr.Dataset, key: str) -> list[float | None]:
    return [number(float(found[f"{key}_{end}"])) for end in ("low", "high")]


def _parts(found: xr.Dataset) -> list[dict[str, Any]]:
    keys = ("part_base", "part_mean", "at_percentile", "beyond", "part_over_base", "part_over_mean")
    return [
        {
            "name": str(one["name"].values),
            **{key.removeprefix("part_"): number(float(one[key])) for key in keys},
            "intervals": {key: _interval(one, key) for key in ("at_percentile", "beyond")},
        }
        for one in (found.isel(part=place) for place in range(found.sizes["part"]))
    ]


def _budget(found: xr.Dataset) -> dict[str, Any]:
    """By percentile; lists are in the order of `years`. Percentiles of years do not add up, paths do."""
    told: dict[str, Any] = {
        "years": [int(year) for year in found["year"].values],
        "base": [number(value) for value in found["year_base"].values.tolist()],
    }
    for level in found["percentile"].values.tolist():
        at = found.sel(percentile=level)
        told[f"p{level:g}"] = {
            **{
                key: [number(value) for value in at[key].values.tolist()]
                for key in ("budget", "path", "nearest")
            },
            "intervals": [
                [number(low), number(high)]
                for low, high in zip(
                    at["budget_low"].values.tolist(), at["budget_high"].values.tolist(), strict=True
                )
            ],
            "whole": number(float(at["whole"])),
            "sum_of_budgets": number(float(at["sum_of_budgets"])),
            "nearest_iteration": int(at["nearest_iteration"]),
        }
    return told


def contingency_text(found: xr.Dataset) -> str:
    """The same as indented JSON text, in which nothing is obeyed by a terminal."""
    text = json.dumps(contingency_record(found), indent=2, ensure_ascii=False, allow_nan=False)
    return visible(text, kept="\n")
