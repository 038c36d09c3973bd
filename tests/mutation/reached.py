"""Which functions each test calls, and how long it takes: of what is changed in one, only its tests need to run."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from types import FrameType
from typing import Any, NamedTuple

Place = tuple[str, int]
"""A function: its file, and its first line."""


class Reached(NamedTuple):
    """What a test did: its name, whether it passed, seconds of the processor, functions that it called."""

    name: str
    passed: bool
    seconds: float
    places: list[Place]


def as_read(some: Sequence[Any]) -> list[Reached]:
    """The same, after JSON, which knows no tuples."""
    return [
        Reached(name, passed, seconds, [(file, line) for file, line in places])
        for name, passed, seconds, places in some
    ]


def of_use(reached: Sequence[Reached], places: set[Place]) -> list[Reached]:
    """The tests of the files of which some reach one of these functions: first those that do, the quickest first.

    The others may look at what a fixture of their file has worked out by it.
    """
    near = {one.name for one in reached if places.intersection(one.places)}
    files = {name.partition("::")[0] for name in near}
    return sorted(
        (one for one in reached if one.name.partition("::")[0] in files),
        key=lambda one: (one.name not in near, one.seconds),
    )


class Watch:
    """Notes the functions of some files that are called."""

    def __init__(self, files: Sequence[str]) -> None:
        self.files, self.called = frozenset(files), set[Place]()

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        """What Python calls at every call."""
        code = frame.f_code
        if code.co_filename in self.files:
            self.called.add((code.co_filename, code.co_firstlineno))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Watch in this and every new thread."""
        before = sys.gettrace()
        self.called.clear()
        threading.settrace(self)
        sys.settrace(self)
        try:
            yield
        finally:
            sys.settrace(before)
            threading.settrace(None)  # type: ignore[arg-type]


def play(session: Any, items: Sequence[Any], watch: Watch | None, stop: bool = False) -> list[Reached]:
    """Play tests in their order, up to the first failure if asked to; nothing is noted without a watch."""
    told = []
    for number, item in enumerate(items):
        following = items[number + 1] if number + 1 < len(items) else None
        failed, began = session.testsfailed, time.process_time()
        with watch.at_work() if watch else nullcontext():
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        passed = session.testsfailed == failed
        told.append(
            Reached(item.nodeid, passed, time.process_time() - began, sorted(watch.called) if watch else [])
        )
        if stop and not passed:
            break
    return told
