"""Lines of money: what one cluster spends on something, and what it gains by something.

`prices` are the factors by programme year that bring a line to the prices of the programme (none: it is in them);
`inflation` is the yearly growth of its prices above the deflator, from its `price_year` on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.programme.quantity import Quantity


@dataclass(frozen=True)
class CostLine:
    """A cost of one cluster.

    `timing` says when it falls: `spread` evenly over `activity`; `while` the activity lasts (a rate
    per month); `after_go_live` until the horizon (a rate per year); `until_go_live` between planned
    and actual go-live (a rate per year).
    """

    name: str
    cluster: str
    category: Literal["one_off", "running", "legacy"]
    timing: Literal["spread", "while", "after_go_live", "until_go_live"]
    amount: Quantity
    factor: Quantity
    activity: str | None = None
    uplift: float = 1.0
    funded: bool = False
    prices: tuple[float, ...] = ()
    inflation: Quantity | None = None
    price_year: int = 0


@dataclass(frozen=True)
class BenefitLine:
    """A benefit of one cluster: annual value x realisation x uptake, ramped after `starts_after` + lag.

    `value_is_total` says that `value` is the sum over the horizon in the base case, from which the
    plan derives the annual value. Of all that counts x attribution x (1 - overlap) x (1 - optimism_bias). Lines with
    one name for what is `underlying` claim the same benefit.
    """

    name: str
    cluster: str
    benefit_class: Literal["cash", "efficiency", "societal", "carbon"]
    value: Quantity
    value_is_total: bool
    starts_after: str
    lag: Quantity
    ramp: Quantity
    decline: Quantity
    realisation: Quantity
    uptake: Quantity
    attribution: Quantity
    overlap: Quantity
    optimism_bias: Quantity
    underlying: str | None = None
    prices: tuple[float, ...] = ()
    inflation: Quantity | None = None
    price_year: int = 0
