"""How a number of some units is written: what stands before and after it, and a scale that is fit to read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple


class Scale(NamedTuple):
    """What numbers of some units are divided by, and what stands around them then."""

    size: float = 1.0
    """How many of the units are one of what is printed: 1000 for £bn of £m."""
    before: str = ""
    after: str = ""


_SYMBOL = re.compile(r"(?P<sign>[A-Z]{0,3}[£$€¥₹₩₪₫₦₱₽₺₴₵₡฿]) ?(?P<word>[A-Za-z]*)")
_CODES = (
    "AED AUD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW MXN MYR NGN NOK NZD PEN "
    "PHP PKR PLN RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR kr Kč zł Ft Fr Rs"
)
_CODE = re.compile(rf"(?P<sign>{'|'.join(_CODES.split())}) ?(?P<word>[A-Za-z]*)")
_WORDS = (
    ("k", "m", "bn", "tn"),
    ("K", "M", "B", "T"),
    ("k", "m", "b", "t"),
    ("k", "mn", "bn", "tn"),
    ("thousand", "million", "billion", "trillion"),
)
"""Thousands, millions, 10^9 and 10^12 in one style each; the first that has a unit's word is taken."""

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
    symbol, code = _SYMBOL.fullmatch(units), _CODE.fullmatch(units)
    found = symbol or code
    word = found["word"].removesuffix("s") if found else ""
    words = next((words for words in _WORDS if word in ("", *words)), None)
    if found is None or words is None:
        yield Scale(after={"": "", "1": "", "%": "%"}.get(units, f" {units}"))
        return
    own = 1000.0 ** (words.index(word) + 1) if word else 1.0
    before = found["sign"] if symbol else f"{found['sign']} "
    apart = " " if code or len(words[0]) > 1 else ""
    yield Scale(1.0, before, f"{apart}{word}" if word else "")
    if own <= 1000:
        yield Scale(1 / own, before)
    for power, name in enumerate(words, 1):
        yield Scale(1000.0**power / own, before, f"{apart}{name}")


def pounds_in(units: str) -> float:
    """How many of the currency's own unit one of `units` is: 1,000,000 of `£m`; 1 of what is no currency."""
    scales = list(_scales(units))
    if len(scales) < 2:
        return 1.0
    smallest = min(scales[1:], key=lambda scale: scale.size)
    return (1.0 if smallest.after == "" else 1000.0) / smallest.size if smallest.size < 1 else 1.0
