"""What would have to be true -> tables and sentences: switching values, levers, and the least unlikely way."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from engine.reporting.counted import counted
from engine.reporting.held import held
from engine.reporting.phrasing import chance, plain, probability, quantity
from engine.reporting.tables.table import Cell, Paragraph, Part, Row, Table
from engine.reporting.units import scale_for

if TYPE_CHECKING:
    import xarray as xr

MOVED = 0.25  # of a standard deviation: an input that a point moves less is not listed
MOST = 14
MOST_INPUTS = 25

SWITCHING = (
    "An input is held at one value in every iteration, all else varies as it does. The switching value is where the "
    "claim then has the chance at the head of the column; in brackets its 95% interval and the percentile of the value "
    "under the input's own law. The two columns behind are the chance with the input at its P0.1 and at its P99.9 (of "
    "a risk: never and for certain): the furthest that it gets alone."
)
REVERSE = (
    "The least unlikely way is the one nearest to the middle of all laws together, ties included (the design point of "
    "first order reliability). Percentiles are of each input under its own law; beta is the distance in standard "
    "deviations, and Phi(-beta) the chance of the event if its border were a plane there, beside what play counts."
)


def switching_parts(found: xr.Dataset) -> list[Part]:
    """Which input alone could make a claim hold."""
    attrs = found.attrs
    now = chance(attrs["chance"], attrs["chance_low"], attrs["chance_high"])
    reached = found["value"].notnull()
    parts: list[Part] = [
        Paragraph(f"What would have to be true: {attrs['statement']}", "heading"),
        Paragraph(
            f"As it is the chance is {now}; {attrs['iterations']:,} iterations, seed {attrs['seed']}.", "note"
        ),
        switching_table(found),
    ]
    unreached = [float(level) for level in found["level"].values if not bool(reached.sel(level=level).any())]
    parts += [Paragraph(_furthest(found, level)) for level in unreached]
    return [*parts, Paragraph(SWITCHING, "note")]


def switching_table(found: xr.Dataset) -> Table:
    """A row for each input that moves the chance at all."""
    rows: list[Row] = []
    moving = np.flatnonzero(found["chance_lowest"].values != found["chance_highest"].values)
    for place in moving[:MOST_INPUTS].tolist():
        one = found.isel(input=place)
        cells = [_switch(one.isel(level=level)) for level in range(found.sizes["level"])]
        ends = [
            Cell(
                f"{probability(float(one[key]))} {held(str(one['input'].item()), float(one[end]))}",
                float(one[key]),
            )
            for key, end in (("chance_lowest", "lowest"), ("chance_highest", "highest"))
        ]
        rows.append((str(one["input"].values), *cells, *ends))
    further, still = len(moving) - len(rows), found.sizes["input"] - len(moving)
    levels = [f"For {level:g}%" for level in found["level"].values]
    headings = ("Input", *levels, "Chance at its low end", "Chance at its high end")
    told = ((further, "of less effect on the chance"), (still, "without effect on it at either end"))
    notes = [f"{counted(count, 'more input')} {what}." for count, what in told if count]
    return Table.of_rows([(heading, "left") for heading in headings], rows, "", notes)


def _switch(one: xr.Dataset) -> Cell:
    value, low, high = (float(one[key]) for key in ("value", "low", "high"))
    if math.isnan(value):
        return Cell("not reached", None)
    share, name = float(one["percentile"]), str(one["input"].item())
    if low == value == high and held(name, value) != f"at {plain(value)}":
        return Cell(held(name, value), value)
    where = f", P{share:.3g}" if math.isfinite(share) else ""
    return Cell(f"{plain(value)} ({plain(low)} to {plain(high)}{where})", value)


def _furthest(found: xr.Dataset, level: float) -> str:
    """Which input gets nearest, and how far."""
    if not found.sizes["input"]:
        return "There is no input to ask about."
    ends = np.stack([found["chance_lowest"].values, found["chance_highest"].values])
    place = int(np.argmax(ends.max(axis=0)))
    side = int(np.argmax(ends[:, place]))
    one = found.isel(input=place)
    key = ("chance_lowest", "chance_highest")[side]
    share = chance(*(float(one[name]) for name in (key, f"{key}_low", f"{key}_high")))
    name = str(found["input"].values[place])
    at = held(name, float(one[("lowest", "highest")[side]]))
    return f"No input alone brings the chance to {level:g}%. The furthest is {name} {at}: {share}."


def reverse_parts(found: xr.Dataset) -> list[Part]:
    """The least unlikely way, in words and in the inputs' own units."""
    attrs = found.attrs
    parts: list[Part] = [
        Paragraph(f"The least unlikely way in which it {attrs['turns']}: {attrs['statement']}", "heading"),
        Paragraph(reverse_sentence(found)),
        reverse_table(found),
    ]
    rows: list[Row] = []
    for name in found["measure"].values:
        one = found.sel(measure=name)
        units = str(one["units"].values)
        values = [float(one[key]) for key in ("at_medians", "at_point")]
        rows.append((str(one["long_name"].values), *(Cell(quantity(v, units), v) for v in values)))
    headings = [("Measure", "left"), ("At the medians", "right"), ("There", "right")]
    return [*parts, Table.of_rows(headings, rows), Paragraph(REVERSE, "note")]  # type: ignore[arg-type]


