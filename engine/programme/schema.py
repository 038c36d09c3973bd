"""What a programme file may say: the tables and keys of the TOML, before names are resolved.

Quantities and laws are left open here (`Written`); `quantities.py` reads them by the registry of laws.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    create_model,
)

from engine.dependence.conversions import Measure
from engine.dependence.registry import DEFAULT
from engine.measures import COSTS, metrics
from engine.problems import listed
from engine.programme.copula_keys import CopulaName, Degrees
from engine.programme.effect_kinds import effect_kinds
from engine.programme.guidance import discounting_names, optimism_bias_categories
from engine.programme.names import NAME

if TYPE_CHECKING:
    Metric: TypeAlias = str
    CostMetric: TypeAlias = str
else:
    Metric, CostMetric = Literal[metrics()], Literal[COSTS]

Name = Annotated[str, StringConstraints(pattern=f"^{NAME.pattern}$")]
Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Date = Annotated[str, BeforeValidator(lambda day: day.isoformat() if isinstance(day, datetime.date) else day)]
Share = Annotated[float, Field(ge=0, le=1)]
Patterns = Annotated[list[str], Field(min_length=1)]
# 300 years: where the longest published discount schedule has its last step; more is a slip of the pen.
Horizon = Annotated[int, Field(ge=1, le=3600)]
Written = Annotated[Any, WithJsonSchema({"replace": "quantity"})]
WrittenLaw = Annotated[dict[str, Any], WithJsonSchema({"replace": "law"})]
Discounting = Annotated[str, WithJsonSchema({"type": "string", "enum": list(discounting_names())})]
PinnedPair = Annotated[
    list[str],
    WithJsonSchema({"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}),
]
ProjectType = Annotated[str, WithJsonSchema({"type": "string", "enum": list(optimism_bias_categories())})]


class Table(BaseModel):
    """A TOML table: no other keys, no conversions between types, finite numbers only."""

    model_config = ConfigDict(extra="forbid", defer_build=True, strict=True, allow_inf_nan=False, frozen=True)


class Sourced(Table):
    """A table that may say where its numbers come from; its quantities inherit what they do not say."""

    source: str | None = Field(None, description="key of [sources]")
    basis: Literal["published", "derived", "assumed"] | None = None
    note: str | None = None


PROVENANCE = tuple(Sourced.model_fields)


class SourceTable(Table):
    title: str
    url: str | None = None
    date: Date | None = None
    note: str | None = None


class TotalTable(Sourced):
    value: float


class ShareTable(Sourced):
    """A proxy by which totals are split: one number a cluster, normalised by their sum."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Annotated[float, Field(ge=0)]] = Field(init=False)


class ActivityTable(Sourced):
    duration: Written = Field(description="months")
    after: list[str] = Field([], description="predecessors: activities of this cluster, or cluster.activity")
    earliest: Written = Field(None, description="earliest start, months from the programme's start")


class OptimismBiasTable(Table):
    category: ProjectType
    mitigation: Share = Field(
        0.0, description="share of the upper bound's contributory factors that is managed"
    )


class CostTable(Sourced):
    category: Literal["one_off", "running", "legacy"]
    amount: Written = Field(None, description="spread evenly over the activity")
    per_month: Written = Field(None, description="while the activity lasts")
    per_year: Written = Field(
        None, description="running: from go-live on; legacy: from planned to actual go-live"
    )
    activity: str | None = None
    factor: Written = Field(None, description="multiplier, 1 in the base case")
    optimism_bias: OptimismBiasTable | None = None
    funded: bool | None = Field(None, description="does the funding envelope pay for it?")


class BenefitTable(Sourced):
    benefit_class: Literal["cash", "efficiency"] = Field(alias="class")
    annual: Written = Field(None, description="steady value a year")
    total: Written = Field(None, description="sum over the horizon in the base case")
    starts_after: str | None = Field(None, description="activity; go-live if absent")
    lag: Written = Field(None, description="months")
    ramp: Written = Field(None, description="months to rise linearly to the steady value")
    decline: Written = Field(None, description="share lost a year")
    realisation: Written = Field(None, description="share that turns up, 1 in the base case")
    uptake: Written = Field(None, description="share of users who come, 1 in the base case")


