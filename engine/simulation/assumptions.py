"""The assumption log of a programme: every number that somebody wrote, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from engine.programme.approximate import approximate_laws
from engine.programme.model import Programme, Quantity


def _every(programme: Programme) -> Iterator[tuple[Quantity, str, str]]:
    """Every quantity, those of responses that are not taken too, each once."""
    seen: set[str] = set()
    responses = (risk.response for risk in programme.risks if risk.response is not None)
    waiting = ((q, "risk response", "") for response in responses for q in response.quantities())
    for found in (*programme.quantities(), *waiting):
        if found[0].name not in seen:
            seen.add(found[0].name)
            yield found


def assumptions(programme: Programme) -> Iterator[dict[str, Any]]:
    """One entry for each quantity that the file gives, in its order, plain numbers among them.

    `name`, `kind` and `cluster`, its `law` and `base`, and of its provenance what is said. `unsourced` marks a number
    with neither source nor basis, `changed` one whose law or base is no longer that of the file.
    """
    altered = set(programme.altered)
    for q, kind, cluster in _every(programme):
        is_altered = q.name in altered
        if not q.is_written and not is_altered:
            continue
        entry: dict[str, Any] = {
            "name": q.name,
            "kind": kind,
            "cluster": cluster,
            "law": repr(q.law),
            "base": q.base,
        }
        entry |= {key: said for key, said in vars(q.provenance).items() if said is not None}
        if q.provenance.source is None and q.provenance.basis is None:
            entry["unsourced"] = True
        if is_altered:
            entry["changed"] = True
        yield entry


def responses_of(programme: Programme) -> dict[str, bool]:
    """Whether the response to a risk is taken, by the name of each that has one."""
    return {r.response.risk: r.response.is_taken for r in programme.risks if r.response is not None}


def approximate_of(programme: Programme) -> dict[str, str]:
    """The attribute that names inputs whose laws are approximate, with how far each may be off; none without them."""
    found = approximate_laws(programme)
    return {"approximate": json.dumps(found, ensure_ascii=False)} if found else {}
