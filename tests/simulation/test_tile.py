"""Great programmes are played fewer iterations at a time, to the same bits."""

import numpy as np

from engine.programme import load
from engine.simulation import tile
from engine.simulation.player import TILE, Run, play_block
from engine.simulation.programme_player import ProgrammePlayer

FLAGSHIP = "experiments/shared_services/programme.toml"


def played():
    return play_block(ProgrammePlayer(load(FLAGSHIP), Run(300, 1, "random")), 0, 300)


def test_of_great_programmes_less_is_held(monkeypatch):
    plan = ProgrammePlayer(load(FLAGSHIP), Run(300, 1, "random")).bare
    assert tile.tile_of(plan) == TILE
    usual = played()
    monkeypatch.setattr(tile, "MOST_HELD", 1)
    assert tile.tile_of(plan) == tile.LANES < TILE
    small = played()
    assert set(small) == set(usual)
    assert all(np.array_equal(small[name], usual[name], equal_nan=True) for name in usual)
