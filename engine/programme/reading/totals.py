"""A quantity that is part of a total: `total`, `share` and `part`, which split it over the clusters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.problems import Findings, listed, nearest, number, shown
from engine.programme.quantity import Provenance
from engine.programme.schema import PROVENANCE, ShareTable, TotalTable


class TotalReader:
    """Reads parts of totals; faults go to `findings`."""

    def __init__(
        self, totals: Mapping[str, TotalTable], shares: Mapping[str, ShareTable], findings: Findings
    ) -> None:
        self._totals, self._shares, self._findings = totals, shares, findings

    def part(self, table: dict[str, Any], key: str, cluster: str | None) -> tuple[float, Provenance] | None:
        """totals.NAME.value x (share of this cluster / sum of the shares) x part; nothing where a fault is told."""
        total = self._entry(table, "total", self._totals, key)
        part = number(table.get("part", 1))
        if part is None:
            self._findings.add(f"{key}.part", shown(table["part"]), "a finite number")
        share = self._share(table, key, cluster)
        if total is None or part is None or share is None:
            return None
        value = number(total.value * share * part)
        if value is None:
            self._findings.add(key, f"{total.value:g} times {share:g} times {part:g}", "a finite number")
            return None
        return value, Provenance(**{field: getattr(total, field) for field in PROVENANCE})

    def _share(self, table: dict[str, Any], key: str, cluster: str | None) -> float | None:
        if cluster is None:
            if "share" in table:
                self._findings.add(
                    f"{key}.share", shown(table["share"]), "no share: this is not part of a cluster"
                )
            return 1.0
        shares = self._entry(table, "share", self._shares, key)
        if shares is None:
            return None
        parts = shares.__pydantic_extra__ or {}
        if cluster not in parts:
            known = f"a share that names {cluster}; this one names {listed(list(parts), 'and')}"
            needs = f"shares.{table['share']}.{cluster}"
            self._findings.add(f"{key}.share", shown(table["share"]), known, needs=needs)
            return None
        whole = sum(parts.values()) or 1.0  # a sum of 0 is told where it stands
        return float(parts[cluster] / whole)

    def _entry(self, table: dict[str, Any], field: str, known: Mapping[str, Any], key: str) -> Any:
        """What `table[field]` names in the section of that field."""
        name = table.get(field)
        if isinstance(name, str) and name in known:
            return known[name]
        found = shown(name) if field in table else "nothing"
        accepted = f"a name in [{field}s]: {listed(list(known)) or 'there are none'}"
        self._findings.add(f"{key}.{field}", found, accepted, nearest(str(name), known), f"{field}s.{name}")
        return None
