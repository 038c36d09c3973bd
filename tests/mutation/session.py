"""Mutants of functions that are loaded, before tests that are collected: nothing is imported again for them."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.forked import TooLong, forked
from tests.mutation.mutants import Mutant
from tests.mutation.patched import Change, changes, put_in
from tests.mutation.reached import Reached, Watch, as_read, of_use, play

HOUSE = Path(__file__).parents[2]
MARKS = "not long and not faults and not browser and not pictures"
OPTIONS = ["-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-m", MARKS, "-o"]
OPTIONS += ["addopts=--strict-markers --import-mode=importlib"]
Tell = Callable[[int, str, int], None]
"""Hears of a mutant by its number: "killed", "survived" or "too long", and of how many tests."""


def module_of(file: Path) -> str:
    """By which name a file of this house is imported."""
    return ".".join(file.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")


def allowed(seconds: float) -> float:
    """Seconds of the processor that tests may take which take so many on unchanged code."""
    return 10 * seconds + 10


class Session:
    """A plugin of pytest: it plays all tests as they are, then for each mutant those that reach it."""

    def __init__(self, chosen: Sequence[tuple[Path, Mutant]], tell: Tell, last: float) -> None:
        self.chosen, self.tell, self.last = chosen, tell, last
        self.reached: list[Reached] = []
        self.told: list[tuple[int, str]] = []
        self.later: list[int] = []
        self.broke = ""

    def pytest_runtestloop(self, session: Any) -> bool:
        """In place of pytest's own."""
        watch = Watch(sorted({str(file) for file, _ in self.chosen}))
        self.reached = as_read(forked(lambda: play(session, session.items, watch)))
        if not all(one.passed for one in self.reached):
            return True
        for number, (file, mutant) in enumerate(self.chosen):
            found = changes(file, mutant.source)
            if time.monotonic() > self.last:
                break
            if found is None or (answer := self.trial(session, number, found)) == "later":
                self.later.append(number)
            else:
                self.tell(number, *answer)
                self.told.append((number, answer[0]))
        return True

    def pytest_internalerror(self, excrepr: Any) -> None:
        """Keep what went wrong in here, which nobody else would hear of."""
        self.broke = str(excrepr)

    def trial(self, session: Any, number: int, found: list[Change]) -> Any:
        """What the tests that reach a changed function say of it."""
        places = {(str(self.chosen[number][0]), one.before.co_firstlineno) for one in found}
        tests = of_use(self.reached, places)
        by_name = {item.nodeid: item for item in session.items}
        items = [by_name[one.name] for one in tests]
        importlib.import_module(
            module_of(self.chosen[number][0])
        )  # which tests may have left to their first use
        try:
            answer = forked(
                lambda: patched(session, items, found), allowed(sum(one.seconds for one in tests))
            )
        except TooLong:
            answer = "too long"
        return answer if answer == "later" else (answer or "killed", len(items))


def patched(session: Any, items: Sequence[Any], found: list[Change]) -> str:
    """In a copy of this process: what tests say of changed functions."""
    if not put_in(found):
        return "later"
    try:
        return "survived" if all(one.passed for one in play(session, items, None, stop=True)) else "killed"
    except BaseException:  # that pytest itself is brought down, by want of memory say, is noticed too
        return "killed"


def in_session(chosen: Sequence[tuple[Path, Mutant]], tests: Sequence[str], tell: Tell, last: float) -> Any:
    """In a copy of this process: what every test reaches, and the numbers of those that need to be imported."""
    session = Session(chosen, tell, last)
    pytest.main([*OPTIONS, *tests], plugins=[session])
    if session.broke:
        raise RuntimeError(session.broke)
    return session.reached, session.told, session.later
