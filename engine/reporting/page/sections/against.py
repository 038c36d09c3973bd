"""Compared with what: the options of the file, and what departments would spend on their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.reporting import phrasing
from engine.reporting.page.material import Material
from engine.reporting.page.pictures import of_study
from engine.reporting.page.report import Piece, Section
from engine.reporting.phrasing import chance, quantity
from engine.reporting.tables.options import READING, options_parts
from engine.reporting.tables.table import Paragraph, Table

if TYPE_CHECKING:
    import xarray as xr

PLACE = 50
HEADING = "Compared with what"
NO_OPTIONS = (
    "The file describes one way to do it: it names no options, not even to do nothing, so this report cannot say "
    "whether another would be better."
)


def section(material: Material) -> Section:
    """Options against the baseline, and the programme against the counterfactual."""
    brief: list[Piece] = []
    detail: list[Piece] = []
    found = material.study("options")
    if found is not None:
        brief += [Paragraph(text) for text in _best(found)]
        detail += [of_study("options", found), *(p for p in options_parts(found) if isinstance(p, Table))]
        detail.append(Paragraph(READING, "note"))
    elif "options" in material.unanswered:
        brief.append(Paragraph(material.without("options")))
    else:
        brief.append(Paragraph(NO_OPTIONS))
    brief.append(Paragraph(_counterfactual(material)))
    return Section("against", HEADING, tuple(brief), tuple(detail))


def _best(found: xr.Dataset) -> list[str]:
    """For each option but the baseline, the mean difference of the last measure and the chance of being better."""
    name = str(found["measure"].values[-1])
    baseline = str(found.attrs["baseline"])
    one = found.sel(measure=name)
    units, words = str(one["units"].item()), str(one["long_name"].item())
    told = []
    for option in found["option"].values:
        if str(option) == baseline:
            continue
        this = one.sel(option=option)
        better = chance(*(float(this[f"better{end}"]) for end in ("", "_low", "_high")))
        gap = float(this["difference"])
        side = "more" if gap >= 0 else "less"
        told.append(
            f"{words} under option {option}: {quantity(abs(gap), units)} {side} on average than under {baseline}, and "
            f"better than it in {better} of iterations."
        )
    return told


def _counterfactual(material: Material) -> str:
    """What is saved against what departments would spend on their own."""
    row = material.row("saving_against_counterfactual")
    if row is None:
        return "The file says nothing of what would be spent without the programme, so costs are compared with nothing."
    cost = material.row("counterfactual_cost")
    alone = f" would spend {cost.percentile(50)} (P50)" if cost is not None else ""
    return (
        f"Without the programme departments{alone}. {phrasing.capitalised(row.long_name)}: "
        f"{row.percentile(50)} at even odds (P50), and an 80% chance of {row.assured().text}; above nought "
        "the programme costs less."
    )
