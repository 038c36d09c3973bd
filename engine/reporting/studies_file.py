"""Studies beside the results that they are of: a netCDF file with a group for each, so that none is made twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.analysis.attribute_shapes import wrong_json
from engine.folders.manifest import differences
from engine.problems import Refused
from engine.reporting.copies import in_copies
from engine.reporting.netcdf import Unfailing, check_readable

if TYPE_CHECKING:
    import xarray as xr

NAME = "studies.nc"
FORMAT = 1
OF = ("programme_hash", "seed", "scenario", "option", "changes")


class StudiesError(Refused):
    """Saved studies that cannot be read."""


class Saved(NamedTuple):
    """Studies by name, why others are not there, and by which command and of which file they were made."""

    studies: dict[str, xr.Dataset]
    unanswered: dict[str, str]
    command: str
    file: str


def write_studies(path: Path, saved: Saved, attrs: Mapping[str, Any]) -> None:
    """Write studies of a run with the attributes `attrs`. Raises `OSError` where the disk does not take all of it."""
    import h5netcdf
    from xarray.backends import H5NetCDFStore

    about = {key: attrs.get(key, "") for key in OF} | {"command": saved.command, "file": saved.file}
    about |= {"format": FORMAT, "unanswered": json.dumps(saved.unanswered, ensure_ascii=False)}
    with path.open("x+b", buffering=0) as file:
        unfailing = Unfailing(file)
        with h5netcdf.File(unfailing, "w") as opened:
            for key, value in about.items():
                opened.attrs[key] = value
            for name, found in saved.studies.items():
                found.dump_to_store(H5NetCDFStore(opened.create_group(name)))
        if unfailing.failure is not None:
            failure = unfailing.failure
            raise OSError(failure.errno, failure.strerror, str(path))


def read_studies(results: Path, attrs: Mapping[str, Any]) -> Saved | None:
    """The studies that lie beside a file of results with these attributes; nothing where there are none.

    Raises `StudiesError` for what is no such file, was altered since it was written, or is of another run.
    """
    path = results.parent / NAME
    if not path.is_file():
        return None
    altered = differences(path.parent, [NAME])
    if altered:
        raise StudiesError(f"{'; '.join(altered)}: move it away, or make the report from the programme again")
    try:
        check_readable(path)
        return _read(path, attrs)
    except (OSError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise StudiesError(f"{path} cannot be read as studies of a run: {error}") from error


def _read(path: Path, attrs: Mapping[str, Any]) -> Saved:
    import h5netcdf
    import xarray  # noqa: F401 - before copies of this process each load it

    with h5netcdf.File(path, "r") as opened:
        about = dict(opened.attrs)
        names = list(opened.groups)
    other = [key for key in OF if str(about.get(key, "")) != str(attrs.get(key, ""))]
    if other or int(about.get("format", 0)) != FORMAT:
        what = (
            f"differs in {', '.join(other)}" if other else f"is of format {about.get('format')}, not {FORMAT}"
        )
        raise StudiesError(f"{path} is of another run than the results beside it: it {what}; move it away")
    if wrong := wrong_json("unanswered", str(about["unanswered"])):
        raise StudiesError(f"{path}: attribute unanswered {wrong}; move it away, or make the report again")
    found = in_copies([partial(_study, path, name) for name in names])
    studies = dict(zip(names, found, strict=True))
    return Saved(studies, json.loads(about["unanswered"]), str(about["command"]), str(about["file"]))


def _study(path: Path, name: str) -> xr.Dataset:
    import xarray as xr

    with xr.open_dataset(path, engine="h5netcdf", group=name) as found:
        loaded: xr.Dataset = found.load()
        return loaded
