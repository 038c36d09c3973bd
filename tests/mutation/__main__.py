"""How many small changes do the tests notice? `python -m tests.mutation engine/analysis --sample 50 --seed 1`.

Each mutant runs in a process that is forked from one in which the libraries are loaded, with the tests of its room
(`tests/` mirrors the rooms) and those named by `--tests`; it is killed if one fails or takes ten times as long as
unchanged. Of compiled code the machine code is made anew for each, by `--compiled`, in a folder of its own.
"""

from __future__ import annotations

import argparse
import importlib.abc
import importlib.util
import os
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from tests.mutation.mutants import Mutant, mutants

HOUSE = Path(__file__).parents[2]
LIBRARIES = (
    "numpy",
    "scipy.stats",
    "scipy.optimize",
    "xarray",
    "pandas",
    "numba",
    "pydantic",
    "matplotlib.figure",
)
OPTIONS = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--no-header", "-m", "not long"]


class Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module another source."""

    def __init__(self, name: str, file: Path, source: str) -> None:
        self.name, self.file, self.source = name, file, source

    def find_spec(self, name: str, *_: Any) -> Any:
        if name != self.name:
            return None
        folder = [str(self.file.parent)] if self.file.name == "__init__.py" else None
        found = importlib.util.spec_from_file_location(name, self.file, submodule_search_locations=folder)
        assert found is not None
        found.loader = self
        return found

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: Any) -> None:
        exec(compile(self.source, str(self.file), "exec"), module.__dict__)


def outcome(file: Path, source: str, tests: Sequence[str], seconds: float, compiled: bool) -> str:
    """ "survived", "killed" or "too long": what the tests say of a file with another source."""
    child = os.fork()
    if not child:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        code = 3
        try:
            name = ".".join(file.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")
            sys.meta_path.insert(0, Mutated(name, file, source))
            os.setsid()
            if compiled:
                os.environ["NUMBA_CACHE_DIR"] = tempfile.mkdtemp(prefix="outturn-mutant-")
            import pytest

            code = int(pytest.main([*OPTIONS, *tests]))
        finally:
            os._exit(code)
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return "survived" if os.waitstatus_to_exitcode(status) == 0 else "killed"
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "too long"


def sample(rooms: Sequence[str], count: int, seed: int) -> list[tuple[Path, Mutant]]:
    """Some of all mutants of the files of rooms, each as likely as another."""
    files = [
        file
        for room in rooms
        for file in sorted((HOUSE / room).rglob("*.py") if (HOUSE / room).is_dir() else [HOUSE / room])
    ]
    every = [(file, mutant) for file in files for mutant in mutants(file.read_text(encoding="utf-8"))]
    print(
        f"{len(every):,} mutants in {len(files)} files; {min(count, len(every))} of them are tried",
        flush=True,
    )
    return Random(seed).sample(every, min(count, len(every)))


def main() -> None:
    """Read the command line, try the sample, print what survived and the score."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("rooms", nargs="+")
    parser.add_argument("--sample", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="after which no other is begun")
    parser.add_argument("--tests", nargs="*", default=[])
    parser.add_argument("--compiled", action="store_true")
    asked = parser.parse_args()
    chosen = sample(asked.rooms, asked.sample, asked.seed)
    for library in LIBRARIES:
        importlib.import_module(library)
    rooms = [room.replace("engine/", "tests/", 1) for room in asked.rooms]
    tests = [*asked.tests, *(room for room in rooms if (HOUSE / room).is_dir())]
    first = chosen[0][0]
    began = time.monotonic()
    if outcome(first, first.read_text(encoding="utf-8"), tests, 3600, asked.compiled) != "survived":
        sys.exit("the tests fail on the source as it is")
    seconds = 10 * (time.monotonic() - began) + 10
    told = {"killed": 0, "survived": 0, "too long": 0}
    last = time.monotonic() + 60 * asked.minutes
    for file, mutant in chosen:
        if time.monotonic() > last:
            break
        answer = outcome(file, mutant.source, tests, seconds, asked.compiled)
        told[answer] += 1
        if answer == "survived":
            print(
                f"{file.relative_to(HOUSE)}:{mutant.line}: {mutant.before!r} -> {mutant.after!r}", flush=True
            )
    tell_score(told)


def tell_score(told: Mapping[str, int]) -> None:
    """Print the share that was noticed, with its 95% interval (Clopper and Pearson's, which is exact)."""
    from scipy.stats import binomtest

    tried = sum(told.values())
    noticed = tried - told["survived"]
    if not tried:
        sys.exit("there was no time for a mutant")
    low, high = binomtest(noticed, tried).proportion_ci()
    print(f"{noticed / tried:.0%} ({low:.0%} to {high:.0%}) of {tried} mutants were noticed: {dict(told)}")


if __name__ == "__main__":
    main()
