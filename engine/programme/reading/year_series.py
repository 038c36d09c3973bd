"""Numbers by year, of a dated set or of one's own, that go on after their last year where the file says how."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from engine.problems import Findings, listed, number, shown
from engine.programme.price_tables import begins_in


class YearSeries(NamedTuple):
    """Numbers by the year in which a programme year begins; after the last they grow by `beyond` a year, if told."""

    values: dict[int, float]
    beyond: float | None = None

    def of(self, year: int) -> float:
        """The number of a year that is not `missing`."""
        last = max(self.values)
        if year <= last or self.beyond is None:
            return self.values[year]
        return self.values[last] * float((1 + self.beyond) ** (year - last))

    def missing(self, years: Iterable[int]) -> list[int]:
        """Those of the years that have no number."""
        goes_on = self.beyond is not None
        return [
            year for year in years if year not in self.values and not (goes_on and year > max(self.values))
        ]

    @property
    def words(self) -> str:
        """How they go on: ", 2% a year after 2030"; "" where they do not."""
        return (
            ""
            if self.beyond is None
            else f", {100 * self.beyond:g}% a year after {max(self.values, default=0)}"
        )


class Missing(NamedTuple):
    """Years without a number: what there is none of, at which key of the file, which line needs it."""

    what: str
    key: str
    line: str
    growth: float  # that the hint shows

    def tell(self, series: YearSeries, years: list[int], findings: Findings) -> None:
        """Tell of them, with how the series could go on."""
        first, last = min(series.values), max(series.values)
        found = f"no {self.what} for {listed([str(year) for year in years], 'and')}, which {self.line} needs"
        accepted = f"a series with every year that lines need; this one goes from {first} to {last}"
        hint = f"beyond = {self.growth} goes on from its last year" if years[-1] > last else ""
        findings.add(self.key, found, accepted, hint)


def own_series(
    written: Any, key: str, what: str, is_one: Callable[[float], bool], findings: Findings
) -> dict[int, float]:
    """A table of one's own, year = `what`; empty, and told of, where it is none or any number is no such."""
    if not isinstance(written, dict) or not written:
        findings.add(key, shown(written), f"a dated set by its name, or a table: year = {what}")
        return {}
    found: dict[int, float] = {}
    for year, one in written.items():
        value, begins = number(one), begins_in(str(year))
        if begins is None:
            findings.add(f"{key}.{year}", f'"{year}"', 'a year, such as 2025 or "2025-26"')
        elif begins in found:
            findings.add(f"{key}.{year}", f"the year that begins in {begins} again", "each year once")
        elif value is None or not is_one(value):
            findings.add(f"{key}.{year}", shown(one), what)
        else:
            found[begins] = value
    return found if len(found) == len(written) else {}
