"""Where did the promise go? From the base case, cause by cause, to what play gives.

Every cause (late starts, ramp-up, realisation, drivers, each risk, funding, …) is at its base or it varies, which is a
coalition of causes, and each coalition is played on the same draws. The step of a cause is what it adds when it joins,
averaged over the orders in which causes can join (Shapley 1953): no order is the right one, and none is chosen. What
causes do together and none does alone is shared out so; how much of it there is stands beside.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.analysis.asked import check_confidence
from engine.analysis.estimators.percentiles import percentiles
from engine.analysis.figures import rank_of_missing
from engine.model.model import Model
from engine.problems import Refused
from engine.programme.model import Programme
from engine.simulation.limits import check_run
from engine.simulation.whole_run import simulate_whole
from engine.studies.asked import Play, attrs_of, usual_measure, values_of
from engine.studies.causes import By, Cause, causes_of
from engine.studies.coalitions import Steps, Values, game_of, steps_of
from engine.studies.side_by_side import side_by_side

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]

ENDS = ("p50", "mean", "assured")
SECTIONS = 20  # of the iterations, whose differences tell the sampling error
FEWEST = 50  # iterations of a section
KEPT = (
    *("title", "scenario", "unit", "price_base", "start", "changes", "programme_hash", "engine_version"),
    *("seed", "iterations", "design"),
)


class BridgeError(Refused):
    """A bridge that cannot be built."""


def bridge(
    programme: Programme | Model,
    measure: str | None = None,
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    by: By = "cause",
    groups: Mapping[str, Iterable[str]] | None = None,
    assured: float = 80.0,
    design: str = "random",
    orders: int | None = None,
    confidence: float = 0.95,
    play: Play = simulate_whole,
) -> xr.Dataset:
    """The steps from the base case of `measure` to its P50, its mean and the value with `assured`% assurance.

    Dimension `end` ("p50", "mean", "assured") holds `value`, what play gives. Dimensions `(end, cause)` hold
      step, low, high   what the cause adds, with its interval: sampling error of the iterations, and of the orders
      alone, last       what it adds where nothing else varies, and where all else does (that on `short_iterations`)
    and `(end)` `joint`: value - base - the sum of `alone`, what causes do together and none does alone, which the
    steps have shared out. For every end the steps add up to value - base; of a cause that is switched off it is 0.
    Attributes: base, percentile (cumulative, of "assured"), exact (1 where all coalitions of up to 12 causes were
    played; beyond, so many random `orders` were averaged), runs, sections behind the intervals, inputs (JSON, by
    cause), missing (iterations without a number), and what the measure is.

    `by` and `groups` say what is one cause (`engine.studies.causes`); `measure` is total_benefit, or a model's first
    output, unless given, and may be a part such as "synergy.wave_2.finish". `orders` has orders sampled in any case.
    A NaN ranks on the side that a careful reader fears; a mean over NaN is NaN, and so are its steps.

        >>> from distributions import Uniform
        >>> laws = {name: Uniform(0, 1) for name in "ab"}
        >>> found = engine.bridge(engine.Model(laws, lambda a, b: 10 * a * b), iterations=2000)
        >>> mean = found.sel(end="mean")
        >>> abs(float(mean["step"].sum() - mean["value"]) + found.attrs["base"]) < 1e-9
        True

    Raises `BridgeError` for fewer than 2 orders, and as `engine.simulate` and `causes_of` do.
    """
    check_confidence(confidence)
    check_run(iterations, seed, None)
    name = measure or usual_measure(programme)
    causes = causes_of(programme, by, groups)
    acting = [cause for cause in causes if cause.inputs]
    game = game_of(len(acting), iterations, _checked(orders), seed)
    plain = play(programme, iterations, seed, design=design, measures=[name])
    about = attrs_of(plain, name)
    told = _Told(about, assured, min(SECTIONS, iterations // FEWEST))
    every = (1 << len(acting)) - 1
    whole: Values = {0: told.constant(), every: told(values_of(plain, name))}
    short: Values = {0: told.constant()}

    def told_of(run: tuple[int, int]) -> Floats:
        coalition, length = run
        varied = programme.held(dict.fromkeys(_at_base(acting, coalition)))
        return told(values_of(play(varied, length, seed, design=design, measures=[name]), name))

    for kept, coalitions, length in (
        (whole, game.whole, iterations),
        (short, game.short, game.short_iterations),
    ):
        runs = [(coalition, length) for coalition in coalitions if coalition not in kept]
        kept |= zip((coalition for coalition, _ in runs), side_by_side(told_of, runs), strict=True)
    found = steps_of(game, whole, short if game.short else {}, confidence)
    attrs = {key: plain.attrs[key] for key in KEPT if key in plain.attrs} | about
    attrs |= {
        "measure": name,
        "by": "groups" if groups else by,
        "percentile": told.percentages[1],
        "exact": int(game.orders is None),
        "orders": 0 if game.orders is None else len(game.orders),
        "short_iterations": game.short_iterations,
        "runs": len(game.runs),
        "sections": told.sections,
        "confidence": confidence,
        "missing": int(np.isnan(values_of(plain, name)).sum()),
    }
    return _dataset(found, causes, whole[every][0], attrs)


def plays_needed(
    programme: Programme | Model,
    iterations: int,
    by: By = "cause",
    groups: Mapping[str, Iterable[str]] | None = None,
    orders: int | None = None,
) -> tuple[int, int]:
    """How many runs a bridge takes, and how many iterations they have together."""
    acting = [cause for cause in causes_of(programme, by, groups) if cause.inputs]
    game = game_of(len(acting), iterations, _checked(orders), 0)
    return len(game.runs), game.plays


def _checked(orders: int | None) -> int | None:
    if orders is not None and orders < 4:
        raise BridgeError(
            f"orders = {orders}: at least 4 are needed, two pairs, to tell the error of averaging"
        )
    return orders


def _at_base(acting: list[Cause], coalition: int) -> list[str]:
    return [name for k, cause in enumerate(acting) if not coalition >> k & 1 for name in cause.inputs]


class _Told:
    """A run's values -> `(1 + section, end)`: the figures of all iterations, then of each section of them."""

    def __init__(self, about: dict[str, Any], assured: float, sections: int) -> None:
        self.percentages = (50.0, 100 - assured if about["cautious"] == "low" else assured)
        self.base, self.missing = about["base"], rank_of_missing(about["cautious"])
        self.sections = sections if sections > 1 else 0

    def __call__(self, values: Floats) -> Floats:
        size = values.size // self.sections if self.sections else 0
        parts = values[: size * self.sections].reshape(self.sections, size)
        return np.concatenate([self._figures(values[np.newaxis]), self._figures(parts)])

    def _figures(self, table: Floats) -> Floats:
        if not table.size:
            return np.empty((0, len(ENDS)))
        ranked = percentiles(table, self.percentages, missing=self.missing).value
        with np.errstate(invalid="ignore"):  # infinite less infinite: no mean
            mean = table[:, 0] + (table - table[:, :1]).mean(axis=1)  # of one value exactly that value
        return np.column_stack([ranked[:, 0], mean, ranked[:, 1]])

    def constant(self) -> Floats:
        """The same of the base case."""
        return np.full((1 + self.sections, len(ENDS)), self.base)


def _dataset(found: Steps, causes: list[Cause], value: Floats, attrs: dict[str, Any]) -> xr.Dataset:
    import xarray as xr

    place = np.cumsum([bool(cause.inputs) for cause in causes]) - 1

    def table(values: Floats) -> tuple[tuple[str, str], Floats]:
        """`(end, cause)` With a nought for what does not act."""
        rows = [
            values[k] if cause.inputs else np.zeros(len(ENDS)) for k, cause in zip(place, causes, strict=True)
        ]
        return ("end", "cause"), np.array(rows).reshape(len(causes), len(ENDS)).T

    with np.errstate(invalid="ignore"):  # a ratio or a year may be infinite
        ends = found.step - found.half, found.step + found.half
        joint = value - attrs["base"] - found.alone.sum(axis=0)
    return xr.Dataset(
        {
            "step": table(found.step),
            "low": table(ends[0]),
            "high": table(ends[1]),
            "alone": table(found.alone),
            "last": table(found.last),
            "value": ("end", value),
            "joint": ("end", joint),
        },
        coords={"end": list(ENDS), "cause": [cause.label for cause in causes]},
        attrs=attrs
        | {"inputs": json.dumps({cause.label: cause.inputs for cause in causes}, ensure_ascii=False)},
    )
