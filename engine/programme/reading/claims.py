"""Claims: schema -> model, with what they say about the results checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bounds import JOINED
from engine.measures import DATE
from engine.problems import Findings, listed, nearest, shown
from engine.programme.claim_tables import ClaimTable
from engine.programme.metrics import described
from engine.programme.model import Claim
from engine.programme.months import months_after
from engine.programme.reading.figures import FigureReader
from engine.programme.reading.precedence import circles
from engine.programme.reading.quantities import QuantityReader

OF_A_FIGURE = ("metric", "of", "year", "to", "at", "at_least", "at_most", "by")


def read_claims(
    tables: Mapping[str, ClaimTable],
    written: Mapping[str, Any],
    figures: FigureReader,
    quantities: QuantityReader,
    findings: Findings,
) -> tuple[Claim, ...]:
    """The claims in file order; `written` are the tables as they stand, so that faulty ones are known."""
    claims = []
    for name, table in tables.items():
        key, figure = f"claims.{name}", None
        joined = [how for how in JOINED if getattr(table, how) is not None]
        if joined:
            _check_parts(table, joined, written, key, findings)
        elif table.metric is None:
            accepted = "a metric with at_least or at_most, all_of, or any_of"
            findings.add(key, "neither metric nor all_of nor any_of", accepted)
        else:
            _check_bound(table, key, findings)
            figure = figures.figure(table, key)
        claims.append(
            Claim(
                name,
                table.statement,
                table.metric if figure is None else figure.name,
                table.at_least,
                table.at_most if table.by is None else float(months_after(figures.start, table.by) + 1),
                tuple(table.all_of or ()),
                table.cases,
                quantities.provenance(table, key),
                tuple(table.any_of or ()),
                figure,
            )
        )
    for circle in circles({name: [*(t.all_of or []), *(t.any_of or [])] for name, t in tables.items()}):
        how = next(how for how in JOINED if getattr(tables[circle[0]], how) is not None)
        accepted = "claims that do not need each other"
        findings.add(f"claims.{circle[0]}.{how}", f"a circle: {' → '.join(circle)}", accepted)
    return tuple(claims)


def _check_bound(table: ClaimTable, key: str, findings: Findings) -> None:
    accepted = ["at_least", "at_most"]
    is_date = described(str(table.metric)).unit == DATE
    if is_date:
        accepted.append("by")
    elif table.by is not None:
        findings.add(
            f"{key}.by", f"by, with metric = {shown(table.metric)}", "at_least or at_most: it is no date"
        )
        return
    bounds = [bound for bound in accepted if getattr(table, bound) is not None]
    if len(bounds) != 1:
        found = listed(bounds, "and") or f"neither {' nor '.join(accepted)}"
        findings.add(key, found, f"exactly one of {listed(accepted)}")


def _check_parts(
    table: ClaimTable, joined: list[str], known: Mapping[str, Any], key: str, findings: Findings
) -> None:
    extra = [field for field in OF_A_FIGURE if getattr(table, field) is not None]
    if extra or len(joined) > 1:
        found = (
            f"{listed(joined, 'and')} together with {listed(extra, 'and')}" if extra else "all_of and any_of"
        )
        findings.add(key, found, f"{listed(joined)} alone, or a metric with one bound")
    for how in joined:
        parts = getattr(table, how)
        if not parts:
            findings.add(f"{key}.{how}", "an empty list", "the names of other claims")
        for place, name in enumerate(parts):
            if name not in known:
                accepted = f"the name of a claim: {listed(list(known))}"
                findings.add(f"{key}.{how}.{place}", shown(name), accepted, nearest(name, known))
