"""The probability box: the S-curve of a claim in the band that our ignorance leaves, and its three numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from engine.analysis.findings import Findings, findings_of
from engine.analysis.probability_box import probability_box
from engine.bounds import joined_by
from engine.problems import ResultsError
from engine.reporting.charts.s_curve import check_claim, crossing_of, heading_of, lead_of_measure, notes_of
from engine.reporting.verdicts import over
from engine.reporting.visuals import style
from engine.reporting.visuals.crossing import draw_crossing, height_below, said_of
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import Page
from engine.reporting.visuals.readable import readable
from engine.reporting.visuals.s_curve import Curve

if TYPE_CHECKING:
    import xarray as xr

_HEIGHT = 74.0  # millimetres of the axes


def draw_probability_box(results: xr.Dataset | Findings, worlds: xr.Dataset, claim: str) -> Figure:
    """The curve of what `claim` is about over all `worlds`, in the band of 5% to 95% of them, and its three numbers.

    `results` tell the claim as `engine.verdict` does; its range over beliefs is taken from `worlds`, a run of the same
    programme by world that kept every iteration, where the results do not know it. In place of such a run may stand
    what `engine.probability_box` found of the claim's measure and bounds. Raises `ResultsError` for a claim that the
    results do not carry or that is over several, and for a box of another one, `WorldsError` for a run without worlds.
    """
    findings = findings_of(results)
    check_claim(findings, claim)
    if joined_by(findings.claim_specs[claim]):
        raise ResultsError(f"claim {claim!r} is over several measures; draw the box of each of its parts")
    shown, _ = readable(findings, str(findings.claim_specs[claim]["metric"]))
    with style.styled(fonts_of(findings.results)):
        crossing = crossing_of(findings, claim)
        scale = float(shown.attrs["factor"])
        bounds = tuple(bound / scale for bound in crossing.bounds)
        also = (*bounds, *(np.array(crossing.span) / scale).tolist())
        found = _box(worlds, str(shown.attrs["measure"]), crossing.exceedance, also)
        box = _within(found, crossing.span, scale)
        curve = Curve(box["value"].values * scale, box["chance"].values, "")
        stated = _with_beliefs(findings.verdict.sel(claim=claim), found, bounds)
        crossing = crossing._replace(
            curve=curve, low=box["low"].values, high=box["high"].values,
            said=said_of(stated, float(findings.verdict.attrs["floor"])),
        )  # fmt: skip
        foot = height_below(crossing)
        band = (
            f"Pale band: 5% to 95% of {found.attrs['worlds']:,} worlds, each with one draw of every belief, value by "
            "value; the noise of finite worlds is taken out."
        )
        page = Page(
            findings.results, heading_of(findings, claim), _lead(findings, claim, stated), foot + _HEIGHT + 3,
            notes_of(findings, band),
        )  # fmt: skip
        draw_crossing(page, crossing, foot, foot + _HEIGHT, float(stated["probability"]))
        return page.finished()


def _box(worlds: xr.Dataset, measure: str, exceedance: bool, also: tuple[float, ...]) -> xr.Dataset:
    """The box of a run by world, or the one that is given, if it is of this measure and sense."""
    if "point" not in worlds.dims:
        return probability_box(worlds, measure, exceedance, also=also)
    asked = (measure, "at least" if exceedance else "at most")
    given = (worlds.attrs.get("measure"), worlds.attrs.get("sense"))
    if given != asked:
        raise ResultsError(
            f"a probability box of {' '.join(map(str, given))}; needed one of {' '.join(asked)}"
        )
    return worlds


def _within(found: xr.Dataset, span: tuple[float, float], scale: float) -> xr.Dataset:
    """The points that are drawn."""
    x = found["value"].values * scale
    return found.isel(point=np.flatnonzero((x >= span[0]) & (x <= span[1])))


def _with_beliefs(stated: xr.Dataset, found: xr.Dataset, bounds: tuple[float, ...]) -> xr.Dataset:
    """The claim with its range over beliefs, read off the box where it is not known and there is one bound."""
    if len(bounds) != 1 or np.isfinite(float(stated["belief_low"])):
        return stated
    at = found.isel(point=int(np.argmin(np.abs(found["value"].values - bounds[0]))))
    return stated.assign(belief_low=at["low"].drop_vars("value"), belief_high=at["high"].drop_vars("value"))


def _lead(findings: Findings, claim: str, stated: xr.Dataset) -> str:
    low, high = float(stated["belief_low"]), float(stated["belief_high"])
    sentence = lead_of_measure(findings, claim)
    if not np.isfinite(low):
        return sentence
    moved = over(low, high, float(findings.verdict.attrs["floor"]))
    if " to " not in moved:
        return f"{sentence} What we do not know does not move its chance."
    return f"{sentence} What we do not know moves its chance from {moved}."
