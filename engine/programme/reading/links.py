"""Predecessors of an activity, and whether a lead reaches back behind the programme's start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from engine.problems import Findings, listed, nearest, shown
from engine.programme.activity import Activity, Link, LinkKind
from engine.programme.link_table import LINK_KEYS, LINK_KINDS
from engine.programme.model import Driver
from engine.programme.quantity import LAG, Provenance
from engine.programme.reading.quantities import QuantityReader
from engine.programme.reading.references import References

PLAIN_LINK = "finish-to-start"


@dataclass(frozen=True)
class LinkReader:
    """Reads the predecessors of the activities of one cluster; faults go to `findings`."""

    cluster: str
    references: References
    quantities: QuantityReader
    findings: Findings

    def links(
        self, written: Sequence[Any], name: str, key: str, section: Provenance
    ) -> tuple[tuple[str, ...], tuple[Link, ...]]:
        """Those that it simply follows, each once, and its other ties; `name` is the activity's full name."""
        after: list[str] = []
        ties: list[Link] = []
        for place, one in enumerate(written):
            at = f"{key}.after.{place}"
            if isinstance(one, str):
                after.append(self.references.activity(one, self.cluster, at))
            elif isinstance(one, dict):
                link = self._link(one, f"{name}.after.{place}.lag", at, section)
                if link is not None:
                    ties.append(link)
            else:
                accepted = "the name of an activity in quotes, or a table with activity, lag and link"
                self.findings.add(at, shown(one), accepted)
        plain = [link.activity for link in ties if is_plain(link)]
        return tuple(dict.fromkeys([*after, *plain])), tuple(link for link in ties if not is_plain(link))

    def _link(self, table: dict[str, Any], name: str, key: str, section: Provenance) -> Link | None:
        for other in table:
            if other not in LINK_KEYS:
                found = f'a key "{other}" that means nothing here'
                self.findings.add(f"{key}.{other}", found, listed(list(LINK_KEYS)), nearest(other, LINK_KEYS))
        lag = (
            self.quantities.quantity(table["lag"], name, f"{key}.lag", LAG, section, self.cluster)
            if "lag" in table
            else self.quantities.default(0.0, name)
        )
        kind = table.get("link", PLAIN_LINK)
        if kind not in LINK_KINDS:
            self.findings.add(f"{key}.link", shown(kind), listed(LINK_KINDS), nearest(str(kind), LINK_KINDS))
            kind = PLAIN_LINK
        activity = table.get("activity")
        if not isinstance(activity, str):
            found = shown(activity) if "activity" in table else "nothing"
            self.findings.add(f"{key}.activity", found, "the name of the predecessor in quotes")
            return None
        full = self.references.activity(activity, self.cluster, f"{key}.activity")
        return Link(full, lag, cast(LinkKind, kind))


def is_plain(link: Link) -> bool:
    """Whether the link is what a name alone would say."""
    return link.kind == PLAIN_LINK and link.lag.is_certain and link.lag.base == 0.0


def refuse_early_leads(activities: Sequence[Activity], drivers: Sequence[Driver], findings: Findings) -> None:
    """Tell of leads by which, in the base case, a start or finish would lie before the programme's start.

    `activities` are in an order that respects predecessors; waits for money and months of rest, which could only
    make an activity later, are left out.
    """
    start: dict[str, float] = {}
    finish: dict[str, float] = {}
    for activity in activities:
        length = activity.duration.base
        for driver in drivers:
            if activity.name in driver.targets and not driver.years:
                length *= driver.factor.base
        length = max(length, 0.0)
        begins = max([activity.earliest.base, *(finish.get(name, 0.0) for name in activity.after)])
        for link in activity.links:
            ends = start if link.from_start else finish
            month = ends.get(link.activity, 0.0) + link.lag.base
            if month < 0.0 > link.lag.base:
                end = "start" if link.from_start else "finish"
                found = (
                    f"a lead of {-link.lag.base:g} months before the {end} of {link.activity} in month "
                    f"{ends.get(link.activity, 0.0):g} of the base case, before the programme begins"
                )
                accepted = f"a lead of at most {ends.get(link.activity, 0.0):g} months"
                findings.add(lag_key(link), found, accepted)
            begins = max(begins, month - length if link.to_finish else month)
        start[activity.name], finish[activity.name] = begins, begins + length


def lag_key(link: Link) -> str:
    """Dotted path of a lag: its name is that of the activity, then its own place."""
    cluster, _, rest = link.lag.name.partition(".")
    return f"clusters.{cluster}.activities.{rest}"
