"""What drives a measure or a claim, as tables: one sample's, and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.reporting import phrasing
from engine.reporting.counted import counted
from engine.reporting.influence import (
    BY_WHAT_IS_SURE,
    FIRST_ORDER,
    GAP,
    RANK,
    SWING,
    amount,
    change,
    is_claim,
    missing_sentence,
    never_varies,
    part,
    points,
    strongest,
    subject,
)
from engine.reporting.tables.table import Align, Cell, Paragraph, Part, Row, Table
from engine.reporting.units import scale_for

if TYPE_CHECKING:
    import xarray as xr

MOST = 25


def driver_parts(found: xr.Dataset, most: int = MOST) -> list[Part]:
    """A row an input: rank correlation, swing with its ends, shares of variance and of the percentile's loss."""
    measured = "swing" if not int(found.attrs["missing"]) else "spearman"
    order = strongest(
        found[measured].values, None, *(found[f"{measured}_{end}"].values for end in ("low", "high"))
    )
    level = float(found.attrs["percentile"])
    quantiles = not is_claim(found.attrs) and not int(found.attrs["missing"])
    rows: list[Row] = []
    for place in order[:most]:
        one = found.isel(input=int(place))
        swing, low, high = (float(one[f"swing{end}"]) for end in ("", "_low", "_high"))
        scale = scale_for(str(found.attrs["units"]), swing, low, high)
        between = f"{change(low, found.attrs, scale)} to {change(high, found.attrs, scale)}"
        cells: list[Cell | str] = [
            str(one["input"].item()),
            Cell(f"{float(one['spearman']):+.2f}".replace("-", phrasing.MINUS), float(one["spearman"])),
            Cell(change(swing, found.attrs, scale), swing),
            Cell(between if measured == "swing" else ""),
            Cell(part(float(one["first_order"])), float(one["first_order"])),
        ]
        if quantiles:
            cells.append(Cell(part(float(one["quantile_index"])), float(one["quantile_index"])))
        rows.append(cells)
    headings: list[tuple[str, Align]] = [
        ("Input", "left"), ("Rank", "right"), ("Swing", "right"), ("95% interval", "left"), ("Alone", "right"),
    ]  # fmt: skip
    notes = [f"{SWING} {BY_WHAT_IS_SURE}", f"{RANK} {FIRST_ORDER}"]
    if quantiles:
        headings.append((f"At {phrasing.percentile_label(level)}", "right"))
        notes.append(
            f"At {phrasing.percentile_label(level)}: share of the expected loss about this percentile that knowing the "
            "input alone would remove; what widens only the other tail counts for little."
        )
    if len(order) > most:
        notes.append(f"And {counted(len(order) - most, 'more input')} of less effect.")
    title = f"What drives it, from one sample: {subject(found.attrs)}"
    table = Table.of_rows(headings, rows, title, notes) if rows else Paragraph(title, "heading")
    return [table, *_remarks(found)]


def gap_parts(found: xr.Dataset, most: int = MOST) -> list[Part]:
    """A row a cause: the percentile without it, the gap, and what it does to the chance of the claims most moved."""
    order = strongest(found["gap"].values, None, found["gap_low"].values, found["gap_high"].values)
    level = phrasing.percentile_label(float(found.attrs["percentile"]))
    units = str(found.attrs["units"])
    scale = scale_for(units, float(found.attrs["value"]), *found["without"].values.tolist())
    claims = _most_moved(found)
    rows: list[Row] = []
    for place in order[:most]:
        one = found.isel(cause=int(place))
        gap, low, high = (float(one[f"gap{end}"]) for end in ("", "_low", "_high"))
        cells: list[Cell | str] = [
            str(one["cause"].item()),
            Cell(amount(float(one["without"]), found.attrs, scale), float(one["without"])),
            Cell(change(gap, found.attrs, scale), gap),
            Cell(f"{change(low, found.attrs, scale)} to {change(high, found.attrs, scale)}"),
        ]
        for name in claims:
            # what is lost without the cause is the gap with its sign turned
            chance, low, high = (
                -float(one[f"chance_gap{end}"].sel(claim=name)) for end in ("", "_high", "_low")
            )
            cells.append(Cell(f"{points(chance)} ({points(low, '')} to {points(high, '')})", chance))
        rows.append(cells)
    headings: list[tuple[str, Align]] = [
        ("Cause that is off", "left"), (f"{level} without it", "right"), (f"Gap at {level}", "right"),
        ("95% interval", "left"), *((f"Chance: {name}", "right") for name in claims),
    ]  # fmt: skip
    notes = [f"{GAP} {BY_WHAT_IS_SURE}"]
    if claims:
        notes.append(
            "Chance: by how many points the chance of the claim would change with the cause off (95% interval)."
        )
    still = [str(name) for name in found["claim"].values if str(name) not in claims]
    if still:
        notes.append(f"Chances of other claims move less, or not: {', '.join(still)}.")
    if len(order) > most:
        notes.append(f"And {counted(len(order) - most, 'more cause')} of smaller gap.")
    nought = found.sizes["cause"] - len(order)
    if nought:
        notes.append(f"{counted(nought, 'cause')} of no effect at all.")
    sure = phrasing.assurance(
        float(found.attrs["value"]), units, str(found.attrs["cautious"]), float(found.attrs["percentile"])
    )
    title = f"{phrasing.capitalised(subject(found.attrs))}: {sure}, and without each cause"
    table = Table.of_rows(headings, rows, title, notes) if rows else Paragraph(title, "heading")
    return [table, *_remarks(found)]


def _most_moved(found: xr.Dataset, most: int = 2) -> list[str]:
    """The claims whose chance any cause moves most, in the order of the programme."""
    if not found.sizes["cause"]:
        return []
    moved = {
        str(name): float(abs(found["chance_gap"].sel(claim=name)).max()) for name in found["claim"].values
    }
    chosen = sorted((name for name in moved if moved[name] > 0), key=lambda name: -moved[name])[:most]
    return [name for name in moved if name in chosen]


def _remarks(found: xr.Dataset) -> list[Part]:
    return [Paragraph(text, "note") for text in (missing_sentence(found), never_varies(found)) if text]
