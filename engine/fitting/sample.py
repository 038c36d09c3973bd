"""Observations as maximum likelihood takes them: known exactly, or known to lie somewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.problems import Refused

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Censoring = Literal["none", "left", "right", "mixed"]

FEWEST = 5  # values: with fewer, not even two laws of two parameters can be told apart


class FitError(Refused):
    """Data that cannot be fitted: what was found, and what would be accepted.

    >>> try:
    ...     engine.fit([1.0])
    ... except engine.FitError as error:
    ...     print(type(error).__name__)
    FitError
    """


@dataclass(frozen=True)
class Sample:
    """Observation i lies in [low[i], high[i]]; an exact one has both equal, a censored one an open end."""

    low: FloatArray
    high: FloatArray

    @property
    def size(self) -> int:
        """Number of observations, censored ones included."""
        return int(self.low.size)

    @property
    def exact(self) -> BoolArray:
        """Which observations are known exactly."""
        return np.asarray(self.low == self.high)

    @property
    def censoring(self) -> Censoring:
        """The kind of censoring: on one side, or `mixed` for both sides and for intervals."""
        censored = ~self.exact
        if not censored.any():
            return "none"
        if np.all(self.low[censored] == -np.inf):
            return "left"
        return "right" if np.all(self.high[censored] == np.inf) else "mixed"

    @property
    def nearest(self) -> FloatArray:
        """A finite number for each observation, to start a search from: itself, its one end, or its middle."""
        low = np.where(np.isfinite(self.low), self.low, self.high)
        high = np.where(np.isfinite(self.high), self.high, self.low)
        return np.asarray(low + (high - low) / 2)


def sample(
    data: ArrayLike,
    censored_left: ArrayLike | None = None,
    censored_right: ArrayLike | None = None,
    intervals: Sequence[tuple[float, float]] | ArrayLike | None = None,
) -> Sample:
    """The sample of `data`, with flags for values that are only bounds, and pairs of bounds beside them.

    Raises `FitError` for NaN or infinite values (counted and located), flags of another length, a value
    flagged twice, an interval that is empty, and fewer than `FEWEST` observations or two different ones.
    """
    values = _finite(data, "data")
    left, right = (
        _flags(flags, name, values.size)
        for flags, name in ((censored_left, "censored_left"), (censored_right, "censored_right"))
    )
    both = np.flatnonzero(left & right)
    if both.size:
        raise FitError(
            f"data[{both[0]}] = {values[both[0]]:g} is censored on both sides, which says nothing; "
            "flag it on one side, or give its bounds in intervals"
        )
    pairs = _intervals(intervals)
    found = Sample(
        np.concatenate([np.where(left, -np.inf, values), pairs[:, 0]]),
        np.concatenate([np.where(right, np.inf, values), pairs[:, 1]]),
    )
    if found.size < FEWEST:
        raise FitError(f"{found.size} observations are too few to fit a law; at least {FEWEST} are needed")
    different = np.unique(found.low[found.exact]).size
    if different < 2:
        raise FitError(
            f"{found.size} observations hold {different} different exact value"
            f"{'' if different == 1 else 's'}; at least 2 are needed to tell a spread"
        )
    return found


def _finite(data: ArrayLike, name: str) -> FloatArray:
    try:
        values = np.asarray(data, float)
    except (TypeError, ValueError):
        raise FitError(f"{name} holds something that is no number; a list of numbers is needed") from None
    if values.ndim != 1:
        raise FitError(f"{name} has the shape {values.shape}; a list of numbers is needed")
    bad = np.flatnonzero(~np.isfinite(values))
    if bad.size:
        places = ", ".join(map(str, bad[:5])) + (", ..." if bad.size > 5 else "")
        raise FitError(
            f"{name} holds {bad.size} of {values.size} values that are NaN or infinite, at position "
            f"{places} (counted from 0); leave them out, or give them as censored"
        )
    return values


def _flags(flags: ArrayLike | None, name: str, size: int) -> BoolArray:
    if flags is None:
        return np.zeros(size, bool)
    found = np.asarray(flags)
    if found.shape != (size,) or found.dtype != bool:
        raise FitError(
            f"{name} has the shape {found.shape} and the type {found.dtype}; {size} flags that are true or "
            "false are needed, one for each value of data"
        )
    return found


def _intervals(intervals: Sequence[tuple[float, float]] | ArrayLike | None) -> FloatArray:
    if intervals is None:
        return np.empty((0, 2))
    pairs = np.asarray(intervals, float)
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        raise FitError(f"intervals has the shape {pairs.shape}; a list of pairs (low, high) is needed")
    bad = np.flatnonzero(~(pairs[:, 0] < pairs[:, 1]) | ~np.isfinite(pairs).all(axis=1))
    if bad.size:
        low, high = pairs[bad[0]]
        raise FitError(
            f"intervals[{bad[0]}] = ({low:g}, {high:g}): needs finite low < high; for an open end use "
            "censored_left or censored_right"
        )
    return pairs
