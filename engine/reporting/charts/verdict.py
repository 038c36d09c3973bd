"""The verdict in one picture: each claim, whether it holds on paper, and how likely it is to hold in fact."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from engine.analysis.findings import Findings, findings_of
from engine.analysis.measures import describe, iterations_of
from engine.analysis.verdict import scenario_chances
from engine.bounds import joined_by, metrics_of
from engine.problems import ResultsError
from engine.reporting import phrasing
from engine.reporting.verdicts import floor_note, floored, likely_to_hold, over
from engine.reporting.visuals import style
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import MARGIN, WIDTH, Page
from engine.reporting.visuals.programme_years import year_units

if TYPE_CHECKING:
    import xarray as xr

_STATEMENT = 57.0  # millimetres for a claim's statement
_PITCH = 3.8  # millimetres between its lines
_PAPER = 65.0  # left of the column for the base case
_SCALE = (84.0, 126.0)  # from 0% to 100%
_CHANCE = 167.0  # right of the column for the chance
_BAR = 4.6
_BELOW = 4.4  # from the middle of the bar to the line of scenarios
_FOOT = 9.0
_HEAD = 7.0
_LONG = 10  # letters of a chance that is written smaller

_BASE = "Base case: every uncertain input at its base value. Chance: share of iterations in which the claim holds; "
_OF_RUN = "the fine line and the range beside it are its 95% interval (Wilson)."
_OF_BELIEFS = "the fine line and the range beside it are over our beliefs: 5% to 95% of worlds."
_OF_SCENARIOS = " Dots below the bar: the chance under each named scenario and this one, least to greatest."


def of_run(findings: Findings) -> Iterator[tuple[str, Callable[[], Figure]]]:
    """One picture, of a run with claims."""
    if findings.claim_specs:
        yield "verdict", partial(draw_verdict, findings)


def draw_verdict(results: xr.Dataset | Findings) -> Figure:
    """One row for each claim: statement, base case, a bar for the chance that it holds, and its ranges.

    Raises `ResultsError` if the results carry no claims.
    """
    findings = findings_of(results)
    stated = findings.verdict
    if not stated.sizes["claim"]:
        raise ResultsError("these results carry no claims, so there is no verdict to draw")
    with style.styled(fonts_of(findings.results)):
        texts = [_texts(findings, stated.isel(claim=index)) for index in range(stated.sizes["claim"])]
        chances = scenario_chances(findings.results)
        least = 4 if chances else 3
        heights = [max(len(lines), least) * _PITCH + 3 for lines in texts]
        body = sum(heights) + _HEAD + _FOOT
        page = Page(findings.results, _heading(findings, stated), _lead(stated), body, _notes(stated))
        axes = page.axes(0, WIDTH, 0, body)
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(0, body)
        top = body - _HEAD
        _draw_head(axes, top)
        _draw_scale(axes, top)
        for index, (lines, height) in enumerate(zip(texts, heights, strict=True)):
            axes.plot([MARGIN, WIDTH - MARGIN], [top, top], color=style.GUIDE, linewidth=0.5, zorder=0.5)
            claim = stated.isel(claim=index)
            _draw_row(axes, claim, lines, top - height / 2, float(stated.attrs["floor"]))
            _draw_scenarios(axes, claim, chances, top - height / 2 - _BELOW)
            top -= height
        return page.finished()


def _at(share: float) -> float:
    return _SCALE[0] + share * (_SCALE[1] - _SCALE[0])


def _draw_head(axes: Axes, top: float) -> None:
    for text, x in (("Claim", MARGIN), ("Base case", _PAPER), ("Chance that it holds", _SCALE[0])):
        axes.text(x, top + 2, text, fontsize=style.SMALL, color=style.MUTED)


def _draw_scale(axes: Axes, top: float) -> None:
    for share in (0, 0.2, 0.4, 0.6, 0.8, 1):
        axes.plot([_at(share)] * 2, [_FOOT - 1, top], color=style.GUIDE, linewidth=0.5, zorder=0.4)
        axes.text(
            _at(share), _FOOT - 2, f"{share:.0%}", fontsize=style.TINY, color=style.MUTED,
            horizontalalignment="center", verticalalignment="top",
        )  # fmt: skip


def _texts(findings: Findings, claim: xr.Dataset) -> list[tuple[str, float, str]]:
    """Lines of the first column, each with its size and colour: the statement, then what is tested."""
    statement = style.wrap(str(claim["statement"].values), _STATEMENT, style.TEXT)
    return [(line, style.TEXT, style.INK) for line in statement] + [
        (line, style.TINY, style.MUTED) for line in style.wrap(_test(findings, claim), _STATEMENT, style.TINY)
    ]


def _test(findings: Findings, claim: xr.Dataset) -> str:
    spec = findings.claim_specs[str(claim["claim"].values)]
    how = joined_by(spec)
    if how:
        return f"{how.replace('_', ' ')}: {', '.join(spec[how])}"
    attrs = describe(findings.results, spec["metric"])
    units = year_units(attrs["units"], findings.results.attrs)
    limit = phrasing.bound(units, float(claim["at_least"]), float(claim["at_most"]))
    return f"{claim['claim'].values}: {attrs['long_name'][:1].lower()}{attrs['long_name'][1:]} {limit}"


def _notes(stated: xr.Dataset) -> tuple[str, ...]:
    """What base case, bar and line are, and what is not told apart."""
    line = _OF_RUN if bool(stated["belief_low"].isnull().all()) else _OF_BELIEFS
    if not bool(stated["scenario_low"].isnull().all()):
        line += _OF_SCENARIOS
    floor = floor_note(stated).partition(" The model's own figures")[0]
    return tuple(note for note in (_BASE + line, floor) if note)


def _draw_row(
    axes: Axes, claim: xr.Dataset, texts: list[tuple[str, float, str]], middle: float, floor: float
) -> None:
    first = middle + (len(texts) - 1) * _PITCH / 2
    for index, (line, size, colour) in enumerate(texts):
        place = first - index * _PITCH
        axes.text(MARGIN, place, line, fontsize=size, color=colour, verticalalignment="center_baseline")
    holds = bool(claim["base_case"])
    axes.text(
        _PAPER, middle, "✓ holds" if holds else "✗ fails", fontsize=style.TEXT,
        color=style.INK if holds else style.CLAIM, verticalalignment="center_baseline",
    )  # fmt: skip
    probability, (low, high) = float(claim["probability"]), _range(claim)
    axes.barh(middle, _at(1) - _at(0), left=_at(0), height=_BAR, color=style.PALE, zorder=1)
    axes.barh(middle, _at(probability) - _at(0), left=_at(0), height=_BAR, color=style.CURVE, zorder=2)
    for colour, width, order in (
        ("white", 2.6, 3),
        (style.CLAIM, 1.2, 4),
    ):  # edged in white, to show on a full bar
        axes.plot(
            [_at(low), _at(high)], [middle, middle], "-|", color=colour, linewidth=width, markersize=6,
            markeredgewidth=width, zorder=order, solid_capstyle="butt",
        )  # fmt: skip
    number, detail = _chance(claim, floor)
    middle += 1.6 if "scenarios" in detail else 0.0
    size = style.TITLE if len(number) < _LONG else style.TEXT
    axes.text(_CHANCE, middle + 1.4, number, fontsize=size, fontweight="bold", horizontalalignment="right")
    axes.text(
        _CHANCE, middle + 0.1, detail, fontsize=style.TINY, color=style.MUTED, horizontalalignment="right",
        verticalalignment="top",
    )  # fmt: skip


def _draw_scenarios(
    axes: Axes, claim: xr.Dataset, chances: dict[str, dict[str, float]], place: float
) -> None:
    """A dot for the chance under each scenario, this one's hollow, on a line from the least to the greatest."""
    name, low, high = str(claim["claim"].values), float(claim["scenario_low"]), float(claim["scenario_high"])
    if math.isnan(low):
        return
    axes.plot([_at(low), _at(high)], [place, place], color=style.INK, linewidth=0.8, zorder=2)
    others = [_at(one[name]) for one in chances.values() if name in one]
    axes.plot(others, [place] * len(others), "o", color=style.INK, markersize=3, zorder=3)
    axes.plot(
        [_at(float(claim["probability"]))], [place], "o", markersize=3.4, markerfacecolor="white",
        markeredgecolor=style.INK, markeredgewidth=0.9, zorder=4,
    )  # fmt: skip


