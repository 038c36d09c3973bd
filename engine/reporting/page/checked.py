"""Are these results that a report can be made of? What they lack is told in a sentence before anything is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from engine.analysis.measures import measure_names
from engine.bounds import metrics_of
from engine.problems import Refused, listed
from engine.version import engine_version

if TYPE_CHECKING:
    from engine.analysis.findings import Findings

NEEDED = ("title", "seed", "design", "iterations", "unit", "price_base", "start", "horizon", "programme_hash")


class ReportError(Refused):
    """Results of which no report can be made."""


def check_reportable(findings: Findings) -> None:
    """Raise `ReportError` for results of a formula, and for those that lack what a report is about."""
    attrs = findings.results.attrs
    lacking = [key for key in NEEDED if key not in attrs]
    if "programme_hash" in lacking:
        raise ReportError(
            "these are not results of a programme, which a report is about; play one: outturn report programme.toml"
        )
    names = measure_names(findings.results)
    if lacking or not names:
        raise ReportError(f"these results lack {listed(lacking, 'and') or 'every measure'}{_by(attrs)}")
    try:
        specs = findings.claim_specs
        used = [metric for name in specs for metric in metrics_of(specs, name)]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ReportError(f"the claims of these results cannot be read{_by(attrs)}") from None
    gone = list(dict.fromkeys(metric for metric in used if metric not in names))
    if gone:
        raise ReportError(f"these results lack {listed(gone, 'and')}, which a claim is about{_by(attrs)}")
    for key in ("assumptions", "sources", "changes", "responses", "total_cost", "over_scenarios"):
        try:
            json.loads(attrs.get(key) or "null")
        except ValueError:
            raise ReportError(f"the attribute {key} of these results cannot be read{_by(attrs)}") from None


def _by(attrs: dict[str, object]) -> str:
    """Who wrote them, if it was another version, and what to do."""
    theirs, own = attrs.get("engine_version", "unknown"), engine_version()
    other = f"; they were written by outturn {theirs}, and this is {own}" if theirs != own else ""
    return f"{other}: play the programme again"
