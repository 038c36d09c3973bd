"""Chances in words: never finer than the evidence can carry, with the range that matters beside them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from engine.analysis.verdict import HALF, SURE, WORDS
from engine.reporting.verdicts import WORDING, floor_note, floored, given_model, over

HOUSE = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("share", "floor", "text"),
    [
        (0.0, 0.01, "under 1 in 100"),
        (0.0099, 0.01, "under 1 in 100"),
        (0.01, 0.01, ""),
        (0.99, 0.01, ""),
        (0.9901, 0.01, "over 99 in 100"),
        (1.0, 0.002, "over 499 in 500"),
        (0.0019, 0.002, "under 1 in 500"),
        (0.0021, 0.002, ""),
        (0.0, 0.0, ""),
    ],
)
def test_the_floor_holds_on_both_sides_at_either_end(share: float, floor: float, text: str) -> None:
    assert floored(share, floor) == text


def claim(share: float, low: float, high: float, *beliefs: float) -> xr.Dataset:
    ends = beliefs or (np.nan, np.nan)
    found = {"probability": share, "low": low, "high": high, "belief_low": ends[0], "belief_high": ends[1]}
    return xr.Dataset(found | {"scenario_low": 0.05, "scenario_high": 0.4})


def test_a_sampling_error_is_told_where_it_is_not_negligible() -> None:
    assert given_model(claim(0.183, 0.176, 0.191), 0.01) == "18.3% (17.6% to 19.1%)"
    assert given_model(claim(0.183, 0.176, 0.191, 0.03, 0.39), 0.01) == "18.3%"
    assert given_model(claim(0.183, 0.176, 0.191, 0.15, 0.2), 0.01) == "18.3% (17.6% to 19.1%)"
    assert given_model(claim(0.0, 0.0, 0.0004), 0.01) == "under 1 in 100"
    assert given_model(claim(0.0, 0.0, 0.0369), 0.01) == "under 4%"  # of a hundred iterations
    assert given_model(claim(0.0, 0.0, 0.0004), 0.0) == "under 0.04%"


def test_ranges_are_told_to_the_floor() -> None:
    assert over(0.03, 0.39, 0.01) == "3% to 39%"
    assert over(0.0, 0.02, 0.01) == "under 1% to 2%"
    assert over(0.0, 0.004, 0.01) == "under 1 in 100"
    assert over(np.nan, np.nan, 0.01) == "–"
    assert over(0.3, 0.999, 0.01) == "30% to over 99%"


def test_the_note_says_why_where_it_is_needed() -> None:
    keys = ("probability", "belief_low", "belief_high", "scenario_low", "scenario_high")
    told = xr.Dataset({key: ("claim", [0.3]) for key in keys}, attrs={"floor": 0.01, "floor_why": "so"})
    assert floor_note(told) == ""
    told["scenario_low"] = ("claim", [0.001])
    assert floor_note(told).startswith("Under 1 in 100: so. The model's own figures")


def test_the_rule_that_is_told_names_every_word_and_where_they_change():
    assert [word for word in WORDS if f"“{word}”" not in WORDING] == []
    assert f"under {SURE:.0%}" in WORDING
    assert f"over {1 - SURE:.0%}" in WORDING
    assert HALF == 0.5  # "an even chance"
    first = (HOUSE / "README.md").read_text(encoding="utf-8")
    assert [word for word in WORDS if f"“{word}”" not in first] == []
