"""Elicited laws -> an `xarray.Dataset` that charts and tables are made of.

Dims `curve` (laws by name, the chosen one first), `point` (a grid of values), `percentile`, and `stated` (quantiles
in the order in which they were stated; NaN beyond the last of a curve's own).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from distributions import Law, kind_of
from engine.elicitation.answer import Answer
from engine.elicitation.quantile_fit import QuantileFit

if TYPE_CHECKING:
    import xarray as xr

PERCENTILES = (1, 5, 10, 20, 25, 50, 75, 80, 90, 95, 99)
_POINTS = 801  # 0.2 mm apart on the page
_BEYOND = 1.0  # a tail is shown as far beyond the stated values as they are wide, if it runs farther
_ALTERNATIVES = 3  # laws of the ranking beside the first that are to be seen from P5 to P95


class Curve(NamedTuple):
    """One law to show, with the part it has: `chosen`, `alternative`, `expert` or `other pool`."""

    name: str
    role: str
    law: Law
    answer: Answer | None = None
    fit: QuantileFit | None = None
    weight: float = 1.0

    @property
    def stated(self) -> tuple[tuple[float, float], ...]:
        """(probability, value) of what the curve was made from."""
        return self.fit.stated if self.fit else ()


@np.errstate(all="ignore")  # of laws so wide or narrow that a density overflows
def curves_dataset(curves: Sequence[Curve], low: float | None, high: float | None) -> xr.Dataset:
    """The curves, the chosen one first, on a grid of values; attributes: the bounds `low` and `high`."""
    import xarray as xr

    grid = _grid(curves, low, high)
    half = (grid[1] - grid[0]) / 2
    u = np.array(PERCENTILES) / 100
    count = max(len(curve.stated) for curve in curves)
    per_curve = {
        "role": [curve.role for curve in curves],
        "kind": [kind_of(curve.law) for curve in curves],
        "weight": [curve.weight for curve in curves],
        "mean": [curve.law.mean() for curve in curves],
        "error": [curve.fit.error if curve.fit else np.nan for curve in curves],
        "exact": [bool(curve.fit and curve.fit.exact) for curve in curves],
        "lowest": [float(curve.law.ppf(0.0)) for curve in curves],
        "highest": [float(curve.law.isf(0.0)) for curve in curves],
        "below_zero": [float(curve.law.cdf(0.0)) for curve in curves],
        "who": [curve.answer.who if curve.answer else "" for curve in curves],
        "when": [curve.answer.when if curve.answer else "" for curve in curves],
        "basis": [curve.answer.basis if curve.answer else "" for curve in curves],
    }
    stated = {
        "stated_probability": [_padded([p for p, _ in c.stated], count) for c in curves],
        "stated_value": [_padded([x for _, x in c.stated], count) for c in curves],
        "value_residual": [_padded(c.fit.value_residuals if c.fit else (), count) for c in curves],
        "probability_residual": [
            _padded(c.fit.probability_residuals if c.fit else (), count) for c in curves
        ],
    }
    return xr.Dataset(
        {
            "density": (
                ("curve", "point"),
                [(c.law.cdf(grid + half) - c.law.cdf(grid - half)) / (2 * half) for c in curves],
            ),
            "cumulative": (("curve", "point"), [curve.law.cdf(grid) for curve in curves]),
            "quantile": (("curve", "percentile"), [curve.law.ppf(u) for curve in curves]),
            **{name: ("curve", values) for name, values in per_curve.items()},
            **{name: (("curve", "stated"), values) for name, values in stated.items()},
        },
        coords={
            "curve": [curve.name for curve in curves],
            "value": ("point", grid),
            "percentile": list(PERCENTILES),
        },
        attrs={
            "low": np.nan if low is None else low,
            "high": np.nan if high is None else high,
        },
    )


def _grid(
    curves: Sequence[Curve], low: float | None, high: float | None
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Values from left to right of what is to be seen."""
    stated = [x for curve in curves for _, x in curve.stated]
    least, most = min(stated), max(stated)
    slack = _BEYOND * (most - least)
    alternatives = [curve for curve in curves if curve.role == "alternative"][:_ALTERNATIVES]
    tails = np.array([c.law.ppf([0.01, 0.97]) for c in curves if c.role != "alternative"])
    nearer = np.array([c.law.ppf([0.05, 0.95]) for c in alternatives] or [np.array([least, most])])
    left = max(float(min(tails[:, 0].min(), nearer[:, 0].min())), least - slack)
    right = min(float(max(tails[:, 1].max(), nearer[:, 1].max())), most + slack)
    margin = 0.06 * (most - least)  # so that the ends of a law are seen to be ends
    left, right = min(left, least) - margin, max(right, most) + margin
    near = 4 * margin  # a bound so near is worth showing
    if low is not None and left < low + near:
        left = low - margin
    if high is not None and right > high - near:
        right = high + margin
    return np.linspace(left, right, _POINTS)


def _padded(numbers: Sequence[float], count: int) -> list[float]:
    return [*numbers, *[np.nan] * (count - len(numbers))]
