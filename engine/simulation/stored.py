"""Every iteration of a run in a Zarr folder, written batch by batch and re-opened lazily."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from itertools import count
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.folders.lasting import names_on_disk, naming, on_disk
from engine.folders.manifest import IN_STORE, run_of, write_manifest
from engine.simulation.begun import (
    Beside,
    identity_in,
    identity_of,
    left_beside,
    new_beside,
    unlike,
    whole_chunks,
    without_partial_files,
)
from engine.simulation.limits import RunError, RunWarning, missing_library
from engine.simulation.player import BLOCK, Arrays, Player
from engine.simulation.results import dataset
from engine.simulation.sinks import chosen_arrays, shape
from engine.simulation.workers import Batch, Work, interruptible, uninterrupted

if TYPE_CHECKING:
    import xarray as xr
    import zarr

CHUNK = (
    32 * BLOCK
)  # iterations that a file holds of each measure: 256 KiB of a total, 1.3 MiB of five clusters
CHECKSUM = 4  # bytes of the CRC-32C behind the numbers of each file


class Stored:
    """Iterations on their way to a Zarr folder, which has its name only when it is whole.

    An iteration's number is its place: a coordinate that says so would be read into memory with every opening.
    """

    blocks = CHUNK // BLOCK
    work: Work = staticmethod(chosen_arrays)

    def __init__(self, player: Player, names: tuple[str, ...], path: Path, resume: bool = False) -> None:
        try:
            import dask  # noqa: F401  # by which it is opened again
            import zarr
        except ImportError as error:
            raise missing_library(f"store = {path}", error) from None
        self.player, self.names, self.path, self.begun = player, names, path, 0
        self.shared = (player, names)
        self.before: int | None = None  # iterations of the store that this run goes on with
        self.adopted = False  # whether it goes on with what a killed run left
        found = self._resumed() if resume else None
        self.beside = found or self._new()
        group = zarr.open_group(self.beside.store, mode="r+", zarr_format=2)
        self.stored: dict[str, zarr.Array[Any]] = {
            name: array.with_config(
                {"write_empty_chunks": True}
            )  # so that a chunk that is not there was lost
            for name in names
            if isinstance(array := group[name], zarr.Array)
        }
        if found is not None:
            self._go_on()

    def _new(self) -> Beside:
        """A folder with room for every measure."""
        import zarr

        if self.path.exists():
            raise RunError(
                f"store = {self.path} exists already; name another folder, and nothing is overwritten"
            )
        known = "programme_hash" in self.player.about()
        beside = new_beside(self.path, identity_of(self.player, self.names) if known else {})
        try:
            with naming(self.path), uninterrupted():
                self._make_room(zarr.open_group(beside.store, mode="w", zarr_format=2))
        except BaseException:  # a disk that is full, an interrupt
            beside.remove()
            raise
        return beside

    def _make_room(self, group: zarr.Group) -> None:
        from numcodecs.checksum32 import CRC32C

        for name in self.names:
            rest, iterations = shape(self.player, name), self.player.run.iterations
            group.create_array(
                name,
                shape=(iterations, *rest),
                chunks=(min(CHUNK, iterations), *rest),
                dtype=np.float64,
                compressors=CRC32C(),  # a checksum alone: the digits of a drawn double do not compress
                fill_value=np.nan,
            )

    def _resumed(self) -> Beside | None:
        """What an interrupted or killed run of the same left; nothing where there is none."""
        identity = identity_of(self.player, self.names)
        if not self.path.exists():
            found = left_beside(self.path, identity)
            if found is None:
                return None
            self.adopted, self.begun = True, found[1]
            return found[0]
        attrs, names = about_store(self.path)
        if differing := unlike(identity_in(attrs, names), identity):
            raise RunError(f"store = {self.path} is of another run: {differing}; name another folder")
        self.begun = self.before = attrs["iterations"]
        beside = new_beside(self.path, identity)
        beside.note(self.begun)
        os.replace(self.path, beside.store)
        return beside

    def _go_on(self) -> None:
        """Make room for what is left, after the last chunk that is whole."""
        without_partial_files(self.beside.store)
        iterations = self.player.run.iterations
        for array in self.stored.values():
            array.resize((iterations, *array.shape[1:]))
        if self.begun < iterations:  # a chunk that was not filled is played again
            sizes = {name: 8 * prod(array.chunks) + CHECKSUM for name, array in self.stored.items()}
            self.begun = CHUNK * whole_chunks(self.beside.store, sizes, self.begun // CHUNK)

    def add(self, batch: Batch, part: Arrays) -> None:
        with naming(self.path):
            for name, values in part.items():
                self.stored[name][batch[0] : batch[1]] = values.T
            self.beside.note(batch[1])

    def results(self, iterations: int) -> xr.Dataset:
        import xarray as xr

        with naming(self.path), interruptible(anew=True) as stopped:
            self._finish(iterations)
        self.before, self.adopted = None, False
        opened: xr.Dataset = xr.open_zarr(self.path, consolidated=False)
        found = opened[list(self.names)]  # a folder has no order of its own
        if stopped.is_set():
            found.attrs |= {"interrupted": 1, "iterations_asked": self.player.run.iterations}
        return found

    def _finish(self, iterations: int) -> None:
        """Write what is told of the iterations, and give the store its name."""
        one = {name: np.empty((*shape(self.player, name), 1)) for name in self.names}
        about = dataset(self.player, one, iterations)
        about.drop_vars([*self.names, "iteration"]).to_zarr(
            self.beside.store, mode="a", consolidated=False, zarr_format=2
        )
        for name in self.names:
            array = self.stored[name]
            array.resize((iterations, *array.shape[1:]))
            attrs = {
                key: getattr(value, "tolist", lambda v=value: v)() for key, value in about[name].attrs.items()
            }
            if "missing" in attrs:
                attrs["missing"] = missing_in(array)
            array.attrs.update(attrs | {"_ARRAY_DIMENSIONS": list(about[name].dims)})
        list_small_files(self.beside.store, set(self.names), about.attrs)
        self._name()

    def _name(self) -> None:
        """Give the store its name, or a number behind it where something else has taken that meanwhile."""
        asked = self.path
        on_disk(self.beside.store)
        for number in count(2):
            try:
                os.replace(self.beside.store, self.path)
            except OSError:
                if not self.path.exists():
                    raise
                self.path = asked.with_name(f"{asked.name}-{number}")
            else:
                names_on_disk(self.path.parent)
                break
        if self.path != asked:
            text = f"store = {asked} was made by somebody else while this run played; its iterations are in {self.path}"
            warnings.warn(text, RunWarning, stacklevel=2)

    def close(self) -> None:
        """Remove what did not come to results; but what this run went on with is left as it was found."""
        if self.before is not None:
            for array in self.stored.values():
                array.resize((self.before, *array.shape[1:]))
            os.replace(self.beside.store, self.path)
        if self.adopted:
            self.beside.let_go()
        else:
            self.beside.remove()


def about_store(path: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The attributes of a store, and the measures in it. Raises `RunError` where it is none."""
    import zarr

    try:
        group = zarr.open_group(path, mode="r", zarr_format=2)
        attrs = dict(group.attrs)
        attrs["iterations"] = int(str(attrs["iterations"]))
        names = tuple(name for name, array in group.arrays() if "cautious" in array.attrs)
    except (OSError, ValueError, KeyError, TypeError):
        raise RunError(
            f"store = {path} holds no results that a run could go on with; name another folder"
        ) from None
    return attrs, names


def missing_in(array: zarr.Array[Any]) -> int:
    """How many values of a stored measure are NaN."""
    return sum(int(np.isnan(array[first : first + CHUNK]).sum()) for first in range(0, array.shape[0], CHUNK))


def list_small_files(folder: Path, measures: set[str], attrs: Mapping[str, Any]) -> None:
    """Write the manifest of a store: of all its files but the chunks of `measures`, each of which has its checksum."""
    import zarr

    own = Path(IN_STORE).parent.name
    zarr.open_group(folder, zarr_format=2).create_group(own, overwrite=True)
    small = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file()
        and path.parent.name != own
        and (path.parent.name not in measures or path.name[0] == ".")
    }
    write_manifest(folder / IN_STORE, small, run_of(attrs))
