"""What the tables of a programme file are made of: their base, the types of their keys, keys that hold quantities."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from engine.programme.names import NAME

SOURCE = "the name of a table in [sources], where the number comes from"
BASIS = "how far the number can be relied on: published, derived from what is, or assumed"
NOTE = "anything a reader of the number should know; it travels into the results"

Name = Annotated[str, StringConstraints(pattern=f"^{NAME.pattern}$")]
Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Date = Annotated[str, BeforeValidator(lambda day: day.isoformat() if isinstance(day, datetime.date) else day)]
Share = Annotated[float, Field(ge=0, le=1)]
Patterns = Annotated[list[str], Field(min_length=1)]
Written = Annotated[Any, WithJsonSchema({"replace": "quantity"})]
WrittenLaw = Annotated[dict[str, Any], WithJsonSchema({"replace": "law"})]


class Table(BaseModel):
    """A TOML table: no other keys, no conversions between types, finite numbers only."""

    model_config = ConfigDict(extra="forbid", defer_build=True, strict=True, allow_inf_nan=False, frozen=True)


class Sourced(Table):
    """A table that may say where its numbers come from; its quantities inherit what they do not say."""

    source: str | None = Field(None, description=SOURCE)
    basis: Literal["published", "derived", "assumed"] | None = Field(None, description=BASIS)
    note: str | None = Field(None, description=NOTE)


PROVENANCE = tuple(Sourced.model_fields)


def optional(description: str, unit: str, default: float | None = None) -> Any:
    """A key for a quantity that may be left out, and what it then is; the unit stands in brackets at the end."""
    extra: dict[str, Any] | None = None if default is None else {"default": default}
    return Field(None, description=f"{description} [{unit}]", json_schema_extra=extra)
