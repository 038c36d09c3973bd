"""Figures that claims are about and that a file asks for: schema -> model, each checked against what there is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.measures import BENEFITS, CASH_ONLY, COSTS, MEASURES, WANTED
from engine.problems import Findings, listed, nearest, shown
from engine.programme.figure import Figure
from engine.programme.metrics import AT, FIGURES, OPTIONAL_OF, described
from engine.programme.months import months_after

OF_CLUSTERS = ("total_benefit", "total_cost", "net_benefit")  # sums over clusters, and so of one of them too
YEAR = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")


@dataclass(frozen=True)
class FigureReader:
    """Reads figures; faults go to `findings`. `parts` are the names of what figures are of, by kind.

    `has` says what the programme has that measures may need, by the words of `engine.measures.WANTED`.
    """

    parts: Mapping[str, Sequence[str]]
    start: str
    horizon: int
    total_cost: Sequence[str]
    has: Collection[str]
    findings: Findings

    def figure(self, table: Any, key: str) -> Figure | None:
        """What the keys metric, of, year, to and at name; nothing where it is at fault."""
        metric, before = str(table.metric), len(self.findings.found)
        self._check_presence(table, metric, key)
        of = None if table.of is None else self._part(metric, table.of, f"{key}.of")
        years = self._years(table, metric, key)
        if table.at is not None and metric in AT:
            month = months_after(self.start, table.at)
            if not 0 <= month < self.horizon:
                accepted = f"a month from {self.start} on, before the horizon of {self.horizon} months"
                self.findings.add(f"{key}.at", shown(table.at), accepted)
        if len(self.findings.found) > before:
            return None
        return Figure(metric, of, years, table.at, so_far=table.to is not None)

    def _check_presence(self, table: Any, metric: str, key: str) -> None:
        measure = described(metric)
        if measure.needs not in ("", CASH_ONLY, *self.has):
            accepted = f"this metric only with {WANTED[measure.needs]}"
            self.findings.add(f"{key}.metric", shown(metric), accepted)
        needs = {
            "of": metric in FIGURES and bool(measure.dim) and metric not in OPTIONAL_OF,
            "at": metric in AT,
            "year": measure.dim == "year" and table.to is None,
        }
        for field, is_needed in needs.items():
            if is_needed and getattr(table, field) is None:
                wanted = {
                    "of": f"the {measure.dim} that it is of",
                    "at": "the month at whose end it is counted",
                }
                self.findings.add(
                    f"{key}.{field}", f"nothing, with metric = {shown(metric)}", wanted.get(field, "its year")
                )
        if table.at is not None and metric not in AT:
            accepted = f"no month: `at` goes with {listed(AT)}"
            self.findings.add(f"{key}.at", f"at, with metric = {shown(metric)}", accepted)

    def _part(self, metric: str, of: str, key: str) -> str:
        kind = "cluster" if metric in OF_CLUSTERS else described(metric).dim
        if kind in ("", "year"):
            self.findings.add(
                key, f"of, with metric = {shown(metric)}", "no part: it is of the whole programme"
            )
        elif of not in self.parts[kind]:
            known = self.parts[kind]
            what = (
                "the `until` of a settlement"
                if kind == "settlement"
                else f"the full name of {'an' if kind == 'activity' else 'a'} {kind}"
            )
            some = f": {listed(list(known))}" if 0 < len(known) <= 12 else ""
            self.findings.add(key, shown(of), f"{what}{some}", nearest(of, known))
        return of

    def _years(self, table: Any, metric: str, key: str) -> tuple[int, int] | None:
        written = [field for field in ("year", "to") if getattr(table, field) is not None]
        if not written:
            return None
        field = written[0]
        if len(written) == 2:
            self.findings.add(key, "year and to", "one of the two")
        elif not self._has_years(metric):
            accepted = f"a metric that is told by year: {listed(self._by_year())}"
            self.findings.add(f"{key}.{field}", f"{field}, with metric = {shown(metric)}", accepted)
        elif table.of is not None and metric != "line_money":
            accepted = "one of the two: of a single part only line_money is told by year"
            self.findings.add(f"{key}.{field}", f"{field} together with of", accepted)
        year = self._year(getattr(table, field), f"{key}.{field}")
        first = int(self.start[:4])
        return None if year is None else (first if field == "to" else year, year)

    def _year(self, written: Any, key: str) -> int | None:
        """A programme year, by the calendar year in which it begins."""
        first, last = int(self.start[:4]), int(self.start[:4]) + (self.horizon - 1) // 12
        found = YEAR.fullmatch(str(written)) if not isinstance(written, bool | float) else None
        year = int(found[1]) if found else None
        fits = found is not None and (found[2] is None or int(found[2]) == (int(found[1]) + 1) % 100)
        if year is None or not fits or not first <= year <= last:
            accepted = (
                f'a programme year from {first} to {last}, as {first} or "{first}-{(first + 1) % 100:02d}"'
            )
            self.findings.add(key, shown(written), accepted)
            return None
        return year

    def _by_year(self) -> list[str]:
        yearly = [name for name, measure in MEASURES.items() if measure.dim == "year"]
        return [name for name in (*BENEFITS, *OF_CLUSTERS, "line_money", *yearly) if self._has_years(name)]

    def _has_years(self, metric: str) -> bool:
        """Whether what falls into a year is known; of cost all three categories together."""
        if metric == "total_cost":
            return set(self.total_cost) == set(COSTS)
        yearly = MEASURES[metric].dim == "year" if metric in MEASURES else metric == "line_money"
        return yearly or metric in (*BENEFITS, "total_benefit", "net_benefit")
