"""Carbon values -> what a tonne is worth in each programme year, in the prices and the unit of the programme."""

from __future__ import annotations

import re
from typing import Any

from engine.problems import Findings, listed, nearest, number, shown
from engine.programme.carbon_table import CarbonTable
from engine.programme.guidance import carbon_names, carbon_prices, carbon_values
from engine.programme.price_tables import Priced, begins_in
from engine.programme.reading.prices import Factors, PriceReader

UNIT = re.compile(
    r"\s*(?P<currency>[^\W\d_]*?\W?)\s*(?P<word>k|m|mn|bn|b|tn|t|thousand|million|billion|trillion)?\s*", re.I
)
SIZES = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12, "mn": 1e6, "bn": 1e9, "tn": 1e12}
SIZES |= {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
POUNDS = ("£", "GBP")


class CarbonReader:
    """Prices tonnes; faults go to `findings`. A value of a year is that of the programme year that begins in it."""

    def __init__(
        self, table: CarbonTable | None, prices: PriceReader, years: range, unit: str, findings: Findings
    ) -> None:
        self._table, self._prices, self._years, self._findings = table, prices, years, findings
        self._is_told = False
        self._size = 1.0
        self._values = {} if table is None else self._read(table, unit)

    @property
    def words(self) -> str:
        """What is added to the price base: at what values carbon is told."""
        table = self._table
        if table is None:
            return ""
        own = "values of one's own"
        named = f"{table.series} values of {table.values}" if isinstance(table.values, str) else own
        rate = f"{100 * table.beyond:g}% a year" if table.beyond is not None else ""
        return f"; carbon at {named}" + (f", {rate} after {max(self._values, default=0)}" if rate else "")

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
            self._findings.add(f"{key}.tonnes", "tonnes without values", accepted, hint)
            return ()
        if not self._values or self._missing(key) or extra:
            return ()
        values = self._table.values
        own = carbon_prices(values) if isinstance(values, str) else None
        if own is not None and not self._prices.words:
            found = f"values in prices of {own}, and no section [prices]"
            accepted = "a section [prices], by whose deflator they come to the prices of the programme"
            self._findings.add("carbon.values", found, accepted)
            return ()
        deflated = (
            self._prices.factors(Priced(prices="real", price_year=own), "carbon")
            if self._prices.words
            else ()
        )
        steady = deflated or (1.0,) * len(self._years)
        return tuple(
            self._of(year) * part / self._size for year, part in zip(self._years, steady, strict=True)
        )

    def _of(self, year: int) -> float:
        """Money of a tonne, in the prices of the set."""
        last = max(self._values)
        if year <= last or self._table is None or self._table.beyond is None:
            return self._values[year]
        return self._values[last] * float((1 + self._table.beyond) ** (year - last))

    def _missing(self, key: str) -> bool:
        """Whether values are missing that a line needs, which is told of the first such line."""
        first, last = min(self._values), max(self._values)
        goes_on = self._table is not None and self._table.beyond is not None
        missing = [year for year in self._years if year not in self._values and not (goes_on and year > last)]
        if missing and not self._is_told:
            self._is_told = True
            found = (
                f"no value of carbon for {listed([str(year) for year in missing], 'and')}, which {key} needs"
            )
            accepted = f"a series with every programme year; this one goes from {first} to {last}"
            hint = "beyond = 0.015 goes on from its last year" if missing[-1] > last else ""
            self._findings.add("carbon.values", found, accepted, hint)
        return bool(missing)

    def _read(self, table: CarbonTable, unit: str) -> dict[int, float]:
        key = "carbon.values"
        found = UNIT.fullmatch(unit)
        currency = found["currency"].strip() if found else ""
        if isinstance(table.values, str):
            if table.values not in carbon_names():
                accepted = f"one of {listed(carbon_names())}, or a table: year = money a tonne"
                self._findings.add(key, shown(table.values), accepted, nearest(table.values, carbon_names()))
                return {}
            if currency not in POUNDS:
                accepted = (
                    f"a unit in pounds, as those of {table.values} are, such as £m; or values of one's own"
                )
                self._findings.add("unit", shown(unit), accepted)
                return {}
        if found is None:
            self._findings.add("unit", shown(unit), "a currency, such as £m: money of a tonne is told in it")
            return {}
        self._size = SIZES[(found["word"] or "").lower()]
        if isinstance(table.values, str):
            return carbon_values(table.values, table.series)
        return self._own(table.values)

    def _own(self, written: Any) -> dict[int, float]:
        key = "carbon.values"
        if not isinstance(written, dict) or not written:
            self._findings.add(
                key, shown(written), "a dated set by its name, or a table: year = money a tonne"
            )
            return {}
        found: dict[int, float] = {}
        for year, money in written.items():
            value, begins = number(money), begins_in(str(year))
            if begins is None or begins in found:
                self._findings.add(
                    f"{key}.{year}", f'"{year}"', 'a year, such as 2025 or "2025-26", each once'
                )
            elif value is None:
                self._findings.add(f"{key}.{year}", shown(money), "money a tonne")
            else:
                found[begins] = value
        return found if len(found) == len(written) else {}
