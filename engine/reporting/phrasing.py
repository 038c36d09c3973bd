"""Figures and sentences for people, the same ones on the command line, in charts and in reports.

For a cost, a delay or a date the careful side is high; for a benefit, a ratio or a saving it is low. The
value with an 80% chance of being met or exceeded is the cumulative P20. The sentences here always say the
chance and its direction, and give the percentile only beside them, since P10 means opposite things to
different readers.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.analysis.estimators.shares import wilson_interval
from engine.programme.months import date_name
from engine.reporting.digits import FINEST, default_decimals, first_decimal, number
from engine.reporting.units import Scale, scale_for

MINUS = "−"
DATED = "months from "
YEARS = ("year", "financial year")
"""Units of a year by its number: one that begins in January, and one that begins in another month."""


def quantity(
    value: float, units: str, decimals: int | None = None, scale: Scale | None = None, *, start: str = ""
) -> str:
    """A value with its units: `£1,234m`, `£1.24bn`, `14 months`, `2031`, `1.85`, `12%`.

    Three significant digits or all whole ones, unless `decimals` of what is printed are given; negative ones round
    to tens and hundreds. What is not nought keeps a digit that says so. Money takes a scale that is fit to read, or
    the one given; with `decimals` alone it stays in its own. A year is named by `start` ("2025-10") as `year_label`
    names it; of "months from 2025-04" the month is told: `Mar 2028`. NaN is "not available", and so is an infinite
    value, unless it is of time: that is "never".
    """
    if not math.isfinite(value):
        is_time = units in (*YEARS, "months") or is_date(units)
        return "never" if math.isinf(value) and is_time else "not available"
    if is_date(units):
        return date_name(value, units.removeprefix(DATED))
    if units in YEARS:
        year = math.floor(value + 1e-9)  # the year in which it falls; 1e-9 forgives rounding
        return year_label(year, start) if units == "year" else financial_year(year)
    if scale is None:
        scale = scale_for(units, value) if decimals is None else scale_for(units)
    size, least = abs(value) / scale.size, 10.0**-FINEST
    limit = ("over " if value < 0 else "under ") if 0 < size < least else ""
    text = number(least, FINEST) if limit else number(size, decimals)
    minus = MINUS if value < 0 and text.strip("0.,") else ""
    singular = text == "1" and scale.after.endswith("s") and not scale.before
    return f"{limit}{minus}{scale.before}{text}{scale.after[:-1] if singular else scale.after}"


def is_date(units: str) -> bool:
    """Whether numbers of these units are months from the beginning of one: "months from 2025-04"."""
    return units.startswith(DATED)


def plain(value: float, digits: int = 3) -> str:
    """A number without a unit, rounded to significant digits and written out: `1,430,000,000`, `0.00123`."""
    if not math.isfinite(value):
        return "not available"
    return quantity(value, "", digits - 1 + first_decimal(abs(value)) if value else 0)


def financial_year(year: int) -> str:
    """`2025-26` for the year that begins in 2025."""
    return f"{year}-{(year + 1) % 100:02d}"


def year_label(year: int, start: str = "") -> str:
    """`2028-29` for a programme year where the programme's `start` ("2025-10") is not in January, else `2028`."""
    return str(year) if start[5:7] in ("", "01") else f"{year}-{(year + 1) % 100:02d}"


def interval(low: float, high: float, units: str, *, start: str = "", scale: Scale | None = None) -> str:
    """The two ends of an interval, to the digits in which they differ: `£362m to £368m`, `0.187 to 0.193`.

    Beside a value it takes the `scale` of that, so that a row does not mix £m and £k.
    """
    decimals, scale = None, scale or scale_for(units, low, high)
    if math.isfinite(low) and math.isfinite(high) and high > low:
        half, largest = (size / scale.size for size in ((high - low) / 2, max(abs(low), abs(high))))
        decimals = max(default_decimals(largest), min(first_decimal(half), FINEST))
    low_text, high_text = (quantity(end, units, decimals, scale, start=start) for end in (low, high))
    if is_date(units) and low_text == high_text:
        return low_text
    return f"{low_text} to {high_text}"


def axis_title(long_name: str, units: str, unit: str = "", price_base: str = "") -> str:
    """`Total benefit, £m (nominal)`: the measure, its units and, if they are `unit`, the price base."""
    if units in ("1", ""):
        return long_name
    if is_date(units):
        return f"{long_name}, beginning of the month"
    shown = units if units != "year" else "calendar year"
    return f"{long_name}, {shown}" + (f" ({price_base})" if price_base and units == unit else "")


def probability(share: float, decimals: int | None = None) -> str:
    """A chance as a percentage that is never rounded to certainty: `23%`, `2.1%`, `under 0.01%`.

    Exactly 0 and 1, which are counts of a finite run and no certainty either, read "0%" and "100%": give
    them with their interval (`chance`), or say them by their counts (`share`).
    """
    if math.isnan(share):
        return "not available"
    distance = min(share, 1 - share)  # what must not vanish in rounding, at either end
    if distance == 0:
        return f"{share:.0%}"
    if decimals is None:
        decimals = 2 if distance < 0.001 else 1 if distance < 0.0995 else 0
    shown = f"{share:.{decimals}%}"
    if shown == f"{0:.{decimals}%}":
        return f"under {0.1**decimals:.{decimals}f}%"
    if shown == f"{1:.{decimals}%}":
        return f"over {100 - 0.1**decimals:.{decimals}f}%"
    return shown


