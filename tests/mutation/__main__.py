"""How many small changes do the tests notice? `python -m tests.mutation engine/analysis --sample 90 --seed 1`.

Tests of the room (`tests/` mirrors the rooms) and those named by `--tests` are played once, to learn which of them
reach which functions. Then each mutant meets those that reach it, the quickest first, in a copy of a process in which
all is loaded; it is noticed if one fails, or takes ten times as long as it may. Where a change is to what happens at
import, its file is imported anew. Of compiled code, by `--compiled`, the machine code is made anew for each mutant.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from textwrap import shorten

from tests.mutation.anew import anew
from tests.mutation.forked import forked
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.reached import Reached, as_read, of_use
from tests.mutation.session import HOUSE, allowed, in_session, module_of

LIBRARIES = (
    "numpy", "scipy.stats", "scipy.optimize", "xarray", "pandas", "numba", "pydantic", "matplotlib.figure", "typer",
)  # fmt: skip
LOADING = 20.0  # seconds, at most, in which a file and its tests are imported


class Voice:
    """Tells what became of each mutant, as it comes."""

    def __init__(self, chosen: Sequence[tuple[Path, Mutant]]) -> None:
        self.chosen = chosen
        self.file = os.fdopen(os.dup(1), "w")  # which pytest does not capture, nor a copy silence

    def __call__(self, number: int, answer: str, tests: int) -> None:
        """Tell of one."""
        file, mutant = self.chosen[number]
        change = f"{file.relative_to(HOUSE)}:{mutant.line}: {mutant.before!r} -> {mutant.after!r}"
        print(answer, shorten(change, 200), f"({tests} tests)", sep="  ", file=self.file, flush=True)


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


def of_python(
    chosen: Sequence[tuple[Path, Mutant]], tests: Sequence[str], voice: Voice, last: float
) -> list[str]:
    """What became of mutants of Python, as far as time allowed."""
    found = forked(lambda: in_session(chosen, tests, voice, last))
    if found is None:
        sys.exit("the tests brought down their process")
    reached = as_read(found[0])
    failed = [one.name for one in reached if not one.passed]
    if failed or not reached:
        sys.exit(f"tests fail on the source as it is: {', '.join(failed) or 'none is played'}")
    answers = [answer for _, answer in found[1]]
    for number in found[2]:
        if time.monotonic() > last:
            break
        file, mutant = chosen[number]
        near = of_use(reached, {place for one in reached for place in one.places if place[0] == str(file)})
        near += [one for one in reached if one not in near and names_it(one, file)]
        near = near or sorted(reached, key=lambda one: one.seconds)
        files = sorted({one.name.partition("::")[0] for one in near})
        seconds = allowed(sum(one.seconds for one in near) + LOADING)
        answers.append(anew(file, mutant.source, files, [one.name for one in near], seconds, compiled=False))
        voice(number, answers[-1], len(near))
    return answers


def names_it(test: Reached, file: Path) -> bool:
    """Whether the file of a test names the module: what is made at import, as a class, is no call of its functions."""
    return module_of(file) in (HOUSE / test.name.partition("::")[0]).read_text(encoding="utf-8")


def of_compiled(
    chosen: Sequence[tuple[Path, Mutant]], tests: Sequence[str], voice: Voice, last: float
) -> list[str]:
    """What became of mutants of compiled code, all of `tests` tried on each."""
    file, before = chosen[0][0], os.times()
    if anew(file, file.read_text(encoding="utf-8"), tests, [], 7200, compiled=True) != "survived":
        sys.exit("the tests fail on the source as it is")
    after = os.times()
    seconds = after.children_user - before.children_user + after.children_system - before.children_system
    answers: list[str] = []
    for number, (file, mutant) in enumerate(chosen):
        if time.monotonic() > last:
            break
        answers.append(anew(file, mutant.source, tests, [], allowed(seconds), compiled=True))
        voice(number, answers[-1], 0)
    return answers


def main() -> None:
    """Read the command line, try the sample, print what became of each mutant, and the score."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("rooms", nargs="+")
    parser.add_argument("--sample", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="after which no other is begun")
    parser.add_argument("--tests", nargs="*", default=[], help="besides those of the rooms")
    parser.add_argument("--compiled", action="store_true")
    asked = parser.parse_args()
    last = time.monotonic() + 60 * asked.minutes
    chosen = sample(asked.rooms, asked.sample, asked.seed)
    for library in LIBRARIES:
        importlib.import_module(library)
    rooms = [room.replace("engine/", "tests/", 1) for room in asked.rooms]
    tests = [*asked.tests, *(room for room in rooms if (HOUSE / room).is_dir())]
    tell_score((of_compiled if asked.compiled else of_python)(chosen, tests, Voice(chosen), last))


def tell_score(answers: Sequence[str]) -> None:
    """Print the share that was noticed, with its 95% interval (Clopper and Pearson's, which is exact)."""
    from scipy.stats import binomtest

    if not answers:
        sys.exit("there was no time for a mutant")
    noticed = len(answers) - answers.count("survived")
    low, high = binomtest(noticed, len(answers)).proportion_ci()
    told = {answer: answers.count(answer) for answer in ("killed", "too long", "survived")}
    print(
        f"{noticed / len(answers):.0%} ({low:.0%} to {high:.0%}) of {len(answers)} mutants were noticed: {told}"
    )


if __name__ == "__main__":
    main()
