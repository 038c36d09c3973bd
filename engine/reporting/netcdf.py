"""Results -> a netCDF file, on a disk that may be full: HDF5, to which a write fails, ends the whole process.

So it writes to a file that never fails. What the disk does not take is told when HDF5 is done.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr

SMALL = 1 << 16  # bytes of a write that HDF5 may read again; greater ones are numbers, which it does not


class Unfailing(io.RawIOBase):
    """A file that takes all that is written; what the disk does not take is let go, but for what may be read again."""

    def __init__(self, file: io.BufferedRandom | io.FileIO) -> None:
        self.file = file
        self.place = self.end = 0
        self.failure: OSError | None = None
        self.aside: dict[int, bytes] = {}

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Write all of `data` here, or seem to."""
        view = memoryview(data).cast("B")
        if self.failure is None:
            try:
                self.file.seek(self.place)
                written = 0
                while written < len(view):
                    written += self.file.write(view[written:]) or 0
            except OSError as error:
                self.failure = error
        if self.failure is not None and len(view) <= SMALL:
            self.aside[self.place] = bytes(view)
        self.place += len(view)
        self.end = max(self.end, self.place)
        return len(view)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """What was written here; noughts where it was let go."""
        count = max(min(len(buffer), self.end - self.place), 0)
        found = bytearray(count)
        try:
            self.file.seek(self.place)
            there = self.file.read(count) or b""
            found[: len(there)] = there
        except OSError as error:
            self.failure = self.failure or error
        for first, data in self.aside.items():
            begin, stop = max(first, self.place), min(first + len(data), self.place + count)
            if begin < stop:
                found[begin - self.place : stop - self.place] = data[begin - first : stop - first]
        buffer[:count] = found
        self.place += count
        return count

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self.place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.end}[whence]
        return self.place

    def tell(self) -> int:
        return self.place

    def truncate(self, size: int | None = None) -> int:
        self.end = self.place if size is None else size
        if self.failure is None:
            try:
                self.file.truncate(self.end)
            except OSError as error:
                self.failure = error
        return self.end

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True


def write_netcdf(results: xr.Dataset, path: Path) -> None:
    """Write results as netCDF-4, each variable with a checksum (Fletcher's, of HDF5) that every reader checks.

    Raises `OSError` where the disk does not take all of it.
    """
    import h5netcdf
    from xarray.backends import H5NetCDFStore

    checked = {
        name: {"fletcher32": True, "chunksizes": variable.shape}
        for name, variable in results.data_vars.items()
        if variable.ndim and variable.size and variable.dtype.kind == "f"
    }
    with path.open("x+b", buffering=0) as file:
        unfailing = Unfailing(file)
        with h5netcdf.File(unfailing, "w") as opened:
            results.dump_to_store(H5NetCDFStore(opened), encoding=checked)
        if unfailing.failure is not None:
            failure = unfailing.failure
            raise OSError(failure.errno, failure.strerror, str(path))


def check_readable(path: Path) -> None:
    """Raise `OSError` where a part of a netCDF-4 file cannot be read; values are checked as they are read.

    What reads it afterwards fails on a damaged file in any way, and its remains complain when they are cleared away.
    """
    import h5py

    try:
        with h5py.File(path, "r") as opened:
            dict(opened.attrs)
            opened.visititems(lambda _name, part: dict(part.attrs) and None)
    except Exception as error:  # of damaged bytes any kind may come
        said = str(error).splitlines() or [type(error).__name__]
        raise OSError(said[0]) from None
