"""Many files of a folder exchanged by one rename: at any moment, and after any end, all are old or all are new.

Each name becomes a link that leads through one link, `.outturn-now`, to the old file. Replacing that one link decides:
every name then leads to its new file, or to none. At last names become plain files again. Whoever opens a file
meanwhile gets one and the same run's; what a process that died left half way, `settle` brings to its end.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from engine.folders.lasting import names_on_disk, on_disk
from engine.folders.lock import is_free, remove_dead

BESIDE = ".outturn-"  # how all begins that lies in a folder for the time of a run
NOW = f"{BESIDE}now"
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.EACCES}


def beside(folder: Path) -> Path:
    """A new folder in which files are written that shall come into `folder`."""
    return Path(tempfile.mkdtemp(prefix=BESIDE, dir=folder))


def exchange(folder: Path, new: Path, old: Iterable[str], last: str) -> None:
    """Bring all files of the folder `new`, which is `beside`, into `folder`, and take those named `old` out of it.

    Where the file system has no links they are moved one after the other, the file `last` taken out first and put in
    last: where it is, all are there. Raises `OSError`, and then all is as it was, unless the system itself fails.
    """
    names = sorted({*old, *(file.name for file in new.iterdir())})
    on_disk(new)
    kept = beside(folder)
    try:
        if _can_link(folder, kept):
            try:
                for name in names:
                    _lead(folder / name, kept)
                names_on_disk(folder)
                _point(folder, new)  # this rename decides
            finally:
                settle(folder)
        else:
            _one_by_one(folder, new, kept, names, last)
        with suppress(OSError):  # it is decided
            names_on_disk(folder)
    finally:
        if not os.path.lexists(folder / NOW):  # else the old files may be there alone
            shutil.rmtree(kept, ignore_errors=True)


def settle(folder: Path) -> None:
    """Make plain files of the links that a switch left, as it was decided; nothing where none was under way."""
    for path in folder.iterdir():
        if path.is_symlink() and os.path.dirname(os.readlink(path)) == NOW:
            source = folder / NOW / path.name
            if os.path.lexists(source):
                os.replace(source, path)
            else:
                path.unlink()
    (folder / NOW).unlink(missing_ok=True)


def clear(folder: Path) -> None:
    """Bring to its end, and remove, what runs left in a folder in which none is at work."""
    settle(folder)
    remove_dead(folder.glob(f"{BESIDE}*"))  # of files, those that no export writes just now
    for left in folder.glob(f"{BESIDE}*"):
        if left.is_symlink():
            with suppress(OSError):
                left.unlink(missing_ok=True)
        elif is_free(left):
            shutil.rmtree(left, ignore_errors=True)


def _can_link(folder: Path, kept: Path) -> bool:
    """Lead the way of all names to the old files, which have yet to come; whether that is possible."""
    if sys.platform == "win32":  # where links are for administrators
        return False
    try:
        _point(folder, kept)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return False
    return True


def _point(folder: Path, to: Path) -> None:
    _link(to.name, folder / NOW)


def _link(to: str, path: Path) -> None:
    """A link in the place of whatever file or link is there, by one rename."""
    fresh = path.with_name(f"{BESIDE}{path.name[:32]}-{os.getpid()}")
    os.symlink(to, fresh)
    try:
        os.replace(fresh, path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _lead(path: Path, kept: Path) -> None:
    """Keep the old file and have its name lead to it."""
    if path.exists():
        try:
            os.link(path, kept / path.name)
        except OSError:  # of another owner, on another disk, or one of too many
            shutil.copy2(path, kept / path.name)
    _link(f"{NOW}/{path.name}", path)


def _one_by_one(folder: Path, new: Path, kept: Path, names: list[str], last: str) -> None:
    """Move old files out, then new ones in, so that those of two runs never lie side by side."""
    outward = sorted(names, key=lambda name: name != last)
    moves = [(folder / name, kept / name) for name in outward]
    moves += [(new / name, folder / name) for name in reversed(outward)]
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            if source.exists():
                os.replace(source, target)
                done.append((source, target))
    except BaseException:
        for source, target in reversed(done):
            os.replace(target, source)
        raise
