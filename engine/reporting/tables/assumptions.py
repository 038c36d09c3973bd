"""How much is assumption, which assumptions weigh most, and what is worth finding out, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.problems import listed
from engine.reporting import phrasing
from engine.reporting.influence import FIRST_ORDER, missing_sentence, part, parts_between, subject
from engine.reporting.tables.table import Align, Cell, Paragraph, Part, Row, Table
from engine.reporting.units import scale_for

if TYPE_CHECKING:
    import xarray as xr

TOP = 10
MOST = 15
BASES = (
    "Shares add up to 100% (Shapley effects). Assumed: a judgement. Derived: worked out from a source. Published: as a "
    "source gives it. A share says how much of the spread rests on numbers of that kind, not that they are wrong; what "
    "is certain in the file has no spread and no share, however unsure its author."
)
INFORMATION = (
    "EVPI: what it would be worth on average to know everything before deciding; EVPPI: to know this alone. It is 0 "
    "where no value of the input would change the decision, however uncertain it is. Check: what decisions learnt in "
    "one half of the iterations bring in the other; where the two differ by more than sampling error the value is not "
    "to be trusted, and is marked ?."
)


def assumption_parts(found: xr.Dataset, top: list[int]) -> list[Part]:
    """Shares by basis for every output, and the assumptions at the places `top` of the inputs."""
    parts: list[Part] = [basis_table(found)]
    rows: list[Row] = []
    for rank, place in enumerate(top, 1):
        one = found.isel(input=place)
        value, low, high = (float(one[f"alone{end}"]) for end in ("", "_low", "_high"))
        source = str(one["source"].item()) if "source" in found.coords else ""
        rows.append(
            (f"{rank}", str(one["input"].item()), Cell(part(value), value), parts_between(low, high), source)
        )
    if rows:
        headings: list[tuple[str, Align]] = [
            ("", "right"), ("Assumption", "left"), ("Alone", "right"), ("95% interval", "left"), ("Source", "left"),
        ]  # fmt: skip
        parts.append(
            Table.of_rows(
                headings, rows, f"What is assumed and weighs most: {subject(found.attrs)}", [FIRST_ORDER]
            )
        )
    missing = missing_sentence(found)
    return [*parts, *([Paragraph(missing, "note")] if missing else [])]


def basis_table(found: xr.Dataset) -> Table:
    """A row an output, a column a basis."""
    bases = [str(name) for name in found["player"].values]
    rows: list[Row] = []
    left_out = []
    for name in found["output"].values:
        one = found.sel(output=name)
        words = str(one["long_name"].item())
        if int(one["missing_plays"]) or float(one["variance"]) == 0:
            left_out.append(words)
            continue
        shown = f"Claim: {words}" if one["what"].item() == "claim" else words
        rows.append((shown, *(_share(one.sel(player=basis)) for basis in bases)))
    headings: list[tuple[str, Align]] = [("Variance of", "left"), *((basis, "right") for basis in bases)]
    counts = ", ".join(f"{basis} {int(found['inputs'].sel(player=basis))}" for basis in bases)
    notes = [BASES, f"Uncertain numbers by basis: {counts}."]
    if left_out:
        notes.append(
            f"Without shares, for they never varied or some iterations gave no number: {'; '.join(left_out)}."
        )
    return Table.of_rows(headings, rows, "How much rests on assumption", notes)


def _share(one: xr.Dataset) -> Cell:
    value, low, high = (float(one[f"share{end}"]) for end in ("", "_low", "_high"))
    if high - low > 1:  # all that a share can be
        return Cell("too few iterations")
    return Cell(f"{part(value)} ({parts_between(low, high)})", value)


def information_parts(found: xr.Dataset, most: int = MOST) -> list[Part]:
    """What is worth finding out: a row a player, the most worth first."""
    attrs = found.attrs
    units = str(attrs["units"])
    scale = scale_for(units, float(attrs["evpi"]), *found["evppi"].values.tolist())

    def money(value: float) -> str:
        return phrasing.quantity(value, units, scale=scale)

    order = np.argsort(-found["evppi"].values, kind="stable")
    rows: list[Row] = []
    for place in order[:most]:
        one = found.isel(player=int(place))
        value = float(one["evppi"])
        if value <= 0:
            break
        low, high = float(one["evppi_low"]), float(one["evppi_high"])
        mark = "" if bool(one["trusted"]) else " ?"
        rows.append(
            (
                str(one["player"].item()),
                Cell(money(value) + mark, value),
                f"{money(low)} to {money(high)}",
                Cell(money(float(one["check"])), float(one["check"])),
            )
        )
    options = [str(option) for option in np.atleast_1d(attrs["options"])]
    lead = (
        f"Decision: {listed(options)}, by the mean of {attrs['long_name']}"
        if len(options) > 2 or "do not" not in options
        else f"Decision: go ahead or not, by whether the mean of {attrs['long_name']} is better than "
        f"{phrasing.quantity(float(attrs['threshold']), units)}"
    )
    evpi, low, high = (float(attrs[f"evpi{end}"]) for end in ("", "_low", "_high"))
    sentence = (
        f"{lead}. With what is known now: {attrs['best']}. To know everything would be worth {money(evpi)} "
        f"({money(low)} to {money(high)})."
    )
    parts: list[Part] = [Paragraph("What is worth finding out", "heading"), Paragraph(sentence)]
    headings: list[tuple[str, Align]] = [
        ("To know", "left"), ("EVPPI", "right"), ("95% interval", "left"), ("Check", "right"),
    ]  # fmt: skip
    nought = int((found["evppi"].values <= 0).sum())
    notes = [INFORMATION]
    if nought:
        notes.append(f"Worth nothing by itself, for no value of it would change the decision: {nought} more.")
    parts.append(Table.of_rows(headings, rows, "", notes) if rows else Paragraph(" ".join(notes), "note"))
    return parts