def reverse_sentence(found: xr.Dataset) -> str:
    """What has to come together, and how likely that is."""
    attrs = found.attrs
    if not attrs["reached"]:
        return (
            f"No point was found at which it {attrs['turns']}. The nearest that was found misses the worst bound by "
            f"{attrs['margin']:.2g} of the spread of its measure."
        )
    moves = [
        _move(found.isel(input=place))
        for place in range(min(3, found.sizes["input"]))
        if _moved(found, place)
    ]
    more = sum(_moved(found, place) for place in range(found.sizes["input"])) - len(moves)
    others = (
        f"; and {counted(more, 'more input')} by {_least(found):.2g} standard deviations or more"
        if more
        else ""
    )
    told = "; ".join(moves) + others
    now = chance(attrs["chance"], attrs["low"], attrs["high"])
    return (
        f"{told}. Together that is {attrs['beta']:.2f} standard deviations from the middle (beta), by a plane border a "
        f"chance of {probability(attrs['tail'])}; in play the claim holds in {now}."
    )


def _move(one: xr.Dataset) -> str:
    name, value = str(one["input"].values), float(one["value"])
    share = float(one["percentile"])
    if math.isnan(share):
        risk = name.removeprefix("risks.").removesuffix(".strikes")
        return f"{risk} {'strikes' if value else 'does not strike'}"
    return f"{name} at {plain(value)}, its P{share:.3g} (median {plain(float(one['median']))})"


def _moved(found: xr.Dataset, place: int) -> bool:
    one = found.isel(input=place)
    if math.isnan(float(one["percentile"])):
        return float(one["value"]) != float(one["median"])
    return abs(float(one["score"])) >= _least(found)


def _least(found: xr.Dataset) -> float:
    """Of a point that is near, half of what its furthest input moves."""
    furthest = float(np.nanmax(np.abs(found["score"].values), initial=0.0))
    return max(min(MOVED, furthest / 2), 1e-6)


def reverse_table(found: xr.Dataset) -> Table:
    """The inputs that move most."""
    rows: list[Row] = []
    chosen = [place for place in range(found.sizes["input"]) if _moved(found, place)]
    for place in chosen[:MOST]:
        one = found.isel(input=place)
        value, median, base = (float(one[key]) for key in ("value", "median", "base"))
        share = float(one["percentile"])
        if math.isnan(share):
            texts = ["strikes" if v else "does not strike" for v in (value, median, base)]
        else:
            texts = [plain(v) for v in (value, median, base)]
        cells = [Cell(t, v) for t, v in zip(texts, (value, median, base), strict=True)]
        rows.append(
            (str(one["input"].values), *cells, Cell(f"P{share:.3g}" if math.isfinite(share) else "–", share))
        )
    headings = ("Input", "There", "Median", "Base", "Percentile")
    aligned = [(h, "left" if k == 0 else "right") for k, h in enumerate(headings)]
    more = len(chosen) - len(rows)
    notes = (f"And {more} more.",) if more > 0 else ()
    return Table.of_rows(aligned, rows, "", notes)  # type: ignore[arg-type]


def curve_parts(found: xr.Dataset) -> list[Part]:
    """What a second input has to be for values of a first."""
    attrs = found.attrs
    rows: list[Row] = []
    for place in range(found.sizes["point"]):
        first, second, low, high, best = (
            float(found[key][place]) for key in ("first", "second", "low", "high", "best")
        )
        told = "not reached" if math.isnan(second) else f"{plain(second)} ({plain(low)} to {plain(high)})"
        rows.append((Cell(plain(first), first), Cell(told, second), Cell(probability(best), best)))
    headings = [attrs["first"], f"{attrs['second']}, for {attrs['level']:g}%", "Chance at its better end"]
    return [
        Paragraph(f"Pairs at which {attrs['claim']} has a chance of {attrs['level']:g}%", "heading"),
        Table.of_rows([(heading, "left") for heading in headings], rows),
        Paragraph(
            "Both inputs are held, all else varies as it does. In brackets the 95% interval; not reached: no value of "
            "the second between its P0.1 and P99.9 serves.",
            "note",
        ),
    ]


def lever_parts(found: xr.Dataset) -> list[Part]:
    """How far a lever has to be pulled."""
    attrs = found.attrs
    units = str(attrs.get("units", ""))
    rows: list[Row] = []
    for level in found["level"].values:
        value, low, high = (float(found[key].sel(level=level)) for key in ("value", "low", "high"))
        texts = ["not reached", ""]
        if math.isfinite(value):
            scale = scale_for(units, value, low, high)
            shown = [quantity(v, units, scale=scale) if units else plain(v) for v in (value, low, high)]
            texts = [shown[0], f"{shown[1]} to {shown[2]}"]
        beyond = value - attrs["bound"] if "bound" in attrs and math.isfinite(value) else math.nan
        rows.append((f"{level:g}%", Cell(texts[0], value), texts[1], *_beyond(attrs, beyond, units)))
    names = ["Chance", "Needed", "95% interval"] + (["Beyond the claim"] if "bound" in attrs else [])
    parts: list[Part] = [
        Paragraph(f"{attrs['statement']}: {attrs['lever']}", "heading"),
        Table.of_rows([(name, "left") for name in names], rows),
    ]
    if "lowest" in attrs:
        ends = [
            f"{probability(attrs[f'chance_{end}'])} at {plain(attrs[end])}" for end in ("lowest", "highest")
        ]
        parts.append(Paragraph(f"The ends of the range get to {ends[0]} and {ends[1]}.", "note"))
    return parts


def _beyond(attrs: dict[str, object], beyond: float, units: str) -> list[Cell]:
    if "bound" not in attrs:
        return []
    return [Cell(quantity(beyond, units) if math.isfinite(beyond) else "", beyond)]
