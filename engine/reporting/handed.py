"""What is handed to a copy of this process after it was made, by one that does not wait for it to be taken."""

from __future__ import annotations

import os
import pickle
import select
from types import TracebackType
from typing import Any

_SIZE = 8  # bytes in which the size of what was handed is told


class Handed:
    """A file in memory and a pipe: what is `put` in one process is there to `get` in a copy made after this."""

    def __init__(self) -> None:
        self._file = open(os.memfd_create("handed"), "w+b")  # noqa: SIM115 - closed with the rest
        self._told, self._tell = os.pipe()
        self._at = 0

    def __enter__(self) -> Handed:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._file.close()
        os.close(self._told)
        os.close(self._tell)

    def put(self, what: object) -> None:
        """Hand it over; raises `OSError` where memory does not hold it."""
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
