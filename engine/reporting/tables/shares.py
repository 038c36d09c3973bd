"""Shapley effects, of inputs or of beliefs, and Sobol' indices as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.problems import ResultsError, nearest
from engine.reporting.counted import counted
from engine.reporting.influence import (
    BELIEFS,
    SHAPLEY,
    SOBOL,
    amount,
    part,
    parts_between,
    strongest,
    subject,
)
from engine.reporting.tables.table import Align, Cell, Paragraph, Part, Row, Table

if TYPE_CHECKING:
    import xarray as xr

MOST = 25  # rows; the Dataset has all


def output_of(found: xr.Dataset, output: str | None = None) -> xr.Dataset:
    """What was found of one output, the first if none is named; raises `ResultsError` if it was not played."""
    names = [str(name) for name in found["output"].values]
    name = names[0] if output is None else output
    if name not in names:
        raise ResultsError(f"no output {name!r}; {nearest(name, names) or f'there are {names}'}")
    return found.sel(output=name)


def share_parts(found: xr.Dataset, output: str | None = None, most: int = MOST) -> list[Part]:
    """A table of the players of one output, the greatest first, and what its columns mean."""
    one = output_of(found, output)
    kinds = {"share": "Share"} if "share" in one else {"first": "First order", "total": "Total"}
    order = strongest(one[[*kinds][-1]].values)
    rows: list[Row] = [_row(one, place, list(kinds)) for place in order[:most]]
    headings: list[tuple[str, Align]] = [("Player", "left"), ("Inputs", "right")]
    for words in kinds.values():
        headings += [(words, "right"), ("95% interval", "left")]
    attrs = {key: one[key].item() for key in ("what", "long_name", "units")}
    title = f"{heading_of(one)}: {subject(attrs)}"
    notes = [meaning_of(one)]
    if len(order) > most:
        rest = float(one[[*kinds][-1]].values[order[most:]].sum())
        notes.append(f"And {counted(len(order) - most, 'more player')} with {part(rest)} together.")
    nought = one.sizes["player"] - len(order)
    if nought and len(order):
        notes.append(f"Without any part in it: {nought} more.")
    parts: list[Part] = (
        [Table.of_rows(headings, rows, title, notes)] if rows else [Paragraph(title, "heading")]
    )
    return [*parts, *(Paragraph(text, "note") for text in remarks(one))]


def heading_of(one: xr.Dataset) -> str:
    """Which question the shares answer."""
    if "between" in one:
        return "Which beliefs move it"
    return "Whose uncertainty it is" if "share" in one else "Alone and together"


def meaning_of(one: xr.Dataset) -> str:
    """What the columns mean."""
    if "between" in one:
        return BELIEFS
    return SHAPLEY if "share" in one else SOBOL


def _row(one: xr.Dataset, place: int, kinds: list[str]) -> Row:
    cells: list[Cell | str] = [
        str(one["player"].values[place]),
        Cell(f"{int(one['inputs'].values[place]):,}"),
    ]
    for kind in kinds:
        value, low, high = (float(one[f"{kind}{end}"].values[place]) for end in ("", "_low", "_high"))
        cells += [Cell(part(value), value), Cell(parts_between(low, high))]
    return cells


def remarks(one: xr.Dataset) -> list[str]:
    """What has to be said of an output: no number in some plays, no variance, inputs that nothing reads."""
    missing, name = int(one["missing"]), one["long_name"].item()
    if missing:
        return [
            f"{missing:,} plays gave no number for {name}, so that it has no variance and no shares; look at a claim "
            "about it instead, or at another measure."
        ]
    if float(one["variance"]) == 0:
        return [f"{name} never varied: it has no variance to share out, and every share is 0."]
    found = []
    if "between" in one:
        found.append(_between(one))
    if one.attrs.get("ties_at_base"):
        found.append(
            f"Inputs are tied as they are where {one.attrs['ties_at_base']} is at its base: --method beliefs "
            "tells what that moves."
        )
    if "share" in one and int(one.attrs.get("dependent", 0)):
        found.append(str(one.attrs["unread"]))
    if "share" in one and one["what"].item() == "claim":
        chance = float(one["mean"])
        if min(chance, 1 - chance) < 0.005:
            found.append(
                f"The claim holds in {100 * chance:.2g}% of iterations: shares of so rare an outcome are mostly joint, "
                "and their intervals wide."
            )
    return found


def _between(one: xr.Dataset) -> str:
    """How far beliefs move the answer, as a standard deviation in its own units."""
    name, sd = one["long_name"].item(), float(np.sqrt(max(float(one["between"]), 0.0)))
    if not bool(one["moved"]):
        return (
            f"Beliefs move {name} no further than these plays can tell from nought: the shares mean nothing."
        )
    of_all = part(float(one["between"]) / float(one["variance"]))
    if one["what"].item() == "claim":
        return f"Between worlds its chance has a standard deviation of {100 * sd:.2g} percentage points."
    shown = amount(sd, {"units": one["units"].item()})
    return (
        f"Between worlds its mean has a standard deviation of {shown}: {of_all} of its variance is ignorance, the rest "
        "luck."
    )
