"""One iteration of a run, played again, with every number on its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.compiled.play import numbers_needed, play
from engine.compiled.vectors.lanes import LANES
from engine.model.model import Model
from engine.plan.base_case import Played, money_by_year
from engine.programme.model import Programme
from engine.simulation.limits import RunError, check_run, checked_worlds
from engine.simulation.model_player import ModelPlayer
from engine.simulation.player import Player, Run
from engine.simulation.players import player_of, salts
from engine.simulation.programme_player import ProgrammePlayer

if TYPE_CHECKING:
    import xarray as xr

Variables = dict[str, Any]


def replay(
    programme: Programme | Model,
    seed: int = 2023,
    *,
    iteration: int,
    iterations: int | None = None,
    design: str = "random",
    redraw: Mapping[str, int] | None = None,
    worlds: int | None = None,
) -> xr.Dataset:
    """Iteration `iteration` of the run of `seed`, to the bit, without playing the others.

    Of a programme: `input_value` `(input)` with each input's `kind`, `law` and `base`, strikes of risks among them;
    `start`, `finish` `(activity)` in months; `exhausted` `(settlement)`, the month in which its money ran out, infinite
    where it lasted; `line_money` `(line, year)`, the money of every line of cost and benefit by year; and every measure
    `()`, `(cluster)` or `(year)` as `engine.simulate` gives it. Of a model: `input_value` and its outputs.

    A latin design needs `iterations`, the length of the run, and so do groups that are reordered (iman_conover). Of
    coupled inputs the uniforms are then drawn for the whole run, in its time and memory.

        >>> programme = engine.load("experiments/shared_services/programme.toml")
        >>> one = engine.replay(programme, seed=2023, iteration=7)
        >>> float(one["npv"]) == float(engine.simulate(programme, 8, seed=2023)["npv"][7])
        True
        >>> one["line_money"].dims
        ('line', 'year')

    Raises `RunError` for an iteration that the run has not, and as `engine.simulate` does.
    """
    import xarray as xr

    length = iteration + 1 if iterations is None else iterations
    check_run(max(length, 1), seed, None)
    if not 0 <= iteration < length:
        raise RunError(f"iteration = {iteration}: a whole number from 0 to {length - 1} is needed")
    player = player_of(
        programme, Run(length, seed, design, salts(redraw), worlds=checked_worlds(worlds, length))
    )
    if iterations is None and (design == "latin" or player.draws.reorder.any()):
        why = "its strata" if design == "latin" else "groups that are reordered (iman_conover)"
        raise RunError(f"iterations = None: the length of the run is needed, on which {why} hang")
    player.prepare()
    found = (
        of_model(player, iteration) if isinstance(player, ModelPlayer) else of_programme(player, iteration)
    )
    attrs = player.about() | {"seed": seed, "iteration": iteration, "design": design}
    return xr.Dataset({**inputs(player, iteration), **found}, coords=coordinates(player), attrs=attrs)


def inputs(player: Player, iteration: int) -> Variables:
    """What was drawn."""
    rows = np.array([one.row for one in player.inputs], np.int64)
    first = iteration - iteration % 2  # a block of bits serves two iterations
    return {"input_value": ("input", player.draw(first, iteration + 1, rows)[:, -1])}


def coordinates(player: Player) -> Variables:
    """Names of inputs with their kind, law and base, and the coordinates of the measures."""
    by_input = {key: [getattr(one, key) for one in player.inputs] for key in ("kind", "law", "base")}
    dims = dict.fromkeys(player.labels(name).dim for name in player.names)
    found: Variables = {"input": [one.name for one in player.inputs]}
    found |= {key: ("input", values) for key, values in by_input.items()}
    for dim in dims:
        found |= player.coordinates(dim) if dim else {}
    return found


def of_model(player: ModelPlayer, iteration: int) -> Variables:
    """The outputs."""
    first = iteration - iteration % 2
    buffer = player.buffer(iteration + 1 - first)
    player.play(first, iteration + 1, buffer, first)
    return {name: ((), values[-1]) for name, values in player.arrays(buffer).items()}


def of_programme(player: Player, iteration: int) -> Variables:
    """Dates, lines and measures."""
    assert isinstance(player, ProgrammePlayer)
    played, lane = play_one(player, iteration)
    sheet, programme = player.planned.sheet, player.programme
    column = played.sheet[:, lane]
    lines = np.arange(len(player.planned.lines))
    by_year = money_by_year(player.bare, played, lines)[..., lane]
    activities = [activity.name for activity in programme.activities]
    dates = {
        what: ("activity", np.array([column[sheet.row(what, name)] for name in activities], float))
        for what in ("start", "finish")
    }
    settlements = [settlement.approved.name for settlement in programme.funding]
    exhausted = np.array([column[sheet.row("exhausted", name)] for name in settlements], float)
    measures: Variables = {}
    for name, values in player.arrays(played.outcome).items():
        dim = player.labels(name).dim
        measures[name] = ((dim,) if dim else (), values[..., lane], player.describe(name))
    return {
        **dates,
        "exhausted": ("settlement", exhausted),
        "line_money": (("line", "year"), by_year),
        "activity": activities,
        "settlement": settlements,
        "line": list(player.planned.lines),
        **measures,
    }


def play_one(player: ProgrammePlayer, iteration: int) -> tuple[Played, int]:
    """The sheet and outcome of the pair of iterations in which one stands, and its place in them."""
    first = iteration - iteration % 2
    memory = np.empty(numbers_needed(player.bare, 2))
    outcome = np.empty((player.bare.outcome_rows, iteration + 1 - first))
    play(player.plan, player.run.seed, first, iteration + 1, first, 2, memory, outcome)
    return Played(outcome, memory[: player.bare.rows * LANES].reshape(-1, LANES)), iteration - first
