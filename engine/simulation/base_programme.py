"""What results say of their base case, so that it can be followed by hand: written out as formulas, say."""

from __future__ import annotations

from typing import Any

from engine.compiled.plan import Plan
from engine.programme.base_record import base_record
from engine.programme.model import Programme


def base_programme(programme: Programme, plan: Plan) -> dict[str, Any]:
    """The `programme` at its base, and what its plan fixes once for all iterations: `planned` go-lives by cluster
    [months], and `steady_months` by benefit that is given as a total, the months at its full rate that this comes to.
    """
    ids = [cluster.id for cluster in programme.clusters]
    rates = zip(programme.benefits, plan.benefits.scale.tolist(), strict=True)
    return {
        "programme": base_record(programme),
        "planned": dict(zip(ids, plan.measures.planned_go_live.tolist(), strict=True)),
        "steady_months": {line.name: 1.0 / rate for line, rate in rates if line.value_is_total},
    }
