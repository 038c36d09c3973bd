"""Prices of lines -> the factor by which the money of each programme year comes to the prices of the programme."""

from __future__ import annotations

import re
from typing import Any

from engine.problems import Findings, listed, nearest, shown
from engine.programme.guidance import deflator_index, deflator_names
from engine.programme.price_tables import Priced, PricesTable
from engine.programme.reading.year_series import Missing, YearSeries, own_series

Factors = tuple[float, ...]
STEADY = "the same prices in every year, or funded = false: when money runs out is searched with steady rates"


class PriceReader:
    """Converts between real and nominal prices; faults go to `findings`.

    A deflator of a year is that of the programme year that begins in it.
    """

    def __init__(
        self, table: PricesTable | None, years: range, has_settlements: bool, findings: Findings
    ) -> None:
        self._table, self._years, self._findings = table, years, findings
        self._has_settlements, self._is_told = has_settlements, False
        index = {} if table is None else self._read(table.deflator)
        self._index = YearSeries(index, None if table is None else table.beyond)

    @property
    def are_given(self) -> bool:
        """Whether there is a section [prices]."""
        return self._table is not None

    def told(self, price_base: str) -> str:
        """The price base with what results are in, unless it says so itself, and by which deflator lines come to it."""
        table = self._table
        if table is None:
            return price_base
        named = table.deflator if isinstance(table.deflator, str) else "a deflator of one's own"
        base = f"real, prices of {table.year}" if table.base == "real" else "nominal"
        needed = (table.base, str(table.year)) if table.base == "real" else (table.base,)
        is_said = all(re.search(rf"\b{word}\b", price_base, re.IGNORECASE) for word in needed)
        parts = [price_base] if is_said else [price_base, base]
        return f"{'; '.join(parts)}; lines in other prices converted by {named}{self._index.words}"

    def year_of(self, line: Priced) -> int:
        """In whose prices a line is: from that year on its prices grow faster than the deflator."""
        return line.price_year or (self._table.year if self._table else self._years[0])

    def factors(self, line: Priced, key: str, is_paid: bool = False) -> Factors:
        """By programme year; nothing where a line is in the prices of the programme."""
        is_funded = is_paid and self._has_settlements
        if is_funded and line.inflation_above is not None:
            found = "prices of a line that settlements pay for"
            self._findings.add(f"{key}.inflation_above", found, STEADY)
        if line.prices is None:
            if line.price_year is not None and line.inflation_above is None:
                self._findings.add(
                    f"{key}.price_year", shown(line.price_year), 'a year beside prices = "real"'
                )
            return ()
        table = self._table
        if table is None:
            accepted = "no prices: without a section [prices] all lines are in those of the programme"
            self._findings.add(f"{key}.prices", shown(line.prices), accepted)
            return ()
        if line.prices == "nominal":
            extra = [name for name in ("price_year", "inflation_above") if getattr(line, name) is not None]
            if extra:
                found = f"{listed(extra, 'and')} of a nominal line"
                self._findings.add(
                    f"{key}.{extra[0]}", found, "of real lines alone: a nominal one is in money of the day"
                )
                return ()
        own = None if line.prices == "nominal" else line.price_year or table.year
        other = table.year if table.base == "real" else None
        if own == other:
            return ()
        needed = sorted({year for one in self._years for year in (own or one, other or one)})
        if self._missing(needed, key):
            return ()
        factors = tuple(self._index.of(other or year) / self._index.of(own or year) for year in self._years)
        if is_funded and len(set(factors)) > 1:
            self._findings.add(
                f"{key}.prices", f"{line.prices} prices of a line that settlements pay for", STEADY
            )
        return factors

    def _missing(self, needed: list[int], key: str) -> bool:
        """Whether the deflator misses years that a line needs, which is told of the first such line."""
        if not self._index.values:
            return True
        missing = self._index.missing(needed)
        if missing and not self._is_told:
            self._is_told = True
            Missing("deflator", "prices.deflator", key, 0.02).tell(self._index, missing, self._findings)
        return bool(missing)

    def _read(self, written: Any) -> dict[int, float]:
        key = "prices.deflator"
        if isinstance(written, str):
            if written not in deflator_names():
                accepted = f"one of {listed(deflator_names())}, or a table: year = index"
                self._findings.add(key, shown(written), accepted, nearest(written, deflator_names()))
                return {}
            return deflator_index(written)
        return own_series(written, key, "an index above 0", lambda index: index > 0, self._findings)
