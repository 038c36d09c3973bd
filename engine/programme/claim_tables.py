"""The tables of a programme file that say what is claimed, and of what a run tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import Field, WithJsonSchema

from engine.measures import COSTS
from engine.programme.metrics import described, metrics
from engine.programme.table import Month, Sourced, Table


def _explained(names: tuple[str, ...]) -> WithJsonSchema:
    """Names of measures, each with what it counts, so that an editor shows it beside the name."""
    return WithJsonSchema(
        {"anyOf": [{"const": name, "description": described(name).counts} for name in names]}
    )


if TYPE_CHECKING:
    Metric: TypeAlias = str
    CostMetric: TypeAlias = str
else:
    Metric = Annotated[Literal[metrics()], _explained(metrics())]
    CostMetric = Annotated[Literal[COSTS], _explained(COSTS)]

OF = "the part that it is about: a cluster, an activity, a line, a risk, or the `until` of a settlement"
IN_YEAR = 'the programme year in which it falls, as 2027 or "2027-28"'
TO_YEAR = "the programme year up to whose end it is counted"
AT_MONTH = "the month at whose end it is counted, such as 2027-03"
WrittenYear = Annotated[Any, WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string"}]})]


class FigureTable(Table):
    metric: Metric = Field(description="what is told")
    of: str | None = Field(None, description=OF)
    year: WrittenYear | None = Field(None, description=IN_YEAR)
    to: WrittenYear | None = Field(None, description=TO_YEAR)
    at: Month | None = Field(None, description=AT_MONTH)


class ClaimTable(Sourced):
    statement: str = Field(description="what is claimed, in words")
    metric: Metric | None = Field(None, description="the measure that the claim is about")
    of: str | None = Field(None, description=OF)
    year: WrittenYear | None = Field(None, description=IN_YEAR)
    to: WrittenYear | None = Field(None, description=TO_YEAR)
    at: Month | None = Field(None, description=AT_MONTH)
    at_least: float | None = Field(
        None, description="it holds where the measure is this or more [the measure's]"
    )
    at_most: float | None = Field(
        None, description="it holds where the measure is this or less [the measure's]"
    )
    by: Month | None = Field(
        None, description="of a date, in place of at_most: it holds where it is in this month or before"
    )
    cases: Annotated[int, Field(ge=1)] | None = Field(
        None,
        description="in how many past cases such a claim never held: 1 / (2 n + 2) is told beside it [number]",
    )
    all_of: list[str] | None = Field(
        None, description="instead of a metric: other claims, which must hold together in an iteration"
    )
    any_of: list[str] | None = Field(
        None, description="instead of a metric: other claims, of which one at least must hold in an iteration"
    )
