"""Results that an earlier command left, as a verb that needs no further play takes them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.exits import refuse
from engine.problems import Refused

if TYPE_CHECKING:
    import xarray as xr

DATA = "results.nc"
STUDIES_ONLY = "unanswered"  # what a file of studies says, and no results do
_ENDINGS = (".nc", ".zarr")


def is_results(path: Path) -> bool:
    """Whether a path looks like results: a .nc file, a Zarr folder, or a folder in which a run left results.nc."""
    return path.suffix in _ENDINGS or (path.is_dir() and (path / DATA).exists())


def read_results(path: Path) -> xr.Dataset:
    """The results of a .nc file, a Zarr folder, or a folder with results.nc; what is none ends with the exit code 2."""
    from engine.analysis.whole import DamagedResults, check_whole

    place = path / DATA if path.is_dir() and path.suffix != ".zarr" else path
    if not (place.is_dir() or place.is_file()):  # a pipe would be waited for
        refuse(
            f"{path}: no results there; a folder of `outturn run`, its {DATA}, or a .zarr folder is needed"
        )
    try:
        found = _opened(place)
    except Exception as error:  # of what another programme wrote, or a disk damaged, any kind may come
        said = str(error).splitlines() or [type(error).__name__]
        refuse(f"{place} cannot be read as results of a run: {said[0]}")
    if not found.variables and STUDIES_ONLY in found.attrs:
        refuse(
            f"{place}: these are the studies of a report; give its results, {place.parent / DATA}, or the folder, "
            f"{place.parent}, of which both are read"
        )
    try:
        check_whole(found)
    except DamagedResults as error:
        refuse(f"{place}: {error}")
    return found


def _opened(place: Path) -> xr.Dataset:
    """What lies there; a store is read as it is asked for."""
    import xarray as xr

    from engine.reporting.netcdf import check_readable

    if place.suffix == ".zarr":
        with (
            warnings.catch_warnings()
        ):  # what else lies there is no harm, and what is lost the manifest tells
            warnings.filterwarnings("ignore", "Object at .* is not recognized as a component of a Zarr")
            stored: xr.Dataset = xr.open_zarr(place, consolidated=False)
            return stored
    check_readable(place)
    with xr.open_dataset(place, engine="h5netcdf") as opened:
        loaded: xr.Dataset = opened.load()
    return loaded


@contextmanager
def cut_told(source: Path | None) -> Iterator[None]:
    """Say of results that lack something what it is: whoever cuts results with other tools does so without a check."""
    try:
        yield
    except (ValueError, KeyError) as error:
        if isinstance(error, Refused) or source is None or not is_results(source):
            raise
        refuse(
            f"{source}: these results are cut, or of another version of the engine: {error}; play the run again"
        )
