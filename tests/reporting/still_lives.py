"""Answers of studies written down, so that pictures of them hang on nothing that plays."""

from __future__ import annotations

import numpy as np
import xarray as xr

ABOUT = {
    "title": "Two sites", "scenario": "central", "changes": "[]", "unit": "£m", "price_base": "nominal",
    "start": "2025-04", "horizon": 120, "seed": 1, "iterations": 1000, "programme_hash": "0123456789",
}  # fmt: skip


def dates() -> xr.Dataset:
    """What `engine.timetable` gives of two sites of two activities."""
    base = np.array([[0.0, 6], [6, 18], [3, 9], [9, 24]])
    late = np.array([1.0, 3, 5, 9])  # months at P10, P50, P80, P90
    size = np.array([0.5, 1.0, 0.8, 2.0])[:, None]
    finish = base[:, 1:] + size * late
    start = base[:, :1] + np.array([[0.0], [0.5], [0.0], [0.8]]) * late
    two = ("activity", "percentile")
    return xr.Dataset(
        {
            "base_start": ("activity", base[:, 0]),
            "base_finish": ("activity", base[:, 1]),
            "start": (two, start),
            "finish": (two, finish),
            "goes_live": ("activity", [False, True, False, True]),
            "criticality": ("activity", [0.9, 1.0, 0.3, 1.0]),
        },
        coords={
            "activity": ["east.build", "east.move", "west.build", "west.move"],
            "percentile": [10.0, 50.0, 80.0, 90.0],
            "cluster": ("activity", ["east", "east", "west", "west"]),
            "cluster_name": ("activity", ["East", "East", "West", "West"]),
        },
        attrs=ABOUT,
    )


def risks() -> xr.Dataset:
    """What `engine.risk_map` gives of four risks, of which two have a response."""
    chance = np.array([[0.4, 0.2], [0.1, 0.1], [0.25, 0.25], [0.05, 0.02]])
    when = np.array([[20.0, 18.0], [60.0, 60.0], [4.0, 4.0], [30.0, 12.0]])
    dims = ("risk", "when")
    return xr.Dataset(
        {
            "chance": (dims, chance),
            "when_struck": (dims, when),
            "contribution": (dims, chance * when),
            "has_response": ("risk", [True, False, False, True]),
        },
        coords={"risk": ["supplier_fails", "flood", "inquiry", "strike"], "when": ["before", "after"]},
        attrs=ABOUT | {"of": "total_cost", "long_name": "Total cost", "units": "£m", "cautious": "high"},
    )


def pairs() -> xr.Dataset:
    """What `engine.diagnose` gives of a group that is not possible as written."""
    dims = ("input", "other_input")
    target = np.array([[1, 0.9, 0.8], [0.9, 1, 0.1], [0.8, 0.1, 1]])
    possible = np.array([[1, 0.81, 0.72], [0.81, 1, 0.17], [0.72, 0.17, 1]])
    names = ["east.build.duration", "west.build.duration", "east.works.amount"]
    return xr.Dataset(
        {
            "target": (dims, target),
            "repaired": (dims, possible),
            "achieved": (dims, possible + 0.01 * (1 - np.eye(3))),
            "error": (dims, 0.012 * (1 - np.eye(3))),
        },
        coords=dict.fromkeys(dims, names),
        attrs=ABOUT
        | {
            "group": "works",
            "measure": "spearman",
            "copula_heading": "Gaussian copula",
            "clash": "They clash.",
            "tied": [],
        },
    )


def choices() -> xr.Dataset:
    """What `engine.compare_options` gives of three options and two measures."""
    two, three = ("option", "measure"), ("option", "measure", "percentile")
    mean = np.array([[100.0, 20], [80, 5], [140, 60]])
    better = np.array([[np.nan, np.nan], [0.9, 0.2], [0.05, 0.85]])
    gap = mean - mean[0]
    spread = np.array([-1.3, -0.1, 0.8, 1.4])
    ends = {"": 0.0, "_low": -2.0, "_high": 2.0}
    return xr.Dataset(
        {
            "mean": (two, mean),
            "base": (two, 0.9 * mean),
            **{f"better{end}": (two, better + 0.01 * shift) for end, shift in ends.items()},
            **{f"difference{end}": (two, gap + shift) for end, shift in ends.items()},
            "value": (three, mean[..., None] + 15 * spread),
            "long_name": ("measure", ["Total cost", "Net present value"]),
            "units": ("measure", ["£m", "£m"]),
            "cautious": ("measure", ["high", "low"]),
        },
        coords={
            "option": ["do_minimum", "lean", "as_proposed"],
            "measure": ["total_cost", "npv"],
            "percentile": [10.0, 50.0, 80.0, 90.0],
        },
        attrs=ABOUT | {"baseline": "do_minimum", "discounting": "green-book-2022", "confidence": 0.95},
    )
