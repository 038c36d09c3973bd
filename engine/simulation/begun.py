"""A stored run that was begun: of what it is, how far it came, and whether it is still at work.

While a run is stored, its folder lies beside the name that it will have, `.NAME-…`, and holds `store`, the Zarr
folder; `run.json`, what is played, locked by the process that plays; and `done.json`, how far it came.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from engine.simulation.limits import RunError, RunWarning
from engine.simulation.player import Player
from engine.simulation.results import drawn_as

TRIES, APART = 40, 0.05  # times that a folder is removed which is written to, and seconds between two
STORE, RUN, DONE = "store", "run.json", "done.json"
ALIKE = ("programme_hash", "seed", "design", "redraw", "draws", "tables", "engine_version")


class Beside:
    """The folder of a run that is being stored, and the lock on it."""

    def __init__(self, folder: Path, lock: BinaryIO) -> None:
        self.folder, self.lock = folder, lock
        self.store = folder / STORE

    def note(self, done: int) -> None:
        """Note how far the run has come, whole or not at all."""
        _put(self.folder / DONE, {"iterations": done})

    def let_go(self) -> None:
        """End the lock."""
        self.lock.close()

    def remove(self) -> None:
        """Remove the folder, to which threads of Zarr's go on to write for a moment after an error."""
        self.let_go()
        for _ in range(TRIES):
            shutil.rmtree(self.folder, ignore_errors=True)
            if not self.folder.exists():
                return
            time.sleep(APART)


def new_beside(path: Path, identity: dict[str, Any]) -> Beside:
    """A folder for a run that begins, which has the name from now on.

    What dead runs left without a block in it is removed, and what they left of blocks is told of. Raises `RunError`
    where a run is at work that will have the same name.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(path.parent):
            for folder in _beside(path):
                _look_at(folder, path)
            folder = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
            _put(folder / RUN, identity)
            lock = _locked(folder)
            assert lock is not None  # nobody else knows the folder
            return Beside(folder, lock)
    except OSError as error:
        raise RunError(f"store = {path} cannot be written there: {error.strerror}") from None


def _look_at(folder: Path, path: Path) -> None:
    """Refuse what is at work, remove what is empty, tell of what is not; what is no run's is somebody else's."""
    if not (folder / RUN).exists():
        with suppress(OSError):  # but an empty one
            folder.rmdir()
        return
    lock = _locked(folder)
    if lock is None:
        raise RunError(f"store = {path}: a run is at work on it; wait for its end, or name another folder")
    done = (_read(folder / DONE) or {}).get("iterations", 0)
    lock.close()
    if done:
        text = f"{folder} is of a run that did not end, with {done:,} iterations"
        warnings.warn(f"{text}: --resume goes on with it; remove it if nobody will", RunWarning, stacklevel=2)
    else:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Two runs that begin in a folder do so one after the other; where there are no locks, together."""
    with ExitStack() as stack, suppress(ImportError, OSError):
        import fcntl

        opened = os.open(folder, os.O_RDONLY)
        stack.callback(os.close, opened)
        fcntl.flock(opened, fcntl.LOCK_EX)
        stack = stack.pop_all()
    with stack:
        yield


def identity_of(player: Player, names: tuple[str, ...]) -> dict[str, Any]:
    """What two runs must have in common for one to go on where the other ended.

    Raises `RunError` for a model: nobody can tell whether its formula is the same.
    """
    about, run = player.about(), player.run
    if "programme_hash" not in about:
        raise RunError(
            "resume goes on with a programme; whether a model's formula is the same cannot be told"
        )
    return identity_in(about | drawn_as(run) | {"iterations": run.iterations}, names)


def identity_in(attrs: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The same, from the attributes of results."""
    asked = int(attrs.get("iterations_asked", attrs["iterations"]))
    return {"iterations": asked, **{key: attrs.get(key) for key in ALIKE}, "measures": sorted(names)}


def left_beside(path: Path, identity: dict[str, Any]) -> tuple[Beside, int] | None:
    """What a run of the same left that did not end, and how far it came; nothing where there is none.

    Raises `RunError` where such a run is still at work, or where all that was left is of other runs.
    """
    others = []
    for folder in _beside(path):
        before = _read(folder / RUN)
        if before is None or _read(folder / DONE) is None:
            continue  # did not come as far as the first block
        lock = _locked(folder)
        if lock is None:
            raise RunError(
                f"store = {path}: a run is at work on it; wait for its end, or name another folder"
            )
        differing = unlike(before, identity)
        if not differing:
            return Beside(folder, lock), int((_read(folder / DONE) or {}).get("iterations", 0))
        lock.close()
        others.append(differing)
    if others:
        raise RunError(f"store = {path}: what was begun is of another run: {others[0]}; name another folder")
    return None


def unlike(before: dict[str, Any], now: dict[str, Any]) -> str:
    """What two runs have not in common, in words; "" where nothing."""
    return "; ".join(
        f"{key.replace('_', ' ')} {before.get(key)!r} there and {value!r} here"
        for key, value in now.items()
        if before.get(key) != value
    )


def _beside(path: Path) -> list[Path]:
    """The folders of runs that have, or had, a name before them."""
    return [one for one in sorted(path.parent.glob(f".{_escaped(path.name)}-*")) if one.is_dir()]


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _put(file: Path, value: dict[str, Any]) -> None:
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(value), encoding="utf-8")
    os.replace(beside, file)


def _read(file: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _locked(folder: Path) -> BinaryIO | None:
    """The lock of a folder, nothing where another process has it; on systems without locks all are free."""
    opened = (folder / RUN).open("rb")
    with suppress(ImportError):
        import fcntl

        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            opened.close()
            return None
    return opened


def whole_chunks(store: Path, sizes: dict[str, int], most: int) -> int:
    """How many chunks of every measure are there from the first on, at most `most`, each of its size in bytes."""
    for chunk in range(most):
        for name, size in sizes.items():
            files = [*(store / name).glob(f"{chunk}"), *(store / name).glob(f"{chunk}.0")]
            if [file.stat().st_size for file in files] != [size]:
                return chunk
    return most


def without_partial_files(store: Path) -> None:
    """Remove what a killed run was writing when it ended."""
    for file in store.glob("*/*.partial"):
        file.unlink(missing_ok=True)
