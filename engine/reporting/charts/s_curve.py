"""The S-curve of a claim: where the curve of its measure crosses what is claimed, and what moves that chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from engine.analysis.findings import Findings, findings_of
from engine.bounds import joined_by
from engine.problems import ResultsError, nearest
from engine.reporting import phrasing
from engine.reporting.outlook import marks
from engine.reporting.phrasing import capitalised
from engine.reporting.verdicts import floor_note, floored
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import axis_title
from engine.reporting.visuals.bars import axis_range
from engine.reporting.visuals.crossing import LEFT, RIGHT, Crossing, draw_crossing, height_below, said_of
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import Page
from engine.reporting.visuals.readable import readable
from engine.reporting.visuals.s_curve import Curve, curve_of, sampling_margin
from engine.reporting.visuals.stem import stem_of

if TYPE_CHECKING:
    import xarray as xr

_ONE, _OF_SEVERAL = 66.0, 34.0  # millimetres of the axes
_BETWEEN = 4.0
_MOST = 5  # panels
_READ = "Orange: what is claimed, and the chance that it holds where the curve crosses it. Dashed: the base case. "
_BAND = "Pale band: sampling error of the run, 95% confidence."


def of_run(findings: Findings) -> Iterator[tuple[str, Callable[[], Figure]]]:
    """One picture of each claim over several measures; that of one measure has a histogram with its S-curve."""
    for name, spec in findings.claim_specs.items():
        if joined_by(spec):
            yield stem_of("s_curve", name), partial(draw_s_curve, findings, name)


def draw_s_curve(results: xr.Dataset | Findings, claim: str) -> Figure:
    """The chance of at least (or at most) each value of what `claim` is about, and at the crossing its three numbers.

    The curve falls where at least so much is claimed, as of benefits, and rises where at most. Of a claim over others
    there is a panel for each, five at most. Raises `ResultsError` for a claim that the results do not carry.
    """
    findings = findings_of(results)
    check_claim(findings, claim)
    parts = parts_of(findings, claim)
    shown = parts[:_MOST]
    with style.styled(fonts_of(findings.results)):
        crossings = [crossing_of(findings, name) for name in shown]
        height = _ONE if len(shown) == 1 else _OF_SEVERAL
        heights = [height + height_below(one) + _BETWEEN for one in crossings]
        notes = [*notes_of(findings, _BAND), *_left_out(len(parts) - len(shown))]
        page = Page(
            findings.results, heading_of(findings, claim), _lead(findings, claim), sum(heights), notes
        )
        top = sum(heights) - 1
        for name, one, tall in zip(shown, crossings, heights, strict=True):
            chance = float(findings.verdict["probability"].sel(claim=name))
            draw_crossing(page, one, top - height, top, chance)
            top -= tall
        return page.finished()


def check_claim(findings: Findings, claim: str) -> None:
    """Raise `ResultsError` for a claim that the results do not carry."""
    if claim not in findings.claim_specs:
        near = nearest(claim, findings.claim_specs)
        there = ", ".join(findings.claim_specs) or "none"
        raise ResultsError(f"no claim {claim!r}; there are {there}" + (f"; {near}" if near else ""))


def parts_of(findings: Findings, claim: str) -> list[str]:
    """The claims about one measure that a claim is made of; itself, if it is one."""
    spec = findings.claim_specs[claim]
    how = joined_by(spec)
    if not how:
        return [claim]
    return list(dict.fromkeys(one for part in spec[how] for one in parts_of(findings, part)))


def crossing_of(findings: Findings, claim: str) -> Crossing:
    """The curve of a claim about one measure, in the sense in which it is claimed."""
    stated = findings.verdict.sel(claim=claim)
    found, money = readable(findings, str(findings.claim_specs[claim]["metric"]))
    at = found.isel(claim=_place(findings, claim))
    bounds = tuple(float(at[side]) for side in ("at_least", "at_most") if np.isfinite(float(at[side])))
    exceedance = bool(np.isfinite(float(at["at_least"])) and len(bounds) == 1)
    low, high = axis_range(found)
    room = 0.02 * (high - low)
    span = (low - room, high + room)
    curve, margin = Curve(np.empty(0), np.empty(0), ""), 0.0
    if len(found["finite"]):
        curve, margin = curve_of(found, *span, exceedance), sampling_margin(found)
    title = axis_title(
        capitalised(found.attrs["long_name"]),
        found.attrs["units"],
        findings.results.attrs,
        RIGHT - LEFT,
        money,
    )
    return Crossing(
        curve, curve.share - margin, curve.share + margin, bounds, float(found.attrs["base"]), span, exceedance,
        str(found.attrs["units"]), title, said_of(stated, float(findings.verdict.attrs["floor"])),
    )  # fmt: skip


def _place(findings: Findings, claim: str) -> int:
    """Which of the claims on its measure a claim is."""
    metric = findings.claim_specs[claim]["metric"]
    return [name for name, spec in findings.claim_specs.items() if spec.get("metric") == metric].index(claim)


def heading_of(findings: Findings, claim: str) -> str:
    """The statement and its chance, no finer than the evidence can carry."""
    found = findings.verdict.sel(claim=claim)
    share, low, high = (float(found[key]) for key in ("probability", "low", "high"))
    chance = floored(share, float(findings.verdict.attrs["floor"])) or phrasing.short_chance(share, low, high)
    return f"{found['statement'].values}: a chance of {chance}, {found['word'].values}"


def _lead(findings: Findings, claim: str) -> str:
    spec = findings.claim_specs[claim]
    how = joined_by(spec)
    if how:
        which = "all" if how == "all_of" else "at least one"
        return f"It holds where {which} of these do in the same iteration; chances of parts do not multiply to its own."
    return lead_of_measure(findings, claim)


def lead_of_measure(findings: Findings, claim: str) -> str:
    """What is claimed, and what careful readers count on instead."""
    found, _ = readable(findings, str(findings.claim_specs[claim]["metric"]))
    at = found.isel(claim=_place(findings, claim))
    units = str(found.attrs["units"])
    claimed = phrasing.bound(units, float(at["at_least"]), float(at["at_most"]))
    name = capitalised(str(found.attrs["long_name"]))
    sentence = f"Claimed: {name[:1].lower()}{name[1:]} {claimed}."
    percentage = phrasing.assured_percentile(str(found.attrs["cautious"]))
    value = float(found["value"].sel(percentile=percentage))
    if found.attrs["cautious"] not in ("low", "high") or not np.isfinite(value):
        return sentence
    return f"{sentence} Counted on: {phrasing.assurance(value, units, found.attrs['cautious'], percentage)}."


def notes_of(findings: Findings, band: str) -> list[str]:
    """How to read the panels."""
    bases = any(
        len(marks(findings.outlook(str(s["metric"])))) for s in findings.claim_specs.values() if "metric" in s
    )
    text = _READ if bases else _READ.partition(" Dashed")[0] + " "
    floor = floor_note(findings.verdict).partition(" The model's own figures")[0]
    return [text + band, *([floor] if floor else [])]


def _left_out(count: int) -> list[str]:
    return (
        [f"{count} further claim{'s of it are' if count > 1 else ' of it is'} not drawn."]
        if count > 0
        else []
    )
