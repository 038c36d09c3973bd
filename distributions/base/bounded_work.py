"""A bound on how long other people's code may work for a law: counted in steps, so that every machine says the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from distributions.base.error import LawError


class Steps:
    """How many steps, that is calls of functions, were taken."""

    def __init__(self) -> None:
        self.taken = 0


@contextmanager
def at_most(most: int, refusal: str) -> Iterator[Steps]:
    """Within it no more than `most` steps are taken by this thread; beyond, `LawError` that says `refusal`.

    SciPy searches for a quantile that has no formula, and integrates a density for each step of the search, by calls
    of Python functions: their number is the time. Under a profiler, whose place this takes, nothing is counted.
    """
    steps = Steps()
    if sys.getprofile() is not None:
        yield steps
        return

    def count(_frame: Any, event: str, _argument: Any) -> None:
        steps.taken += event == "call" or event == "c_call"
        if steps.taken > most:
            raise LawError(refusal)

    sys.setprofile(count)
    try:
        yield steps
    finally:
        sys.setprofile(None)
    if steps.taken > most:  # and what was raised was caught on its way
        raise LawError(refusal)
