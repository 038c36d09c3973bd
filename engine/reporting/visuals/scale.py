"""The unit in which amounts are shown: large enough that no number has six digits, chosen once for all that are seen
together, and said beside them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from engine.reporting.phrasing import is_date

if TYPE_CHECKING:
    import xarray as xr

_BEYOND = 1e15
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

LONGEST, SHORTEST = 1e4, 0.1
"""A unit is kept while the largest amount is at least `SHORTEST` and below `LONGEST` of it."""

_MONEY = (
    re.compile(r"^(?P<sign>[A-Z]{0,3}[£$€¥])(?P<scale>|k|m|bn|tn)$"),
    re.compile(r"^(?P<sign>[A-Z]{3} ?)(?P<scale>k|m|bn|tn)$"),  # of EUR m, and of EUR alone only in words
)
_SCALES = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9, "tn": 1e12}
_WORDS = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_PLAIN = ("1", "", "%", "year", "financial year", "months")  # never counted in thousands


class Scale(NamedTuple):
    """A unit to show amounts in, and what to multiply them by."""

    units: str
    factor: float


def scale_of(values: Iterable[float], units: str) -> Scale:
    """The unit for amounts in `units` that are seen together: `£bn` and 0.001 for up to 25,000 of `£m`.

    The unit stays as it is where the largest of the finite `values`, by size, is readable in it. Money moves
    between `£`, `£k`, `£m`, `£bn` and `£tn` (`EUR m` to `EUR bn`); of other units there are thousands, millions,
    billions and trillions (`million hours`). Ratios, percentages, months and years stay.
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if units in _PLAIN or is_date(units) or largest == 0 or SHORTEST <= largest < LONGEST:
        return Scale(units, 1.0)
    money = next((found for form in _MONEY if (found := form.match(units))), None)
    if money:
        own = _SCALES[money["scale"]]
        name, size = _fitting(largest * own, _SCALES)
        return Scale(f"{money['sign']}{name}".strip(), _ratio(own, size))
    name, size = _fitting(largest, _WORDS)
    return Scale(f"{name} {units}".strip(), _ratio(1.0, size))


def _fitting(largest: float, scales: dict[str, float]) -> tuple[str, float]:
    """The greatest scale of which there is at least one."""
    fitting = [item for item in scales.items() if largest >= item[1]]
    return fitting[-1] if fitting else next(iter(scales.items()))


def _ratio(own: float, size: float) -> float:
    return own / size if own >= size else 1 / (size / own)


def rescaled(found: xr.Dataset, names: Iterable[str], scale: Scale, attrs: Iterable[str] = ()) -> xr.Dataset:
    """`found` with its variables `names` and attributes `attrs` in the unit of `scale`."""
    if scale.factor == 1:
        return found
    values = {name: found[name] * scale.factor for name in names if name in found}
    told = {name: float(found.attrs[name]) * scale.factor for name in attrs}
    return found.assign(values).assign_attrs(found.attrs | told | {"units": scale.units})


def plain_number(value: float) -> str:
    """Ten significant digits without an exponent: `1,250`, `0.0000001`; beyond all money `1.7×10³⁰⁰`."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    if abs(value) >= _BEYOND or abs(value) < 1 / _BEYOND:
        digits, _, power = f"{value:.3e}".partition("e")
        return f"{digits.rstrip('0').rstrip('.')}×10{str(int(power)).translate(_RAISED)}"
    decimals = max(9 - math.floor(math.log10(abs(value))), 0)
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def shown_values(found: xr.Dataset, names: Iterable[str]) -> list[float]:
    """All finite values of the variables `names`, of which one scale is chosen."""
    parts = [np.ravel(np.asarray(found[name].values, dtype=np.float64)) for name in names if name in found]
    return [float(value) for part in parts for value in part if np.isfinite(value)]
