"""Tornado: what a measure, or the chance of a claim, does between an input's ends, or where a cause is off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from engine.problems import ResultsError
from engine.reporting import phrasing
from engine.reporting.counted import counted
from engine.reporting.influence import (
    BY_WHAT_IS_SURE,
    GAP,
    SWING,
    amount,
    change,
    is_claim,
    missing_sentence,
    never_varies,
    strongest,
    subject,
)
from engine.reporting.units import is_money, scale_for
from engine.reporting.visuals import style
from engine.reporting.visuals.axes import axis_title, numbered
from engine.reporting.visuals.letters import fonts_of
from engine.reporting.visuals.page import WIDTH, Page
from engine.reporting.visuals.rows import MOST, Rows, axes_of, rows_of
from engine.reporting.visuals.scale import rescaled, scale_of, shown_values

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]
_AMOUNTS = ("at_low", "at_high", "swing", "swing_low", "swing_high", "gap", "gap_low", "gap_high", "without")
_ROOM = 0.22  # beside the bars, for the values at their ends, as a share of the axes


class _Bars(NamedTuple):
    """What is drawn, the longest first."""

    names: list[str]
    start: Values  # where the input is low, or the cause is off
    end: Values  # where it is high, or the whole run
    texts: list[tuple[str, str]]  # at the start and at the end
    middle: float  # of the line that runs through all


def draw_tornado(found: xr.Dataset, most: int = MOST) -> Figure:
    """Bars for what `engine.drivers` found (the mean from the low to the high end of each input) or `engine.gaps` (the
    value with 80% assurance without each cause and with it), the longest on top, `most` of them.

    Values stand at both ends; the chart says what its bars mean and how many are left out. Dark bars rise with the
    input, pale ones fall. Raises `ResultsError` for what is neither.
    """
    kind = next((name for name in ("gap", "swing") if name in found), None)
    if kind is None:
        raise ResultsError("a tornado is drawn of what engine.drivers or engine.gaps gives")
    shown = found
    if not is_claim(found.attrs):
        values = shown_values(found, _AMOUNTS)
        shown = rescaled(
            found,
            _AMOUNTS,
            scale_of(values, str(found.attrs["units"])),
            ["value", "mean"] if kind == "gap" else [],
        )
    order = strongest(shown[kind].values, most, *(shown[f"{kind}_{end}"].values for end in ("low", "high")))
    bars = _gap_bars(shown, order) if kind == "gap" else _swing_bars(shown, order)
    with style.styled(fonts_of(found)):
        rows = rows_of(bars.names or [""], _title(shown))
        page = Page(
            found,
            _heading(found, kind),
            _lead(found, kind, order),
            rows.body,
            _notes(found, kind, len(order)),
        )
        axes = axes_of(page, rows, _span(bars), right=4.0)
        _draw(axes, bars, rows, found)
        numbered(axes.xaxis, 6, WIDTH - rows.left)
        return page.finished()


def _title(shown: xr.Dataset) -> list[str]:
    if is_claim(shown.attrs):
        return ["Chance that the claim holds, %"]
    return axis_title(
        phrasing.capitalised(str(shown.attrs["long_name"])), str(shown.attrs["units"]), shown.attrs, 95,
        money=str(shown.attrs["units"]) if is_money(str(shown.attrs["units"])) else None,
    )  # fmt: skip


def _swing_bars(found: xr.Dataset, order: NDArray[np.int64]) -> _Bars:
    start, end = found["at_low"].values[order], found["at_high"].values[order]
    factor = 100 if is_claim(found.attrs) else 1
    texts = [
        (amount(float(a), found.attrs), amount(float(b), found.attrs))
        for a, b in zip(start, end, strict=True)
    ]
    middle = (
        float(np.median(start + end) / 2) if order.size else 0.0
    )  # of risks that seldom strike it is far off
    names = [str(name) for name in found["input"].values[order]]
    return _Bars(names, factor * start, factor * end, texts, factor * middle)


def _gap_bars(found: xr.Dataset, order: NDArray[np.int64]) -> _Bars:
    value = float(found.attrs["value"])
    start = found["without"].values[order]
    scale = scale_for(str(found.attrs["units"]), value, *start.tolist())
    texts = [
        (amount(float(a), found.attrs, scale), change(float(gap), found.attrs, scale))
        for a, gap in zip(start, found["gap"].values[order], strict=True)
    ]
    names = [str(name) for name in found["cause"].values[order]]
    return _Bars(names, start, np.full(start.size, value), texts, value)


def _span(bars: _Bars) -> tuple[float, float]:
    values = np.concatenate([bars.start, bars.end, [bars.middle]])
    low, high = float(values.min()), float(values.max())
    room = _ROOM * (high - low) or max(abs(low), 1.0) * 0.1
    return low - room, high + room


def _draw(axes: Axes, bars: _Bars, rows: Rows, found: xr.Dataset) -> None:
    is_gap = "gap" in found
    for place, (start, end) in enumerate(zip(bars.start, bars.end, strict=True)):
        middle, height = rows.middles[place], 0.56 * min(rows.heights[place], 6.6)
        rises = end > start
        axes.barh(middle, end - start, left=start, height=height, color=style.STEEL if rises else style.BARS)
        for value, text, is_left in (
            (start, bars.texts[place][0], rises),
            (end, bars.texts[place][1], not rises),
        ):
            axes.annotate(
                text, (value, middle), (-2.5 if is_left else 2.5, 0), textcoords="offset points", fontsize=style.TINY,
                horizontalalignment="right" if is_left else "left", verticalalignment="center",
            )  # fmt: skip
    axes.axvline(bars.middle, color=style.INK, linewidth=0.9, zorder=3)
    if is_gap:
        label = f"{phrasing.percentile_label(float(found.attrs['percentile']))} of the whole run"
        axes.text(bars.middle, -1.2, label, fontsize=style.TINY, horizontalalignment="center")


def _heading(found: xr.Dataset, kind: str) -> str:
    if kind == "gap":
        label = phrasing.percentile_label(float(found.attrs["percentile"]))
        return (
            f"{phrasing.capitalised(str(found.attrs['long_name']))}: what {label} would be without each cause"
        )
    return (
        phrasing.capitalised(f"what moves the {subject(found.attrs)}")
        if is_claim(found.attrs)
        else (f"What moves the mean of {found.attrs['long_name']}")
    )


def _lead(found: xr.Dataset, kind: str, order: NDArray[np.int64]) -> str:
    if not order.size:
        return never_varies(found) or missing_sentence(found) or "Nothing moves it."
    first = order[0]
    name = str(found["cause" if kind == "gap" else "input"].values[first])
    ends = tuple(float(found[f"{kind}{end}"].values[first]) for end in ("", "_low", "_high"))
    scale = scale_for(str(found.attrs["units"]), *ends)
    told, low, high = (change(end, found.attrs, scale) for end in ends)
    what = "gap" if kind == "gap" else "swing"
    whole = ""
    if kind == "gap":
        sure = phrasing.assurance(
            float(found.attrs["value"]), str(found.attrs["units"]), str(found.attrs["cautious"]),
            float(found.attrs["percentile"]),
        )  # fmt: skip
        whole = f"The whole run: {sure}. "
    return f"{whole}Sampling error allowed for, {name} moves it most: {what} {told} ({low} to {high}, 95% interval)."


def _notes(found: xr.Dataset, kind: str, drawn: int) -> list[str]:
    notes = [f"{SWING} Dark bars rise with the input, pale bars fall. {BY_WHAT_IS_SURE}"]
    if kind == "gap":
        notes = [
            f"{GAP} {BY_WHAT_IS_SURE} A pale bar: the cause makes the value smaller; the number at the black line is "
            "the gap."
        ]
    left = found.sizes["cause" if kind == "gap" else "input"] - drawn
    if left > 0:
        notes.append(
            f"Not drawn: {counted(left, 'more cause' if kind == 'gap' else 'more input')} of less effect or none."
        )
    return [*notes, *(text for text in (missing_sentence(found),) if text and drawn)]
