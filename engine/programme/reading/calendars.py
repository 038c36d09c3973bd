"""Months in which work rests: as they are written -> counted from the programme's start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.problems import Findings, listed, nearest, shown
from engine.programme.activity import Calendar
from engine.programme.calendar_table import MONTH_NAMES, CalendarTable
from engine.programme.months import MONTH, months_after

ALL_YEAR = 12


@dataclass(frozen=True)
class CalendarReader:
    """Reads `not_in`; faults go to `findings`. `named` are the tables of [calendars] as the schema has them."""

    named: Mapping[str, CalendarTable]
    start: str
    findings: Findings

    def every(self) -> dict[str, Calendar]:
        """The named calendars; one that nothing uses must be right all the same."""
        return {
            name: self.calendar(table.not_in, f"calendars.{name}.not_in", {})
            for name, table in self.named.items()
        }

    def calendar(self, written: Iterable[str], key: str, known: Mapping[str, Calendar]) -> Calendar:
        """The months together, of names in `known` those of the calendar."""
        yearly: set[int] = set()
        once: set[int] = set()
        for place, word in enumerate(written):
            found = self._months(word, f"{key}.{place}", known)
            yearly.update(found.yearly)
            once.update(found.once)
        if len(yearly) == ALL_YEAR:
            self.findings.add(key, "every month of the year", "at least one month in which work can be done")
        return Calendar(tuple(sorted(yearly)), tuple(sorted(once)))

    def _months(self, word: str, key: str, known: Mapping[str, Calendar]) -> Calendar:
        if word in MONTH_NAMES:
            return Calendar(((MONTH_NAMES.index(word) + 1 - int(self.start[5:])) % ALL_YEAR,))
        if word in known:
            return known[word]
        if MONTH.fullmatch(word):
            month = months_after(self.start, word)
            if month < 0:
                self.findings.add(key, shown(word), f"a month from the start on, {self.start}")
                return Calendar()
            return Calendar(once=(month,))
        names = f", or a name in [calendars]: {listed(list(known))}" if known else ""
        accepted = f'a month of every year such as "December", one month such as "2027-05"{names}'
        hint = nearest(word, [*MONTH_NAMES, *known])
        if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}", word):
            hint = "months are 01 to 12"
        self.findings.add(key, shown(word), accepted, hint)
        return Calendar()
