"""What responses to risks cost, save and are worth, as a table and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.reporting import phrasing
from engine.reporting.digits import supported_decimals
from engine.reporting.phrasing import percentile_label, probability, quantity
from engine.reporting.record import number
from engine.reporting.tables.table import Align, Cell, Paragraph, Part, Row, Table
from engine.reporting.units import scale_for
from engine.visible import visible

if TYPE_CHECKING:
    import xarray as xr

AMOUNTS = ("saves_mean", "saves_at", "worth_mean", "worth_at")
READING = (
    "Saves: better than without any response, its cost left aside, on the same draws. Worth: the same with its cost "
    "counted; above nought it pays. In brackets the 95% interval of this run. Responses that meet, on one risk after "
    "another or on work that waits for both, do not add up: see all together."
)


def responses_parts(found: xr.Dataset) -> list[Part]:
    """Heading, and a row for each response, the one that is worth most at the mean first."""
    attrs = found.attrs
    label = percentile_label(float(attrs["percentage"]))
    headings: list[tuple[str, Align]] = [("Response to", "left")]
    headings += [(text, "right") for text in ("Strikes in", "Cost")]
    headings += [
        (text, "left")
        for text in ("Saves at the mean", f"Saves at {label}", "Worth at the mean", f"Worth at {label}")
    ]
    has_owner = bool(found["owner"].values.any())
    headings += [("Owner", "left")] if has_owner else []
    rows = [_row(found.isel(response=int(place)), has_owner) for place in _order(found)]
    scenario = f", scenario {attrs['scenario']}" if attrs.get("scenario") else ""
    facts = f"{attrs['iterations']:,} iterations, seed {attrs['seed']}"
    facts += f"; {attrs['unit']}, {attrs['price_base']}" if attrs.get("price_base") else ""
    sure = phrasing.assurance(
        float(found["value"]), attrs["units"], attrs["cautious"], float(attrs["percentage"])
    )
    mean = quantity(float(found["mean"]), attrs["units"])
    return [
        Paragraph(f"{attrs.get('title', '')}{scenario}", "heading"),
        Paragraph(facts, "note"),
        Paragraph(f"{attrs['long_name']} without any response: mean {mean}; {sure}"),
        Table.of_rows(headings, rows, f"Worth of responses, by {attrs['long_name']}", [READING]),
    ]


def _order(found: xr.Dataset) -> list[int]:
    """Places by worth at the mean, all together last."""
    names = found["response"].values
    worth = found["worth_mean"].values
    return sorted(range(len(names)), key=lambda place: (names[place] == "all together", -worth[place]))


def _row(one: xr.Dataset, has_owner: bool) -> Row:
    units, money = str(one.attrs["units"]), str(one.attrs["unit"])
    before, after = float(one["strikes_before"]), float(one["strikes_after"])
    strikes = "" if np.isnan(before) else f"{probability(before)} → {probability(after)}"
    cost = float(one["cost"])
    cells: list[Cell | str] = [str(one["response"].values), strikes, Cell(quantity(cost, money), cost)]
    cells += [_amount(one, key, units) for key in AMOUNTS]
    return [*cells, str(one["owner"].values)] if has_owner else cells


def _amount(one: xr.Dataset, key: str, units: str) -> Cell:
    value, low, high = (float(one[f"{key}{end}"]) for end in ("", "_low", "_high"))
    scale = scale_for(units, value, low, high)
    text = quantity(value, units, supported_decimals(value, low, high, scale), scale)
    return Cell(f"{text} ({phrasing.interval(low, high, units, scale=scale)})" if high > low else text, value)


def responses_record(found: xr.Dataset) -> dict[str, Any]:
    """The same as plain data, with all digits."""
    attrs = found.attrs
    return {
        "programme": attrs.get("title"),
        "scenario": attrs.get("scenario") or None,
        **{key: int(attrs[key]) for key in ("iterations", "seed")},
        "measure": attrs["of"],
        "unit": attrs["units"],
        "assurance": attrs["at"],
        "percentile": attrs["percentage"],
        "without_any": {"mean": number(float(found["mean"])), "value": number(float(found["value"]))},
        "responses": [_entry(found.isel(response=place)) for place in range(found.sizes["response"])],
    }


def _entry(one: xr.Dataset) -> dict[str, Any]:
    return {
        "name": str(one["response"].values),
        **{key: str(one[key].values) or None for key in ("owner", "status")},
        **{key: number(float(one[key])) for key in ("cost", "strikes_before", "strikes_after", *AMOUNTS)},
        "intervals": {
            key: [number(float(one[f"{key}_{end}"])) for end in ("low", "high")] for key in AMOUNTS
        },
    }


def responses_text(found: xr.Dataset) -> str:
    """The record as indented JSON text, in which nothing is obeyed by a terminal."""
    return visible(
        json.dumps(responses_record(found), indent=2, ensure_ascii=False, allow_nan=False), kept="\n"
    )
