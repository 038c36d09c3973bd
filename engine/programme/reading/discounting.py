"""Discounting: a dated set by its name, or rates of one's own -> the factor of each programme year."""

from __future__ import annotations

from typing import Any, NamedTuple

from engine.problems import Findings, listed, nearest, number, shown
from engine.programme.discount_rates import OwnRates, factors_of
from engine.programme.discounting_table import DiscountingTable
from engine.programme.guidance import discount_factors, discounting_names
from engine.programme.quantity import RATE_OF_DISCOUNT, Quantity
from engine.programme.reading.quantities import QuantityReader

_WHEN = {"start": "", "middle": ", money in the middle of its year", "end": ", money at the end of its year"}


class Discounted(NamedTuple):
    """What results call the rates, the factors `(year)` of the base case, and the rates where they are one's own."""

    name: str
    factors: tuple[float, ...]
    own: OwnRates | None = None


def read_discounting(
    table: DiscountingTable, written: Any, years: int, quantities: QuantityReader, findings: Findings
) -> Discounted:
    """What discounting comes to over so many programme years; `written` is what the file says."""
    is_table = isinstance(written, dict) and "rates" in written
    key = "discounting.rates" if is_table else "discounting"
    section = quantities.provenance(table, "discounting")
    rates, when = table.rates, _WHEN[table.timing]
    if isinstance(rates, str) and rates in discounting_names():
        return Discounted(f"{rates}{when}", discount_factors(rates, years, table.timing))
    if isinstance(rates, str):
        accepted = f"one of {listed(discounting_names())}, a rate such as 0.035, or a list of rates"
        findings.add(key, shown(rates), accepted, nearest(rates, discounting_names()))
        return Discounted(rates, (1.0,) * years)
    if isinstance(rates, list):
        bands = _bands(rates, key, findings)
        if not bands:
            return Discounted("", (1.0,) * years)
    else:
        bands = [(0, rates, key)]
    read = tuple(quantities.quantity(rate, at, at, RATE_OF_DISCOUNT, section) for _, rate, at in bands)
    own = OwnRates(tuple(first for first, *_ in bands), read, table.timing)
    if findings.found:  # what is no rate may divide by nothing
        return Discounted("", (1.0,) * years, own)
    return Discounted(f"{_in_words(own)}{when}", factors_of(own.bands(), years, table.timing), own)


def _bands(rates: list[Any], key: str, findings: Findings) -> list[tuple[int, Any, str]]:
    """First year, rate as written and its path, of each band; nothing where one of them is at fault."""
    accepted = "{ from = programme year, rate = rate a year }, the first from 0, each from a later year"
    bands: list[tuple[int, Any, str]] = []
    for place, band in enumerate(rates):
        at = f"{key}.{place}"
        if not isinstance(band, dict) or set(band) != {"from", "rate"}:
            findings.add(at, shown(band), accepted)
            return []
        first = number(band["from"])
        is_next = (
            first is not None and first == int(first) and (first > bands[-1][0] if bands else first == 0)
        )
        if not is_next:
            findings.add(f"{at}.from", shown(band["from"]), accepted)
            return []
        bands.append((int(first or 0), band["rate"], f"{at}.rate"))
    if not bands:
        findings.add(key, shown(rates), accepted)
    return bands


def _in_words(own: OwnRates) -> str:
    """`7% a year`; `3.5% a year, 3% from year 31`; what is drawn says so."""
    parts = [
        f"{_rate(rate)}{f' from year {first}' if first else ' a year'}"
        for first, rate in zip(own.first, own.rates, strict=True)
    ]
    return ", ".join(parts)


def _rate(rate: Quantity) -> str:
    return f"{100 * rate.base:.6g}%" + ("" if rate.is_certain else " (uncertain)")
