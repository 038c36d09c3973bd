"""Prices: the table `[prices]`, and the keys by which a line says whose prices it is in."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from engine.programme.guidance import deflator_names
from engine.programme.table import Sourced, Table, Written, optional

YEAR = re.compile(r"(\d{4})(?:[-/–](\d{2}|\d{4}))?")


def begins_in(text: str) -> int | None:
    """2025 for "2025", "2025-26", "2025/26" and "2025-2026": the year in which it begins; nothing for other texts."""
    found = YEAR.fullmatch(text.strip())
    if found is None:
        return None
    first, second = int(found[1]), found[2]
    return first if second is None or second in (f"{first + 1}", f"{(first + 1) % 100:02d}") else None


def _begins(year: Any) -> Any:
    """The year in which a financial year begins, that is written as a text."""
    begins = begins_in(year) if isinstance(year, str) and not year.strip().isdecimal() else None
    return year if begins is None else begins


Year = Annotated[int, BeforeValidator(_begins), Field(ge=1900, le=2500)]
Series = {"type": "object", "additionalProperties": {"type": "number", "exclusiveMinimum": 0}}
Deflator = Annotated[Any, WithJsonSchema({"anyOf": [{"enum": list(deflator_names())}, Series]})]


class PricesTable(Sourced):
    base: Literal["real", "nominal"] = Field(
        description="what results are in: real, in prices of `year`; nominal, in the money of the day"
    )
    year: Year = Field(
        description="in whose prices real lines are that do not say it, and results that are real"
    )
    deflator: Deflator = Field(
        description="a dated set of deflators by its name, or a table of one's own: year = index"
    )
    beyond: float | None = Field(
        None,
        gt=-0.5,
        lt=1.0,
        description="how much the deflator grows a year after the last one of the set; if left out, a year that it "
        "misses is refused [share a year]",
    )


class Priced(Table):
    """What a line may say of its prices."""

    prices: Literal["real", "nominal"] | None = Field(
        None, description="whose prices it is in, by [prices]; if left out, those of the programme"
    )
    price_year: Year | None = Field(
        None,
        description="in whose prices a real line is; if left out, by the year of [prices]; growth counts from it",
    )
    inflation_above: Written = optional(
        "how much faster than the deflator its prices grow, from the price year on", "share a year"
    )
