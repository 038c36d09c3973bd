"""Activities of a cluster: schema -> model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.problems import Findings, shown
from engine.programme.activity import Activity, Calendar
from engine.programme.cluster_tables import ActivityTable
from engine.programme.model import Provenance, Quantity
from engine.programme.months import MONTH, months_after
from engine.programme.quantity import MONTHS
from engine.programme.reading.calendars import CalendarReader
from engine.programme.reading.laws import support
from engine.programme.reading.links import LinkReader
from engine.programme.reading.optimism import uplift
from engine.programme.reading.quantities import QuantityReader
from engine.programme.reading.references import References


@dataclass(frozen=True)
class ActivityReader:
    """Reads the activities of one cluster; faults go to `findings`, `known` are the calendars by name."""

    cluster: str
    references: References
    quantities: QuantityReader
    calendars: CalendarReader
    known: Mapping[str, Calendar]
    findings: Findings

    def activity(self, item: str, table: ActivityTable) -> Activity:
        """One activity, its predecessors by their full names."""
        name, key = f"{self.cluster}.{item}", f"clusters.{self.cluster}.activities.{item}"
        section = self.quantities.provenance(table, key)
        links = LinkReader(self.cluster, self.references, self.quantities, self.findings)
        duration = self._months(table.duration, name, "duration", key, section)
        earliest = (
            self.quantities.default(0.0, f"{name}.earliest")
            if table.earliest is None
            else self._months(table.earliest, name, "earliest", key, section)
        )
        after, ties = links.links(table.after, name, key, section)
        latest = None
        if table.latest is not None:
            latest = self._months(table.latest, name, "latest", key, section)
            self._check_order(earliest, latest, f"{key}.latest")
        rests = self.calendars.calendar(table.not_in, f"{key}.not_in", self.known)
        longer = uplift(table.optimism_bias, f"{key}.optimism_bias", self.findings, of_duration=True)
        return Activity(name, duration, earliest, after, ties, latest, rests, longer)

    def _months(self, value: object, name: str, field: str, key: str, section: Provenance) -> Quantity:
        """A number of months or, but for a duration, a month: its beginning, of the latest its end."""
        if field != "duration" and isinstance(value, str) and MONTH.fullmatch(value):
            months = months_after(self.calendars.start, value) + (field == "latest")
            if months < 0:
                accepted = f"a month from the start on, {self.calendars.start}"
                self.findings.add(f"{key}.{field}", shown(value), accepted)
            value = max(months, 0)
        full = f"{name}.{field}"
        return self.quantities.quantity(value, full, f"{key}.{field}", MONTHS, section, self.cluster)

    def _check_order(self, earliest: Quantity, latest: Quantity, key: str) -> None:
        first, last = support(earliest.law)[0], support(latest.law)[1]
        if last < first:
            found = f"month {last:g}, before the earliest start in month {first:g}"
            self.findings.add(key, found, "the earliest start or later")