def _range(claim: xr.Dataset) -> tuple[float, float]:
    """The range over beliefs, or without beliefs the interval of the run."""
    ends = float(claim["belief_low"]), float(claim["belief_high"])
    return (float(claim["low"]), float(claim["high"])) if math.isnan(ends[0]) else ends


def _chance(claim: xr.Dataset, floor: float) -> tuple[str, str]:
    """The chance in large and, in small, the word for it and its range, no finer than the evidence can carry."""
    share, low, high = (float(claim[key]) for key in ("probability", "low", "high"))
    number = floored(share, floor) or phrasing.short_chance(share, low, high)
    text = over(*_range(claim), floor)
    word = str(claim["word"].values)
    lines = [word] if text == number else [word, text]
    if not math.isnan(float(claim["scenario_low"])):
        lines.append(f"scenarios {over(float(claim['scenario_low']), float(claim['scenario_high']), floor)}")
    return number, "\n".join(lines)


def _heading(findings: Findings, stated: xr.Dataset) -> str:
    """In how many iterations the claim holds that joins the most, else all of them."""
    iterations, specs = iterations_of(findings.results), findings.claim_specs
    joining = [name for name, spec in specs.items() if joined_by(spec) == "all_of"]
    if joining:  # what the file itself calls its whole promise, which has a row below
        whole = max(joining, key=lambda name: len(metrics_of(specs, name)))
        met, what = (stated.sel(claim=whole)[key].item() for key in ("holds", "statement"))
        what = f"“{what}” holds"
    else:
        met = findings.claim_counts.together
        what = "the claim holds" if len(specs) == 1 else f"all {len(specs)} claims hold together"
    title = str(findings.results.attrs.get("title") or "Programme")
    if beyond := floored(met / iterations, float(stated.attrs["floor"])):  # no finer than the rows below
        return f"{title}: {what} in {beyond} iterations"
    share = f" ({phrasing.probability(met / iterations)})" if 0 < met < iterations else ""
    return f"{title}: {what} in {met:,} of {iterations:,} iteration{'s' if iterations != 1 else ''}{share}"


def _lead(stated: xr.Dataset) -> str:
    count, on_paper = stated.sizes["claim"], int(stated["base_case"].sum())
    return (
        f"On paper, in the base case, {on_paper} of {count} claim{' holds' if count == 1 else 's hold'}. "
        f"Played with its uncertainty, {likely_to_hold(stated)}."
    )
