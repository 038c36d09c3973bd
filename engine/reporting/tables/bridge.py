"""What a bridge found -> a row for the base case, one for each cause, and one for where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.reporting.differences import difference, signed
from engine.reporting.phrasing import changes, quantity
from engine.reporting.tables.table import Cell, Paragraph, Part, Row, Table
from engine.reporting.units import Scale, scale_for

if TYPE_CHECKING:
    import xarray as xr

READING = (
    "A step is what a cause adds when it joins those that vary already, averaged over the orders in which causes can "
    "join; steps add up to the whole way. ± is half of the 95% interval, of the run and of the orders. Alone: the "
    "cause varies and all else is at its base. Last: all else varies already. A cause that matters only together with "
    "others has a step without an effect alone."
)


def bridge_parts(found: xr.Dataset) -> list[Part]:
    """Heading, the steps by size, what is joint, and how to read them."""
    attrs = found.attrs
    parts: list[Part] = [Paragraph(heading(found), "heading")]
    if changes(attrs):
        parts.append(Paragraph(f"Changed: {'; '.join(changes(attrs))}"))
    parts += [step_table(found), Paragraph(joint_sentence(found)), Paragraph(how(found), "note")]
    if attrs["missing"]:
        parts.append(Paragraph(missing_sentence(found)))
    return [*parts, Paragraph(READING, "note")]


def heading(found: xr.Dataset, end: str = "p50") -> str:
    """`Total benefits: from £1,800m in the base case to £528m (P50)`."""
    attrs, scale = found.attrs, scale_of_bridge(found)
    base, value = (
        quantity(v, attrs["units"], None, scale) for v in (attrs["base"], float(found["value"].sel(end=end)))
    )
    name = "" if attrs.get("title") in (None, "", "Model") else f"{attrs['title']}: "
    return f"{name}{attrs['long_name']}, from {base} in the base case to {value} ({end_name(found, end)})"


def end_name(found: xr.Dataset, end: str) -> str:
    """`P50`, `mean`, `80% chance of at least`."""
    if end != "assured":
        return {"p50": "P50", "mean": "mean"}[end]
    low = found.attrs["cautious"] == "low"
    percentile = found.attrs["percentile"]
    return f"{100 - percentile if low else percentile:g}% chance of {'at least' if low else 'at most'}"


def by_size(found: xr.Dataset, end: str = "p50") -> list[str]:
    """The causes, the greatest step first."""
    step = found["step"].sel(end=end).values
    order = np.argsort(-np.nan_to_num(np.abs(step)), kind="stable")
    return [str(found["cause"].values[k]) for k in order]


def step_table(found: xr.Dataset) -> Table:
    """A row a cause, between the base case and what play gives."""
    attrs, scale = found.attrs, scale_of_bridge(found)
    units = attrs["units"]
    ends = [str(end) for end in found["end"].values]
    base = attrs["base"]
    rows: list[Row] = [("Base case", *(Cell(quantity(base, units, None, scale), base) for _ in ends), "", "")]
    for cause in by_size(found):
        one = found.sel(cause=cause)
        steps = [_step(one.sel(end=end), units, scale) for end in ends]
        apart = [float(one[name].sel(end="p50")) for name in ("alone", "last")]
        cells = [Cell(signed(v, units, None, scale) if v else "nought", v) for v in apart]
        rows.append((cause, *steps, *cells))
    values = [float(value) for value in found["value"].values]
    rows.append(("Played", *(Cell(quantity(v, units, None, scale), v) for v in values), "", ""))
    headings = ["Cause", *(f"To {_to(found, end)}" for end in ends), "Alone, to P50", "Last, to P50"]
    return Table.of_rows([(h, "left" if k == 0 else "right") for k, h in enumerate(headings)], rows)


def joint_sentence(found: xr.Dataset) -> str:
    """How much of the way no cause goes alone."""
    attrs = found.attrs
    joint = float(found["joint"].sel(end="p50"))
    whole = float(found["value"].sel(end="p50")) - attrs["base"]
    if not np.isfinite(joint):
        return "Joint effect: not available."
    apart = signed(joint, attrs["units"], None, scale_of_bridge(found)) if joint else "nought"
    total = signed(whole, attrs["units"], None, scale_of_bridge(found))
    return (
        f"Joint effect: {apart} of the {total} to P50 is what causes do together beyond the sum of what each does "
        "alone; the steps have shared it out."
    )


def how(found: xr.Dataset) -> str:
    """By what play the steps were found."""
    attrs = found.attrs
    played = f"{attrs['iterations']:,} iterations of seed {attrs['seed']}"
    if attrs["exact"]:
        return f"Exact: all {attrs['runs'] + 1:,} coalitions of causes, each of {played}, on the same draws."
    text = f"Averaged over {attrs['orders']} random orders of the causes, {played}, on the same draws"
    if attrs["short_iterations"] < attrs["iterations"]:
        text += f"; all but two orders on the first {attrs['short_iterations']:,}"
    return f"{text}. Their error is in the ±; the sum is exact."


def missing_sentence(found: xr.Dataset) -> str:
    """What became of iterations without a number."""
    attrs = found.attrs
    side = {"low": "below every number", "high": "above every number"}.get(attrs["cautious"], "nowhere")
    return (
        f"{attrs['missing']:,} of {attrs['iterations']:,} iterations give no number: the mean is not available, and in "
        f"percentiles they rank {side}."
    )


def scale_of_bridge(found: xr.Dataset) -> Scale:
    """One scale for all amounts."""
    return scale_for(found.attrs["units"], found.attrs["base"], *map(float, found["value"].values))


def _step(one: xr.Dataset, units: str, scale: Scale) -> Cell:
    value, low, high = (float(one[name]) for name in ("step", "low", "high"))
    return Cell(difference(value, low, high, units, scale), value)


def _to(found: xr.Dataset, end: str) -> str:
    name = end_name(found, end)
    return f"the {name}" if end == "mean" else name
