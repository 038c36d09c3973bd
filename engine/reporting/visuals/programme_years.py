"""The years of a programme, called as people call them, and what is left of the last one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.reporting.phrasing import financial_year

_MONTHS = 12


def year_units(units: str, attrs: Mapping[Any, Any]) -> str:
    """The units of a year by its number: `financial year` where the programme of `attrs` starts in no January."""
    return "financial year" if units == "year" and _begins_within(attrs) else units


def year_label(year: int, attrs: Mapping[Any, Any]) -> str:
    """`2022-23` for a year that does not begin in January, else `2022`."""
    return financial_year(year) if _begins_within(attrs) else str(year)


def last_months(attrs: Mapping[Any, Any]) -> int:
    """How many months the last year has, if the horizon ends within it; 0 of a whole year."""
    return int(attrs.get("horizon") or 0) % _MONTHS


def months(count: int) -> str:
    """`10 months`."""
    return f"{count} month{'s' if count != 1 else ''}"


def _begins_within(attrs: Mapping[Any, Any]) -> bool:
    """Whether the programme starts within a calendar year."""
    return str(attrs.get("start", ""))[5:7] not in ("", "01")
