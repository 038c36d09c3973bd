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


def span_name(begin: float, end: float, start: str) -> str:
    """The months from one moment to another, both counted from the beginning of `start`: `Dec 2027 to Feb 2028`.

    One month where both fall into it: what takes no time is done in the month of its end.
    """
    first, last = number_of(start) + math.floor(begin + _ROUNDING), date_name(end, start)
    is_one = first >= number_of(start) + math.ceil(end - _ROUNDING) - 1
    return last if is_one else f"{month_name(first)} to {last}"


_ROUNDING = 1e-6  # months; what is over by it has ended in time
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
