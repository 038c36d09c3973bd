"""The rules of the house that one looks for in the source, or in what it makes: one family of errors, one hint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
import typer
from typer.testing import CliRunner

import distributions
import engine
from distributions import LawError
from distributions.base.asked import AskedTooMuch
from engine.cli import app
from engine.cli.exits import BAD_INPUT, exit_on_refusal
from engine.problems import Problem, Refused

HOUSE = Path(__file__).parent.parent
NO_REFUSAL = {
    "engine.reporting.run_charts.NotYetKnown": "has a chart drawn later, and never leaves the file",
    "engine.simulation.limits.RunWarning": "a warning: the run goes on, or ends with what it has",
    "engine.simulation.workers.Unfinished": "tells the loop over batches that the run was stopped, and never leaves it",
}


def below(kind: type[BaseException]) -> Iterator[type[BaseException]]:
    """The classes that derive from `kind`, at any depth."""
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def errors_of(package: str) -> list[type[BaseException]]:
    """Every class of exception that a package defines, whatever it derives from."""
    for entry in walk_packages(import_module(package).__path__, f"{package}."):
        if not entry.name.endswith("__main__"):  # which runs the command
            import_module(entry.name)
    found = {one for one in below(BaseException) if one.__module__.partition(".")[0] == package}
    return sorted(found, key=lambda one: f"{one.__module__}.{one.__qualname__}")


ERRORS = errors_of("engine")
REFUSALS = [one for one in ERRORS if issubclass(one, Refused)]


def called(error: type[BaseException]) -> str:
    return f"{error.__module__}.{error.__qualname__}"


def test_every_error_of_the_engine_is_a_refusal_or_has_a_reason():
    assert [called(one) for one in ERRORS if one not in REFUSALS] == [*NO_REFUSAL]
    assert errors_of("distributions") == [AskedTooMuch, LawError]  # of which the one is the other, too
    known = {engine.RunError, engine.ProgrammeError, engine.FitError, Refused}
    assert known < set(REFUSALS)  # the walk has found what there is to be found
    assert not issubclass(LawError, Refused)


@pytest.mark.parametrize("refusal", [*REFUSALS, LawError], ids=called)
def test_what_a_user_can_mend_is_told_in_words_with_exit_code_2(refusal, capsys):
    error = refusal((0, 1)) if refusal.__name__ == "PinnedClash" else refusal("that is too much")
    with pytest.raises(typer.Exit) as ended, exit_on_refusal():
        raise error
    assert ended.value.exit_code == BAD_INPUT == 2
    assert capsys.readouterr().err == f"outturn: {error}\n"


def test_a_verb_tells_a_refusal_and_does_not_swallow_a_fault_of_ours(tmp_path, monkeypatch):
    def outturn(error: Exception):
        def fails(template: str) -> str:
            raise error

        monkeypatch.setattr("engine.programme.starter", fails)
        return CliRunner().invoke(app, ["init", str(tmp_path / f"{len(str(error))}.toml")])

    told = outturn(Refused([Problem("low", "3", "less than 2"), Problem("high", "1", "more than 2")]))
    assert (told.exit_code, told.stderr.splitlines()[:2]) == (2, ["outturn: 2 problems", "low"])
    bug = ValueError("operands could not be broadcast together")
    for error in (bug, UnicodeDecodeError("utf-8", b"\xa3", 0, 1, "invalid start byte"), KeyError("npv")):
        assert outturn(error).exception is error


def test_what_was_probably_meant_is_found_in_two_places():
    found = {
        path.relative_to(HOUSE).as_posix(): path.read_text(encoding="utf-8").count("get_close_matches")
        for package in (engine, distributions)
        for path in Path(package.__path__[0]).rglob("*.py")
    }
    assert {path: count for path, count in found.items() if count} == {
        "engine/problems.py": 1,
        "distributions/base/error.py": 1,  # laws know nothing of the engine
    }


def test_what_a_user_can_cause_is_no_bare_error():
    """Where a built-in error is raised all the same it is a fault of ours, or never leaves the file."""
    bare = re.compile(r"raise (?:Value|Type|Key|Index|Runtime)Error\b")
    found = {
        path.relative_to(HOUSE).as_posix()
        for path in Path(engine.__path__[0]).rglob("*.py")
        if bare.search(path.read_text(encoding="utf-8"))
    }
    assert found == {
        "engine/analysis/estimators/percentiles.py",  # arithmetic, which knows nothing of ours
        "engine/cli/verbs/needed.py",  # caught a line further on
        "engine/compiled/vectors/reference.py",
        "engine/dependence/copula.py",  # of a copula made by our own code: what a user wrote is read before
    }
