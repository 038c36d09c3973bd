"""What a run is refused for, before it starts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from engine.problems import Refused, nearest
from engine.simulation.memory import available, size_text

LARGEST_SEED = 2**63 - 1  # what netCDF holds
LITTLE = 2**24  # bytes of which nobody is asked whether they are there: to ask takes 1 ms


class RunError(Refused):
    """A run that cannot be made: an argument out of range, more memory than there is, or a library missing.

    >>> from distributions import Uniform
    >>> try:
    ...     engine.simulate(engine.Model({"x": Uniform(0, 1)}, lambda x: x), iterations=0)
    ... except engine.RunError as error:
    ...     print(error)
    iterations = 0: at least 1 is needed; 10,000 is a good start
    """


class RunWarning(UserWarning):
    """What is told of a run that goes on, or that ends with what it has."""


def check_run(iterations: int, seed: int, threads: int | None) -> None:
    """Refuse a run that has no meaning."""
    if iterations < 1:
        raise RunError(f"iterations = {iterations}: at least 1 is needed; 10,000 is a good start")
    if not 0 <= seed <= LARGEST_SEED:
        raise RunError(f"seed = {seed}: a whole number from 0 to {LARGEST_SEED} is needed")
    if threads is not None and threads < 1:
        raise RunError(f"threads = {threads}: at least 1 is needed; leave it out to use every core")


def checked_worlds(worlds: int | None, iterations: int) -> int:
    """How many worlds a run has, 0 for none; they must divide its iterations."""
    if worlds is None:
        return 0
    if worlds < 1:
        raise RunError(f"worlds = {worlds}: at least 1 is needed; 200 is a good start")
    if iterations % worlds:
        each = max(iterations // worlds, 1)
        raise RunError(
            f"worlds = {worlds:,}: they must divide the {iterations:,} iterations; with {each:,} iterations a world "
            f"play {each * worlds:,}"
        )
    return worlds


def check_memory(iterations: int, bytes_each: int, instead: str) -> None:
    """Refuse a run of which `bytes_each` have to be held for every iteration and would not fit."""
    needed = iterations * bytes_each
    there = available() if needed > LITTLE else None
    if there is not None and needed > 0.8 * there:
        fit = int(0.8 * there / bytes_each)
        raise RunError(
            f"iterations = {iterations:,}: keeping every iteration needs {size_text(needed)}, and "
            f"{size_text(there)} is available; at most {fit:,} iterations fit. Use {instead}"
        )


def check_known(what: str, asked: Sequence[str], there: Collection[str]) -> None:
    """Refuse a measure that the run does not have."""
    for name in asked:
        if name not in there:
            hint = nearest(name, there) or f"there are {', '.join(there)}"
            raise RunError(f"{what}: no measure {name!r}; {hint}")


def missing_library(what: str, error: ImportError) -> RunError:
    """The refusal of a run that needs an extra which is not installed."""
    return RunError(f'{what} needs {error.name}, which is not installed: pip install "outturn-risk[cluster]"')
