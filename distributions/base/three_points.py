"""Bounds of a three-point law that is given by a mode and two percentiles."""

from __future__ import annotations

from collections.abc import Callable

from distributions.base.inversion import root_of
from distributions.base.law import FloatArray, Law, LawError, ascending


def check_percentiles(law: Law) -> None:
    """Refuse percentiles out of order; `law` has low, mode, high, low_probability and high_probability."""
    ascending(law, ("low", "mode", "high"))
    p, q = law.argument("low_probability"), law.argument("high_probability")
    if not 0 <= p < q <= 1:
        raise LawError(f"low_probability = {p}, high_probability = {q}: must rise, both within 0 to 1")


def bounds(
    unit: Callable[[float], Law], low: float, mode: float, high: float, probabilities: tuple[float, float]
) -> tuple[float, float]:
    """Lower and upper bound at which `low` and `high` have the two `probabilities`.

    `unit(s)` is the law on (0, 1) with mode s. With width w between the bounds and y, z its quantiles of
    unit(s), mode - low = w (s - y) and high - mode = w (z - s): one equation for s, then w follows. Its
    left side falls from s = 0 to s = 1.
    """
    below, above = mode - low, high - mode

    def quantiles(s: float) -> FloatArray:
        return unit(s).ppf(probabilities)

    def excess(s: float) -> float:
        y, z = quantiles(s)
        return float(below * (z - s) - above * (s - y))

    s = root_of(excess, 0.0, 1.0)
    y, z = quantiles(s)
    width = float((high - low) / (z - y))
    p, q = probabilities
    lower = low if p == 0 else min(low, mode - s * width)
    return lower, high if q == 1 else max(high, mode + (1 - s) * width)
