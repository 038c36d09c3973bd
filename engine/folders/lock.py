"""A folder is one run's while it writes: a file in it is locked, and free again when the run ends or dies."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

MARK = ".outturn"
_TAKEN = (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)


class Lock(NamedTuple):
    """A folder that is taken."""

    file: BinaryIO
    is_alone: bool
    """Whether nobody else can have it: not known where the file system has no locks."""


def take(folder: Path) -> Lock | None:
    """Take a folder, by a locked file `.outturn` in it; nothing where another run has it.

    It is free again when the file is closed or the process ends, however it ends. Raises `OSError` where nothing can
    be written there.
    """
    path = folder / MARK
    while True:
        mark = path.open("a+b")
        try:
            is_alone = _lock(mark)
            if is_alone is None:
                mark.close()
                return None
            if _is_at(mark, path):
                return Lock(mark, is_alone)
        except BaseException:
            mark.close()
            raise
        mark.close()  # that of a run which has just ended and taken it away


def give_back(folder: Path, lock: Lock) -> None:
    """Take the file away and let other runs come."""
    path, mark = folder / MARK, lock.file
    if sys.platform == "win32":  # where nothing that is open can be removed
        mark.close()
    with suppress(OSError):  # an empty file that stays does no harm
        if _is_at(mark, path):
            path.unlink()
    mark.close()


@contextmanager
def held(path: Path) -> Iterator[None]:
    """A new file at `path`, locked within, so that nobody takes it for one that a dead run left."""
    while True:
        with path.open("xb") as mark:
            if sys.platform != "win32":  # where nothing that is open can be put in place
                _lock(mark)
                if not _is_at(mark, path):  # somebody was quicker
                    continue
                yield
                return
        yield
        return


def remove_dead(files: Iterable[Path]) -> None:
    """Remove the files that nobody holds, as a run leaves them that is killed."""
    for path in files:
        if sys.platform != "win32" and path.is_file() and not path.is_symlink():
            with suppress(OSError), path.open("r+b") as mark:
                if _lock(mark) and _is_at(mark, path):
                    path.unlink()


def is_free(folder: Path) -> bool:
    """Whether no run has taken a folder, as far as that is known."""
    lock = take(folder) if (folder / MARK).exists() else None
    if lock is None:
        return not (folder / MARK).exists()
    lock.file.close()
    return True


def _is_at(mark: BinaryIO, path: Path) -> bool:
    """Whether the open file is still what others find there."""
    if mark.closed:
        return path.exists()
    try:
        return os.path.samestat(os.fstat(mark.fileno()), os.stat(path))
    except FileNotFoundError:
        return False


def _lock(mark: BinaryIO) -> bool | None:
    """Lock a file: true; false where this file system has no locks; nothing where another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            mark.seek(1 << 30)  # beyond what is read
            msvcrt.locking(mark.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return None if error.errno in _TAKEN else False
    return True
