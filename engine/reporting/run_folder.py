"""The folder in which a run leaves its files: claimed while it plays, of one run at any time.

The file `.outturn` in it holds the names of what the last run wrote there, and is locked while a run is at work.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from engine.problems import Refused

MARK = ".outturn"
BESIDE = f"{MARK}-"  # how folders begin whose files are not in place yet
LAST = "summary.json"  # put in place after the others: where it is, a run is whole
PROBE = 1 << 16  # bytes that are written and removed again, to see whether anything can be


class FolderError(Refused):
    """A folder in which a run cannot leave its files."""


class RunFolder:
    """A folder that this run has claimed.

    What is written to `beside` comes into the folder by `place`; the first time an earlier run's files go out,
    whatever their names, and what else a user keeps there stays.
    """

    def __init__(self, path: Path, mark: BinaryIO) -> None:
        self.path, self.mark = path, mark
        self.beside = Path(tempfile.mkdtemp(prefix=BESIDE, dir=path))
        self.written: list[str] = []

    def place(self) -> list[Path]:
        """Put in place what lies in `beside`; on any failure all is as it was. Returns the files by name."""
        new = sorted((file.name for file in self.beside.iterdir()), key=lambda name: (name == LAST, name))
        old = [] if self.written else names_in(self.mark)
        put_names(
            self.mark, [*self.written, *old, *new]
        )  # whatever happens, the next run knows what to remove
        self._exchange(new, old)
        self.written += new
        put_names(self.mark, self.written)
        return [self.path / name for name in sorted(new)]

    def _exchange(self, new: list[str], old: list[str]) -> None:
        """Move the old files out, then the new ones in, so that those of two runs never lie side by side."""
        out = Path(tempfile.mkdtemp(prefix=BESIDE, dir=self.path))
        moves = [
            (self.path / name, out / name) for name in sorted({*old, *new}, key=lambda name: name != LAST)
        ]
        moves += [(self.beside / name, self.path / name) for name in new]
        done: list[tuple[Path, Path]] = []
        try:
            for source, target in moves:
                if source.is_dir():
                    raise FolderError(f"{source} is a folder where a file of the run has to go; move it away")
                if source.exists():
                    os.replace(source, target)
                    done.append((source, target))
        except BaseException:
            for source, target in reversed(done):
                os.replace(target, source)
            put_names(self.mark, [*self.written, *old])
            raise
        finally:
            shutil.rmtree(out, ignore_errors=True)


@contextmanager
def claimed(folder: Path) -> Iterator[RunFolder]:
    """The folder, made if it is not there and kept from other runs until the end.

    Where nothing was written, what was made is removed again. Raises `FolderError` where the folder cannot be made
    or written to, or another run is at work in it.
    """
    made = list(_missing(folder))
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            mark = (folder / MARK).open("a+b")
        except OSError as error:
            raise FolderError(_why(folder, error)) from None
        with mark:
            yield from _locked(folder, mark)
    finally:
        with suppress(OSError):  # files are in it
            for path in made:
                path.rmdir()


def _locked(folder: Path, mark: BinaryIO) -> Iterator[RunFolder]:
    is_alone = _lock(mark, folder)
    beside = []
    try:
        try:
            if is_alone:
                for left in folder.glob(f"{BESIDE}*"):  # by a run that was killed
                    shutil.rmtree(left, ignore_errors=True)
            claim = RunFolder(folder, mark)
            beside.append(claim.beside)
            _probe(claim.beside)
        except OSError as error:
            raise FolderError(_why(folder, error)) from None
        yield claim
    finally:
        for path in beside:
            shutil.rmtree(path, ignore_errors=True)
        if not names_in(mark):
            with suppress(OSError):
                (folder / MARK).unlink()


def names_in(mark: BinaryIO) -> list[str]:
    """The files that the last run wrote; of what may stand there, only names of files in the folder itself."""
    mark.seek(0)
    try:
        found = json.loads(mark.read() or b"[]")
    except ValueError:  # cut off by a power failure
        return []
    names = found if isinstance(found, list) else []
    return [
        name
        for name in names
        if isinstance(name, str) and name == Path(name).name and name[:1] not in ("", ".")
    ]


def put_names(mark: BinaryIO, names: list[str]) -> None:
    """Note what this run writes."""
    mark.seek(0)
    mark.truncate()
    mark.write(json.dumps(sorted(set(names))).encode())
    mark.flush()


def _probe(beside: Path) -> None:
    """Raise `OSError` where not even a little can be written."""
    probe = beside / "probe"
    try:
        probe.write_bytes(bytes(PROBE))
    finally:
        probe.unlink(missing_ok=True)


def _lock(mark: BinaryIO, folder: Path) -> bool:
    """Keep other runs out until the file is closed; whether this system can."""
    try:
        if sys.platform == "win32":
            import msvcrt

            mark.seek(1 << 30)  # beyond what is read
            msvcrt.locking(mark.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK):
            raise FolderError(f"{folder}: another run is at work in this folder; name another one") from None
        return False
    return True


def _missing(folder: Path) -> Iterator[Path]:
    """The folders that have to be made, the innermost first."""
    for path in (folder, *folder.parents):
        if os.path.exists(path):  # which says no of names that can be none, too
            return
        yield path


def _why(folder: Path, error: OSError) -> str:
    if isinstance(error, FileExistsError | NotADirectoryError):
        return f"{folder}: results need a folder, and this is a file or lies in one; name another"
    return f"{folder}: results cannot be written there: {error.strerror}"
