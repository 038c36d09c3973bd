"""Who has to do what: responses to risks and what they are worth, the risks themselves, and the owners of numbers."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from engine.problems import listed
from engine.reporting.counted import counted, having
from engine.reporting.page.logbook import PROBABILITY, Entry, entries, responses
from engine.reporting.page.material import Material
from engine.reporting.page.pictures import of_study
from engine.reporting.page.report import Piece, Section
from engine.reporting.phrasing import capitalised, probability, quantity
from engine.reporting.tables.responses import responses_parts
from engine.reporting.tables.table import Align, Cell, Paragraph, Row, Table
from engine.reporting.units import scale_for

if TYPE_CHECKING:
    import xarray as xr

PLACE = 60
HEADING = "Who has to do what"
NO_RISKS = "The file lists no risks, so no response to one can be owned."
NOBODY = "nobody named"
BRIEFLY = 3
SURELY = 1.25  # widths of a 95% interval: five standard errors
CHANCE = (
    "Chance in the file: of a risk that hangs on others, once they let it strike; of one that may strike several times "
    "or every year, each time."
)
OTHERS = "other risks"  # whose parts are told together


def section(material: Material) -> Section:
    """Responses by worth, risks by what they add, and for how many numbers each owner answers."""
    log = entries(material)
    risks = [one for one in log if one.said["kind"] == PROBABILITY]
    brief: list[Piece] = [Paragraph(_risks(risks, material))]
    detail: list[Piece] = []
    if risks:
        detail.append(_risk_table(risks, material))
    mapped = material.study("risk_map")
    if mapped is not None:
        detail.append(of_study("risk_map", mapped))
    found = material.study("responses")
    if found is not None:
        worth = responses_parts(found)
        detail += [Paragraph("What responses are worth", "heading")]
        detail += [part for part in worth if isinstance(part, Table)]
        brief.append(Paragraph(_best_response(found)))
    elif responses(material):
        brief.append(Paragraph(material.without("responses")))
    if log:
        brief.append(Paragraph(_owners_sentence(log)))
        detail += [Paragraph("Who answers for the numbers", "heading"), _owner_table(log)]
    return Section("who", HEADING, tuple(brief), tuple(detail))


def _risks(risks: list[Entry], material: Material) -> str:
    if not risks:
        return NO_RISKS
    unowned = sum(one.is_unowned for one in risks)
    have = responses(material)
    taken = sum(have.values())
    owned = f"{having(unowned)} no owner" if unowned else "each has an owner"
    responded = f"{having(len(have))} a response"
    responded += f" ({taken or 'none'} of them taken here)" if have else ""
    text = f"The programme lists {counted(len(risks), 'risk')}: {owned}, and {responded}."
    adds = _adds(material.study("contingency"))
    most = sorted(
        (name for name in adds if adds[name] > 0 and name in _names(risks)), key=lambda name: -adds[name]
    )
    if not most:
        return text
    units = str(material.attrs.get("unit", ""))
    scale = scale_for(units, *adds.values())
    told = listed([f"{name} ({quantity(adds[name], units, None, scale)})" for name in most[:BRIEFLY]], "and")
    return f"{text} Those that add most to the money to set aside: {told}."


def _names(risks: list[Entry]) -> dict[str, Entry]:
    """The risks by the names that users give them."""
    return {one.name.removeprefix("risks.").removesuffix(".probability"): one for one in risks}


def _risk_table(risks: list[Entry], material: Material) -> Table:
    """A row a risk, that which adds most to the contingency first."""
    adds = _adds(material.study("contingency"))
    units = str(material.attrs.get("unit", ""))
    scale, have = scale_for(units, *adds.values()), responses(material)
    named = sorted(_names(risks).items(), key=lambda pair: -adds.get(pair[0], 0.0))
    rows: list[Row] = []
    rest = next((name for name in adds if name.endswith(OTHERS)), "")
    for name, one in named:
        added = adds.get(name, math.nan)
        response = {True: "taken", False: "not taken"}.get(have[name]) if name in have else "none"
        cells: list[Cell | str] = [name, Cell(probability(one.base), one.base)]
        told = quantity(added, units, None, scale) if name in adds or not rest else f"among {rest}"
        cells += [Cell(told, added)] if adds else []
        rows.append((*cells, response or "", one.said["owner"] or NOBODY))
    headings: list[tuple[str, Align]] = [("Risk", "left"), ("Chance in the file", "right")]
    headings += [("Adds to the money to set aside", "right")] if adds else []
    headings += [("Response", "left"), ("Owner", "left")]
    notes = [CHANCE] if _strikes_otherwise(risks, material.study("risk_map")) else []
    if rest:
        notes.append(
            f"Adds to the money to set aside: {rest} add {quantity(adds[rest], units, None, scale)} together."
        )
    return Table.of_rows(headings, rows, "Risks and who owns them", notes)


def _strikes_otherwise(risks: list[Entry], mapped: xr.Dataset | None) -> bool:
    """Whether some risk strikes more or less often than the chance that the file gives it."""
    if mapped is None:
        return False
    before = mapped.sel(when="before")
    named = {name: one.base for name, one in _names(risks).items() if name in mapped["risk"].values}
    return any(
        abs(float(one["chance"]) - base) > SURELY * float(one["chance_high"] - one["chance_low"])
        for name, base in named.items()
        for one in (before.sel(risk=name),)
    )


def _adds(found: xr.Dataset | None) -> dict[str, float]:
    """What each risk adds over the plan at the percentile that is set aside for."""
    if found is None or "part" not in found.dims:
        return {}
    of_risks = found.isel(part=np.flatnonzero(found["level"].values == "risk"))
    pairs = zip(of_risks["name"].values.tolist(), of_risks["part_over_base"].values.tolist(), strict=True)
    return {str(name): float(value) for name, value in pairs}


def _best_response(found: xr.Dataset) -> str:
    """The response that is worth most, and which are not worth their cost."""
    names = [str(name) for name in found["response"].values]
    worth = found["worth_mean"].values
    single = [place for place, name in enumerate(names) if name != "all together"]
    best = max(single, key=lambda place: worth[place])
    units = str(found.attrs["units"])
    poor = [names[place] for place in single if float(found["worth_mean_high"].values[place]) < 0]
    if worth[best] <= 0:
        return f"By {found.attrs['long_name']} no response is worth its cost on average."
    text = (
        f"By {found.attrs['long_name']} the response worth most is that to {names[best]}: "
        f"{quantity(float(worth[best]), units)} on average, its cost counted."
    )
    return text + (f" Not worth their cost: {', '.join(poor)}." if poor else "")


def _owners_sentence(log: list[Entry]) -> str:
    unowned, signed = (sum(getattr(one, key) for one in log) for key in ("is_unowned", "is_signed"))
    if unowned == len(log):
        return f"Nobody is named to answer for any of the {counted(len(log), 'number')} of the file."
    return f"Of {counted(len(log), 'number')} in the file, {having(unowned)} no owner; signed off: {signed or 'none'}."


def _owner_table(log: list[Entry]) -> Table:
    """For how many numbers each owner answers, those without an owner first."""
    counts = Counter(one.said["owner"] for one in log)
    signed = Counter(one.said["owner"] for one in log if one.is_signed)
    order = sorted(counts, key=lambda owner: (owner != "", -counts[owner], owner))
    rows: list[Row] = [
        (
            capitalised(owner) or "Nobody named",
            Cell(f"{counts[owner]:,}", counts[owner]),
            Cell(f"{signed[owner]:,}", signed[owner]),
        )
        for owner in order
    ]
    headings: list[tuple[str, Align]] = [("Owner", "left"), ("Numbers", "right"), ("Signed off", "right")]
    return Table.of_rows(headings, rows, "Owners of numbers")
