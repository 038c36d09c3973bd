"""How a number of some units is written: what stands before and after it, and a scale that is fit to read."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from engine.programme.currency import money


class Scale(NamedTuple):
    """What numbers of some units are divided by, and what stands around them then."""

    size: float = 1.0
    """How many of the units are one of what is printed: 1000 for £bn of £m."""
    before: str = ""
    after: str = ""


FEWEST, MOST = 0.1, 10_000  # a largest number within these keeps the unit that the programme is written in


def scale_for(units: str, *values: float) -> Scale:
    """The scale in which all `values`, in `units`, are written, by the largest of them.

    Money changes its word only where its own would give less than 0.1 or 10,000 and more: `£m` to `£bn` or `£k`, `£` to
    `£k`, `£m` or `£bn`, `$ million` to `$ billion`, `kr` to `kr … bn`. Any other unit is kept.
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    own, *others = _scales(units)
    if not others or largest == 0 or FEWEST <= largest < MOST:
        return own
    fit = [scale for scale in others if largest >= scale.size]
    return fit[-1] if fit else others[0]


def is_money(units: str) -> bool:
    """Whether the unit is a currency, whose scale may change."""
    return len(list(_scales(units))) > 1


def _scales(units: str) -> Iterator[Scale]:
    """The unit as it is, then, of money, all that it may be written in, the smallest first."""
    found = money(units)
    if found is None:
        yield Scale(after={"": "", "1": "", "%": "%"}.get(units, f" {units}"))
        return
    before = found.currency if found.is_sign else f"{found.currency} "
    apart = " " if not found.is_sign or len(found.words[0]) > 1 else ""
    yield Scale(1.0, before, f"{apart}{found.word}" if found.word else "")
    if found.size <= 1000:
        yield Scale(1 / found.size, before)
    for power, name in enumerate(found.words, 1):
        yield Scale(1000.0**power / found.size, before, f"{apart}{name}")
