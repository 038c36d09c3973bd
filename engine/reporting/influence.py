"""Words for what inputs do to a measure or to a claim: the same in tables and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.reporting import phrasing
from engine.reporting.units import Scale

if TYPE_CHECKING:
    import xarray as xr

SWING = (
    "Swing: mean where the input is in its highest tenth of iterations less the mean where it is in its lowest; of a "
    "risk, where it strikes less where it does not. What is correlated with the input moves with it."
)
GAP = (
    "Gap: the value with this assurance in the whole run less that in a run, on the same draws, in which the cause is "
    "off: an input at its base value, a risk that never strikes. Gaps need not add up."
)
BY_WHAT_IS_SURE = "In the order of the end of the interval that is nearer to nought."
BELIEFS = (
    "Share: what part of the variance between worlds is this belief's, averaged over all orders in which beliefs may "
    "become known; shares add up to 100%. In a world every belief is settled and only luck is left."
)
SHAPLEY = (
    "Share: the part of the variance that is this player's, averaged over all orders in which the players could become "
    "known (Shapley effect). Shares add up to 100%, also where inputs are correlated."
)
SOBOL = (
    "First order: the share of the variance that knowing this player alone would remove. Total: the share that would "
    "stay if everything else were known. What the total has beyond the first order is done together with others."
)
FIRST_ORDER = (
    "Alone: share of the variance that knowing the input alone would remove; where inputs are correlated it counts "
    "what the input tells of the others, so that these shares do not add up."
)
RANK = (
    "Rank correlation (Spearman): 1 where the measure always rises with the input, -1 where it always falls."
)


def strongest(
    values: NDArray[np.float64],
    most: int | None = None,
    low: NDArray[np.float64] | None = None,
    high: NDArray[np.float64] | None = None,
) -> NDArray[np.int64]:
    """Places by size, the greatest first, without those that are nought or no number.

    With the ends `low` and `high` of their intervals, by the size that is sure: what was seen but once or twice, of a
    risk that seldom strikes, does not lead. What has no interval comes last.
    """
    size = np.nan_to_num(np.abs(values), nan=0.0)
    keys = [-size]
    if low is not None and high is not None:
        known = np.isfinite(low) & np.isfinite(high)
        sure = np.where(known, np.maximum(np.maximum(low, -high), 0.0), 0.0)
        keys = [-size, ~known, -sure]
    order = np.lexsort(keys)
    return order[size[order] > 0][:most]


def is_claim(attrs: dict[str, object]) -> bool:
    """Whether it is a claim that is looked at."""
    return attrs.get("what") == "claim"


def subject(attrs: dict[str, object]) -> str:
    """`Total cost`; of a claim `whether it holds: Benefits of £1.8bn`."""
    name = str(attrs["long_name"])
    return f"chance of the claim “{name}”" if is_claim(attrs) else name


def amount(value: float, attrs: dict[str, object], scale: Scale | None = None) -> str:
    """A value of what is looked at: of a claim a chance."""
    if is_claim(attrs):
        return phrasing.probability(value) if 0 <= value <= 1 else points(value)
    return phrasing.quantity(value, str(attrs["units"]), scale=scale)


def change(value: float, attrs: dict[str, object], scale: Scale | None = None) -> str:
    """A difference with its sign: `+£120m`, of a claim `−3.1 points`."""
    if is_claim(attrs):
        return points(value)
    text = phrasing.quantity(value, str(attrs["units"]), scale=scale)
    return f"+{text}" if value > 0 and np.isfinite(value) else text


def points(value: float, after: str = " points") -> str:
    """A difference of chances: `+3.1 points`, in hundredths of certainty."""
    if not np.isfinite(value):
        return "not available"
    decimals = 1 if abs(value) >= 0.001 or value == 0 else 2
    sign = "+" if value > 0 else phrasing.MINUS if value < 0 else ""
    return f"{sign}{abs(100 * value):.{decimals}f}{after}"


def part(value: float) -> str:
    """A share, which sampling error may put a little below nought or above one: `23%`, `−1%`."""
    if not np.isfinite(value):
        return "not available"
    sign = phrasing.MINUS if value < -0.0005 else ""
    size = abs(100 * value)
    return f"{sign}{size:.1f}%" if 0.05 <= size < 9.95 else f"{sign}{size:.0f}%"


def parts_between(low: float, high: float) -> str:
    """`21% to 25%`."""
    return f"{part(low)} to {part(high)}"


def missing_sentence(found: xr.Dataset) -> str:
    """What became of iterations without a number, where, and what to do; "" if there are none."""
    attrs = found.attrs
    missing = int(attrs.get("missing", 0))
    if not missing:
        return ""
    iterations = int(attrs.get("iterations", 0))
    where = (
        f", the first of them iteration {int(attrs['first_missing']):,}" if "first_missing" in attrs else ""
    )
    return (
        f"{missing:,} of {iterations:,} iterations gave no number for {attrs['long_name']}{where}. They are in no "
        "mean: ranks put them on the side that a careful reader fears, and what needs a variance is not available. "
        "`outturn replay --iteration N` shows one whole; a claim about the measure can be looked at instead."
    )


def never_varies(found: xr.Dataset) -> str:
    """What is said of an output that never varies; "" of one that does."""
    if int(found.attrs.get("varies", 1)):
        return ""
    return (
        f"{found.attrs['long_name']} is the same in every iteration: nothing drives it, and every share is 0."
    )
