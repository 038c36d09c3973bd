"""One file that comes into its place whole: written beside, then renamed; at any time it is the old one or the new."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from engine.folders.lasting import names_on_disk, on_disk
from engine.folders.lock import held, remove_dead
from engine.folders.probe import probe
from engine.problems import Refused


class FileError(Refused):
    """A file that cannot be written where it is asked for."""


def check_writable(path: Path) -> None:
    """Make the folder of a file and write to it, before anything is worked out; raises `FileError` if it cannot be."""
    if path.is_dir():
        raise FileError(f"{path} is a folder; name a file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        probe(path.parent, size=1)  # of how many it will be nothing is known
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror}") from None


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to, which takes its place at the end; where that fails, nothing is left.

    What killed runs left beside it is removed.

    Raises `FileError` where the system does not let it, a full disk say.
    """
    beside = path.with_name(f".outturn-{token_hex(8)}{path.suffix}")
    try:
        remove_dead(path.parent.glob(".outturn-*"))
        with held(beside):
            yield beside
            on_disk(beside)
            os.replace(beside, path)
        names_on_disk(path.parent)
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        beside.unlink(missing_ok=True)
