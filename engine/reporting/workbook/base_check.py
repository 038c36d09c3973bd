"""The sheet that holds the formulas of the base case against the engine's own numbers, and judges claims by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from engine.analysis.figures_by import By
from engine.bounds import RELATIVE_TOLERANCE, joined_by
from engine.measures import MEASURES, MONEY
from engine.programme.currency import money
from engine.reporting.workbook.base_case.build import BaseCase
from engine.reporting.workbook.figure_formulas import NOT_SAID, figure_formula
from engine.reporting.workbook.formula import ONE, Formula, both, either, missing, size, when
from engine.reporting.workbook.grid import Grid
from engine.reporting.workbook.styles import style_of

if TYPE_CHECKING:
    import xarray as xr

NAME = "Base check"
FIRST = 6  # row of the first number
CLOSE = 1e-6  # of months, years and ratios


class Compared(NamedTuple):
    """One number: in words, by formulas and by the engine, and how it is shown."""

    words: str
    ours: Formula
    theirs: float
    style: str
    within: float


class BaseCheck:
    """The sheet, of base cases that `figures_by` tells; `agree` says in one cell whether all are the same, `left_out`
    which figures no formula says.
    """

    def __init__(
        self,
        base: BaseCase,
        tables: Mapping[By, xr.Dataset],
        claims: Mapping[str, Mapping[str, Any]],
        left_out: Sequence[str] = (),
    ) -> None:
        self.base, self.tables = (
            base,
            {by: found for by, found in tables.items() if by in ("whole", "cluster", "year")},
        )
        self.figures: dict[str, Formula] = dict(base.outcome.whole)
        self.left_out: list[str] = list(left_out)
        self._read_figures()
        self.grid = Grid(NAME, widths=(56, 17, 17, 14, 14), frozen=(FIRST, 1))
        self.grid.add(["Base case: formulas against the engine"], "title")
        self.grid.add(
            ["Each number by the formulas of this workbook, and as the engine played it: the same to the penny "
             "until an input is changed; from then on the difference is what the change does."], "note",
        )  # fmt: skip
        self.grid.add()
        top = self.grid.next
        self.grid.add(["All the same to the penny"], "strong")
        self.grid.add()
        self.grid.add(["Base case", "By formulas", "By the engine", "Difference", "Same"], "heading")
        same = [self._compare(one) for one in self._every()]
        self.agree = self.grid.put(top, 1, _all(self.grid, len(same)), "yes or no")
        if self.left_out:
            self.grid.add()
            self.grid.add([f"Not said in formulas here: {'; '.join(self.left_out)}."], "note")
        self._claims(claims)

    def _read_figures(self) -> None:
        for figure in self.base.inputs.account.programme.figures:
            found = figure_formula(figure, self.base)
            if found is None:
                self.left_out.append(f"{figure.name} ({NOT_SAID.get(figure.metric, 'no such line')})")
            else:
                self.figures[figure.name] = found

    def _compare(self, one: Compared) -> Formula:
        theirs = one.theirs if np.isfinite(one.theirs) else missing()
        cells = self.grid.add([one.words, one.ours, theirs], one.style, c0="text")
        row = self.grid.next - 1
        if isinstance(theirs, Formula):
            has_none = Formula(f"ISNA({cells[1].text})", float(np.isnan(one.ours.value)))
            return self.grid.put(row, 4, when(has_none, 1.0, 0.0), "yes or no")
        apart = self.grid.put(row, 3, cells[1].minus(cells[2]), "tiny")
        near = size(apart).is_below(one.within)
        return self.grid.put(row, 4, Formula(f"IFERROR(IF({near.text},1,0),0)", near.value), "yes or no")

    def _every(self) -> Iterator[Compared]:
        """Measures of the whole, of clusters and of years, and figures that claims are about."""
        outcome = self.base.outcome
        places = {str(year): place for place, year in enumerate(self.base.inputs.account.years)}
        keys = ("measure", "part", "base", "units", "long_name", "part_name")
        for by, found in self.tables.items():
            for name, part, base, units, *words in zip(*(found[key].values for key in keys), strict=True):
                if by == "whole":
                    ours = self.figures.get(name)
                elif by == "year":
                    ours = outcome.by_year.get((name, places[part]))
                else:
                    ours = outcome.by_cluster.get((name, part))
                if ours is not None:
                    said = ", ".join(filter(None, words))
                    yield Compared(said, ours, float(base), style_of(units), _within(name, units))

    def _claims(self, claims: Mapping[str, Mapping[str, Any]]) -> None:
        """Each claim judged by the formulas: met, or not."""
        if not claims:
            return
        self.grid.add()
        self.grid.add(["Claims, judged by these formulas"], "section")
        self.grid.add(["Claim", "By formulas", "At least", "At most", "Met"], "heading")
        met: dict[str, Formula | None] = {}
        waiting = dict(claims)
        while waiting:
            ready = {
                n: c for n, c in waiting.items() if all(part in met for part in c.get(joined_by(c) or "", ()))
            }
            for name, claim in ready.items():
                met[name] = self._claim(name, claim, met)
                del waiting[name]
            if not ready:
                return

    def _claim(
        self, name: str, claim: Mapping[str, Any], met: Mapping[str, Formula | None]
    ) -> Formula | None:
        words, how = str(claim.get("statement", name)), joined_by(claim)
        if how:
            parts = [met[part] for part in claim[how]]
            known = [one for one in parts if one is not None]
            self.grid.add([words, {"all_of": "all of these", "any_of": "any of these"}[how]], "text")
            if len(known) < len(parts):
                return None
            holds = [one.equals(ONE) for one in known]
            return self._judged(both(*holds) if how == "all_of" else either(*holds))
        found = self.figures.get(str(claim["metric"]))
        low, high = claim.get("at_least"), claim.get("at_most")
        if found is None:
            self.grid.add([words, "not said in formulas here", low, high], "number", c0="text", c1="text")
            return None
        cells = self.grid.add([words, found, low, high], "number", c0="text")
        bounds = []
        if low is not None:
            bounds.append(cells[1].is_at_least(cells[2].minus(size(cells[2]).times(RELATIVE_TOLERANCE))))
        if high is not None:
            bounds.append(cells[3].plus(size(cells[3]).times(RELATIVE_TOLERANCE)).is_at_least(cells[1]))
        return self._judged(both(*bounds))

    def _judged(self, holds: Formula) -> Formula:
        text = f"IFERROR(IF({holds.text},1,0),0)"
        return self.grid.put(self.grid.next - 1, 4, Formula(text, holds.value), "yes or no")


def _all(grid: Grid, count: int) -> Formula:
    """Whether all that were compared are the same."""
    cells = grid.block((FIRST, 4), (FIRST + count - 1, 4))
    return Formula(f"MIN({cells.text})", min(cells.values))


def _within(name: str, units: str) -> float:
    """Half a penny where it is money, less than anybody sees elsewhere."""
    is_money = (
        MEASURES[name].unit == MONEY
        if name in MEASURES
        else not units.startswith("months") and units not in ("1", "year")
    )
    found = money(units)
    return 0.005 / (found.size if found else 1.0) if is_money else CLOSE
