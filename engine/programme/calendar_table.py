"""The table of a calendar in a programme file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from engine.programme.table import Sourced

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class CalendarTable(Sourced):
    not_in: Annotated[list[str], Field(min_length=1)] = Field(
        description="months in which work rests: a month of every year (December) or one month (2027-05)"
    )
