"""What is noticed: a change put into loaded functions, one at import, tests that reach it, and a copy that dies."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import signal
import subprocess
import sys

import pytest

from tests.mutation import session
from tests.mutation.forked import TooLong, forked
from tests.mutation.mutants import mutants
from tests.mutation.patched import changes, put_in
from tests.mutation.reached import Reached, Watch, of_use
from tests.mutation.session import HOUSE

SOURCE = '''
from functools import cache

LIMIT = 3


def made(least):
    def above(x):
        return x > least
    return above


class Sum:
    most = 9

    @property
    def half(self):
        return self.most / 2


@cache
def twice(x):
    """Twice x."""
    return [2 * y for y in range(x)]


is_above = made(LIMIT)
'''


@pytest.fixture
def loaded(tmp_path):
    file = tmp_path / "loaded.py"
    file.write_text(SOURCE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("loaded", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return file, module


def mutated(before):
    return next(one.source for one in mutants(SOURCE) if one.before == before)


def test_a_change_reaches_methods_and_what_decorators_hide(loaded):
    file, module = loaded
    assert module.Sum().half == 4.5
    assert put_in(changes(file, mutated("self.most / 2")))
    assert put_in(changes(file, mutated("2 * y")))
    assert module.Sum().half == 18
    with pytest.raises(ZeroDivisionError):
        module.twice(1)


def test_what_importing_has_done_already_is_left_to_another_import(loaded):
    file, module = loaded
    assert changes(file, mutated("3")) is None
    assert changes(file, mutated("9")) is None
    assert not put_in(changes(file, mutated("x > least")))  # is_above was made of it
    assert not module.is_above(3)


def test_a_function_that_is_not_loaded_is_not_taken_for_changed(tmp_path):
    file = tmp_path / "unloaded.py"
    file.write_text(SOURCE, encoding="utf-8")
    assert not put_in(changes(file, mutated("2 * y")))


def test_the_source_as_it_is_changes_nothing(loaded):
    file, _ = loaded
    assert changes(file, ast.unparse(ast.parse(SOURCE))) == []  # from Python 3.13 on classes know their line


def test_functions_that_are_called_are_noted_and_others_not(loaded):
    file, module = loaded
    watch = Watch([str(file)])
    with watch.at_work():
        module.made(1)
    line = SOURCE.splitlines().index("def made(least):") + 1
    assert watch.called == {(str(file), line)}


def test_tests_that_reach_a_function_come_first_then_others_of_their_files():
    place = ("f.py", 3)
    reached = [
        Reached("a::1", True, 2.0, [place]), Reached("a::2", True, 0.1, []), Reached("a::3", True, 1.0, [place]),
        Reached("b::1", True, 0.1, [("f.py", 4)]),
    ]  # fmt: skip
    assert [one.name for one in of_use(reached, {place})] == ["a::3", "a::1", "a::2"]


def test_a_copy_answers_dies_raises_or_takes_too_long():
    def busy():
        while True:
            pass

    assert forked(lambda: {"a": [1]}) == {"a": [1]}
    assert forked(lambda: os.kill(os.getpid(), signal.SIGTERM)) is None
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        forked(lambda: 1 / 0)
    with pytest.raises(TooLong):
        forked(busy, seconds=0.05)


def told(*words):
    command = [sys.executable, "-m", "tests.mutation", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=HOUSE).stdout


def test_mutants_meet_the_tests_that_reach_them():
    """Of `bounds` under its own tests: nine in ten are noticed; under tests of something else, nearly none."""
    found = told("engine/bounds.py", "--tests", "tests/test_bounds.py", "--sample", "12")
    counts = {word: len(re.findall(f"^{word} ", found, re.M)) for word in ("killed", "survived")}
    assert sum(counts.values()) == 12
    assert counts["killed"] >= 8
    assert "survived" in told("engine/bounds.py", "--tests", "tests/test_visible.py", "--sample", "1")


@pytest.mark.parametrize("error", [MemoryError(), pytest.PytestWarning("a plugin fell"), KeyboardInterrupt()])
def test_what_brings_pytest_down_is_noticed(monkeypatch, error):
    """Of a mutant that takes all memory pytest could not even say so, and the whole sample was lost."""

    def falls(*_, **__):
        raise error

    monkeypatch.setattr(session, "put_in", lambda _: True)
    monkeypatch.setattr(session, "play", falls)
    assert session.patched(None, [], []) == "killed"
