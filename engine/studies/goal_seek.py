"""How far must a lever be pulled? A contingency, a date, a share granted, a floor: one number is varied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from distributions import Constant, Law
from engine.analysis.claims import claim_outcomes, claim_specs
from engine.analysis.estimators.percentiles import Missing, percentiles
from engine.analysis.measures import describe, measure
from engine.model.model import Model
from engine.programme.model import Programme
from engine.programme.variation import fitting
from engine.simulation.whole_run import simulate_whole
from engine.studies.asked import Play
from engine.studies.predictive import predictive
from engine.studies.reverse_stress import ClaimError, claims_of, leaves_of
from engine.studies.stress import laws_of
from engine.studies.switch import Ends, Switch, SwitchingError, switch
from engine.studies.tied import part_of

if TYPE_CHECKING:
    import xarray as xr

Vary = Callable[[float], "Programme | Model"]


def goal_seek(
    vary: Vary,
    claim: str,
    low: float,
    high: float,
    levels: Sequence[float] = (50.0, 80.0),
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    lever: str = "lever",
    play: Play = simulate_whole,
) -> xr.Dataset:
    """The setting of a lever, between `low` and `high`, at which `claim` has each of the chances `levels` (percent).

    `vary` makes the programme of a setting; all are played on the same draws. Dimension `level`: `value`, `low`,
    `high`, NaN where no setting between the ends reaches it. Attributes: lever, claim, statement, lowest, highest,
    chance_lowest, chance_highest: how far the ends get. Raises `SwitchingError` for ends the wrong way round.
    """
    if not low < high:
        raise SwitchingError(f"{lever} from {low:g} to {high:g}: the first end must be below the second")
    first = vary(low)
    specs = claims_of(first)
    metrics = list(dict.fromkeys(leaf["metric"] for leaf in leaves_of(specs, claim)))

    def chance(value: float, length: int) -> tuple[int, int]:
        outcome = claim_outcomes(play(vary(value), length, seed, measures=metrics))[claim]
        return int(outcome.sum()), outcome.size

    ends = Ends(low, high, lambda share: low + share * (high - low))
    at_ends = [chance(end, iterations) for end in (low, high)]
    found = [switch(chance, ends, at_ends, level / 100, iterations) for level in levels]
    attrs = {
        "lever": lever,
        "claim": claim,
        "statement": str(specs[claim].get("statement") or claim),
        "lowest": low,
        "highest": high,
        "chance_lowest": at_ends[0][0] / at_ends[0][1],
        "chance_highest": at_ends[1][0] / at_ends[1][1],
        "iterations": iterations,
        "seed": seed,
    }
    return _dataset(found, levels, attrs)


def floor_needed(
    programme: Programme | Model,
    claim: str,
    inputs: str | Iterable[str],
    levels: Sequence[float] = (50.0, 80.0),
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    play: Play = simulate_whole,
) -> xr.Dataset:
    """The floor under inputs, one for all, at which `claim` has a chance: each keeps its law from the floor upwards.

    As `goal_seek`, between P0.1 and P99.9 of the law of the first input. Raises `SwitchingError` where one is certain,
    `TieError` where one hangs on beliefs and a floor under it cannot be drawn for all of them.
    """
    laws = laws_of(programme)
    names = fitting([inputs] if isinstance(inputs, str) else list(inputs), laws, "input")
    certain = [name for name in names if isinstance(laws[name], Constant)]
    if certain:
        raise SwitchingError(f"{', '.join(certain)}: certain, so that no floor can be put under it")
    of_first = predictive(laws[names[0]])

    def vary(floor: float) -> Programme | Model:
        return programme.with_laws({name: _above(name, laws[name], floor) for name in names})

    low, high = (float(of_first.ppf(share)) for share in (0.001, 0.999))
    lever = f"floor under {', '.join(names)}"
    return goal_seek(vary, claim, low, high, levels, iterations, seed, lever=lever, play=play)


def bound_needed(results: xr.Dataset, claim: str, levels: Sequence[float] = (50.0, 80.0)) -> xr.Dataset:
    """The bound at which `claim` would have a chance, from one run: what to promise, or to set aside beyond the bound.

    Dimension `level`: `value`, `low`, `high`, as `engine.summarise` ranks percentiles. Attributes: metric, units, side,
    bound (as claimed), claim, statement. Raises `ClaimError` for a claim of several bounds.
    """
    specs = claim_specs(results)
    spec = leaves_of(specs, claim)
    sides = [side for side in ("at_least", "at_most") if spec[0].get(side) is not None]
    if len(spec) > 1 or len(sides) > 1:
        raise ClaimError(f"{claim} has several bounds; ask about one of them")
    side, metric = sides[0], str(spec[0]["metric"])
    about = describe(results, metric)
    wanted = [level if side == "at_most" else 100 - level for level in levels]
    missing: Missing = "highest" if side == "at_most" else "lowest"
    ranked = percentiles(measure(results, metric).values, wanted, missing=missing)
    found = [Switch(*map(float, row)) for row in zip(ranked.value, ranked.low, ranked.high, strict=True)]
    attrs = {
        "lever": f"the bound of {claim}",
        "claim": claim,
        "statement": str(spec[0].get("statement") or claim),
        "metric": metric,
        "units": about["units"],
        "side": side,
        "bound": float(spec[0][side]),
    }
    return _dataset(found, levels, attrs)


def _above(name: str, law: Law, floor: float) -> Law:
    return law if floor <= float(predictive(law).ppf(0.0)) else part_of(name, law, floor)


def _dataset(found: Sequence[Switch], levels: Sequence[float], attrs: dict[str, object]) -> xr.Dataset:
    import xarray as xr

    return xr.Dataset(
        {key: ("level", np.array([getattr(one, key) for one in found], float)) for key in Switch._fields},
        coords={"level": list(levels)},
        attrs=attrs,
    )
