"""What is handed to a copy of this process after it was made, by one that does not wait for it to be taken."""

from __future__ import annotations

import os
import pickle
import select
import tempfile
from contextlib import suppress
from typing import Any

_SIZE = 8  # bytes in which the size of what was handed is told


class Handed:
    """A file without a name and a pipe: what is `put` in one process is there to `get` in a copy made after this.

    Raises `OSError` where there is no room for them.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the rest
        self._told, self._tell = os.pipe()
        self._at = 0

    def close(self) -> None:
        """Let go of both."""
        with suppress(OSError):  # of what no disk had room for
            self._file.close()
        os.close(self._told)
        os.close(self._tell)

    def put(self, what: object) -> None:
        """Hand it over; raises `OSError` where the disk does not hold it."""
        size = self._file.write(pickle.dumps(what))
        self._file.flush()
        os.write(self._tell, size.to_bytes(_SIZE, "little"))

    def is_there(self) -> bool:
        """Whether something waits to be got."""
        return bool(select.select([self._told], [], [], 0)[0])

    def get(self) -> Any:
        """The next thing that is put, for which this waits."""
        size = int.from_bytes(os.read(self._told, _SIZE), "little")
        # where one process reads must not be where the other writes
        taken = os.pread(self._file.fileno(), size, self._at)
        self._at += size
        return pickle.loads(taken)
