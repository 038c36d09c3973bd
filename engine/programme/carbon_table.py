"""Carbon: the table `[carbon]`, which says what a tonne that is not emitted is worth in each year."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from engine.programme.guidance import carbon_names
from engine.programme.price_tables import Series
from engine.programme.table import Sourced

Values = Annotated[Any, WithJsonSchema({"anyOf": [{"enum": list(carbon_names())}, Series]})]


class CarbonTable(Sourced):
    values: Values = Field(
        description="a dated set of values by its name, which needs [prices]: its deflator brings them to the prices "
        "of the programme; or a table of one's own: year = money a tonne, in prices of the year of [prices], if there "
        "is one (in £, where `unit` is £m)"
    )
    series: Literal["low", "central", "high"] = Field(
        "central",
        description="which of a set's series; the others show how far the answer hangs on it; not with a table",
    )
    beyond: float | None = Field(
        None,
        gt=-0.5,
        lt=1.0,
        description="how much the values grow a year after the last one; if left out, a year that they miss is refused "
        "[share a year]",
    )
