"""Files that come into a folder together: at any moment, and after any end, all are old or all are new."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.folders.lasting import naming
from engine.folders.lock import give_back, take
from engine.folders.switch import beside, clear, exchange


@contextmanager
def together(folder: Path, last: str) -> Iterator[Path]:
    """A folder to write to, whose files come into `folder` at the end; where that fails, none does.

    Where another run is at work there they come in one after the other, the file `last` last. Raises `OSError`.
    """
    with naming(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = take(folder)
        is_alone = lock is not None and lock.is_alone
        try:
            if is_alone:
                clear(folder)  # what a run left that was killed
            new = beside(folder)
            own = take(new)  # so that the other run does not take it for a dead one's
            try:
                yield new
                if own is not None:
                    give_back(new, own)
                if is_alone:
                    exchange(folder, new, (), last)
                else:
                    for file in sorted(new.iterdir(), key=lambda file: file.name == last):
                        os.replace(file, folder / file.name)
            finally:
                if own is not None:
                    own.file.close()
                if is_alone:
                    clear(folder)
                else:
                    shutil.rmtree(new, ignore_errors=True)
        finally:
            if lock is not None:
                give_back(folder, lock)
