"""A pack, played again: the same to the bit, or where it first is not."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from engine.analysis.findings import Findings
from engine.packs.digests import Difference, differences, read_digests
from engine.packs.manifest import (
    AS_WRITTEN,
    ITERATIONS,
    PARAMETERS,
    PROGRAMME,
    RUN,
    SUMMARY,
    SURROUNDINGS,
    check_pack,
    read_json,
)
from engine.packs.problems import PackError
from engine.packs.surroundings import check_schemes, otherwise
from engine.packs.write import digests
from engine.problems import shown
from engine.programme import load
from engine.programme.guidance import check_guidance, guidance_in_force
from engine.reporting.record import record
from engine.simulation.simulate import Progress, simulate

KINDS: dict[str, type] = {
    "scenario": str,
    "overrides": dict,
    "seed": int,
    "iterations": int,
    "design": str,
    "keep": str,
    "measures": list,
}


KEPT = ("iterations", "store", "summary")
DEEPEST = 8  # of a summary


class Figure(NamedTuple):
    """A figure of the summary that is another here; `None` where there is none."""

    path: str
    there: float | None
    here: float | None

    @property
    def relative(self) -> float:
        """The difference over the greater of the two; infinite where one is missing."""
        if self.there is None or self.here is None:
            return float("inf")
        return abs(self.there - self.here) / max(abs(self.there), abs(self.here))


class Verdict(NamedTuple):
    """What a second play says: `differing` by first iteration, `figures` in the order of the summary."""

    iterations: int
    measures: int
    compared: int  # figures of the summary
    differing: list[Difference]
    figures: list[Figure]
    surroundings: list[str]  # what is otherwise here, a sentence each

    @property
    def same(self) -> bool:
        """Whether every iteration and every figure is the same to the bit."""
        return not self.differing and not self.figures


def read_run(folder: Path) -> dict[str, Any]:
    """What a pack's run was asked for; refuses a folder that is altered, or of a scheme that is not played here.

    Raises `PackError`.
    """
    check_pack(folder)
    run, there = read_json(folder / RUN), read_json(folder / SURROUNDINGS)
    for key, kind in KINDS.items():
        if not isinstance(found := run.get(key), kind) or isinstance(found, bool):
            raise PackError.at(str(folder / RUN), f"{key} = {shown(found)}", AS_WRITTEN)
    if run["keep"] not in KEPT or not all(isinstance(name, str) for name in run["measures"]):
        raise PackError.at(str(folder / RUN), "what no run is asked for", AS_WRITTEN)
    check_schemes(there, run["design"])
    return run


def verify(folder: Path, threads: int | None = None, progress: Progress | None = None) -> Verdict:
    """Play a pack again, with its own programme, parameter sets and draws, and compare every iteration.

    Raises `PackError` for a pack that is altered, incomplete or of another scheme, and what `engine.load` and
    `engine.simulate` raise.
    """
    run = read_run(folder)
    iterations, measures, keep = run["iterations"], run["measures"], run["keep"]
    before = read_digests(folder / ITERATIONS, measures, iterations)
    if before is None:
        raise PackError.at(str(folder / ITERATIONS), "another length than the run's", AS_WRITTEN)
    with own_guidance(folder / PARAMETERS):
        programme = load(folder / PROGRAMME, run["scenario"], run["overrides"])
    with tempfile.TemporaryDirectory(prefix="outturn-", ignore_cleanup_errors=True) as scratch:
        results = simulate(
            programme, iterations, run["seed"], threads, run["design"], progress,
            keep="summary" if keep == "summary" else "iterations", measures=measures,
            store=Path(scratch) / "run.zarr" if keep == "store" else None,
        )  # fmt: skip
        if results.attrs.get("interrupted"):
            raise KeyboardInterrupt
        findings = Findings(results)
        here = digests(findings, programme, keep, threads, measures)
        compared, figures = held_against(read_json(folder / SUMMARY), record(findings))
        differing = differences(before, here, iterations)
        results.close()
    if not compared:
        raise PackError.at(str(folder / SUMMARY), "no figures", AS_WRITTEN)
    changed = otherwise(read_json(folder / SURROUNDINGS), run["design"])
    return Verdict(iterations, len(measures), compared, differing, figures, changed)


@contextmanager
def own_guidance(file: Path) -> Iterator[None]:
    """Programmes read within take the parameter sets of a pack. Raises `PackError` where they are none."""
    with guidance_in_force(file.read_bytes().decode("utf-8", "replace")):
        try:
            check_guidance()
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
            raise PackError.at(str(file), "no parameter sets", AS_WRITTEN) from None
        yield


def held_against(there: Mapping[str, Any], here: Mapping[str, Any]) -> tuple[int, list[Figure]]:
    """How many figures of a pack's summary were compared, and those that are others; what is new here is none."""
    before, now = (
        dict(numbers({key: a.get(key, {}) for key in ("claims", "measures")})) for a in (there, here)
    )
    return len(before), [
        Figure(path, value, now.get(path)) for path, value in before.items() if value != now.get(path)
    ]


def numbers(value: Any, path: str = "") -> Iterator[tuple[str, float | None]]:
    """Every number in a summary by its dotted path; claims and others that have a name by that."""
    if path.count(".") > DEEPEST:
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from numbers(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            name = inner["name"] if isinstance(inner, Mapping) and "name" in inner else place
            yield from numbers(inner, f"{path}.{name}")
    elif value is None or isinstance(value, int | float):
        yield path, value
