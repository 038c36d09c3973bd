"""Named sets of values that take the place of others: what may be chosen, and what may be supposed."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from engine.programme.table import Table


class OptionTable(Table):
    description: str = Field("", description="what is done if it is chosen, in words")
    set: dict[str, Any] = Field(
        {},
        description="quoted dotted path = value that takes its place: a path of this file, or the name of an input",
    )


class ScenarioTable(Table):
    description: str = Field("", description="what the scenario supposes, in words")
    set: dict[str, Any] = Field(
        {},
        description="quoted dotted path = value that takes its place: a path of this file, or the name of an input",
    )
