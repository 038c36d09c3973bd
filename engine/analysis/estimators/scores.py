"""How well a forecast did, once it is known what happened: proper scores, and where the outcome lay."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, bdtrc, betaincinv

Floats = NDArray[np.float64]


def crps(sample: Floats, outcome: float, fair: bool = True) -> float:
    """The continuous ranked probability score of a sample: the mean distance to the outcome less half that within.

    Gneiting & Raftery, JASA 102 (2007), equation 21; in the outcome's units, less is better, and of a forecast of one
    number it is the distance. `fair` (Ferro, QJRMS 140, 2014) takes pairs of different iterations alone, so that few
    iterations are no handicap.
    """
    values = np.sort(np.asarray(sample, float))
    n = values.size
    apart = float(2 * np.sum(values * (2 * np.arange(1, n + 1) - n - 1)))
    pairs = n * (n - 1) if fair else n * n
    within = apart / pairs / 2 if pairs else 0.0
    return float(np.mean(np.abs(values - outcome))) - within


def pit(sample: Floats, outcome: float) -> float:
    """The probability integral transform: the share below the outcome, of what equals it half."""
    values = np.asarray(sample, float)
    return float(np.mean(values < outcome) + np.mean(values == outcome) / 2)


def brier(chance: float, happened: bool) -> float:
    """The squared distance of a chance from what happened (Brier 1950); 0 is best, 1/4 is that of a coin."""
    return (chance - float(happened)) ** 2


def coverage_interval(hits: int, facts: int, confidence: float = 0.95) -> tuple[float, float]:
    """What coverage is compatible with so many hits (Clopper & Pearson, Biometrika 26, 1934)."""
    tail = (1 - confidence) / 2
    low = float(betaincinv(hits, facts - hits + 1, tail)) if hits else 0.0
    high = float(betaincinv(hits + 1, facts - hits, 1 - tail)) if hits < facts else 1.0
    return low, high


def rejected(facts: int, coverage: float, level: float = 0.05) -> tuple[int, int]:
    """The most hits too few and the least too many for intervals of this coverage, at half the level on each side.

    -1 and `facts` + 1 where no number of hits would be.
    """
    hits = np.arange(facts + 1)
    few = hits[bdtr(hits, facts, coverage) <= level / 2]
    many = hits[bdtrc(hits - 1, facts, coverage) <= level / 2] if facts else hits[:0]
    return int(few.max(initial=-1)), int(many.min(initial=facts + 1))


def power(facts: int, coverage: float, truth: ArrayLike, level: float = 0.05) -> Floats:
    """The chance that such a test finds out that intervals of a stated coverage have another, `truth`."""
    few, many = rejected(facts, coverage, level)
    truth = np.asarray(truth, float)
    below = bdtr(few, facts, truth) if few >= 0 else np.zeros(truth.shape)
    above = bdtrc(many - 1, facts, truth) if many <= facts else np.zeros(truth.shape)
    return np.asarray(below + above)
