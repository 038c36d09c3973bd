"""A programme or a model, and what is asked of it -> what plays it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.model.model import Model
from engine.programme.model import Programme
from engine.programme.variation import Redraw
from engine.simulation.limits import RunError, check_known
from engine.simulation.model_player import ModelPlayer
from engine.simulation.parts import asked_for
from engine.simulation.player import Player, Run
from engine.simulation.programme_player import ProgrammePlayer


def player_of(played: Programme | Model, run: Run) -> Player:
    """What plays a programme or a model."""
    return ModelPlayer(played, run) if isinstance(played, Model) else ProgrammePlayer(played, run)


def salts(redraw: Mapping[str, int] | None) -> Redraw:
    """What is drawn afresh, as a run takes it."""
    return tuple((redraw or {}).items())


def telling_of(player: Player, asked: Sequence[str] | None) -> tuple[Player, tuple[str, ...]]:
    """The player, made to tell of the parts that are asked for too, and the measures to keep in their order.

    Raises `RunError` for names or patterns that fit no measure and no part.
    """
    if asked is None:
        return player, player.names
    if not asked:
        raise RunError("measures is empty: name at least one, or leave it out to keep all")
    if not isinstance(player, ProgrammePlayer):
        check_known("measures", asked, player.names)
        return player, tuple(name for name in player.names if name in asked)
    measures, parts = asked_for(asked, player.names, player.parts)
    telling = player.under(player.run._replace(parts=parts))
    return telling, (*measures, *telling.asked)
