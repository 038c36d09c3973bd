"""The folder in which a run leaves its files: claimed while it plays, of one run at any time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from engine.folders.lock import Lock, give_back, take
from engine.folders.manifest import MANIFEST, names_in, write_manifest
from engine.folders.probe import probe
from engine.folders.switch import NOW, beside, clear, exchange
from engine.problems import Refused
from engine.reporting.earlier_run import EarlierRun

ALWAYS = ("results.nc", "summary.json", MANIFEST)  # looked at before a run plays


class FolderError(Refused):
    """A folder in which a run cannot leave its files."""


class RunFolder:
    """A folder that this run has claimed.

    What is written to `beside` comes into the folder by `place`; the first time an earlier run's files go out,
    whatever their names, and what else a user keeps there stays.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.earlier = EarlierRun(path)
        self.beside = beside(path)
        self.written: list[str] = []
        self.run: Mapping[str, Any] = {}

    def place(self, run: Mapping[str, Any]) -> list[Path]:
        """Put in place what lies in `beside`, all at once, with a manifest that says of which `run` it is.

        Returns the files by name, without the manifest. Raises `FolderError` or `OSError`; all is as it was then.
        """
        new = sorted(file.name for file in self.beside.iterdir())
        for name in new:
            self.check_no_folder(name)
        files = {name: self.path / name for name in self.written} | {name: self.beside / name for name in new}
        old = [] if self.written else names_in(self.path)
        write_manifest(self.beside / MANIFEST, files, run)
        exchange(self.path, self.beside, [name for name in old if not (self.path / name).is_dir()], MANIFEST)
        self.written += new
        self.run = run
        return [self.path / name for name in new]

    def in_place_of(self) -> str:
        """What became of an earlier run's files, in a sentence; "" where nothing is to be said, or nothing written."""
        return self.earlier.became(self.run, self.written) if self.written else ""

    def check_no_folder(self, name: str) -> None:
        """Refuse a name under which a user has a folder."""
        if (self.path / name).is_dir():
            raise FolderError(
                f"{self.path / name} is a folder where a file of the run has to go; move it away"
            )


@contextmanager
def claimed(folder: Path, played: Collection[str] = ("results.nc",)) -> Iterator[RunFolder]:
    """The folder, made if it is not there and kept from other runs until the end; what dead runs left is removed.

    `played` says which of results and studies will come into it. Where nothing was written, what was made is removed
    again. Raises `FolderError` where the folder cannot be made or written to, another run is at work in it, or one
    left results or studies there and none come in their place.
    """
    made = list(_missing(folder))
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = take(folder)
        except OSError as error:
            raise FolderError(_why(folder, error)) from None
        if lock is None:
            raise FolderError(f"{folder}: another run is at work in this folder; name another one")
        try:
            yield from _locked(folder, lock, played)
        finally:
            give_back(folder, lock)
    finally:
        with suppress(OSError):  # files are in it
            for path in made:
                path.rmdir()


def _locked(folder: Path, lock: Lock, played: Collection[str]) -> Iterator[RunFolder]:
    claim = None
    try:
        try:
            if lock.is_alone:
                clear(folder)
            claim = RunFolder(folder)
            for name in ALWAYS:
                claim.check_no_folder(name)
            probe(claim.beside)
        except OSError as error:
            raise FolderError(_why(folder, error)) from None
        lost = claim.earlier.lost(played)
        if lost:
            raise FolderError(lost)
        yield claim
    finally:
        if lock.is_alone:
            clear(folder)
        elif claim is not None and not os.path.lexists(folder / NOW):
            shutil.rmtree(claim.beside, ignore_errors=True)


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
