"""What if one input stays within a range? The programme as it is against the programme under that condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from distributions import Constant, Discrete, Law, LawError, Uniform
from engine.analysis.asked import check_confidence
from engine.analysis.comparison import compare_results
from engine.model.model import Model
from engine.problems import Refused
from engine.programme.model import Programme
from engine.programme.variation import STRIKES, fitting
from engine.programme.walk import quantities_in
from engine.simulation.whole_run import simulate_whole
from engine.studies.asked import Play
from engine.studies.predictive import predictive
from engine.studies.tied import part_of

if TYPE_CHECKING:
    import xarray as xr

AS_IT_IS, STRESSED = "as it is", "stressed"


class StressError(Refused):
    """A range to which an input cannot be held."""


class Range(NamedTuple):
    """From where to where, in the input's own units, or in percent of its own law."""

    low: float
    high: float
    in_percent: bool = False


def stress(
    programme: Programme | Model,
    input: str,
    within: Range | tuple[float, float],
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    design: str = "random",
    confidence: float = 0.95,
    play: Play = simulate_whole,
) -> xr.Dataset:
    """The programme as it is against itself with `input` within a range, on common draws.

    As `engine.compare` gives it, of the runs "as it is" and "stressed". The input keeps its law under the condition
    that it is within the range (Truncated), at the uniform numbers it had, so that what is tied to it stays; a range of
    no width is that value; a number that was certain is spread evenly over it. A pattern stresses every input that fits
    it, each to the range. `risks.NAME.strikes` can be held at 0 (never) or 1 (with certainty). Attributes: `input`,
    `range_low`, `range_high`, `within`: the chance of the range under the law, of several inputs that of the first.

        >>> from distributions import Uniform
        >>> model = engine.Model({"a": Uniform(0, 1), "b": Uniform(0, 1)}, lambda a, b: a + b)
        >>> found = engine.stress(model, "a", (0.5, 1.0), iterations=1000)
        >>> 0.2 < found["difference"].sel(measure="y").item() < 0.3
        True

    Raises `StressError` for a range outside the law, `TieError` for one of what hangs on beliefs that cannot be drawn
    for all of them, and `VariationError` for an input that there is not.
    """
    check_confidence(confidence)
    changed, chance, ends = _stressed(programme, input, Range(*within))
    runs = {
        label: play(one, iterations, seed, design=design)
        for label, one in ((AS_IT_IS, programme), (STRESSED, changed))
    }
    found = compare_results(runs, confidence=confidence)
    return found.assign_attrs(input=input, range_low=ends[0], range_high=ends[1], within=chance)


def _stressed(
    played: Programme | Model, pattern: str, within: Range
) -> tuple[Programme | Model, float, tuple[float, float]]:
    """What is played, the chance of the range, and its ends."""
    strikes = {} if isinstance(played, Model) else {risk.strikes: risk.name for risk in played.risks}
    laws = laws_of(played)
    names = fitting([pattern], [*laws, *strikes], "input")
    struck = [name for name in names if name in strikes]
    if struck:
        return _with_strikes(played, struck, strikes, within)
    ranges = {name: _ends(laws[name], within, name) for name in names}
    changed = {name: _within(laws[name], *ends, name) for name, ends in ranges.items()}
    first = names[0]
    low, high = ranges[first]
    law = predictive(laws[first])
    chance = float(law.cdf(high)) - (float(law.cdf(low)) if low < high else 0.0)
    return played.with_laws(changed), 1.0 if isinstance(law, Constant) else chance, (low, high)


def laws_of(played: Programme | Model) -> dict[str, Law]:
    """The law of every quantity of a programme, or input of a model, by its name."""
    if isinstance(played, Model):
        return dict(played.inputs)
    return {quantity.name: quantity.law for quantity in quantities_in(played)}


def _ends(law: Law, within: Range, name: str) -> tuple[float, float]:
    if not within.low <= within.high:
        raise StressError(
            f"{name}: a range from {within.low:g} to {within.high:g} has its ends the wrong way round"
        )
    if not within.in_percent:
        return within.low, within.high
    if within.low < 0 or within.high > 100:
        raise StressError(
            f"{name}: P{within.low:g} to P{within.high:g}; percentiles from P0 to P100 are needed"
        )
    if isinstance(law, Constant):
        raise StressError(
            f"{name} is certain ({law.value:g}) and has no percentiles; give the range in its own units"
        )
    return float(predictive(law).ppf(within.low / 100)), float(predictive(law).ppf(within.high / 100))


def _within(law: Law, low: float, high: float, name: str) -> Law:
    try:
        kept: Law
        if low == high:
            kept = Discrete((low,), (1.0,))
        elif isinstance(law, Constant):
            kept = Uniform(low, high)
        else:
            kept = part_of(name, law, low, high)
        return kept
    except LawError as error:
        ends = tuple(float(predictive(law).ppf(u)) for u in (0.001, 0.999))
        raise StressError(
            f"{name} cannot be kept from {low:g} to {high:g}: {error}; its P0.1 is {ends[0]:g}, its P99.9 {ends[1]:g}"
        ) from None


def _with_strikes(
    played: Programme | Model, names: list[str], strikes: dict[str, str], within: Range
) -> tuple[Programme, float, tuple[float, float]]:
    assert isinstance(played, Programme)
    risks = [strikes[name] for name in names]
    ends = (within.low, within.high)
    bases = {risk.name: risk.probability.base for risk in played.risks}
    if ends == (0.0, 0.0):
        return played.without(risks), 1 - bases[risks[0]], ends
    if ends == (1.0, 1.0):
        certain = {STRIKES.format(name).replace(".strikes", ".probability"): Constant(1.0) for name in risks}
        return played.with_laws(dict(certain)), bases[risks[0]], ends
    raise StressError(
        f"{names[0]} from {ends[0]:g} to {ends[1]:g}: a risk is held at 0, never, or at 1, for certain"
    )
