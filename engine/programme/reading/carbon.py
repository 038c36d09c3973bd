"""Carbon values -> what a tonne is worth in each programme year, in the prices and the unit of the programme."""

from __future__ import annotations

from engine.problems import Findings, listed, nearest, shown
from engine.programme.carbon_table import CarbonTable
from engine.programme.currency import money
from engine.programme.guidance import carbon_names, carbon_prices, carbon_values, deflator_names
from engine.programme.price_tables import Priced
from engine.programme.reading.prices import Factors, PriceReader
from engine.programme.reading.year_series import Missing, YearSeries, own_series

POUNDS = ("£", "GBP")


class CarbonReader:
    """Prices tonnes; faults go to `findings`. A value of a year is that of the programme year that begins in it."""

    def __init__(
        self, table: CarbonTable | None, prices: PriceReader, years: range, unit: str, findings: Findings
    ) -> None:
        self._table, self._prices, self._years, self._findings = table, prices, years, findings
        self._is_told = False
        self._size = 1.0
        values = {} if table is None else self._read(table, unit)
        self._values = YearSeries(values, None if table is None else table.beyond)

    @property
    def words(self) -> str:
        """What is added to the price base: at what values carbon is told."""
        table = self._table
        if table is None:
            return ""
        own = "values of one's own"
        named = f"{table.series} values of {table.values}" if isinstance(table.values, str) else own
        return f"; carbon at {named}{self._values.words}"

    def factors(self, line: Priced, key: str) -> Factors:
        """By programme year, money of a tonne; `line` is a benefit in tonnes."""
        extra = [
            name for name in ("prices", "price_year", "inflation_above") if getattr(line, name) is not None
        ]
        if extra:
            found = f"{listed(extra, 'and')} of a line in tonnes"
            self._findings.add(
                f"{key}.{extra[0]}", found, "of lines in money alone: [carbon] says what tonnes are worth"
            )
        if self._table is None:
            accepted = "a section [carbon], which says what a tonne is worth"
            hint = f'[carbon] values = "{carbon_names()[-1]}"'
            more = (
                ""
                if self._prices.are_given
                else f"; and {self._needed_prices()}, since a set has prices of its own year"
            )
            self._findings.add(f"{key}.tonnes", "tonnes without values", accepted, hint + more)
            return ()
        if not self._values.values or self._missing(key) or extra:
            return ()
        values = self._table.values
        own = carbon_prices(values) if isinstance(values, str) else None
        if own is not None and not self._prices.are_given:
            found = f"values in prices of {own}, and no section [prices]"
            accepted = "a section [prices], by whose deflator they come to the prices of the programme"
            self._findings.add("carbon.values", found, accepted, self._needed_prices())
            return ()
        deflated = (
            self._prices.factors(Priced(prices="real", price_year=own), "carbon")
            if self._prices.are_given
            else ()
        )
        steady = deflated or (1.0,) * len(self._years)
        return tuple(
            self._values.of(year) * part / self._size for year, part in zip(self._years, steady, strict=True)
        )

    def _needed_prices(self) -> str:
        """A section [prices], written on one line, by which the values of a set come to the prices of the programme."""
        return f'[prices] base = "real", year = {self._years[0]}, deflator = "{deflator_names()[-1]}", beyond = 0.02'

    def _missing(self, key: str) -> bool:
        """Whether values are missing that a line needs, which is told of the first such line."""
        missing = self._values.missing(self._years)
        if missing and not self._is_told:
            self._is_told = True
            Missing("value of carbon", "carbon.values", key, 0.015).tell(
                self._values, missing, self._findings
            )
        return bool(missing)

    def _read(self, table: CarbonTable, unit: str) -> dict[int, float]:
        key = "carbon.values"
        found = money(unit)
        if isinstance(table.values, str):
            if table.values not in carbon_names():
                accepted = f"one of {listed(carbon_names())}, or a table: year = money a tonne"
                self._findings.add(key, shown(table.values), accepted, nearest(table.values, carbon_names()))
                return {}
            if found is None or found.currency not in POUNDS:
                accepted = (
                    f"a unit in pounds, as those of {table.values} are, such as £m; or values of one's own"
                )
                self._findings.add("unit", shown(unit), accepted)
                return {}
        elif "series" in table.model_fields_set:
            found_series = f"{shown(table.series)} beside values of one's own"
            accepted = "no series, of which only a set by its name has several"
            self._findings.add("carbon.series", found_series, accepted)
        if found is None:
            accepted = (
                "a currency and its size, such as £m or SEK million: what a tonne is worth is told in it"
            )
            self._findings.add("unit", shown(unit), accepted)
            return {}
        self._size = found.size
        if isinstance(table.values, str):
            return carbon_values(table.values, table.series)
        return own_series(table.values, key, "money a tonne", lambda _: True, self._findings)
