"""What a comparison found -> measures, claims, what is written otherwise, and how to read it."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from engine.reporting.differences import difference
from engine.reporting.law_words import law_words
from engine.reporting.phrasing import chance, probability, quantity
from engine.reporting.tables.table import Cell, Paragraph, Part, Row, Table
from engine.reporting.units import Scale, scale_for

if TYPE_CHECKING:
    import xarray as xr

MOST_DIFFERING = 12  # things that are listed of either run

READING = (
    "A difference is the run less {first}, in the mean over iterations; ± is half of its 95% interval. Better is the "
    "chance that the run does better than {first}: less of a cost or a delay, more of a benefit; what is equal is not "
    "better. {common} Intervals are sampling error, not the doubt about assumptions."
)
COMMON = (
    "All runs share their draws, so that a difference comes of what differs and not of luck: the last column says how "
    "many times its variance would grow on draws of its own."
)
APART = "Where runs do not share their draws ({why}), differences are of two samples and wider."


def comparison_parts(found: xr.Dataset) -> list[Part]:
    """Heading, and for each run but the first its measures, its claims and what is written otherwise in it."""
    attrs, first = found.attrs, str(found.attrs["first"])
    others = [str(other) for other in found["other"].values]
    facts = f"{attrs['iterations']:,} iterations" + (f", seed {attrs['seed']}" if "seed" in attrs else "")
    parts: list[Part] = [
        Paragraph(f"{' and '.join(others)} against {first}", "heading"),
        Paragraph(facts, "note"),
    ]
    if "input" in attrs:
        parts.append(Paragraph(stress_sentence(found)))
    for other in others:
        parts.append(measure_table(found, other))
        if found.sizes["claim"]:
            parts.append(claim_table(found, other))
        parts += _differing(found, other)
    apart = [str(why) for why in found["why"].values if why]
    common = APART.format(why="; ".join(dict.fromkeys(apart))) if apart else COMMON
    return [*parts, Paragraph(READING.format(first=first, common=common), "note")]


def stress_sentence(found: xr.Dataset) -> str:
    """What was kept within which range."""
    attrs = found.attrs
    low, high, share = attrs["range_low"], attrs["range_high"], attrs["within"]
    where = f"at {low:g}" if low == high else f"from {low:g} to {high:g}"
    if math.isinf(low) or math.isinf(high):
        where = f"of at least {low:g}" if math.isinf(high) else f"of at most {high:g}"
    likely = f", where its law has it in {probability(share)} of iterations" if 0 < share < 1 else ""
    return f"Stressed: {attrs['input']} {where}{likely}."


def measure_table(found: xr.Dataset, other: str) -> Table:
    """A row for each measure that is not the same in every iteration of both."""
    first = str(found.attrs["first"])
    rows: list[Row] = []
    for name in found["measure"].values:
        one = found.sel(measure=name, other=other)
        gap, low, high = (float(one[key]) for key in ("difference", "low", "high"))
        if gap == low == high == 0:
            continue
        means = [float(found["mean"].sel(measure=name, run=run)) for run in (first, other)]
        units = str(one["units"].values)
        scale = scale_for(units, *means)
        better = [float(one[key]) for key in ("better", "better_low", "better_high")]
        missing = int(one["missing"])
        told = difference(gap, low, high, units, scale)
        rows.append(
            (
                str(one["long_name"].values),
                *(_mean(found, name, run, scale) for run in (first, other)),
                Cell(f"no number in {missing:,} iterations" if missing else told, gap),
                Cell(chance(*better) + _ties(float(one["equal"])), better[0]),
                _times(float(one["variance_ratio"])),
            )
        )
    headings = (
        "Measure",
        f"Mean, {first}",
        f"Mean, {other}",
        "Difference",
        f"{other} better",
        "Common draws",
    )
    notes = () if rows else ("Every measure is the same in every iteration.",)
    aligned = [(h, "left" if k in (0, 4) else "right") for k, h in enumerate(headings)]
    return Table.of_rows(aligned, rows, "Measures", notes)  # type: ignore[arg-type]


def _mean(found: xr.Dataset, name: str, run: str, scale: Scale) -> Cell:
    """The mean of a measure in a run, or its median where some iterations give no number, as of a payback."""
    one = found.sel(measure=name, run=run)
    units, mean = str(one["units"].values), float(one["mean"])
    if math.isfinite(mean):
        return Cell(quantity(mean, units, None, scale), mean)
    return Cell(f"P50 {quantity(float(one['curve'].sel(level=50)), units, None, scale)}", None)


def claim_table(found: xr.Dataset, other: str) -> Table:
    """A row for each claim that both make."""
    first = str(found.attrs["first"])
    rows: list[Row] = []
    for name in found["claim"].values:
        one = found.sel(claim=name, other=other)
        shares = [float(found["probability"].sel(claim=name, run=run)) for run in (first, other)]
        gain = [float(one[key]) for key in ("gain", "gain_low", "gain_high")]
        cells = [Cell(probability(share), share) for share in shares]
        rows.append((str(one["statement"].values), *cells, Cell(points(*gain), gain[0])))
    headings = ("Claim", f"Chance, {first}", f"Chance, {other}", "Difference (95% interval)")
    aligned = [(h, "left" if k == 0 else "right") for k, h in enumerate(headings)]
    return Table.of_rows(aligned, rows, "Claims")  # type: ignore[arg-type]


def points(value: float, low: float, high: float) -> str:
    """A difference of chances in percentage points: `+3.2 pp (3.0 to 3.5)`."""
    half = 100 * (high - low) / 2
    decimals = min(max(-math.floor(math.log10(half)), 0), 4) if half > 0 else 2
    texts = [f"{100 * one:+.{decimals}f}".replace("-", "−") for one in (value, low, high)]
    return f"{texts[0]} pp ({texts[1]} to {texts[2]})"


def _ties(share: float) -> str:
    return f", equal {probability(share)}" if share > 0 else ""


def _times(ratio: float) -> str | Cell:
    if math.isnan(ratio):
        return "–"
    if math.isinf(ratio):
        return Cell("no variance left", None)
    return Cell(f"{ratio:,.0f} times" if ratio >= 10 else f"{ratio:.1f} times", ratio)


def _differing(found: xr.Dataset, other: str) -> list[Part]:
    every = json.loads(found.attrs["differs"])[other]
    if not every or "input" in found.attrs:
        return []
    rows: list[Row] = [
        (what, *(law_words(text) or "–" for text in texts)) for what, *texts in every[:MOST_DIFFERING]
    ]
    more = len(every) - len(rows)
    notes = (f"And {more} more.",) if more > 0 else ()
    headings = (("Written otherwise", "left"), (str(found.attrs["first"]), "left"), (other, "left"))
    return [Table.of_rows(headings, rows, "What differs", notes)]  # type: ignore[arg-type]
