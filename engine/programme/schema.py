"""What a programme file may say: the tables and keys of the TOML, before names are resolved.

Quantities and laws are left open here (`Written`); `quantities.py` reads them by the registry of laws. Each key has
its meaning beside it, in the file's own words; a unit stands in brackets at its end. Editors show it, and so does the
README of this folder, which `python -m experiments.format_reference` writes.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, WithJsonSchema

from engine.dependence.conversions import Measure
from engine.dependence.registry import DEFAULT
from engine.programme.calendar_table import CalendarTable
from engine.programme.carbon_table import CarbonTable
from engine.programme.claim_tables import ClaimTable, CostMetric, FigureTable
from engine.programme.cluster_tables import ClusterTable
from engine.programme.copula_keys import CopulaName, Degrees
from engine.programme.discounting_table import Discounting
from engine.programme.price_tables import PricesTable
from engine.programme.risk_tables import RiskTable
from engine.programme.scenario_tables import OptionTable, ScenarioTable
from engine.programme.table import PROVENANCE as PROVENANCE
from engine.programme.table import (
    Date,
    Month,
    Name,
    NumberOrBelief,
    Patterns,
    Sourced,
    Table,
    Written,
    WrittenBelief,
    WrittenLaw,
)

# 300 years: where the longest published discount schedule has its last step; more is a slip of the pen.
Horizon = Annotated[int, Field(ge=1, le=3600)]
PinnedPair = Annotated[
    list[str],
    WithJsonSchema({"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}),
]


class SourceTable(Table):
    title: str = Field(description="what the document is called, and who published it")
    url: str | None = Field(None, description="where it can be read")
    date: Date | None = Field(None, description="when it was published: a date, or text such as 2024-02")
    note: str | None = Field(None, description="anything a reader of the document should know")


class TotalTable(Sourced):
    value: float = Field(description="the total itself, in the unit of what it is split into [number]")


class ShareTable(Sourced):
    """A proxy by which totals are split: one number a cluster, normalised by their sum."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Annotated[float, Field(ge=0)]] = Field(init=False)


class DriverTable(Sourced):
    factor: Written = Field(description="the common multiplier; its base is 1 unless given [factor]")
    multiplies: Patterns = Field(
        description="what it multiplies: patterns over durations of activities and over lines, such as *.build"
    )
    autocorrelation: Annotated[float, Field(gt=-1, lt=1)] | None = Field(
        None,
        description="a factor of its own for every programme year, with this Spearman correlation of neighbouring "
        "years; lines alone, and none that settlements pay for",
    )


class PairTable(Table):
    a: str = Field(description="full name of the one input, or risks.NAME")
    b: str = Field(description="full name of the other input, or risks.NAME")
    rank: NumberOrBelief = Field(description="their correlation, by `measure`, from -1 to 1 [correlation]")


class CorrelationTable(Sourced):
    name: str = Field(description="what the group is called; no two groups share a name")
    inputs: list[str] = Field(
        [],
        description="its members: patterns over full names of uncertain inputs, such as *.realisation, and risks, as "
        "risks.NAME, for whether they strike",
    )
    rank: NumberOrBelief | None = Field(
        None, description="one correlation for every pair, by `measure` [correlation]"
    )
    matrix: list[list[NumberOrBelief]] | None = Field(
        None, description="correlations as rows, in the order of `inputs`, by `measure` [correlation]"
    )
    pairs: list[PairTable] | None = Field(
        None, description="correlations of single pairs; pairs that are not listed are 0"
    )
    factor: NumberOrBelief | None = Field(
        None, description="from 0 to 1, multiplies the correlations of all pairs; 1 if left out [factor]"
    )
    measure: Measure = Field(
        "spearman",
        description="what the numbers are: Spearman, Kendall, Pearson of the values, or normal: Pearson of normal "
        "scores",
    )
    copula: CopulaName = DEFAULT
    degrees: Degrees | None = None
    repair: bool = Field(False, description="play the nearest possible matrix if this one is impossible")
    pinned: list[PinnedPair] = Field([], description="pairs of inputs that a repair leaves as they are")
    weights: dict[str, Annotated[float, Field(ge=0.01, le=100)]] = Field(
        {}, description="input = weight, 1 if not listed: a repair changes light inputs most"
    )


