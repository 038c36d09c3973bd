"""One input under limits: no traceback, no more than two seconds of work, no more than a gigabyte."""

from __future__ import annotations

import resource
import signal
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.fuzzing.choices import Choices
from tests.fuzzing.readers import READERS

SECONDS, BYTES = 2.0, 1 << 30
HOUSE = Path(__file__).parents[2]


class TooLong(BaseException):
    """More seconds of the processor than an input may take; no `except Exception` catches it."""


class Finding(NamedTuple):
    """What an input brought down, and where, by which it is known again."""

    reader: str
    kind: str
    where: str
    data: bytes
    told: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Equal for inputs that bring down the same place in the same way."""
        return self.reader, self.kind, self.where


def watched(reader: str, data: bytes, folder: Path) -> bool | Finding:
    """Whether it was read, or what went wrong."""
    try:
        with within(SECONDS), warnings.catch_warnings():
            warnings.simplefilter("error")
            return READERS[reader](Choices(data), folder)
    except (Exception, TooLong) as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [
            f for f in frames if f"{HOUSE}/engine" in f.filename or f"{HOUSE}/distributions" in f.filename
        ]
        last = ours[-1] if ours else frames[-1]
        where = f"{Path(last.filename).relative_to(HOUSE) if ours else last.filename}:{last.name}"
        return Finding(reader, type(error).__name__, where, data, "".join(traceback.format_exception(error)))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `TooLong` after so many seconds of the processor, however busy the machine is."""

    def stop(*_: Any) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def limit_memory() -> None:
    """Let this process take a gigabyte more than it has; what asks for more fails with `MemoryError`."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + BYTES, hard))
