"""When to stop? A run grows until every figure that was named is as precise as was asked.

The run is looked at, the length that it needs is worked out from the width of the interval, and it is played to that
length and looked at again. It never ends at the first look: an interval that is narrow by luck would end it, and such
intervals miss the truth too often (optional stopping). With a tenth more than is needed it mostly ends at the second,
whose interval is by then nearly independent of the look that set the length, and holds the truth in 95 of 100 runs.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.analysis.estimators.run_lengths import iterations_from
from engine.analysis.precision_target import (
    Reading,
    Target,
    TargetError,
    check_target,
    reading_of,
    sample_of,
    target_of,
    wanted_half,
)
from engine.bounds import metrics_of
from engine.model.model import Model
from engine.programme.model import Programme
from engine.simulation.player import BLOCK, Run
from engine.simulation.players import player_of
from engine.simulation.whole_run import simulate_whole
from engine.studies.asked import Play

if TYPE_CHECKING:
    import xarray as xr

FIRST = 2 * BLOCK  # iterations of the first look
MORE = 1.1  # times what a look says is needed
LEAST = 1.25  # times the length before, at least
MOST = 1_000_000
POINTS = 40  # of the curves of how figures came to rest


def until(
    programme: Programme | Model,
    targets: str | Sequence[str],
    seed: int = 2023,
    *,
    most: int = MOST,
    first: int = FIRST,
    play: Play = simulate_whole,
    told: Callable[[int], object] | None = None,
) -> xr.Dataset:
    """How long a run has to be for every one of `targets` (`"p80(total_cost) ± 1%"`), and how it came there.

    `attrs["iterations"]` is the length, at which `engine.simulate(programme, iterations, seed)` gives every figure to
    within what was asked with 95% confidence, after stopping too; `attrs["met"]` is 0 where `most` were not enough.
    Dimensions `(look, target)`: `value`, `low`, `high`; `(look)`: `length`; `(target)`: `wanted`, half of the interval
    in the figure's units, and `needed`, the iterations for it by the last look. Dimensions `(point, target)`:
    `estimate`, `estimate_low`, `estimate_high` of the first `point` iterations of the last run. Coordinates by target:
    `of`, `units`, `percentage`.

    Runs are random: other designs have no interval that a growing run can be stopped by. `told` hears each length.

        >>> from distributions import Normal
        >>> model = engine.Model({"a": Normal(100, 10)}, lambda a: a)
        >>> found = engine.until(model, "p80(y) ± 0.2%")
        >>> played = engine.simulate(model, found.attrs["iterations"])
        >>> bool(found["high"][-1] - found["low"][-1] <= 0.4 / 100 * found["value"][-1])
        True

    Raises `TargetError` for a target that is none or that no length can meet, and `RunError` as `engine.simulate` does.
    """
    asked = [target_of(text) for text in ([targets] if isinstance(targets, str) else targets)]
    if not asked:
        raise TargetError("no precision is asked for")
    names = _measures(programme, asked)
    length, looks = min(first, most), []
    while True:
        if told is not None:
            told(length)
        results = play(programme, length, seed, measures=names)
        samples = [sample_of(target, results) for target in asked]
        readings = [reading_of(target, *sample) for target, sample in zip(asked, samples, strict=True)]
        looks.append((length, readings))
        needed = max(
            _needed(target, reading, length) for target, reading in zip(asked, readings, strict=True)
        )
        if length >= most or (len(looks) > 1 and needed <= length):
            break
        if math.isinf(needed) and len(looks) > 1:
            raise TargetError(_never(asked, readings, length))
        further = LEAST * length if math.isinf(needed) else max(MORE * needed, LEAST * length)
        length = min(most, math.ceil(further / BLOCK) * BLOCK)
    return _dataset(asked, looks, samples, results, int(needed <= length), most)


def _measures(programme: Programme | Model, targets: Sequence[Target]) -> list[str]:
    """What has to be played for the targets."""
    player = player_of(programme, Run(1, 0, "random"))
    known = [name for name in player.names if player.labels(name).dim in ("", "cluster")]
    for target in targets:
        check_target(target, player.claims, known)
    needed = {t.of for t in targets if t.what != "chance"}
    for target in targets:
        needed |= set(metrics_of(player.claims, target.of)) if target.what == "chance" else set()
    return [name for name in known if name in needed]


def _needed(target: Target, reading: Reading, length: int) -> float:
    return iterations_from(length, reading.half, wanted_half(target, reading))


def _never(targets: Sequence[Target], readings: Sequence[Reading], length: int) -> str:
    lacking = [t.text for t, r in zip(targets, readings, strict=True) if math.isinf(_needed(t, r, length))]
    return (
        f"{', '.join(lacking)}: no length of run will do; the figure is nought, of which no share is a width, or is "
        "not a number in some iterations. Give the width in the figure's own units, or ask for a percentile"
    )


def _dataset(
    targets: Sequence[Target],
    looks: Sequence[tuple[int, list[Reading]]],
    samples: Sequence[tuple[np.ndarray, str]],
    results: xr.Dataset,
    met: int,
    most: int,
) -> xr.Dataset:
    import xarray as xr

    length, last = looks[-1]
    start = min(100, length)
    points = np.unique(np.geomspace(start, length, POINTS).round().astype(np.int64))
    curves = np.array(
        [
            [reading_of(t, values[:n], side) for t, (values, side) in zip(targets, samples, strict=True)]
            for n in points
        ]
    )
    table = np.array([readings for _, readings in looks])
    two, three = ("look", "target"), ("point", "target")
    wanted = [wanted_half(t, r) for t, r in zip(targets, last, strict=True)]
    units = ["" if t.what == "chance" else str(results[t.of].attrs.get("units", "1")) for t in targets]
    return xr.Dataset(
        {
            **{name: (two, table[..., k]) for k, name in enumerate(("value", "low", "high"))},
            **{
                name: (three, curves[..., k])
                for k, name in enumerate(("estimate", "estimate_low", "estimate_high"))
            },
            "length": ("look", np.array([length for length, _ in looks])),
            "wanted": ("target", np.array(wanted)),
            "needed": (
                "target",
                np.array([_needed(t, r, length) for t, r in zip(targets, last, strict=True)]),
            ),
        },
        coords={
            "target": [target.text for target in targets],
            "point": points,
            "of": ("target", [target.of for target in targets]),
            "what": ("target", [target.what for target in targets]),
            "percentage": ("target", [target.percentage for target in targets]),
            "units": ("target", units),
        },
        attrs={key: value for key, value in results.attrs.items() if key in _KEPT}
        | {"iterations": length, "met": met, "most": most, "targets": json.dumps([t.text for t in targets])},
    )


_KEPT = ("title", "scenario", "unit", "price_base", "start", "seed", "programme_hash", "engine_version")
