"""Laws fitted to data by maximum likelihood, ranked, each with how badly it fits.

    fits = fit([1.2, 1.9, 2.3, 1.4, 3.1, 1.7])
    fits.best.law

The rank says which law is the best of those that were tried; the p-values say whether it is any good.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args, overload

import numpy as np
from numpy.typing import ArrayLike

from distributions import LawError
from engine.fitting.bootstrap import MANY, REPLICATES, REPLICATES_OF_MANY, bootstrap
from engine.fitting.doubt import Evidence
from engine.fitting.families import FAMILIES, Bounds, Family
from engine.fitting.fitted import Fit
from engine.fitting.goodness_of_fit import distances
from engine.fitting.likelihood import log_likelihood, most_likely
from engine.fitting.progress import Steps
from engine.fitting.sample import FitError as FitError
from engine.fitting.sample import FloatArray, Sample, sample
from engine.problems import Problem, nearest

if TYPE_CHECKING:
    import xarray as xr

Criterion = Literal["aic", "aicc", "bic"]


@dataclass(frozen=True)
class Fits(Sequence[Fit]):
    """The fits, the best first; `left_out` tells by kind why a law was not fitted."""

    ranked: tuple[Fit, ...]
    sample: Sample
    criterion: Criterion
    left_out: Mapping[str, str]
    seed: int

    @property
    def best(self) -> Fit:
        """The fit of the lowest criterion."""
        return self.ranked[0]

    def of(self, kind: str) -> Fit:
        """The fit of a kind; raises `FitError` with the reason if there is none."""
        for found in self.ranked:
            if found.kind == kind:
                return found
        reason = self.left_out.get(kind, f"was not asked for; fitted are {', '.join(self.kinds)}")
        raise FitError(f"{kind} {reason}")

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds in the order of the ranks."""
        return tuple(found.kind for found in self.ranked)

    def to_dataset(self) -> xr.Dataset:
        """The ranking with dimension `fit`, and what QQ and PP plots show, with dimension `observation`."""
        from engine.fitting.fit_dataset import fit_dataset

        return fit_dataset(self.ranked, self.sample).assign_attrs(
            criterion=self.criterion, seed=self.seed, left_out=json.dumps(self.left_out)
        )

    def __len__(self) -> int:
        return len(self.ranked)

    @overload
    def __getitem__(self, place: int) -> Fit: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Fit, ...]: ...
    def __getitem__(self, place: int | slice) -> Fit | tuple[Fit, ...]:
        return self.ranked[place]

    def __iter__(self) -> Iterator[Fit]:
        return iter(self.ranked)


def fit(
    data: ArrayLike,
    families: Sequence[str] | None = None,
    *,
    censored_left: ArrayLike | None = None,
    censored_right: ArrayLike | None = None,
    intervals: Sequence[tuple[float, float]] | ArrayLike | None = None,
    bounds: tuple[float, float] | None = None,
    bootstrap: int | None = None,
    seed: int = 2023,
    rank_by: Criterion = "aic",
    progress: Callable[[int], None] | None = None,
) -> Fits:
    """Fit laws to `data` by maximum likelihood and rank them.

    families: TOML kinds; every law that suits the data if left out, but for pareto and uniform, which end at an
        observation and must be named.
    censored_left, censored_right: flags beside `data`: the truth is at most, or at least, the value.
    intervals: pairs between which further observations lie.
    bounds: (low, high) of a beta or triangular law; `low` is the threshold of a generalised Pareto. If left
        out, a beta is fitted to data inside (0, 1), and the threshold is 0.
    bootstrap: replicates behind each p-value; 0 for none. If left out, 999, or 199 above 200 values. Above 10,000
        values each has 5,000, which are spread about their law as more are.
    rank_by: "aic", "aicc" or "bic".
    progress: called with the number of `steps` done.

    Whole counts are also fitted by Poisson and negative binomial. Their probabilities are compared with
    densities over unit steps, which is fair where counts spread over many values. With data censored on both
    sides or in intervals there are no distances and p-values, since nothing tells where replicates would be cut.

        >>> fits = engine.fit([1.2, 1.9, 2.3, 1.4, 3.1, 1.7], families=["normal", "lognormal"], bootstrap=0)
        >>> fits.best.kind
        'lognormal'

    A law that the data do not suit, or that has no maximum, is in `left_out` with the reason. Raises `FitError`
    for bad data (see `sample`), unknown families, and where no law is left.
    """
    chosen = _chosen(families)
    found = sample(data, censored_left, censored_right, intervals)
    limits = _bounds(bounds)
    if rank_by not in get_args(Criterion):
        raise FitError(f'rank_by = "{rank_by}"; accepted are {", ".join(get_args(Criterion))}')
    count = _replicates(bootstrap, found.size)
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise FitError(f"seed = {seed!r}; a whole number from 0 on is needed")
    fitted, left_out = [], {}
    for family in chosen:
        to_go = Steps(count + 1, progress)
        with np.errstate(all="ignore"):  # searches step where nothing can be computed, and step back
            one = _fitted(family, found, limits, count, seed, families is not None, to_go.done)
        to_go.done(to_go.left)
        if isinstance(one, Fit):
            fitted.append(one)
        else:
            left_out[family.kind] = one
    if not fitted:
        raise FitError("; ".join(f"{kind} {reason}" for kind, reason in left_out.items()))
    ranked = tuple(sorted(fitted, key=lambda one: (getattr(one, rank_by), one.kind)))
    return Fits(ranked, found, rank_by, left_out, seed)


