"""Programme years that are called by a calendar year, though they begin in another month than January."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.programme.months import month_name, number_of

PAYBACKS = ("payback_year", "cash_payback_year")


def misread(statement: str, metric: str | None, bounds: Iterable[float | None], start: str) -> str:
    """What a claim on payback asks for in fact, where its statement has the bare year: half its readers take another.

    Such as "2025-26, which runs from Oct 2025 to Sep 2026"; "" where nobody can take it for another year.
    """
    if metric not in PAYBACKS or start[5:7] == "01":
        return ""
    for bound in bounds:
        if bound is None or bound != bound // 1:
            continue
        year = int(bound)
        if re.search(rf"\b{year}\b(?![-/–]\d)", statement):
            first = number_of(f"{year}{start[4:7]}")
            return f"{year}-{(year + 1) % 100:02d}, which runs from {month_name(first)} to {month_name(first + 11)}"
    return ""
