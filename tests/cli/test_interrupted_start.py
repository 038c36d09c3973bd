"""A Ctrl-C in the first second, while modules are loaded: a sentence and 130, whichever module it meets."""

import subprocess
import sys

import pytest

from engine.programme import starter

METS = """
import os, signal, sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == {name!r}:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Interrupting())
sys.argv = ["outturn", *{words!r}]
from engine.cli import main
main()
"""


@pytest.mark.parametrize(
    "name",
    ["engine.cli.command", "typer", "rich", "engine.cli.verbs.run", "engine.cli.streams", "numpy",
     "numpy.random", "numba", "scipy.special", "xarray", "pandas", "pydantic", "engine.plan.plan", "tomllib"],
)  # fmt: skip
def test_it_ends_in_a_sentence(name, tmp_path):
    file = tmp_path / "programme.toml"
    file.write_text(starter(), encoding="utf-8")
    words = ["run", str(file), "--iterations", "100", "--no-charts", "--out", str(tmp_path / "out")]
    command = [sys.executable, "-c", METS.format(name=name, words=words)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr == "Interrupted; nothing was written.\n"
    assert not [left for left in (tmp_path / "out").rglob("*") if left.is_file()]
