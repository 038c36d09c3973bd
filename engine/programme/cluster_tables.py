"""The tables of a cluster in a programme file: its activities, costs and benefits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from engine.programme.guidance import optimism_bias_categories
from engine.programme.link_table import WrittenLink
from engine.programme.price_tables import Priced
from engine.programme.table import NOTE, Name, Share, Sourced, Table, Written, optional

ProjectType = Annotated[str, WithJsonSchema({"type": "string", "enum": list(optimism_bias_categories())})]


class OptimismBiasTable(Table):
    category: ProjectType = Field(description="project type, which has published bounds of its own")
    mitigation: Share = Field(
        0.0, description="how much of the contributory factors is managed: 0 is the upper bound [share]"
    )


class ActivityTable(Sourced):
    duration: Written = Field(description="planned length of the work, before drivers and risks [months]")
    after: list[WrittenLink] = Field(
        [],
        description="predecessors: activities of this cluster, or cluster.activity of another; a name, or a table "
        "with `activity`, `lag` and `link`",
    )
    earliest: Written = optional(
        "earliest start, counted from the programme's start, whatever comes before; or a month such as "
        '"2027-04", at whose beginning it may start',
        "months",
        0,
    )
    latest: Written = optional(
        "latest useful finish: where it is later, benefits that start after this activity bring nothing; or a month "
        'such as "2027-03", at whose end it is still of use; if left out, any is',
        "months",
    )
    not_in: list[str] = Field(
        [],
        description="months in which its work rests: a month of every year (December), one month (2027-05), or the "
        "name of a table in [calendars]; an `amount` is spread over them too, unless settlements pay for it",
    )
    optimism_bias: OptimismBiasTable | None = Field(
        None,
        description="published uplift of the duration for optimism, in the base case as in every iteration",
    )


class CostTable(Sourced, Priced):
    category: Literal["one_off", "running", "legacy"] = Field(
        description="what kind of cost it is: one_off with `amount` or `per_month`, running and legacy with `per_year`"
    )
    amount: Written = optional("one_off: a sum, spread evenly over its activity", "money")
    per_month: Written = optional("one_off: a rate for as long as its activity lasts", "money a month")
    per_year: Written = optional(
        "a rate: running from go-live to the horizon; legacy from the planned to the actual go-live",
        "money a year",
    )
    activity: str | None = Field(
        None, description="the activity that `amount` or `per_month` belongs to; not with `per_year`"
    )
    factor: Written = optional("uncertain multiplier of the cost; its base is 1 unless given", "factor", 1)
    optimism_bias: OptimismBiasTable | None = Field(
        None, description="published uplift of the cost for optimism, in the base case as in every iteration"
    )
    funded: bool | None = Field(
        None,
        description="whether settlements of [[funding]] pay for it; if left out, true for `amount` and false else",
    )


class BenefitTable(Sourced, Priced):
    benefit_class: Literal["cash", "efficiency", "societal", "carbon"] = Field(
        alias="class",
        description="cash can be spent elsewhere; efficiency is time freed, which releases no cash; societal is worth "
        "to people outside the budget; carbon is, at the values of [carbon], tonnes that are not emitted",
    )
    annual: Written = optional(
        "steady value a year, once the ramp is over; not of the class carbon", "money a year"
    )
    total: Written = optional(
        "instead of `annual`: the sum over the horizon in the base case, from which the steady value follows",
        "money",
    )
    tonnes: Written = optional(
        "of the class carbon, in place of money: carbon dioxide equivalent that is not emitted, steadily; below 0 "
        "where more is; the section carbon says what it is worth",
        "tonnes a year",
    )
    starts_after: str | None = Field(
        None, description="activity whose finish starts the benefit; if left out, the cluster's go_live"
    )
    lag: Written = optional("wait after that finish before the benefit begins", "months", 0)
    ramp: Written = optional("time to rise linearly from nothing to the steady value", "months", 0)
    decline: Written = optional(
        "how much of it is lost a year, compounding, once the ramp is over", "share a year", 0
    )
    realisation: Written = optional(
        "how much of the promise turns up where the service is used; its base is 1 unless given",
        "share",
        1,
    )
    uptake: Written = optional("how many of its users come; its base is 1 unless given", "share", 1)
    attribution: Written = optional(
        "how much of it is this programme's doing; the rest would have come without it", "share", 1
    )
    overlap: Written = optional("how much of it another line or programme counts already", "share", 0)
    optimism_bias: Written = optional(
        "by how much the case lowers it for optimism, mitigation taken into account", "share", 0
    )
    underlying: str | None = Field(
        None,
        description="a name for the benefit that it is part of: lines that share one may not claim more than all of it",
    )


class ClusterTable(Table):
    name: str | None = Field(
        None, description="what tables and charts call the cluster; if left out, its key"
    )
    departments: list[str] = Field([], description="who belongs to the cluster; for the reader alone")
    go_live: str = Field(description="the activity whose finish is the go-live")
    note: str | None = Field(None, description=NOTE)
    activities: dict[Name, ActivityTable] = Field(
        {}, description="work, with its length and what it waits for"
    )
    costs: dict[Name, CostTable] = Field({}, description="costs, each of one category")
    benefits: dict[Name, BenefitTable] = Field({}, description="benefits, each of one class")
