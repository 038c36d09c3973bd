"""What the tables of a programme file are made of: their base, the types of their keys, keys that hold quantities."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticKnownError

from engine.problems import number
from engine.programme.names import NAME

SOURCE = "the name of a table in [sources], where the number comes from"
BASIS = "how far the number can be relied on: published, derived from what is, or assumed"
NOTE = "anything a reader of the number should know; it travels into the results"
OWNER = "who answers for the number"
STATUS = "where it stands, in words of your own: draft, agreed, open, closed"
DATED = "as of when it holds: a date, or text such as 2024-02"
SIGNED_OFF = "who signed it off and when, or the date, or whether it is: true or false"
EFFECT = "what it does to the answer, and what would follow if it were wrong"
OBSERVATIONS = "on how many observations it rests, such as the programmes that a law was fitted to [number]"

Name = Annotated[str, StringConstraints(pattern=f"^{NAME.pattern}$")]
Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Date = Annotated[str, BeforeValidator(lambda day: day if isinstance(day, bool) else as_text(day))]
NOT_TEXT_ALONE = {
    "date": "a date, or text in quotes",
    "signed_off": "text in quotes, a date, or true or false",
    "observations": "a whole number of at least 1",
}
TEXT_OR_FLAG = {"anyOf": [{"type": "string"}, {"type": "boolean"}]}
SignedOff = Annotated[str, BeforeValidator(lambda said: as_text(said)), WithJsonSchema(TEXT_OR_FLAG)]
Share = Annotated[float, Field(ge=0, le=1)]
Patterns = Annotated[list[str], Field(min_length=1)]
Written = Annotated[Any, WithJsonSchema({"replace": "quantity"})]
WrittenLaw = Annotated[dict[str, Any], WithJsonSchema({"replace": "law"})]
WrittenBelief = Annotated[
    Any, BeforeValidator(lambda said: law_or_number(said)), WithJsonSchema({"replace": "law"})
]  # a number: no longer in doubt
NumberOrBelief = Annotated[
    Any, BeforeValidator(lambda said: number_or_name(said)), WithJsonSchema({"replace": "listed_belief"})
]


def number_or_name(said: object) -> float | str:
    """A number as it is, and a text, which is to name a belief; anything else is refused as no number."""
    return said if isinstance(said, str) else finite_number(said)


def law_or_number(said: object) -> float | dict[str, Any]:
    """A table as it is, which is to be a law, and a number; anything else is refused as no table.

    One place in the file stays one: of a union of types Pydantic names each type as if it were a key.
    """
    if isinstance(said, dict):
        return said
    if isinstance(said, int | float) and not isinstance(said, bool):
        return finite_number(said)
    raise PydanticKnownError("dict_type")


def finite_number(said: object) -> float:
    """A number as it is; anything else is refused."""
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise PydanticKnownError("float_type")
    found = number(said)
    if found is None:  # a whole number of very many digits is none that can be played
        raise PydanticKnownError("finite_number")
    return found


def as_text(said: object) -> object:
    """A date or a flag of a file as the text that stands for it; anything else as it is."""
    if isinstance(said, bool):
        return "yes" if said else "no"
    return said.isoformat() if isinstance(said, datetime.date) else said


class Table(BaseModel):
    """A TOML table: no other keys, no conversions between types, finite numbers only."""

    model_config = ConfigDict(extra="forbid", defer_build=True, strict=True, allow_inf_nan=False, frozen=True)


class Sourced(Table):
    """A table that may say where its numbers come from; its quantities inherit what they do not say."""

    source: str | None = Field(None, description=SOURCE)
    basis: Literal["published", "derived", "assumed"] | None = Field(None, description=BASIS)
    note: str | None = Field(None, description=NOTE)
    owner: str | None = Field(None, description=OWNER)
    status: str | None = Field(None, description=STATUS)
    date: Date | None = Field(None, description=DATED)
    signed_off: SignedOff | None = Field(None, description=SIGNED_OFF)
    effect: str | None = Field(None, description=EFFECT)
    observations: Annotated[int, Field(ge=1)] | None = Field(None, description=OBSERVATIONS)


PROVENANCE = tuple(Sourced.model_fields)


def optional(description: str, unit: str, default: float | None = None) -> Any:
    """A key for a quantity that may be left out, and what it then is; the unit stands in brackets at the end."""
    extra: dict[str, Any] | None = None if default is None else {"default": default}
    return Field(None, description=f"{description} [{unit}]", json_schema_extra=extra)
