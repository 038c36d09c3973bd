"""What a user's Python sees: names with a line each, a version, types, and examples that run."""

from __future__ import annotations

import doctest
import inspect
import pydoc
import subprocess
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pytest

import engine

HOUSE = Path(__file__).parent.parent
USED = """
import engine
from distributions import Uniform

model = engine.Model({"x": Uniform(0, 1)}, lambda x: x)
results = engine.simulate(model, 100)
reveal_type(results)
engine.simulat(model)
engine.simulate(model, "many")
"""


def test_the_version_is_that_of_the_distribution():
    assert engine.__version__ == version("outturn-risk")


def test_dir_and_help_list_every_name_with_a_line():
    assert set(engine.__all__) < set(dir(engine))
    lines = (engine.__doc__ or "").splitlines()
    told = [line.split()[0] for line in lines if line.startswith("    ") and len(line.split()) > 1]
    assert [name for name in told if name in engine.__all__] == engine.__all__
    page = pydoc.render_doc(engine, renderer=pydoc.plaintext)
    assert all(f"    {name} " in page for name in engine.__all__)


def test_a_name_that_is_none_is_told():
    with pytest.raises(AttributeError, match="it has load, simulate"):
        _ = engine.simulat


@pytest.mark.parametrize("name", engine.__all__)
def test_every_public_docstring_has_an_example_that_runs(name, monkeypatch, tmp_path):
    monkeypatch.chdir(HOUSE)
    found = getattr(engine, name)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    tests = doctest.DocTestFinder(recurse=False).find(found, name, globs={"engine": engine})
    examples = [test for test in tests if test.examples]
    assert examples, f"{name}: no example in its docstring"
    for test in examples:
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


def test_public_functions_say_what_comes_out():
    for name in engine.__all__:
        assert len(inspect.getdoc(getattr(engine, name)) or "") > 60


def test_types_are_shipped():
    assert files("engine").joinpath("py.typed").is_file()
    assert files("distributions").joinpath("py.typed").is_file()


@pytest.mark.long
def test_a_users_mypy_accepts_what_is_right_and_sees_what_is_wrong(tmp_path):
    (tmp_path / "used.py").write_text(USED)
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "used.py"]
    found = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert 'Revealed type is "xarray.core.dataset.Dataset"' in found.stdout
    assert found.stdout.count("error:") == 2, found.stdout
    assert "simulat" in found.stdout
