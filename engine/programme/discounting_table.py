"""The table `[discounting]` of a programme file, and the short ways of writing it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from engine.programme.discount_rates import Timing
from engine.programme.table import Sourced

OF_A_LAW = ("kind", "law", "value")  # keys that a table of a quantity has and this one has not


class DiscountingTable(Sourced):
    rates: Annotated[Any, WithJsonSchema({"replace": "discount_rates"})] = Field(
        description="a dated set by its name, a rate, or a list of { from = programme year, rate = … } [share a year]"
    )
    timing: Timing = Field(
        "start",
        description="when the money of a year falls: at its start, so that year 0 is not discounted, middle or end",
    )


def _as_table(written: Any) -> Any:
    """What is not the table itself stands for its rates alone."""
    if isinstance(written, dict) and not (set(written) & set(OF_A_LAW)):
        return written
    return {"rates": written}


Discounting = Annotated[
    DiscountingTable, BeforeValidator(_as_table), WithJsonSchema({"replace": "discounting"})
]
