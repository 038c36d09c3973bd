"""Every iteration of a run in a Zarr folder, written batch by batch and re-opened lazily."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.simulation.limits import RunError, missing_library
from engine.simulation.player import BLOCK, Arrays, Player
from engine.simulation.results import dataset
from engine.simulation.sinks import chosen_arrays, shape
from engine.simulation.workers import Batch, Work

if TYPE_CHECKING:
    import xarray as xr

CHUNK = (
    32 * BLOCK
)  # iterations that a file holds of each measure: 256 KiB of a total, 1.3 MiB of five clusters


class Stored:
    """Iterations on their way to a Zarr folder, which has its name only when it is whole.

    An iteration's number is its place: a coordinate that says so would be read into memory with every opening.
    """

    blocks = CHUNK // BLOCK
    work: Work = staticmethod(chosen_arrays)

    def __init__(self, player: Player, names: tuple[str, ...], path: Path) -> None:
        try:
            import dask  # noqa: F401  # by which it is opened again
            import zarr
        except ImportError as error:
            raise missing_library(f"store = {path}", error) from None
        if path.exists():
            raise RunError(f"store = {path} exists already; name another folder, and nothing is overwritten")
        self.player, self.names, self.path = player, names, path
        self.shared = (player, names)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.beside = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
        group = zarr.open_group(self.beside, mode="w", zarr_format=2)
        self.stored: dict[str, zarr.Array[Any]] = {}
        for name in names:
            rest, iterations = shape(player, name), player.run.iterations
            self.stored[name] = group.create_array(
                name,
                shape=(iterations, *rest),
                chunks=(min(CHUNK, iterations), *rest),
                dtype=np.float64,
                compressors=None,  # the digits of a drawn double do not compress
                fill_value=np.nan,
            )

    def add(self, batch: Batch, part: Arrays) -> None:
        for name, values in part.items():
            self.stored[name][batch[0] : batch[1]] = values.T

    def results(self, iterations: int) -> xr.Dataset:
        import xarray as xr

        one = {name: np.empty((*shape(self.player, name), 1)) for name in self.names}
        about = dataset(self.player, one, iterations)
        about.drop_vars([*self.names, "iteration"]).to_zarr(
            self.beside, mode="a", consolidated=False, zarr_format=2
        )
        for name in self.names:
            array = self.stored[name]
            array.resize((iterations, *array.shape[1:]))
            attrs = {
                key: getattr(value, "tolist", lambda v=value: v)() for key, value in about[name].attrs.items()
            }
            array.attrs.update(attrs | {"_ARRAY_DIMENSIONS": list(about[name].dims)})
        os.replace(self.beside, self.path)
        opened: xr.Dataset = xr.open_zarr(self.path, consolidated=False)
        return opened[list(self.names)]  # a folder has no order of its own

    def close(self) -> None:
        shutil.rmtree(self.beside, ignore_errors=True)
