"""How many digits of a number are worth printing: by its size, and by how far its sampling error lets one trust it."""

from __future__ import annotations

import math

from engine.reporting.units import Scale

FINEST = 12  # decimals; what is smaller is "under" the last of them


def number(size: float, decimals: int | None) -> str:
    """A size of nought or more, with at least one digit that is not nought unless it is."""
    decimals = default_decimals(size) if decimals is None else decimals
    number = f"{round(size, decimals):,.{max(decimals, 0)}f}"
    if size == 0 or number.strip("0.,"):
        return number
    return f"{size:,.{max(first_decimal(size), 0)}f}"


def default_decimals(size: float) -> int:
    """Decimals for three significant digits, two of what is below 1, and none of a whole number."""
    size = abs(size)
    # a whole number of less than three digits (a delay of 7 months) gains nothing from decimals
    if size >= 99.95 or size == round(size):
        return 0
    return 1 if size >= 9.995 else max(2, first_decimal(size) + 1)


def first_decimal(size: float) -> int:
    """The decimal in which a size above nought has its first digit: 2 for 0.034, 0 for 3.4, -2 for 340."""
    return -math.floor(math.log10(size))


def supported_decimals(value: float, low: float, high: float, scale: Scale, apart: float = 0.0) -> int:
    """Decimals, of what is printed in `scale`, that the sampling error lets one trust.

    Up to the digit in which half of the interval from `low` to `high` has its first, but two significant digits of
    what is more than that half; two too where the run is too short to give an interval. No more of them than
    `quantity` gives, or than tell values that lie `apart`.
    """
    if value == 0:
        return 0
    size, half = abs(value) / scale.size, (high - low) / 2 / scale.size
    wanted = default_decimals(size)
    if 0 < apart < math.inf:
        wanted = max(wanted, first_decimal(apart / scale.size) + 1)
    two = first_decimal(size) + 1
    if not math.isfinite(half):
        return min(wanted, two)
    if half <= 0:
        return wanted
    known = first_decimal(half)
    return min(wanted, max(known, two) if size > half else known)
