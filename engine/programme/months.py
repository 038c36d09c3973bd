"""Months of the calendar and months counted from the programme's start."""

from __future__ import annotations

import re

MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def months_after(start: str, month: str) -> int:
    """How many months the beginning of one month ("2028-03") lies after that of another; below 0 before it."""
    return number_of(month) - number_of(start)


def number_of(month: str) -> int:
    """Months from the beginning of year 0."""
    year, _, number = month.partition("-")
    return 12 * int(year) + int(number) - 1
