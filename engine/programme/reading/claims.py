"""Claims: schema -> model, with what they say about the results checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from engine.measures import CASH_ONLY, MEASURES, WANTED
from engine.problems import Findings, listed, nearest, shown
from engine.programme.model import Claim
from engine.programme.reading.precedence import circles
from engine.programme.reading.quantities import QuantityReader
from engine.programme.schema import ClaimTable


def read_claims(
    tables: Mapping[str, ClaimTable],
    written: Mapping[str, Any],
    has: Collection[str],
    quantities: QuantityReader,
    findings: Findings,
) -> tuple[Claim, ...]:
    """The claims in file order; `written` are the tables as they stand, so that faulty ones are known.

    `has` says what the programme has that measures may need, by the words of `engine.measures.WANTED`.
    """
    claims = []
    for name, table in tables.items():
        key = f"claims.{name}"
        if table.all_of is None:
            _check_bound(table, has, key, findings)
        else:
            _check_parts(table, written, key, findings)
        provenance = quantities.provenance(table, key)
        claims.append(
            Claim(
                name,
                table.statement,
                table.metric,
                table.at_least,
                table.at_most,
                tuple(table.all_of or ()),
                table.cases,
                provenance,
            )
        )
    for circle in circles({name: table.all_of or [] for name, table in tables.items()}):
        findings.add(
            f"claims.{circle[0]}.all_of",
            f"a circle: {' → '.join(circle)}",
            "claims that do not need each other",
        )
    return tuple(claims)


def _check_bound(table: ClaimTable, has: Collection[str], key: str, findings: Findings) -> None:
    bounds = [bound for bound in ("at_least", "at_most") if getattr(table, bound) is not None]
    if table.metric is None:
        findings.add(key, "neither metric nor all_of", "a metric with at_least or at_most, or all_of")
    elif len(bounds) != 1:
        findings.add(
            key, listed(bounds, "and") or "neither at_least nor at_most", "exactly one of at_least or at_most"
        )
    measure = MEASURES.get(table.metric or "")
    if measure is not None and measure.needs not in ("", CASH_ONLY, *has):
        findings.add(f"{key}.metric", shown(table.metric), f"this metric only with {WANTED[measure.needs]}")


def _check_parts(table: ClaimTable, known: Mapping[str, Any], key: str, findings: Findings) -> None:
    extra = [field for field in ("metric", "at_least", "at_most") if getattr(table, field) is not None]
    if extra:
        findings.add(
            key, f"all_of together with {listed(extra, 'and')}", "all_of alone, or a metric with one bound"
        )
    if not table.all_of:
        findings.add(f"{key}.all_of", "an empty list", "the names of other claims")
    for place, name in enumerate(table.all_of or ()):
        if name not in known:
            accepted = f"the name of a claim: {listed(list(known))}"
            findings.add(f"{key}.all_of.{place}", shown(name), accepted, nearest(name, known))
