"""The segments of a law that jumps, of which both ends are cut off: each jump stays where it is, to the last bit.

Found again by quantiles of the shorter law, a jump could fall on the wrong side of its probability by rounding.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from distributions.base.law import FloatArray
from distributions.base.segments import Quantile, Segment, flat


def jumps(segments: tuple[Segment, ...]) -> bool:
    """Whether any of them is an atom."""
    return any(_is_atom(one) for one in segments)


def cut_off(
    segments: tuple[Segment, ...], below: float, within: float, ends: tuple[float, float]
) -> tuple[Segment, ...]:
    """Segments of the law under the condition that it lies between `ends`.

    Of the whole law's probability, `below` lies under them and `within` between them.
    """
    kept = []
    for one in segments:
        start, stop = max(one.start, below), min(one.stop, below + within)
        if _is_atom(one) and one.ends is not None:
            if ends[0] <= one.ends[0] <= ends[1]:
                kept.append(flat(one.ends[0], (one.start - below) / within, (one.stop - below) / within))
        elif start < stop:
            kept.append(_part(one, start, stop, ends)._replace(
                start=(start - below) / within, stop=(stop - below) / within
            ))  # fmt: skip
    kept = [one for one in kept if one.start < one.stop]
    edges = [0.0, *(one.start for one in kept[1:]), 1.0]
    return tuple(
        one._replace(start=start, stop=stop) for (start, stop), one in zip(pairwise(edges), kept, strict=True)
    )


def _is_atom(one: Segment) -> bool:
    return one.ends is not None and one.ends[0] == one.ends[1]


def _part(whole: Segment, start: float, stop: float, ends: tuple[float, float]) -> Segment:
    """The stretch of a segment from `start` to `stop`."""
    width = whole.stop - whole.start
    before, after, share = (start - whole.start) / width, (whole.stop - stop) / width, (stop - start) / width

    def counted(mine: Quantile, other: Quantile, skipped: float) -> Quantile:
        def value(t: FloatArray) -> FloatArray:
            part = np.minimum(skipped + share * np.asarray(t), 1.0)
            found = np.where(part <= 0.5, mine(np.minimum(part, 0.5)), other(np.minimum(1.0 - part, 0.5)))
            return np.clip(found, *ends)

        return value

    return Segment(start, stop, counted(whole.near, whole.far, before), counted(whole.far, whole.near, after))
