"""A Ctrl-C in the first second, while modules are loaded: a sentence and 130, whichever module it meets."""

import subprocess
import sys
from pathlib import Path

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


def interrupted(tmp_path: Path, name: str) -> subprocess.CompletedProcess[str]:
    """A run that is interrupted where it first asks for the module of this name."""
    file = tmp_path / "programme.toml"
    file.write_text(starter(), encoding="utf-8")
    words = ["run", str(file), "--iterations", "100", "--no-charts", "--out", str(tmp_path / "out")]
    command = [sys.executable, "-c", METS.format(name=name, words=words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "name",
    ["engine.cli.command", "typer", "engine.cli.verbs.run", "engine.cli.streams", "numpy",
     "numpy.random", "numba", "scipy.special", "xarray", "pandas", "pydantic", "engine.plan.plan", "tomllib"],
)  # fmt: skip
def test_it_ends_in_a_sentence(name, tmp_path):
    ended = interrupted(tmp_path, name)
    assert (ended.returncode, ended.stdout) == (130, "")
    *before, last = ended.stderr.splitlines()
    assert last == "Interrupted; nothing was written."
    assert all(
        line.startswith("First use on this computer") for line in before
    )  # where nothing is compiled yet
    assert not (tmp_path / "out").exists()


def test_what_is_written_before_is_told(tmp_path):
    """The tables of the answer are the first to need rich."""
    ended = interrupted(tmp_path, "rich")
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr.startswith(f"Interrupted. Written to {tmp_path / 'out'}: ")
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"results.nc", "manifest.json"}


WRAPPED = """
import os, signal
from engine.cli.exits import exit_on_refusal
from engine.cli.starting import heed_interrupts
signal.signal(signal.SIGINT, signal.default_int_handler)
heed_interrupts()
class Named:
    def __set_name__(self, *_):
        os.kill(os.getpid(), signal.SIGTERM)
        sum(range(100))
try:
    with exit_on_refusal():
        class Whole:
            part = Named()
except RuntimeError as ended:
    raise SystemExit(ended.exit_code)
"""


def test_one_that_python_tells_of_by_another_error_is_one():
    """As a class is made: until Python 3.12 what comes then is a RuntimeError."""
    ended = subprocess.run([sys.executable, "-c", WRAPPED], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (143, "Interrupted; nothing was written.\n")


CALLED_FROM_C = """
import ctypes, os, signal, sys, time
from engine.cli.starting import begin_work, heed_interrupts
signal.signal(signal.SIGINT, signal.default_int_handler)
heed_interrupts()
begin_work()
@ctypes.CFUNCTYPE(ctypes.c_int)
def called():
    os.kill(os.getpid(), {signal})
    for _ in range(1000):
        pass
    return 0
try:
    called()
    time.sleep(20)
    print("it was lost")
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize(("sent", "told"), [("signal.SIGINT", "interrupted\n"), ("0", "it was lost\n")])
def test_one_that_meets_a_call_from_c_is_not_lost(sent, told):
    """Python would print a traceback of it, and go on."""
    text = CALLED_FROM_C.format(signal=sent).replace("sleep(20)", "sleep(20)" if sent != "0" else "sleep(0)")
    command = [sys.executable, "-c", text]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, told, "")
