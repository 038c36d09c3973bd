"""What a report is made from: a programme that is played and studied, or results that lie there with their studies."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.cli.console import note
from engine.cli.exits import refuse
from engine.cli.programme import Chosen, changes_of, read
from engine.cli.ranges import with_ranges
from engine.cli.results_file import DATA, read_results

if TYPE_CHECKING:
    import xarray as xr

    from engine.programme.model import Programme
    from engine.reporting.page.material import Material
    from engine.reporting.studies_file import Saved

Told = Callable[[str], None]
_SET = re.compile(r"[\w.\-]+ = .*", re.DOTALL)


class Run(NamedTuple):
    """How a programme is to be played for a report."""

    scenario: str | None
    option: str | None
    overrides: list[str]
    iterations: int
    seed: int
    worlds: int
    scenarios: bool


def played(
    chosen: Chosen, programme: Programme, run: Run, results: Path | None, told: Told
) -> tuple[Any, Saved]:
    """Results and studies of a programme: played now, or the results that were played before."""
    from engine.reporting.studies_file import Saved
    from engine.simulation.whole_run import simulate_whole
    from engine.studies.for_report import Asked, gather

    if results is None:
        told(f"Playing {run.iterations:,} iterations")
        found = simulate_whole(programme, run.iterations, run.seed)
    else:
        found = read_results(results)
        _check_same(programme, found, chosen, results)
    if "over_scenarios" not in found.attrs and "over_beliefs" not in found.attrs:
        told("Playing beliefs and scenarios")
        found = with_ranges(programme, found, chosen, run.overrides, run.worlds, run.scenarios)
    asked = Asked(programme, found, _options(chosen, run), chosen.file, changes_of(run.overrides))
    gathered = gather(asked, lambda words, place, count: told(f"Study {place} of {count}: {words}"))
    return found, Saved(*gathered, command=command_of(chosen.called, found), file=chosen.called)


def _check_same(programme: Programme, results: xr.Dataset, chosen: Chosen, path: Path) -> None:
    """Refuse results of another programme than the one that is named."""
    if results.attrs.get("programme_hash") != programme.content_hash:
        refuse(
            f"{path}: results of another programme than {chosen.called} with this scenario and these changes; leave "
            "--results out to play it"
        )


def _options(chosen: Chosen, run: Run) -> dict[str, Programme]:
    """The options of the file, under the scenario and with the changes of the run."""
    from engine.problems import Refused
    from engine.programme import option_names

    try:
        return {
            name: read(chosen, run.scenario, run.overrides, option=name) for name in option_names(chosen.file)
        }
    except Refused as error:  # with the changes of this run
        note(f"The options are left out: {str(error).splitlines()[0]}")
        return {}


def given(path: Path) -> tuple[xr.Dataset, Saved]:
    """Results that lie there, and the studies that were saved beside them."""
    from engine.reporting.studies_file import Saved, read_studies

    results = read_results(path)
    saved = read_studies(path / DATA if path.is_dir() else path, results.attrs)
    return results, saved or Saved({}, {}, command_of("programme.toml", results), "")


def command_of(file: str, results: xr.Dataset) -> str:
    """The command that makes the report of these results again, from the file as a user names it."""
    from engine.reporting.phrasing import changes

    attrs = results.attrs
    words = ["outturn", "report", file]
    for key in ("iterations", "seed", "scenario", "option"):
        words += [f"--{key}", str(attrs[key])] if attrs.get(key, "") != "" else []
    for change in changes(attrs):
        if _SET.fullmatch(change):
            path, _, value = change.partition(" = ")
            words += ["--set", f"{path}={value}"]
    return shlex.join([*words, "--out", "DIR"])


def material_of(results: xr.Dataset, saved: Saved) -> Material:
    """What the report is made from. Raises `ReportError` where it cannot be."""
    from engine.analysis.findings import Findings
    from engine.reporting.page.checked import check_reportable
    from engine.reporting.page.material import Material

    findings = Findings(results)
    check_reportable(findings)
    return Material(findings, saved.studies, saved.unanswered, saved.command, saved.file)
