"""What happened in that iteration? One of them told beside the base case; and what those near a percentile share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.analysis.estimators.percentiles import value_rank
from engine.analysis.estimators.shares import wilson_interval
from engine.analysis.figures import rank_of_missing
from engine.programme.model import Programme
from engine.simulation.draw import draw
from engine.simulation.limits import RunError
from engine.simulation.replay import replay
from engine.simulation.whole_run import simulate_whole
from engine.studies.asked import Play, attrs_of, values_of
from engine.studies.driving import driving_path
from engine.studies.waiting import Dates, Stop, Wait, waits

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]

NEAR = 100  # iterations that are looked at


def story(
    programme: Programme,
    seed: int = 2023,
    *,
    iteration: int,
    iterations: int | None = None,
    design: str = "random",
) -> xr.Dataset:
    """Iteration `iteration` of a run, as `engine.replay` gives it, with the base case beside everything.

    Beyond what is there: `base_start`, `base_finish` `(activity)`; `waited_for` `(activity)`, what let it start last;
    `stopped_before`, `stopped_during` `(activity)`, the months of rest (`not_in`) and without money that kept it from
    starting then, and that it stood still for later, in words; `driving` `(activity)`, 1 on the path that decides when
    the last cluster goes live; `strikes` `(risk)`; `money`, `base_money` `(line)` over the programme; `base_NAME` of
    every measure. `attrs["path"]` is the driving path.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> told = engine.story(programme, iteration=7)
        >>> float(told["npv"]) == float(engine.simulate(programme, 8)["npv"][7])
        True

    Raises `RunError` as `engine.replay` does.
    """
    import json

    one = replay(programme, seed, iteration=iteration, iterations=iterations, design=design)
    base = replay(programme.held({"*": None}), seed, iteration=0, iterations=iterations and 1)
    path, waited = _told(programme, one)
    names = [str(name) for name in one["activity"].values]
    drawn = dict(zip(one["input"].values, one["input_value"].values.tolist(), strict=True))
    measures = [name for name in one.data_vars if name in base and name not in _REPLAYED]
    return (
        one.assign(
            {
                "base_start": ("activity", base["start"].values),
                "base_finish": ("activity", base["finish"].values),
                "waited_for": ("activity", np.array([waited[name].tie for name in names], object)),
                **{
                    f"stopped_{when}": (
                        "activity",
                        _in_words(programme, [getattr(waited[name], when) for name in names]),
                    )
                    for when in ("before", "during")
                },
                "driving": ("activity", np.array([float(name in path) for name in names])),
                "strikes": ("risk", np.array([drawn[risk.strikes] for risk in programme.risks], float)),
                "money": ("line", one["line_money"].sum("year").values),
                "base_money": ("line", base["line_money"].sum("year").values),
                **{f"base_{name}": base[name] for name in measures},
            }
        )
        .assign_coords(risk=[risk.name for risk in programme.risks])
        .assign_attrs(path=json.dumps(path, ensure_ascii=False))
    )


_REPLAYED = ("input_value", "start", "finish", "exhausted", "line_money")


def stories_near(
    programme: Programme,
    percentile: float = 80.0,
    measure: str = "total_cost",
    iterations: int = 10_000,
    seed: int = 2023,
    *,
    count: int = NEAR,
    play: Play = simulate_whole,
) -> xr.Dataset:
    """What the `count` iterations nearest to a percentile of `measure` have in common, against all.

    Dimension `input`: `median` near, `median_all`, and `shift`, the mean of its ranks near less one half, in standard
    errors of such a mean. Dimension `risk`: `share`, `low`, `high`, how often it struck near, and `share_all`.
    Dimension `activity`: `criticality`, `criticality_low`, `criticality_high`, the share near in which it was on the
    driving path, and `criticality_all`, the same of the first `count` iterations. Dimension `chosen`: `iteration`, the
    nearest first, and `value`. `attrs`: `typical`, the iteration that is the percentile itself, and its `value`.

    Raises `RunError` for a percentile outside 0 to 100, or a `count` that the run has not.
    """
    import xarray as xr

    if not 0 < percentile < 100 or not 1 <= count <= iterations:
        raise RunError(
            f"percentile = {percentile}, count = {count}: a percentage above 0 and below 100, and from 1 to "
            f"{iterations:,} iterations are needed"
        )
    played = play(programme, iterations, seed, measures=[measure])
    about, values = attrs_of(played, measure), values_of(played, measure)
    worst = np.inf if rank_of_missing(about["cautious"]) == "highest" else -np.inf
    order = np.argsort(np.where(np.isnan(values), worst, values), kind="stable")
    rank = value_rank(iterations, percentile) - 1
    first = int(np.clip(rank - count // 2, 0, iterations - count))
    window = order[first : first + count]
    chosen = window[np.argsort(np.abs(np.arange(first, first + count) - rank), kind="stable")]
    drawn = draw(programme, iterations, seed)
    table = drawn["value"].values
    critical = [_criticality(programme, seed, some) for some in (chosen, np.arange(count))]
    strikes = [str(name) for name in drawn["input"].values if drawn["kind"].sel(input=name) == "risk strikes"]
    struck = drawn["value"].sel(input=strikes).values
    activities = [activity.name for activity in programme.activities]
    near = struck[chosen].sum(axis=0).astype(np.int64)
    return xr.Dataset(
        {
            "median": ("input", np.median(table[chosen], axis=0)),
            "median_all": ("input", np.median(table, axis=0)),
            "shift": ("input", _shifts(table, chosen)),
            **_with_interval("risk", ("share", "low", "high"), near, count),
            "share_all": ("risk", struck.mean(axis=0)),
            **_with_interval(
                "activity", ("criticality", "criticality_low", "criticality_high"), critical[0], count
            ),
            "criticality_all": ("activity", critical[1] / count),
            "iteration": ("chosen", chosen),
            "value": ("chosen", values[chosen]),
        },
        coords={
            "input": drawn["input"].values,
            "risk": [name.removeprefix("risks.").removesuffix(".strikes") for name in strikes],
            "activity": activities,
        },
        attrs={k: v for k, v in played.attrs.items() if k in ("title", "unit", "price_base", "start")}
        | about
        | {
            "measure": measure,
            "percentile": percentile,
            "typical": int(order[rank]),
            "value": float(values[order[rank]]),
            "iterations": iterations,
            "seed": seed,
            "count": count,
        },
    )


def _told(programme: Programme, one: xr.Dataset) -> tuple[list[str], dict[str, Wait]]:
    """The driving path of a replayed iteration, and what each activity waited for."""
    start, finish, exhausted, drawn = (
        dict(zip(one[of].values, one[what].values.tolist(), strict=True))
        for of, what in (
            ("activity", "start"),
            ("activity", "finish"),
            ("settlement", "exhausted"),
            ("input", "input_value"),
        )
    )
    dates = Dates(start, finish, exhausted)
    waited = waits(programme, dates, lambda quantity: float(drawn.get(quantity.name, quantity.base)))
    return driving_path(programme, dates, waited), waited


def _in_words(programme: Programme, stops: Iterable[tuple[Stop, ...]]) -> NDArray[np.object_]:
    return np.array(["; ".join(stop.told(programme.start) for stop in some) for some in stops], object)


def _criticality(programme: Programme, seed: int, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """`(activity)` In how many of some iterations each is on the driving path."""
    names = [activity.name for activity in programme.activities]
    counts = np.zeros(len(names), np.int64)
    for iteration in chosen:
        path = set(_told(programme, replay(programme, seed, iteration=int(iteration)))[0])
        counts += np.array([name in path for name in names])
    return counts


def _shifts(table: Floats, chosen: NDArray[np.int64]) -> Floats:
    """`(input)` Mean rank of the chosen less one half, in its standard errors; 0 of what never varies."""
    found = np.zeros(table.shape[1])
    size = len(table)
    for k in range(table.shape[1]):
        ordered = np.sort(table[:, k])
        below, upto = (np.searchsorted(ordered, table[:, k], side) for side in ("left", "right"))
        ranks = (below + upto) / (2 * size) - 0.5
        spread = float(ranks.std())
        found[k] = ranks[chosen].mean() / (spread / np.sqrt(len(chosen))) if spread > 0 else 0.0
    return found


def _with_interval(
    dim: str, names: tuple[str, str, str], counts: NDArray[np.int64], of: int
) -> dict[str, Any]:
    low, high = wilson_interval(counts, of)
    return dict(zip(names, ((dim, counts / of), (dim, low), (dim, high)), strict=True))
