"""Boxes of inputs in which something is far more common: found in one half of the iterations, judged in the rest."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from engine.analysis.estimators.prim import Box, columns_of, find_box, inside, kept_limits
from engine.analysis.estimators.regional import regional
from engine.analysis.estimators.shares import wilson_interval
from engine.analysis.estimators.sorted_input import SortedInput

Floats = NDArray[np.float64]

SEARCHED = 6_000  # iterations in which boxes are looked for, at most
RESAMPLED = 1_000
LOOKED_AT = 25  # inputs of a half sample, those that matter most by themselves and those of the box
RESAMPLES = 10
MOST = 3  # boxes
FEWEST = 400  # iterations, half to find and half to judge


class Found(NamedTuple):
    """A box, each column's quasi-p, and its measures on the iterations that did not find it."""

    box: Box
    quasi_p: dict[int, float]
    member: NDArray[np.bool_]  # of the iterations that judge it
    reproduced: dict[int, float]


def is_yes_or_no(values: Floats) -> bool:
    """Whether an outcome happens or not."""
    return bool(((values == 0) | (values == 1)).all())


def find_boxes(table: Floats, values: Floats, most: int) -> list[Found]:
    """Boxes one after the other, each among what those before it have left."""
    search, judge = slice(0, None, 2), slice(1, None, 2)
    mine, theirs = table[:, search][:, :SEARCHED], table[:, judge]
    left, judged = np.ones(mine.shape[1], np.bool_), np.ones(theirs.shape[1], np.bool_)
    y, z = values[search][:SEARCHED], values[judge]
    found: list[Found] = []
    for _ in range(most):
        if left.sum() < FEWEST // 2 or np.ptp(y[left]) == 0 or judged.sum() < FEWEST // 2:
            break
        box = find_box(mine[:, left], y[left])
        box, p = kept_limits(box, theirs[:, judged], z[judged])
        if not box:
            break
        member = inside(box, theirs) & judged
        found.append(Found(box, p, member, reproduced(box, mine[:, left], y[left])))
        left &= ~inside(box, mine)
        judged &= ~member
    return found


def reproduced(box: Box, table: Floats, values: Floats) -> dict[int, float]:
    """By column, the share of half samples whose own box limits it on the same side."""
    apart = [regional(SortedInput.of(row), values > np.mean(values)).distance for row in table]
    looked_at = np.unique([*np.argsort(apart)[-LOOKED_AT:], *columns_of(box)])
    rng = np.random.default_rng(20230316)  # which half is of no account: any will do, the same each time
    wanted = {(side.column, side.is_lower) for side in box}
    hits = dict.fromkeys(columns_of(box), 0)
    for _ in range(RESAMPLES):
        some = rng.permutation(values.size)[: min(values.size // 2, RESAMPLED)]
        if np.ptp(values[some]) == 0:
            continue
        sides = find_box(table[np.ix_(looked_at, some)], values[some])
        again = {(int(looked_at[side.column]), side.is_lower) for side in sides}
        for column in hits:
            hits[column] += bool({pair for pair in wanted if pair[0] == column} & again)
    return {column: count / RESAMPLES for column, count in hits.items()}


def measures_of(one: Found, judged: Floats, confidence: float) -> dict[str, float]:
    """Density, coverage and mass of a box on the iterations that did not find it."""
    size, count = judged.size, int(one.member.sum())
    mine = judged[one.member]
    found: dict[str, float] = {"mass": count / size, "in_box": count}
    if is_yes_or_no(judged):
        hits, total = int(mine.sum()), int(judged.sum())
        for name, many, of in (("density", hits, count), ("coverage", hits, total)):
            low, high = wilson_interval(np.asarray(many), of, confidence)
            found |= {name: many / max(of, 1), f"{name}_low": float(low), f"{name}_high": float(high)}
        return found
    worst = judged >= np.quantile(judged, 0.8)
    half = float(ndtri((1 + confidence) / 2)) * float(mine.std(ddof=1)) / np.sqrt(count)
    hits = int((worst & one.member).sum())
    low, high = wilson_interval(np.asarray(hits), int(worst.sum()), confidence)
    return found | {
        "density": float(mine.mean()),
        "density_low": float(mine.mean()) - half,
        "density_high": float(mine.mean()) + half,
        "coverage": hits / int(worst.sum()),
        "coverage_low": float(low),
        "coverage_high": float(high),
    }
