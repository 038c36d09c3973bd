"""Results as the engine would give them, from plain NumPy draws: the shape is right, the figures invented."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import xarray as xr

CLUSTERS = {"synergy": 0.551, "unity": 0.202, "defence": 0.127, "matrix": 0.101, "overseas": 0.019}
HORIZON_YEARS = 15
CLAIMS: list[dict[str, Any]] = [
    {
        "name": "benefits",
        "statement": "Benefits of about £1.8bn over 15 years",
        "metric": "total_benefit",
        "at_least": 1800.0,
    },
    {"name": "cost", "statement": "At a cost of about £900m", "metric": "total_cost", "at_most": 900.0},
    {
        "name": "payback",
        "statement": "Pays for itself by the financial year 2032-33",
        "metric": "payback_year",
        "at_most": 2032,
    },
    {"name": "money", "statement": "Benefits and cost together", "all_of": ["benefits", "cost"]},
    {"name": "whole", "statement": "The whole promise at once", "all_of": ["money", "payback"]},
]

Table = np.ndarray[Any, np.dtype[np.float64]]


def synthetic_results(iterations: int = 2000, seed: int = 7) -> xr.Dataset:
    """A programme with five clusters over fifteen years; base case: 1,800 of benefit at a cost of 900."""
    draws = np.random.default_rng(seed)
    share = np.array(list(CLUSTERS.values()))
    overrun = np.exp(draws.normal(0.45, 0.35, (iterations, 1)) + draws.normal(0, 0.1, (iterations, 5)))
    slip = draws.gamma(2.0, 9.0, (iterations, 5))
    realised = (0.25 + 0.9 * draws.beta(2.2, 2.6, (iterations, 1))) * np.clip(1 - slip / 180, 0, 1)
    tables = _tables(900 * share * overrun, 500 * share * realised, 1300 * share * realised, slip)
    base = _tables(900 * share[None], 500 * share[None], 1300 * share[None], np.zeros((1, 5)))
    return xr.Dataset(
        {name: (dims, tables[name], _attrs(name, dims, base[name][0])) for name, dims in _DIMS.items()},
        coords={
            "iteration": np.arange(iterations),
            "cluster": list(CLUSTERS),
            "year": ("year", 2022 + np.arange(HORIZON_YEARS), {"long_name": "Financial year beginning"}),
        },
        attrs={
            "title": "Shared services strategy",
            "scenario": "central",
            "unit": "£m",
            "price_base": "nominal, as published in March 2023",
            "seed": seed,
            "iterations": iterations,
            "start": "2022-04",
            "horizon": 12 * HORIZON_YEARS,
            "discounting": "green-book-2022",
            "programme_hash": "0123456789abcdef",
            "engine_version": "0.1.0",
            "draws": "philox4x32-10 random 1",
            "claims": json.dumps(CLAIMS),
            "sources": "{}",
            "assumptions": "[]",
        },
    )


_DIMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            "one_off_cost",
            "running_cost",
            "legacy_cost",
            "cash_benefit",
            "efficiency_benefit",
            "go_live_delay",
        ),
        ("iteration", "cluster"),
    ),
    **dict.fromkeys(
        ("yearly_cost", "yearly_cash_benefit", "yearly_efficiency_benefit"), ("iteration", "year")
    ),
    **dict.fromkeys(
        ("total_benefit", "total_cost", "net_benefit", "npv", "benefit_cost_ratio", "payback_year"),
        ("iteration",),
    ),
}


def _tables(cost: Table, cash: Table, efficiency: Table, slip: Table) -> dict[str, Table]:
    iterations = len(cost)
    years = np.arange(HORIZON_YEARS)
    spend = np.where(years < 6, 1 / 6, 0.0)
    benefit = np.clip(years - 3, 0, 3) / np.clip(years - 3, 0, 3).sum()
    legacy = 0.4 * slip * np.array(list(CLUSTERS.values()))
    yearly = {
        "yearly_cost": (cost + legacy).sum(axis=1)[:, None] * spend,
        "yearly_cash_benefit": cash.sum(axis=1)[:, None] * benefit,
        "yearly_efficiency_benefit": efficiency.sum(axis=1)[:, None] * benefit,
    }
    net = yearly["yearly_cash_benefit"] + yearly["yearly_efficiency_benefit"] - yearly["yearly_cost"]
    paid = net.cumsum(axis=1) >= 0
    total_benefit = (cash + efficiency).sum(axis=1)
    total_cost = (cost + legacy).sum(axis=1)
    return {
        "one_off_cost": cost,
        "running_cost": np.zeros((iterations, 5)),
        "legacy_cost": legacy,
        "cash_benefit": cash,
        "efficiency_benefit": efficiency,
        "go_live_delay": slip,
        **yearly,
        "total_benefit": total_benefit,
        "total_cost": total_cost,
        "net_benefit": total_benefit - total_cost,
        "npv": (net / 1.035**years).sum(axis=1),
        "benefit_cost_ratio": total_benefit / total_cost,
        "payback_year": np.where(paid.any(axis=1), 2022.0 + paid.argmax(axis=1), np.nan),
    }


def _attrs(name: str, dims: tuple[str, ...], base: Any) -> dict[str, Any]:
    units = {"go_live_delay": "months", "benefit_cost_ratio": "1", "payback_year": "year"}
    high = "cost" in name and "ratio" not in name
    attrs: dict[str, Any] = {
        "long_name": name.replace("_", " ").capitalize() if name != "npv" else "Net present value",
        "units": units.get(name, "£m"),
        "cautious": "high" if high or name in ("go_live_delay", "payback_year") else "low",
        "base": base if len(dims) == 2 else float(base),
    }
    if "cluster" in dims:
        attrs["over_clusters"] = "max" if name == "go_live_delay" else "sum"
    return attrs


def free_results(values: Any, name: str = "profit", **attrs: Any) -> xr.Dataset:
    """Results of a free formula: one variable of `(iteration,)`, no clusters, no years, no claims."""
    return xr.Dataset(
        {name: ("iteration", np.asarray(values, dtype=np.float64), attrs)},
        attrs={"title": "A formula", "seed": 1, "iterations": len(values)},
    )
