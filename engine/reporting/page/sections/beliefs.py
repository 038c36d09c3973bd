"""What nobody knows: how far it moves each claim, the whole curve of the first, and which beliefs do it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from engine.problems import listed
from engine.reporting.counted import counted
from engine.reporting.influence import BELIEFS, part, parts_between
from engine.reporting.page.logbook import entries
from engine.reporting.page.material import Material
from engine.reporting.page.pictures import of_study
from engine.reporting.page.report import Piece, Section
from engine.reporting.tables.table import Align, Paragraph, Row, Table
from engine.reporting.verdicts import over

if TYPE_CHECKING:
    import xarray as xr

PLACE = 75
HEADING = "What nobody knows"
BELIEF = "beliefs."
MOST = 3  # beliefs that are named of a claim
UNTOLD = "none that these plays can tell from nought"


def section(material: Material) -> Section:
    """The range of the first claim over beliefs, its probability box, and what moves each claim; nothing without."""
    found, box = material.study("beliefs"), material.study("probability_box")
    is_ranged = bool(material.lead) and "over_beliefs" in material.attrs
    if found is None and box is None and not is_ranged:
        return Section("beliefs", HEADING, ())
    brief: list[Piece] = [Paragraph(_moved(material, found))] if is_ranged else []
    if found is not None and material.lead:
        brief.append(Paragraph(_movers(material, found)))
    elif is_ranged:
        brief.append(Paragraph(material.without("beliefs", "drivers --method beliefs")))
    detail: list[Piece] = []
    if box is not None:
        claim = str(box.attrs["claim"])
        detail.append(of_study("probability_box", material.findings, box, claim))
    if found is not None:
        detail += [_by_claim(material, found), Paragraph(BELIEFS, "note")]
        detail += _what_they_are(material)
    return Section("beliefs", HEADING, tuple(brief), tuple(detail))


def _moved(material: Material, found: xr.Dataset | None) -> str:
    """From where to where beliefs move the chance of the first claim."""
    one = material.findings.verdict.sel(claim=material.lead)
    moved = over(*_ends(one), float(material.findings.verdict.attrs["floor"]))
    many = (
        f"{counted(found.sizes['player'], 'belief')} of the file are" if found is not None else "Beliefs are"
    )
    what = f"the chance of “{one['statement'].item()}”"
    said = f"{what} runs from {moved}" if " to " in moved else f"{what} stays at {moved}"
    worlds = str(material.attrs.get("worlds_played") or "many").partition(" ")[0]
    return (
        f"{many[0].upper()}{many[1:]} not a matter of luck: nobody knows them. With each settled one way or another in "
        f"{worlds} worlds, {said} (5% to 95% of worlds)."
    )


def _ends(one: xr.Dataset) -> tuple[float, float]:
    return float(one["belief_low"]), float(one["belief_high"])


def _movers(material: Material, found: xr.Dataset) -> str:
    """Which beliefs move the first claim most, and what the file says of the first of them."""
    names = _strongest(found, material.lead)
    if not names:
        return f"Which of them moves it: {UNTOLD}."
    one = found["share"].sel(output=material.lead)
    told = listed([f"“{_plain(name)}” ({part(float(one.sel(player=name)))})" for name in names], "and")
    note = {entry.name: entry.said["note"] for entry in entries(material)}.get(names[0], "")
    meaning = f" The file says of “{_plain(names[0])}”: {note.rstrip('.')}." if note else ""
    return f"What moves it most, by the share of the variance between worlds, is {told}.{meaning}"


def _strongest(found: xr.Dataset, claim: str) -> list[str]:
    """The beliefs whose share of a claim is surely above nought, the greatest first; none where it is not moved."""
    if claim not in found["output"].values:
        return []
    one = found.sel(output=claim)
    if not bool(one["moved"]):
        return []
    share = np.where(one["share_low"].values > 0, one["share"].values, -np.inf)
    order = np.argsort(-share, kind="stable")[:MOST]
    return [str(one["player"].values[place]) for place in order if math.isfinite(share[place])]


def _by_claim(material: Material, found: xr.Dataset) -> Table:
    """A row a claim: its range over beliefs, and which beliefs move it most."""
    verdict = material.findings.verdict
    rows: list[Row] = []
    for claim in verdict["claim"].values.tolist():
        one = verdict.sel(claim=claim)
        told = [_share(found, claim, name) for name in _strongest(found, claim)]
        floor = float(verdict.attrs["floor"])
        rows.append((str(one["statement"].item()), over(*_ends(one), floor), "; ".join(told) or UNTOLD))
    headings: list[tuple[str, Align]] = [
        ("Claim", "left"), ("Chance over beliefs", "left"), ("Moved most by, with its share", "left"),
    ]  # fmt: skip
    return Table.of_rows(headings, rows, "Which beliefs move each claim")


def _share(found: xr.Dataset, claim: str, name: str) -> str:
    one = found.sel(output=claim, player=name)
    value, low, high = (float(one[f"share{end}"]) for end in ("", "_low", "_high"))
    return f"{_plain(name)} {part(value)} ({parts_between(low, high)})"


def _what_they_are(material: Material) -> list[Piece]:
    """A row a belief: on what basis it is held, and what the file says of it."""
    rows: list[Row] = [
        (
            _plain(one.name),
            one.said["basis"] or "–",
            one.said["source"] or "no source",
            one.said["note"] or "–",
        )
        for one in entries(material)
        if one.name.startswith(BELIEF)
    ]
    headings: list[tuple[str, Align]] = [
        ("Belief", "left"), ("Basis", "left"), ("Source", "left"), ("What the file says of it", "left"),
    ]  # fmt: skip
    return [Table.of_rows(headings, rows, "Beliefs")] if rows else []


def _plain(name: str) -> str:
    return name.removeprefix(BELIEF).replace("_", " ")
