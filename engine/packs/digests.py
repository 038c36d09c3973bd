"""What a run gave, iteration by iteration, in 32 bits a measure: enough to name the first that differs.

Two different values have the same digest with a chance of 2**-32. Of more than 2**20 iterations neighbours share
a digest, so that a pack stays below 100 MB.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.simulation.player import BLOCK, Arrays, Player, play_block
from engine.simulation.workers import Batch, Work

if TYPE_CHECKING:
    import xarray as xr

Digests = NDArray[np.uint32]
MOST = 1 << 20  # digests of a measure
PIECE = 64 * BLOCK  # iterations that are looked at at a time
NOT_A_NUMBER = np.float64("nan").view(np.uint64)  # one pattern of bits for all that are none
ODD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio (Knuth, TAOCP 3, 6.4)
HALF = np.uint64(32)


def together(iterations: int) -> int:
    """How many iterations share a digest: a power of two, at most a block."""
    return min(1 << max((iterations - 1) // MOST, 0).bit_length(), BLOCK)


def digest(values: NDArray[np.float64], group: int) -> Digests:
    """`(group)` Digests of values `(iteration, …)`, of `group` iterations each and the last of what is left."""
    flat = np.asarray(values, np.float64).reshape(len(values), -1)
    bits = np.where(np.isnan(flat), NOT_A_NUMBER, flat.view(np.uint64))
    state = np.zeros(len(bits), np.uint64)
    for column in bits.T:
        state = (state ^ column) * ODD
        state ^= state >> HALF
    if group > 1:  # each by an odd factor of its own, so that values which change places are seen
        place = np.arange(len(state), dtype=np.uint64) % np.uint64(group)
        state = np.add.reduceat(state * (2 * place + 1), np.arange(0, len(state), group)) * ODD
    return (state >> HALF).astype(np.uint32)


def digests_of(results: xr.Dataset) -> dict[str, Digests]:
    """By measure, those of results that hold every iteration."""
    iterations = results.sizes["iteration"]
    group = together(iterations)
    pieces = [slice(first, first + PIECE) for first in range(0, iterations, PIECE)]
    return {
        str(name): np.concatenate([digest(variable[piece].values, group) for piece in pieces])
        for name, variable in results.data_vars.items()
    }


class Digesting:
    """A run of which nothing is kept but digests, for results that were summed up."""

    begun = 0
    blocks = 64

    def __init__(self, player: Player, names: tuple[str, ...]) -> None:
        self.shared: Any = (player, names, together(player.run.iterations))
        self.work: Work = digest_batch
        self.parts: dict[str, list[Digests]] = {name: [] for name in names}

    def add(self, _: Batch, part: dict[str, Digests]) -> None:
        for name, found in part.items():
            self.parts[name].append(found)

    def results(self, iterations: int) -> xr.Dataset:
        raise NotImplementedError  # they are in `digests`

    def close(self) -> None:
        pass

    def digests(self) -> dict[str, Digests]:
        """By measure, those of all that was added."""
        return {name: np.concatenate(parts) for name, parts in self.parts.items()}


def digest_batch(shared: tuple[Player, tuple[str, ...], int], first: int, stop: int) -> dict[str, Digests]:
    """Those of a batch, by measure."""
    player, names, group = shared
    arrays: Arrays = play_block(player, first, stop)
    return {name: digest(np.ascontiguousarray(arrays[name].T), group) for name in names}


def write_digests(file: Path, found: dict[str, Digests]) -> None:
    """Write digests, a measure after the other, little end first."""
    with file.open("wb") as opened:
        for values in found.values():
            opened.write(values.astype("<u4").tobytes())


def read_digests(file: Path, names: list[str], iterations: int) -> dict[str, Digests] | None:
    """By measure; nothing where the file has not the size that these take."""
    count = -(-iterations // together(iterations))
    if file.stat().st_size != 4 * count * len(names):
        return None
    found = np.fromfile(file, "<u4").reshape(len(names), count)
    return dict(zip(names, found, strict=True))


class Difference(NamedTuple):
    """Where a measure is another: in how many digests, and iterations `first … stop` of the first one."""

    measure: str
    often: int
    first: int
    stop: int


def differences(before: dict[str, Digests], here: dict[str, Digests], iterations: int) -> list[Difference]:
    """The measures that differ, in order of the first iteration in which they do."""
    group = together(iterations)
    found = []
    for measure, values in before.items():
        (where,) = np.nonzero(values != here[measure])
        if where.size:
            first = int(where[0]) * group
            found.append(Difference(measure, where.size, first, min(first + group, iterations)))
    return sorted(found, key=lambda one: one.first)
