"""What is written has reached the disk before a rename decides: a power cut too leaves the old files or the new.

Systems keep what is written in memory for seconds, and may carry out a rename first: after a power cut the name would
lead to an empty file.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

_AT_ONCE = 8  # files for which is waited: disks write many in the time of one
_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EROFS, errno.EBADF}  # file systems without it


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Within it an error that tells of no file, as that of a full disk, or of a temporary one tells of this one."""
    try:
        yield
    except OSError as error:
        told = "" if error.filename is None else Path(os.fsdecode(error.filename)).name
        if error.errno is not None and (not told or told.startswith(".")):
            raise OSError(error.errno, error.strerror, str(path)) from None
        raise


def on_disk(path: Path) -> None:
    """Wait until a file, or a folder with all below it, lies on the disk; raises `OSError` where it cannot."""
    if path.is_dir():
        inside = [inner for inner in path.iterdir() if not inner.is_symlink()]
        with ThreadPoolExecutor(_AT_ONCE) as waiting:
            list(waiting.map(on_disk, inside))
        names_on_disk(path)
    else:
        _sync(path, os.O_RDWR)  # Windows syncs no file that is open for reading alone


def names_on_disk(folder: Path) -> None:
    """Wait until the disk has the names that lie in a folder, which Windows keeps by itself."""
    if sys.platform != "win32":
        _sync(folder, os.O_RDONLY)


def _sync(path: Path, how: int) -> None:
    opened = os.open(path, how)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        os.close(opened)