def steps(families: Sequence[str] | None, bootstrap: int | None, size: int) -> int:
    """Steps that `fit` tells as done: for each law its search and its replicates."""
    return len(_chosen(families)) * (1 + _replicates(bootstrap, size))


def _fitted(
    family: Family,
    found: Sample,
    bounds: Bounds | None,
    count: int,
    seed: int,
    named: bool,
    done: Callable[[int], None],
) -> Fit | str:
    """The fit of one family, or why there is none."""
    values = np.concatenate([found.low, found.high])
    if bounds is None and family.kind == "beta" and values.min() > 0 and values.max() < 1:
        bounds = (0.0, 1.0)
    reason = family.unsuited(found, bounds, named)
    if reason:
        return reason
    shift, width = family.frame(bounds or (0.0, 1.0))
    framed = Sample((found.low - shift) / width, (found.high - shift) / width)
    low, high, nearest = framed.low[None], framed.high[None], framed.nearest[None]
    theta = most_likely(family, low, high, nearest)
    done(1)
    height = float(log_likelihood(family, theta, low, high)[0])
    if not math.isfinite(height):
        return "has no finite likelihood anywhere that was searched"
    narrowest = family.narrowest * float(np.std(framed.nearest))
    limits = {**(family.limits or {}), **({"scale": (narrowest, math.inf)} if family.narrowest else {})}
    for name, (least, most) in limits.items():
        at = theta[0, list(family.moves).index(name)]
        if not least < at < most:
            return f"has no maximum: {name} runs to {at:g}; {family.beyond}"
    height -= np.count_nonzero(found.exact) * math.log(width)
    try:
        law = family.law(theta[0], bounds or (0.0, 1.0))
        law.mean()  # raises where it overflows; that of a heavy tail may be infinite
    except LawError as error:  # of numbers so great or small that their squares are none
        return f"cannot be computed: {error}"
    except OverflowError:
        return "cannot be computed: its mean is beyond the numbers that a computer holds"
    evidence = Evidence(family, theta[0], framed, bounds or (0.0, 1.0))
    result = Fit(family.kind, law, len(family.moves), found.size, height, evidence=evidence)
    return result if found.censoring == "mixed" else _judged(result, family, theta, framed, count, seed, done)


def _judged(
    result: Fit,
    family: Family,
    theta: FloatArray,
    framed: Sample,
    count: int,
    seed: int,
    done: Callable[[int], None],
) -> Fit:
    """The fit with its distances and, if there are replicates, their p-values."""
    mirrored = framed.censoring == "left"
    told = distances(family, theta, framed.nearest[None], framed.exact[None], mirrored)
    judged = replace(result, ks=float(told.kolmogorov_smirnov[0]), ad=float(told.anderson_darling[0]))
    if not count:
        return judged
    replicates = bootstrap(family, theta[0], framed, told, count, seed, done)
    return replace(judged, ks_p=replicates.ks, ad_p=replicates.ad, replicates=replicates)


def _chosen(families: Sequence[str] | None) -> list[Family]:
    if families is None:
        return list(FAMILIES.values())
    names = [families] if isinstance(families, str) else list(dict.fromkeys(families))
    accepted = f"any of {', '.join(FAMILIES)}"
    if not names:
        raise FitError.at("families", "none", accepted)
    unknown = [name for name in names if name not in FAMILIES]
    if unknown:
        raise FitError(
            Problem("families", f'"{name}"', accepted, nearest(name, FAMILIES)) for name in unknown
        )
    return [FAMILIES[name] for name in names]


def _bounds(bounds: tuple[float, float] | None) -> Bounds | None:
    if bounds is None:
        return None
    low, high = map(float, bounds)
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise FitError(f"bounds = ({low:g}, {high:g}): needs finite low < high")
    return low, high


def _replicates(asked: int | None, size: int) -> int:
    if asked is None:
        return REPLICATES if size <= MANY else REPLICATES_OF_MANY
    if isinstance(asked, bool) or not isinstance(asked, int) or not 0 <= asked <= 1_000_000:
        raise FitError(f"bootstrap = {asked!r}; a whole number from 0 to 1,000,000 is needed")
    return asked
