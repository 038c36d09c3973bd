"""Names that the parts of a programme use for each other, and what they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.problems import Findings, nearest, shown
from engine.programme.names import matching


@dataclass(frozen=True)
class References:
    """Full names of activities and lines, from the tables as written: a faulty one is a known name too."""

    activities: tuple[str, ...]
    lines: tuple[str, ...]
    findings: Findings

    @classmethod
    def of(cls, data: dict[str, Any], findings: Findings) -> References:
        """Names in file order; a name that stands in two sections of one cluster is told."""
        activities: list[str] = []
        lines: list[str] = []
        for cluster, table in _tables(data.get("clusters")).items():
            section_of: dict[str, str] = {}
            for section in ("activities", "costs", "benefits"):
                for item in _tables(_tables(table).get(section)):
                    (activities if section == "activities" else lines).append(f"{cluster}.{item}")
                    first = section_of.setdefault(item, section)
                    if first != section:
                        key = f"clusters.{cluster}.{section}.{item}"
                        found = f'the name "{item}" again; it stands in {first} too'
                        findings.add(key, found, f"one name for one activity or line of {cluster}")
        return cls(tuple(activities), tuple(lines), findings)

    def activity(self, name: str, cluster: str, key: str) -> str:
        """Full name of an activity of `cluster`, or of another one if written `cluster.activity`."""
        full = name if "." in name else f"{cluster}.{name}"
        if full not in self._activity_names:
            accepted = f"an activity of {cluster}, or cluster.activity of another"
            self.findings.add(key, shown(name), accepted, nearest(name, self.activities))
        return full

    @cached_property
    def _activity_names(self) -> frozenset[str]:
        return frozenset(self.activities)

    @cached_property
    def _names(self) -> frozenset[str]:
        return self._activity_names.union(self.lines)

    def _matching(self, pattern: str, names: tuple[str, ...]) -> list[str]:
        """Those of the names that fit; a name that nobody has is not looked for among all."""
        return matching(pattern, names) if "*" in pattern or pattern in self._names else []

    def activities_like(self, patterns: Sequence[str], key: str) -> tuple[str, ...]:
        """Activities that fit any of the patterns."""
        return self._like(patterns, key, self.activities, "activities", self.lines, "lines")

    def lines_like(self, patterns: Sequence[str], key: str) -> tuple[str, ...]:
        """Cost and benefit lines that fit any of the patterns."""
        return self._like(patterns, key, self.lines, "lines", self.activities, "activities")

    def items_like(self, patterns: Sequence[str], key: str) -> tuple[str, ...]:
        """Activities and lines that fit any of the patterns."""
        return self._like(patterns, key, (*self.activities, *self.lines), "activities and lines")

    def _like(
        self,
        patterns: Sequence[str],
        key: str,
        names: tuple[str, ...],
        what: str,
        others: tuple[str, ...] = (),
        what_others: str = "",
    ) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for place, pattern in enumerate(patterns):
            fitting = self._matching(pattern, names)
            if not fitting:
                elsewhere = self._matching(pattern, others)
                hint = (
                    f"it fits {what_others}, which are not meant here"
                    if elsewhere
                    else nearest(pattern, names)
                )
                accepted = f"the name of one of the {what}, cluster.name, or a pattern such as *.name"
                self.findings.add(
                    f"{key}.{place}", f"{shown(pattern)}, which fits none of the {what}", accepted, hint
                )
            found.update(dict.fromkeys(fitting))
        return tuple(found)


def _tables(value: Any) -> dict[str, Any]:
    """The value if it is a table; what is not a table is told elsewhere."""
    return value if isinstance(value, dict) else {}
