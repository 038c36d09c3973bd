"""The further plays of a run: its beliefs by world, and the file's other scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.cli.console import note
from engine.cli.exits import refuse
from engine.cli.programme import Chosen, read
from engine.problems import Refused

if TYPE_CHECKING:
    import xarray as xr

    from engine.programme.model import Programme


def check_worlds(worlds: int) -> None:
    """Refuse a number of worlds below none."""
    if worlds < 0:
        refuse(f"--worlds {worlds}: at least 0 is needed; 0 leaves the ranges over beliefs out")


def with_ranges(
    programme: Programme,
    results: xr.Dataset,
    chosen: Chosen,
    overrides: list[str] | None,
    worlds: int,
    scenarios: bool,
) -> xr.Dataset:
    """The results, which know how far beliefs and the other scenarios of the file move each claim.

    What cannot be played is said and left out: the run itself is not lost to it.
    """
    if results.attrs.get("interrupted") or not programme.claims:
        return results
    from engine.studies.ranges import ranges

    others = _others(programme, chosen, overrides) if scenarios else {}
    try:
        return ranges(programme, results, others, worlds)
    except Refused as error:
        note(f"The ranges over beliefs and scenarios are left out: {error}")
    except KeyboardInterrupt:
        note("Interrupted: the ranges over beliefs and scenarios are left out")
    return results


def _others(programme: Programme, chosen: Chosen, overrides: list[str] | None) -> dict[str, Programme]:
    """The scenarios of the file but the one that was played, and the file without any where that was one."""
    from engine.programme import scenario_names

    found = {}
    for name in (*scenario_names(chosen.file), *([""] if programme.scenario else [])):
        if name == (programme.scenario or None):
            continue
        try:
            found[name or "no scenario"] = read(chosen, name, overrides)
        except Refused as error:  # with the overrides of this run
            note(f"Scenario {name} is left out: {str(error).splitlines()[0]}")
    return found