class ClusterTable(Table):
    name: str | None = None
    departments: list[str] = []
    go_live: str = Field(description="activity whose finish is the go-live")
    note: str | None = None
    activities: dict[Name, ActivityTable] = {}
    costs: dict[Name, CostTable] = {}
    benefits: dict[Name, BenefitTable] = {}


class DriverTable(Sourced):
    factor: Written
    multiplies: Patterns = Field(description="patterns over activities and lines, such as *.build")
    autocorrelation: Annotated[float, Field(gt=-1, lt=1)] | None = Field(
        None,
        description="a factor of its own for every year, with this Spearman correlation of neighbouring years",
    )


class EffectOfRisk(Sourced):
    targets: Patterns = Field(description="patterns over activities or lines, as the effect has it")


EffectTable: type[EffectOfRisk] = create_model(  # type: ignore[call-overload]
    "EffectTable",
    __base__=EffectOfRisk,
    **{name: (Written, Field(None, description=kind.description)) for name, kind in effect_kinds().items()},
)


class RiskTable(Sourced):
    probability: Written = Field(description="of striking, once the risks that it hangs on let it")
    effects: Annotated[list[EffectTable], Field(min_length=1)]
    exclusive: Name | None = Field(
        None, description="of the risks that say the same word at most one strikes"
    )
    implies: list[str] = Field([], description="risks that strike whenever this one does")
    prevented_by: list[str] = Field([], description="risks with which this one does not strike")
    needs: list[str] = Field([], description="risks without which this one does not strike")


class PairTable(Table):
    a: str
    b: str
    rank: float = Field(description="their correlation, by `measure`")


class CorrelationTable(Sourced):
    name: str
    inputs: list[str] = Field([], description="patterns over full input names")
    rank: float | None = Field(None, description="correlation of every pair, by `measure`")
    matrix: list[list[float]] | None = Field(
        None, description="correlations in the order of inputs, by `measure`"
    )
    pairs: list[PairTable] | None = Field(
        None, description="correlations by `measure`; pairs not listed are 0"
    )
    measure: Measure = Field("spearman", description="what the numbers are; normal: Pearson of normal scores")
    copula: CopulaName = DEFAULT
    degrees: Degrees | None = None
    repair: bool = Field(False, description="play the nearest possible matrix if this one is impossible")
    pinned: list[PinnedPair] = Field([], description="pairs of inputs that a repair leaves as they are")
    weights: dict[str, Annotated[float, Field(ge=0.01, le=100)]] = Field(
        {}, description="input = weight, 1 if not listed: a repair changes light inputs most"
    )


class FundingTable(Sourced):
    until: Month
    approved: Written
    top_up: Written = Field(description="share of the excess need that is granted")


class CounterfactualTable(Sourced):
    cost: Written


class ClaimTable(Sourced):
    statement: str = Field(description="what is claimed, in words")
    metric: Metric | None = None
    at_least: float | None = None
    at_most: float | None = None
    all_of: list[str] | None = None


class ScenarioTable(Table):
    description: str = ""
    set: dict[str, Any] = Field({}, description="quoted dotted path = value that takes its place")


class ProgrammeFile(Table):
    """A programme for `outturn`: time in months from `start`, money in `unit`."""

    title: str = Field(description="what the programme is called")
    description: str = ""
    start: Month = Field(description="first month, such as 2022-04; programme year 0 begins here")
    horizon: Horizon = Field(description="months; what slips past it is lost")
    unit: str = Field(description="unit of money, such as £m")
    price_base: str = Field(
        description="prices that money is in, such as: nominal, as published in March 2023"
    )
    discounting: Discounting = Field(description=f"a dated set of rates: {listed(discounting_names())}")
    total_cost: Annotated[list[CostMetric], Field(min_length=1)] = [
        "one_off_cost",
        "running_cost",
        "legacy_cost",
    ]
    default_scenario: str | None = None
    sources: dict[Name, SourceTable] = {}
    totals: dict[Name, TotalTable] = {}
    shares: dict[Name, ShareTable] = {}
    laws: dict[Name, WrittenLaw] = {}
    clusters: dict[Name, ClusterTable] = {}
    drivers: dict[Name, DriverTable] = {}
    risks: dict[Name, RiskTable] = {}
    correlation: list[CorrelationTable] = []
    funding: list[FundingTable] = []
    counterfactual: CounterfactualTable | None = None
    claims: dict[Name, ClaimTable] = {}
    scenarios: dict[Name, ScenarioTable] = {}
