"""The verdict on a claim in words: its chance given the model, and its ranges, no finer than the evidence can carry."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from engine.analysis.verdict import WORDS
from engine.reporting.phrasing import chance, chance_decimals, probability

if TYPE_CHECKING:
    import xarray as xr

_POINT = 5e-4  # a range that is narrower is told as a point
WORDING = (
    "A verdict is “will not hold” where the whole range of its chance is under 5%, “will hold” where all of it is "
    "over 95%, “undecided” where an even chance lies within it, else “unlikely” or “likely”; the range is over beliefs "
    "where the file states some, otherwise the sampling error of this run."
)
NEGLIGIBLE = 0.1  # of the range over beliefs: a sampling interval that is narrower says nothing more


def floored(share: float, floor: float) -> str:
    """`under 1 in 100` or `over 99 in 100` for a chance beyond what the evidence can tell; "" for any other."""
    cases = round(1 / floor) if floor > 0 else 0
    if not cases or math.isnan(share):
        return ""
    if share < floor:
        return f"under 1 in {cases:,}"
    return f"over {cases - 1:,} in {cases:,}" if share > 1 - floor else ""


def given_model(claim: xr.Dataset, floor: float) -> str:
    """The chance of a claim given the model: `18%`, with its sampling error where that is not negligible."""
    share, low, high = (float(claim[key]) for key in ("probability", "low", "high"))
    width = float(claim["belief_high"]) - float(claim["belief_low"])
    beyond = floored(share, floor)
    if beyond and not (low < floor < high or low < 1 - floor < high):
        return beyond
    if high - low < NEGLIGIBLE * width:
        return beyond or probability(share, chance_decimals(share, low, high))
    return chance(share, low, high)


def over(low: float, high: float, floor: float) -> str:
    """A range of chances: `3% to 39%`, `under 1% to 34%`, `under 1 in 100`; a dash where there is none."""
    if math.isnan(low) or math.isnan(high):
        return "–"
    beyond = floored(low, floor)
    if beyond and beyond == floored(high, floor):
        return beyond
    if high - low < _POINT:
        return _end(low, chance_decimals(low, 0.99 * low, 1.01 * low), floor)
    ends = [_end(end, chance_decimals(end, low, high), floor) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def _end(share: float, decimals: int, floor: float) -> str:
    """An end of a range: `under 1%` and `over 99%` for what is beyond the floor."""
    if not floored(share, floor):
        return probability(share, decimals)
    limit = floor if share < floor else 1 - floor
    return f"{'under' if share < floor else 'over'} {100 * limit:g}%"


def likely_to_hold(verdict: xr.Dataset) -> str:
    """`3 of 5 are likely to hold`, those whose word is "likely" or "will hold"; of one claim `it is likely to hold`.

    The same count wherever plan and play are compared.
    """
    words, count = verdict["word"].values, verdict.sizes["claim"]
    likely = int(np.isin(words, WORDS[WORDS.index("likely") :]).sum())
    if count == 1:
        return f"it is {'' if likely else 'not '}likely to hold"
    return f"{likely or 'none'} of {count} {'is' if likely < 2 else 'are'} likely to hold"


def floor_note(verdict: xr.Dataset) -> str:
    """Why some chances are not told apart; "" where none of these claims is beyond the floor."""
    floor, why = float(verdict.attrs["floor"]), str(verdict.attrs["floor_why"])
    ends = ("probability", "belief_low", "belief_high", "scenario_low", "scenario_high")
    told = [floored(float(share), floor) for key in ends for share in verdict[key].values]
    if not any(told):
        return ""
    return (
        f"{min(filter(None, told), key=len).capitalize()}: {why}. The model's own figures are printed with "
        "--intervals and stand in summary.json."
    )
