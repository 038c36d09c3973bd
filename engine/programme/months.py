"""Months of the calendar and months counted from the programme's start."""

from __future__ import annotations

import math
import re

MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def months_after(start: str, month: str) -> int:
    """How many months the beginning of one month ("2028-03") lies after that of another; below 0 before it."""
    return number_of(month) - number_of(start)


def number_of(month: str) -> int:
    """Months from the beginning of year 0."""
    year, _, number = month.partition("-")
    return 12 * int(year) + int(number) - 1


def month_name(number: int) -> str:
    """`Mar 2028`, from months since the beginning of year 0."""
    return f"{_SHORT[number % 12]} {number // 12:04d}"


def date_name(months: float, start: str) -> str:
    """The month in which something is done so many months after the beginning of `start`: `Mar 2028`.

    What is done in month 24.0 of a programme that starts in April 2025 is done by the end of March 2027, and what takes
    a moment longer in April.
    """
    return month_name(number_of(start) + max(math.ceil(months - _ROUNDING) - 1, 0))


_ROUNDING = 1e-6  # months; what is over by it has ended in time
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
