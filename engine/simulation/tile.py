"""How many iterations are drawn and accounted for at a time."""

from __future__ import annotations

from engine.compiled.plan import Plan
from engine.compiled.play import numbers_needed
from engine.compiled.vectors.lanes import LANES
from engine.simulation.player import TILE

MOST_HELD = 2**23  # numbers in the memory of a play: 64 MB, as of some 4,000 clusters


def tile_of(plan: Plan) -> int:
    """`TILE`, or less where the outcomes of so many iterations of a great programme would take too much memory.

    Whatever it is, results are the same to the bit.
    """
    tile = TILE
    while tile > LANES and numbers_needed(plan, tile) > MOST_HELD:
        tile //= 2
    return tile
