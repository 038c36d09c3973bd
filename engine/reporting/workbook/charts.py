"""Charts of a workbook and the sheet of numbers that they show: S-curves, fan, what drives it, the bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine.analysis.figures_by import figures_by, tells_by
from engine.analysis.findings import Findings
from engine.bounds import bounds_of
from engine.reporting.phrasing import percentile_label, quantity
from engine.reporting.workbook.grid import Content, Grid
from engine.reporting.workbook.native_chart import NativeChart, Series
from engine.reporting.workbook.styles import BLUE, INK

if TYPE_CHECKING:
    import xarray as xr

DATA = "Chart numbers"
S_LEVELS = (0.5, *map(float, range(1, 100)), 99.5)
FAN = (10.0, 25.0, 50.0, 75.0, 90.0)
MOST = 6  # S-curves
ORANGE, GREY = "#D55E00", "#8A8A8A"  # told apart by the colour-blind, and in grey
TOP = 10  # inputs of a tornado
DASHED = {"line": {"color": ORANGE, "width": 2, "dash_type": "dash"}}


class Charts:
    """The sheet of numbers, and the charts that show them, in the order in which they are looked at."""

    def __init__(
        self, findings: Findings, drivers: xr.Dataset | None = None, bridge: xr.Dataset | None = None
    ) -> None:
        self.findings = findings
        self.grid = Grid(DATA, widths=(44, *(15.0,) * 8))
        self.grid.add(["Numbers behind the charts"], "title")
        self.grid.add(["Each block is what one chart of the sheet Charts shows."], "note")
        self.charts: list[NativeChart] = []
        self._s_curves()
        self._fan()
        if drivers is not None and drivers.sizes["input"]:
            self._tornado(drivers)
        if bridge is not None:
            self._bridge(bridge)

    def _block(self, title: str, headings: list[str]) -> int:
        self.grid.add()
        self.grid.add([title], "section")
        self.grid.add(headings, "heading")
        return self.grid.next

    def _s_curves(self) -> None:
        """For each measure that a claim is about, the chance of what a careful reader wants to know, and the claim."""
        found = figures_by(self.findings.results, "whole", S_LEVELS)
        bounds = {b.measure: b.value for spec in self.findings.claim_specs.values() for b in bounds_of(spec)}
        names = found["measure"].values.tolist()
        for name, bound in list(bounds.items())[:MOST]:
            one = found.isel(row=names.index(name))
            finite = np.isfinite(one["value"].values)
            if finite.sum() > 1 and np.ptp(one["value"].values[finite]) > 0:
                self._s_curve(one.isel(percentile=finite), bound)

    def _s_curve(self, one: xr.Dataset, bound: float) -> None:
        values, levels = one["value"].values.tolist(), one["percentile"].values / 100
        least = str(one["cautious"].values) == "low"
        words, units = str(one["long_name"].values), str(one["units"].values)
        said = f"Chance of {'at least' if least else 'at most'} this"
        first = self._block(f"S-curve: {words}", [f"{words}, {units}", said, "Claim"])
        chances = (1 - levels if least else levels).tolist()
        for value, chance in zip(values, chances, strict=True):
            self.grid.add([value, chance], "number", c1="share")
        last = self.grid.next - 1
        for chance in (0.0, 1.0):
            self.grid.add([bound, None, chance], "number", c2="share")
        claim = quantity(bound, units)
        series = [
            Series(said, (first, 0, last, 0), (first, 1, last, 1), {"line": {"color": BLUE, "width": 2.5}}),
            Series(f"Claim: {claim}", (last + 1, 0, last + 2, 0), (last + 1, 2, last + 2, 2), DASHED),
        ]
        median = quantity(float(np.interp(0.5, levels, values)), units)
        title = f"{words}: {said[:1].lower()}{said[1:-5]} a value"
        text = f"{said[:-5]} each value of {words}; median {median}, claim {claim}."
        self.charts.append(
            NativeChart("scatter", title, text, units, "Chance", self.grid, series, percent_up=True)
        )

    def _fan(self) -> None:
        """Net benefit so far, year by year, at five percentiles and in the base case."""
        if not tells_by(self.findings.results, "year"):
            return
        found = figures_by(self.findings.results, "year", FAN)
        found = found.isel(row=found["measure"].values == "cumulative_net_benefit")
        if not found.sizes["row"]:
            return
        units = str(found["units"].values[0])
        headings = ["Programme year", "Base case", *map(percentile_label, FAN)]
        first = self._block(f"Fan: net benefit so far, {units}", headings)
        for place in range(found.sizes["row"]):
            one = found.isel(row=place)
            values: list[Content] = [
                float(value) if np.isfinite(value) else None for value in one["value"].values
            ]
            self.grid.add([str(one["part_name"].values), float(one["base"]), *values], "money", c0="text")
        last = self.grid.next - 1
        looks: list[dict[str, Any]] = [
            {"line": {"color": INK, "width": 1.5, "dash_type": "dash"}},
            *({"line": {"color": BLUE, "width": width}} for width in (0.75, 1.5, 3, 1.5, 0.75)),
        ]
        series = [
            Series(name, (first, 0, last, 0), (first, k, last, k), look)
            for k, (name, look) in enumerate(zip(headings[1:], looks, strict=True), 1)
        ]
        end = found.isel(row=-1)
        said = (
            f"Net benefit so far by programme year: at the end {quantity(float(end['base']), units)} in the base case, "
            f"half of the iterations below {quantity(float(end['value'][2]), units)}."
        )
        title = "Net benefit so far: base case and percentiles"
        self.charts.append(NativeChart("line", title, said, "", units, self.grid, series))

    def _tornado(self, drivers: xr.Dataset) -> None:
        """What the measure is on average where an input is in its lowest, or highest, tenth."""
        ranked = np.argsort(-np.abs(drivers["swing"].values))
        order = [int(k) for k in ranked if np.isfinite(drivers["swing"].values[k])][:TOP]
        words, units = (
            str(drivers.attrs.get("long_name", drivers.attrs["target"])),
            str(drivers.attrs.get("units", "")),
        )
        mean = (
            (drivers["at_low"].values[order] + drivers["at_high"].values[order]) / 2 if order else np.empty(0)
        )
        if not mean.size:
            return
        middle = float(np.median(mean))
        headings = ["Input", "In its lowest tenth", "In its highest tenth", "Difference"]
        first = self._block(f"What drives {words}: mean less {quantity(middle, units)}, {units}", headings)
        for k in order:
            ends = [float(drivers[end].values[k]) - middle for end in ("at_low", "at_high")]
            self.grid.add([str(drivers["input"].values[k]), *ends, ends[1] - ends[0]], "money", c0="text")
        last = self.grid.next - 1
        series = [
            Series(
                name,
                (first, 0, last, 0),
                (first, column, last, column),
                {"fill": {"color": colour}, "gap": 40, "overlap": 100},
            )
            for column, (name, colour) in enumerate(zip(headings[1:3], (GREY, BLUE), strict=True), 1)
        ]
        top = str(drivers["input"].values[order[0]])
        swing = quantity(abs(float(drivers["swing"].values[order[0]])), units)
        said = f"The {len(order)} inputs that move {words} most; first {top}: {swing} between its tenths."
        title = f"What drives {words.lower()}: its mean in the lowest and highest tenth of each input"
        self.charts.append(
            NativeChart(
                "bar", title, said, f"Difference from {quantity(middle, units)}", "", self.grid, series
            )
        )

    def _bridge(self, bridge: xr.Dataset) -> None:
        """From the base case to the median, cause by cause, as stacked columns of which some are not seen."""
        end = bridge.sel(end="p50")
        units, words = (
            str(bridge.attrs.get("units", "")),
            str(bridge.attrs.get("long_name", bridge.attrs["measure"])),
        )
        base, value = float(bridge.attrs["base"]), float(end["value"])
        if not np.isfinite([base, value, *end["step"].values]).all():
            return
        headings = ["Step", "Unseen", "Level", "More", "Less", "More, below 0", "Less, below 0", "From", "To"]
        first = self._block(f"Bridge: {words} from base case to median, {units}", headings)
        level = base
        self.grid.add(["Base case", 0.0, base, None, None, None, None, 0.0, base], "money", c0="text")
        for cause, step in zip(end["cause"].values, end["step"].values.tolist(), strict=True):
            if step:
                self.grid.add(
                    [str(cause), *_floating(level, level + step), level, level + step], "money", c0="text"
                )
                level += step
        self.grid.add(["Median (P50)", 0.0, value, None, None, None, None, 0.0, value], "money", c0="text")
        last = self.grid.next - 1
        colours = ("", INK, BLUE, ORANGE, BLUE, ORANGE)
        held = [any(k in row for row in self.grid.rows[first : last + 1]) for k in range(1, 7)]
        series = [
            Series(
                name,
                (first, 0, last, 0),
                (first, k, last, k),
                {"fill": {"color": colour} if colour else {"none": True}, "gap": 30},
            )
            for k, (name, colour) in enumerate(zip(headings[1:7], colours, strict=True), 1)
            if held[k - 1]
        ]
        said = f"Steps from {quantity(base, units)} in the base case to the median, {quantity(value, units)}, by cause."
        title = f"{words}: from base case to median"
        self.charts.append(NativeChart("column", title, said, "", units, self.grid, series, stacked=True))


def _floating(a: float, b: float) -> list[Content]:
    """The unseen part below a step from `a` to `b`, and the step: above nought and, where it goes there, below."""
    low, high = min(a, b), max(a, b)
    unseen = low if low > 0 else high if high < 0 else 0.0
    above, below = max(high, 0.0) - max(low, 0.0), min(low, 0.0) - min(high, 0.0)
    more, less = (above, None) if b > a else (None, above)
    more_below, less_below = (below, None) if b > a else (None, below)
    return [unseen, None, more, less, more_below, less_below]