class FundingTable(Sourced):
    until: Month = Field(
        description="first month that it does not pay for, such as 2027-04; there the next begins"
    )
    approved: Written = Field(description="what may be spent from the settlement before on [money]")
    top_up: Written = Field(
        description="how much of the need beyond it is granted; its base is 1 unless given [share]"
    )


class CounterfactualTable(Sourced):
    cost: Written = Field(
        description="what departments would spend on their own; for comparison only [money]"
    )


class FloorTable(Table):
    chance: Annotated[float, Field(gt=0, lt=0.5)] = Field(
        description="the least chance that is told as a number; below it, and above 1 less it, none are told apart "
        "[probability]"
    )
    reason: str = Field(description="why the evidence can carry chances as small, or none smaller")


class ProgrammeFile(Table):
    """A programme for `outturn`: time in months from `start`, money in `unit`."""

    title: str = Field(description="what the programme is called")
    description: str = Field("", description="what it is about, in words")
    start: Month = Field(description="first month, such as 2022-04; programme year 0 begins here")
    horizon: Horizon = Field(
        description="how long it is looked at; running cost and benefits end here [months]"
    )
    unit: str = Field(description="unit of money, such as £m")
    price_base: str = Field(
        description="prices that money is in, such as: nominal, as published in March 2023"
    )
    prices: PricesTable | None = Field(
        None, description="real and nominal lines side by side: what results are in, and by which deflator"
    )
    discounting: Discounting = Field(
        description="what money of later years is worth; a set's name or a rate may stand for it: discounting = 0.07"
    )
    total_cost: Annotated[list[CostMetric], Field(min_length=1)] = Field(
        ["one_off_cost", "running_cost", "legacy_cost"],
        description="what the measure total_cost counts; npv and net_benefit count all three whatever it says",
    )
    cash_only: bool = Field(
        False,
        description="tell of cash alone beside the whole: net benefit, NPV, payback and budget by year; always told "
        "where a benefit is societal or carbon",
    )
    baseline_option: str | None = Field(
        None, description="the option that others are measured against; if left out, the first"
    )
    default_scenario: str | None = Field(
        None,
        description="the scenario that is played where none is asked for; if left out, the file as it is",
    )
    sources: dict[Name, SourceTable] = Field({}, description="documents that numbers were taken from")
    totals: dict[Name, TotalTable] = Field(
        {}, description="totals that are split over the clusters by a share"
    )
    shares: dict[Name, ShareTable] = Field({}, description="proxies by which totals are split")
    laws: dict[Name, WrittenLaw] = Field(
        {}, description="laws that are used more than once; every use draws on its own"
    )
    calendars: dict[Name, CalendarTable] = Field(
        {}, description="months in which work rests, by a name that activities give in not_in"
    )
    beliefs: dict[Name, WrittenBelief] = Field(
        {},
        description="what our ignorance and nobody's luck decides, each a law: one draw for all that name it",
    )
    carbon: CarbonTable | None = Field(
        None,
        description="what a tonne of carbon dioxide equivalent is worth, for benefits of the class carbon",
    )
    clusters: dict[Name, ClusterTable] = Field(
        {}, description="departments that go over to one service together"
    )
    drivers: dict[Name, DriverTable] = Field(
        {}, description="common causes: one factor an iteration for all that it multiplies"
    )
    risks: dict[Name, RiskTable] = Field(
        {}, description="what may happen, once an iteration for all that it hits"
    )
    correlation: list[CorrelationTable] = Field(
        [],
        description="groups of inputs that move together without a common cause; an input is in one of them",
    )
    funding: list[FundingTable] = Field(
        [],
        description="settlements in the order of their dates; work that they cannot pay for waits for the next",
    )
    counterfactual: CounterfactualTable | None = Field(
        None, description="what would be spent without the programme; for comparison only"
    )
    measures: list[FigureTable] = Field(
        [],
        description="what a run tells of beside every measure: dates, parts and counts, as claims name them",
    )
    claims: dict[Name, ClaimTable] = Field(
        {}, description="what was promised: each holds or not in an iteration"
    )
    floor: FloorTable | None = Field(
        None, description="how small a chance the evidence can carry; 1 in 100 if left out"
    )
    options: dict[Name, OptionTable] = Field(
        {},
        description="what may be chosen: named sets of values that take the place of others, compared on common draws",
    )
    scenarios: dict[Name, ScenarioTable] = Field(
        {}, description="named sets of values that take the place of others, played on the same draws"
    )
