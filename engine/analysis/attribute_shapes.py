"""What stands in those attributes of results that are JSON, as a run writes it."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, TypeAdapter, ValidationError

from engine.measures import BENEFITS, COSTS

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
CLASSES = tuple(one.removesuffix("_benefit") for one in BENEFITS)
ONE_OF: Any = Literal  # of words that are listed elsewhere


class Said(BaseModel):
    """A table that may say more than is looked at here."""

    model_config = ConfigDict(strict=True)


class Named(Said):
    """A table with a name."""

    name: str


class Claim(Named):
    """A claim; whether it has a bound or parts is seen where it is judged."""

    statement: str | None = None
    metric: str | None = None
    at_least: FiniteFloat | None = None
    at_most: FiniteFloat | None = None
    all_of: list[str] | None = None
    any_of: list[str] | None = None
    cases: Count | None = None


class Assumption(Named):
    """A number of the file, as the log has it."""

    kind: str = ""
    cluster: str = ""
    law: str = ""
    base: float | None = None
    source: str | None = None
    basis: str | None = None
    note: str | None = None
    owner: str | None = None
    status: str | None = None
    date: str | None = None
    signed_off: str | None = None
    effect: str | None = None
    observations: Count | None = None
    unsourced: bool = False
    changed: bool = False


class Source(Said):
    """Where numbers came from."""

    title: str | None = None
    url: str | None = None
    date: str | None = None
    note: str | None = None


class Floor(Said):
    """The least chance that is told as a number."""

    chance: Share
    reason: str


class BaseProgramme(Said):
    """The programme at its base; what is in it is read where it is written as formulas."""

    programme: dict[str, Any]
    planned: dict[str, FiniteFloat]
    steady_months: dict[str, float]


SHAPES: dict[str, Any] = {
    "claims": list[Claim],
    "assumptions": list[Assumption],
    "sources": dict[str, Source],
    "floor": Floor,
    "base_programme": BaseProgramme,
    "responses": dict[str, bool],
    "cluster_names": dict[str, str],
    "redraw": dict[str, int],
    "approximate": dict[str, FiniteFloat],
    "total_cost": Annotated[list[ONE_OF[COSTS]], Field(min_length=1)],
    "benefit_classes": list[ONE_OF[CLASSES]],
    "changes": list[str],
    "facts": list[str],
    "agreement": list[Share],
    "over_beliefs": dict[str, tuple[Share, Share]],
    "over_scenarios": dict[str, dict[str, Share]],
    "unanswered": dict[str, str],  # of a file of studies
}


@lru_cache(maxsize=64)  # the same results are asked again and again
def wrong_json(name: str, text: str) -> str:
    """Where in an attribute the first thing stands that no run writes, and what is wrong with it; "" if nothing is."""
    try:
        _adapter(name).validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        return (
            f"is damaged{f' at {place:.60}' if place else ''}: {first['msg']}; found {first['input']!r:.60}"
        )
    return ""


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(SHAPES[name])
