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

A_CALL = 300  # values: what it takes to ask at all
A_SEGMENT = 200  # values: what it takes to make one, of an atom
A_STEP = 10  # of SciPy's search for a root, in calls
MOST = 60_000_000  # values: a second or so


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
    """Count what a law is asked for, in values of a law by a formula; every question to a law comes here."""
    _left.values -= effort * (A_CALL + (getattr(arguments[0], "size", 1) if arguments else 1))
    if _left.values < 0:
        raise AskedTooMuch(
            "laws within laws take too long to work out; put fewer within each other, or fit one law to values drawn "
            "from the inner ones: outturn fit"
        )
