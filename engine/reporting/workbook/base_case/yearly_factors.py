"""The sheet of yearly factors: what prices, drivers and risks multiply the money of single years by, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from engine.programme.model import BenefitLine, CostLine
from engine.reporting.workbook.base_case.amounts import has_steady_prices
from engine.reporting.workbook.base_case.influences import Influences
from engine.reporting.workbook.base_case.inputs import Inputs
from engine.reporting.workbook.formula import ONE, Formula, product
from engine.reporting.workbook.grid import Grid

NAME = "Base yearly factors"


class YearlyFactors:
    """The sheet, and `of`: by line that has any, what refers to its factor of each year."""

    def __init__(self, inputs: Inputs, influences: Influences, names: tuple[str, ...]) -> None:
        self.inputs = inputs
        self.grid = Grid(NAME, widths=(44, 30, *(10.0,) * len(names)), frozen=(4, 2))
        self.grid.add(["Base case: factors of single years"], "title")
        self.grid.add(
            ["What brings a line to the prices of the programme, growth above the deflator, drivers and risks by year. "
             "Lines without a row have the same factor in every year."], "note",
        )  # fmt: skip
        self.grid.add()
        self.grid.add(["Line", "What multiplies it", *names], "heading")
        self.of: dict[str, list[Formula]] = {}
        for line in inputs.account.programme.lines:
            self._rows(line, influences)

    def _rows(self, line: CostLine | BenefitLine, influences: Influences) -> None:
        years = self.inputs.account.years
        rows: list[list[Formula]] = []
        if line.prices and not (isinstance(line, CostLine) and has_steady_prices(line)):
            rows.append(self._row(line.name, "prices", list(line.prices), "factor input"))
        if line.inflation is not None:
            growth = ONE.plus(self.inputs.of(line.inflation))
            powers = [growth.to(float(year - line.price_year)) for year in years]
            rows.append(self._row(line.name, "growth above the deflator", powers, "factor"))
        for cause, by_year in influences.yearly[line.name]:
            rows.append(self._row(line.name, cause, [by_year.get(year, ONE) for year in years], "factor"))
        if len(rows) > 1:
            every = [product(column) for column in zip(*rows, strict=True)]
            rows.append(self._row(line.name, "all of these", every, "factor"))
        if rows:
            self.of[line.name] = rows[-1]

    def _row(self, line: str, what: str, factors: Sequence[float | Formula], style: str) -> list[Formula]:
        return self.grid.add([line, what, *factors], style, c0="text", c1="text")[2:]
