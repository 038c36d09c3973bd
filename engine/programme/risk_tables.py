"""The tables of a risk in a programme file: how likely, how often, while what, and what it does."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, create_model

from engine.programme.effect_kinds import effect_kinds
from engine.programme.table import Month, Name, Patterns, Sourced, Written

_SIZES: dict[str, Any] = {
    name: (Written, Field(None, description=kind.description)) for name, kind in effect_kinds().items()
}


class EffectOfRisk(Sourced):
    targets: Patterns = Field(
        description="what it hits: patterns over activities (delay, cost, factor) or over lines (factor)"
    )


EffectTable: type[EffectOfRisk] = create_model("EffectTable", __base__=EffectOfRisk, **_SIZES)


class ResponseTable(Sourced):
    cost: Written = Field(description="what it costs, if it is taken [money]")
    activity: str | None = Field(
        None, description="cluster.activity over which its cost is spread, paid as that activity is paid"
    )
    paid: Month | None = Field(
        None,
        description="instead of `activity`: the month in which it is paid, by the first cluster that is hit",
    )
    probability: Written = Field(None, description="chance of striking that remains [probability]")
    effects: list[EffectTable] | None = Field(
        None, description="what it still does when it strikes, in place of all that it does else"
    )
    taken: bool = Field(
        False, description="whether it is played with the response; `--responses` says it for one run"
    )


class RiskOfFile(Sourced):
    probability: Written = Field(
        description="chance of striking, once the risks that it hangs on let it; of one with every_year in a year, of "
        "one with `times` each time, of one with `during` while that runs [probability]"
    )
    effects: list[EffectTable] = Field(
        [], description="what it does when it strikes, each to its own targets, or several to the same"
    )
    targets: Patterns | None = Field(
        None, description="what is hit by effects that stand in the table of the risk itself"
    )
    every_year: bool = Field(
        False, description="it may strike in every programme year, each with chance and sizes of its own"
    )
    times: Annotated[int, Field(ge=1, le=1000)] = Field(
        1, description="how often it may strike, each time with chance and sizes of its own"
    )
    during: str | None = Field(
        None, description="the activity that it threatens: it strikes only while that is under way"
    )
    exposed_from: Month | None = Field(
        None, description="first month in which it may strike; with every_year or `during`"
    )
    exposed_until: Month | None = Field(
        None, description="first month in which it may no longer strike; with every_year or `during`"
    )
    response: ResponseTable | None = Field(
        None, description="what can be done about it, what that costs, and what then remains of the risk"
    )
    exclusive: Name | None = Field(
        None,
        description="a word: of the risks that say the same word at most one strikes, each with its own probability; "
        "where all may strike every year, one in each year",
    )
    implies: list[str] = Field(
        [], description="risks that strike whenever this one does, every time that they may"
    )
    prevented_by: list[str] = Field(
        [],
        description="risks with which this one does not strike; of one that may strike several times, any strike",
    )
    needs: list[str] = Field(
        [],
        description="risks without which this one does not strike; of one that may strike several times, any strike",
    )


RiskTable: type[RiskOfFile] = create_model("RiskTable", __base__=RiskOfFile, **_SIZES)