def chance(share: float, low: float, high: float) -> str:
    """A simulated chance with its interval, to the digits that it deserves: `0.36% (0.29% to 0.45%)`.

    Of none and all the interval's other end is all that is known: `under 0.04%`, `over 99.96%`.
    """
    decimals = chance_decimals(share, low, high)
    if share in (0, 1):
        return _beyond_all_but(high if share == 0 else 1 - low, decimals, share == 0)
    low_text, high_text = (probability(end, decimals) for end in (low, high))
    return f"{probability(share, decimals)} ({low_text} to {high_text})"


def share(count: int, iterations: int) -> str:
    """A counted share of iterations, none and all by the end of their interval: `under 0.04%`, `over 99.96%`."""
    if 0 < count < iterations:
        return probability(count / iterations)
    low, high = (float(end) for end in wilson_interval(np.array(count, np.int64), iterations))
    unsure = high if count == 0 else 1 - low
    decimals = chance_decimals(count / iterations, low, high) if iterations else 0
    return _beyond_all_but(unsure, decimals, count == 0)


def _beyond_all_but(unsure: float, decimals: int, is_none: bool) -> str:
    rounded = math.ceil(100 * unsure * 10**decimals) / 10**decimals  # away from certainty
    return f"under {rounded:.{decimals}f}%" if is_none else f"over {100 - rounded:.{decimals}f}%"


def short_chance(share: float, low: float, high: float) -> str:
    """A simulated chance without its interval: `0.36%`, and the interval's end for none or all: `< 0.019%`."""
    decimals = chance_decimals(share, low, high)
    if share == 0:
        return f"< {probability(high, decimals)}"
    return f"> {probability(low, decimals)}" if share == 1 else probability(share, decimals)


def chance_decimals(share: float, low: float, high: float) -> int:
    """Decimals of a percentage that its interval lets one trust: 0 for 28% to 34%, 2 for 0.29% to 0.45%.

    Enough at least to tell the share itself from 0% and 100%.
    """
    half = (high - low) / 2
    finest = min(half, min(share, 1 - share) or half)
    return min(max(-math.floor(math.log10(100 * finest)), 0), 4) if finest > 0 else 0


def assurance(value: float, units: str, cautious: str, percentile: float, *, start: str = "") -> str:
    """What a percentile assures, on the careful side: "80% chance of at least £812m (P20)".

    For `cautious` "low" the chance is of at least the value, for "high" (and "") of at most the value.
    Where the percentile is infinite the sentence says how many iterations never get there.
    """
    label = percentile_label(percentile)
    at_least = cautious == "low"
    sure = 100 - percentile if at_least else percentile
    if math.isnan(value):
        return f"{label} not available"
    if math.isinf(value):
        fate = "have no value" if at_least else "never get there"
        return f"no {sure:g}% assurance, more than {100 - sure:g}% of iterations {fate} ({label})"
    limit = bounded(quantity(value, units, start=start), YEARS[0] if is_date(units) else units, at_least)
    return f"{sure:g}% chance of {limit} ({label})"


def both_ways(value: float, units: str, percentile: float, *, start: str = "") -> str:
    """A percentile read from either side: "P20 £812m: 20% chance of at most this, 80% of at least this"."""
    return (
        f"{percentile_label(percentile)} {quantity(value, units, start=start)}: "
        f"{percentile:g}% chance of at most this, {100 - percentile:g}% of at least this"
    )


def percentile_label(percentile: float) -> str:
    """`P20`; `P97.5`."""
    return f"P{percentile:g}"


def assured_percentile(cautious: str, assured: float = 80) -> float:
    """The cumulative percentile that is met or bettered with a chance of `assured` percent: 20 or 80."""
    return 100 - assured if cautious == "low" else assured


def bound(units: str, at_least: float = math.nan, at_most: float = math.nan, *, start: str = "") -> str:
    """A claim's bound: "at least £1,800m", "2031 or earlier"."""
    sides = ((at_least, True), (at_most, False))
    return " and ".join(
        bounded(quantity(value, units, start=start), units, least)
        for value, least in sides
        if not math.isnan(value)
    )


def bounded(shown: str, units: str, at_least: bool) -> str:
    """A value that is written already, as the lower or the upper end: "at least £1,800m", "2031 or earlier"."""
    if units in YEARS:
        return f"{shown} or {'later' if at_least else 'earlier'}"
    if is_date(units):
        return f"{'not before' if at_least else 'by'} {shown}"
    return f"{'at least' if at_least else 'at most'} {shown}"


def capitalised(name: str) -> str:
    """A name at the head of a sentence, the rest of it as it is."""
    return f"{name[:1].upper()}{name[1:]}"


def interrupted(attrs: Mapping[str, Any]) -> str:
    """`Interrupted: results of the first 81,920 of 1,000,000 iterations`; "" of a run in which no interrupt came.

    Of a latin run it adds that they are not the run of that length; `attrs` are those of the results.
    """
    if not attrs.get("interrupted"):
        return ""
    done, asked = int(attrs["iterations"]), int(attrs["iterations_asked"])
    if done == asked:
        return (
            f"Interrupted when all {done:,} iterations were played: what was to come after them is left out"
        )
    text = f"Interrupted: results of the first {done:,} of {asked:,} iterations"
    if attrs.get("design") in ("latin", "sobol"):
        return f"{text}, which are not a {attrs['design']} run of that length: its strata are not all visited"
    return text


def changes(attrs: Mapping[str, Any]) -> list[str]:
    """What was done to a programme since it was read from its file, a sentence each: `funding.0.top_up = 1`."""
    return [str(sentence) for sentence in json.loads(attrs.get("changes") or "[]")]
