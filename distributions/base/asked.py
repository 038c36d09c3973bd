"""How much is asked of laws that are made of laws: counted in values, so that every machine says the same.

A law within a law is asked again for each step of the search of the one around it: each may take as long again, a
hundred times over.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from distributions.base.error import LawError

A_CALL = 700  # values: what it takes to ask at all
A_LEAD = 30  # values more of a law that takes longer for each
A_COUNT = 50  # values: what it takes to list one, by an incomplete gamma or beta function
A_SEGMENT = 300  # values: what it takes to make one, of an atom
A_STEP = 1200, 10  # of a search for many roots at once, and for each of them
A_STEP_OF_SCIPY = 10_000, 10
MOST = 80_000_000  # values of some 10 ns: a second or so


class AskedTooMuch(LawError):
    """A law that takes too long to work out."""


class _Left(threading.local):
    values = math.inf


_left = _Left()


@contextmanager
def patiently(most: float = MOST) -> Iterator[None]:
    """Within it laws of this thread may be asked for that many values; beyond, `AskedTooMuch`.

    What stands within another counts there.
    """
    if _left.values < math.inf:
        yield
        return
    _left.values = most
    try:
        yield
    finally:
        _left.values = math.inf


def note_question(arguments: tuple[Any, ...], effort: int = 1) -> None:
    """Count what a law is asked for; every question to a law comes here."""
    note_work(A_CALL + effort * (A_LEAD + (getattr(arguments[0], "size", 1) if arguments else 1)))


def note_step(step: tuple[int, int], roots: int) -> None:
    """Count a step of a search for so many roots."""
    note_work(step[0] + step[1] * roots)


def note_work(values: float) -> None:
    """Count work that takes as long as so many values of a law by a formula."""
    _left.values -= values
    if _left.values < 0:
        raise AskedTooMuch(
            "laws within laws take too long to work out; put fewer within each other, or fit one law to values drawn "
            "from the inner ones: outturn fit"
        )
