"""What precision is asked for, as people write it: `p80(total_cost) ± 1%`, `P(cost) ± 0.5pp`, `mean(npv) +- 5`."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.analysis.claims import claim_outcomes, claim_specs
from engine.analysis.estimators.moments import mean_and_spread
from engine.analysis.estimators.percentiles import percentiles
from engine.analysis.estimators.run_lengths import iterations_from
from engine.analysis.estimators.shares import wilson_interval
from engine.analysis.figures import figures, rank_of_missing
from engine.analysis.measures import describe, measure, measure_names
from engine.problems import Refused, nearest

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]

_FORM = re.compile(
    r"\s*(?P<what>[pP]\s*\d+(?:\.\d+)?|[pP]|mean)\s*\(\s*(?P<of>[^()]+?)\s*\)\s*(?:±|\+-|\+/-)\s*"
    r"(?P<half>\d+(?:\.\d+)?|\.\d+)\s*(?P<unit>%|pp)?\s*"
)
ACCEPTED = 'such as "p80(total_cost) ± 1%", "P(claim) ± 0.5pp" or "mean(npv) +- 5"'


class TargetError(Refused):
    """A precision that is asked for and makes no sense."""


class Target(NamedTuple):
    """A figure of a measure or claim, and half of the interval that is wanted."""

    text: str
    what: str  # "percentile", "chance", "mean"
    of: str  # the measure or the claim
    percentage: float
    half: float
    is_relative: bool  # a share of the figure, else in its own units


class Reading(NamedTuple):
    """A figure with its 95% interval."""

    value: float
    low: float
    high: float

    @property
    def half(self) -> float:
        """Half of the interval; infinite where the run is too short to give one."""
        return (self.high - self.low) / 2


def target_of(text: str) -> Target:
    """The target that a user wrote. Raises `TargetError`."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise TargetError(f'"{text}": no precision that is known; {ACCEPTED}')
    what, unit, half = found["what"], found["unit"], float(found["half"])
    if half <= 0:
        raise TargetError(f'"{text}": a width above 0 is needed')
    if what in ("P", "p"):
        if unit not in ("pp", None) or (unit is None and half >= 1):
            raise TargetError(f'"{text}": of a chance the width is in percentage points, such as ± 0.5pp')
        return Target(text.strip(), "chance", found["of"], np.nan, half / 100 if unit else half, False)
    if unit == "pp":
        raise TargetError(
            f'"{text}": percentage points are for chances; write % of the figure, or its own units'
        )
    relative = unit == "%"
    share = half / 100 if relative else half
    if what == "mean":
        return Target(text.strip(), "mean", found["of"], np.nan, share, relative)
    percentage = float(what[1:])
    if not 0 < percentage < 100:
        raise TargetError(f'"{text}": a percentile above P0 and below P100 is needed')
    return Target(text.strip(), "percentile", found["of"], percentage, share, relative)


def check_target(target: Target, claims: Collection[str], measures: Collection[str]) -> None:
    """Raise `TargetError` for a target of what is neither of these."""
    known = claims if target.what == "chance" else measures
    if target.of not in known:
        kind = "claim" if target.what == "chance" else "measure"
        hint = nearest(target.of, known) or f"there are {', '.join(known) or 'none'}"
        raise TargetError(f'"{target.text}": no {kind} {target.of!r}; {hint}')


def sample_of(target: Target, results: xr.Dataset) -> tuple[Floats, str]:
    """The values `(iteration)` that a target is of, and the side that a careful reader fears; a claim is 1 or 0."""
    if target.what == "chance":
        return claim_outcomes(results)[target.of].astype(np.float64), ""
    return np.asarray(measure(results, target.of).values, np.float64), describe(results, target.of)[
        "cautious"
    ]


def reading_of(target: Target, values: Floats, cautious: str) -> Reading:
    """The figure of the first iterations, with its interval."""
    if target.what == "chance":
        low, high = wilson_interval(np.array(int(values.sum())), values.size)
        return Reading(float(values.mean()), float(low), float(high))
    if target.what == "mean":
        found = mean_and_spread(values)
        return Reading(found.mean, found.low, found.high)
    ranked = percentiles(values, [target.percentage], missing=rank_of_missing(cautious))
    return Reading(float(ranked.value[..., 0]), float(ranked.low[..., 0]), float(ranked.high[..., 0]))


def wanted_half(target: Target, reading: Reading) -> float:
    """Half of the interval that is wanted, in the figure's own units."""
    return target.half * abs(reading.value) if target.is_relative else target.half


def iterations_needed(results: xr.Dataset, targets: list[str]) -> dict[str, float]:
    """By target, the iterations after which its interval is as narrow as asked, judged by a run that is there.

    Kept and counted runs alike. Infinite where no length will do: a share of nought, or a mean over missing numbers.

        >>> from distributions import Normal
        >>> model = engine.Model({"a": Normal(100, 10)}, lambda a: a)
        >>> needed = engine.iterations_needed(engine.simulate(model, 10_000), ["p50(y) ± 0.1"])
        >>> 50_000 < needed["p50(y) ± 0.1"] < 75_000  # of normal medians to a hundredth of a sd: 60,341
        True

    Raises `TargetError`.
    """
    found = {}
    for text in targets:
        target = target_of(text)
        check_target(target, list(claim_specs(results)), measure_names(results))
        reading = _counted(target, results)
        count = int(results.attrs["iterations"])
        found[text] = iterations_from(count, reading.half, wanted_half(target, reading))
    return found


def _counted(target: Target, results: xr.Dataset) -> Reading:
    """The figure of results, kept or counted."""
    from engine.analysis.claims import claims

    if target.what == "chance":
        one = claims(results).sel(claim=target.of)
        return Reading(*(float(one[key]) for key in ("probability", "low", "high")))
    known = figures(results, target.of)
    if target.what == "mean":
        moments = known.moments()
        return Reading(moments.mean, moments.low, moments.high)
    ranked = known.percentiles([target.percentage])
    return Reading(*(float(np.ravel(part)[0]) for part in (ranked.value, ranked.low, ranked.high)))
