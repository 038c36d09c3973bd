"""Optimism bias of a cost or a duration: project type and mitigation -> the multiplier of the dated table."""

from __future__ import annotations

from engine.problems import Findings, listed, nearest, shown
from engine.programme.cluster_tables import OptimismBiasTable
from engine.programme.guidance import has_duration_bounds, optimism_bias_categories, optimism_bias_uplift


def uplift(table: OptimismBiasTable | None, key: str, findings: Findings, of_duration: bool = False) -> float:
    """The multiplier, 1 where there is no table; faults go to `findings`."""
    if table is None:
        return 1.0
    known = [one for one in optimism_bias_categories() if has_duration_bounds(one) or not of_duration]
    if table.category not in known:
        accepted = listed(known) + (", which have published bounds for a duration" if of_duration else "")
        findings.add(f"{key}.category", shown(table.category), accepted, nearest(table.category, known))
        return 1.0
    return optimism_bias_uplift(table.category, table.mitigation, of_duration)
