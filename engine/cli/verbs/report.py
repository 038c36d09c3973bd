"""`outturn report`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.compiling import compiling
from engine.cli.console import note, warnings_noted
from engine.cli.exits import all_the_same, exit_on_refusal, refuse
from engine.cli.numbers import whole_numbers
from engine.cli.programme import (
    Option,
    Overrides,
    Responses,
    Scenario,
    choose,
    placed,
    read,
    repair_notes,
    with_responses,
)
from engine.cli.results_file import DATA, cut_told, is_results
from engine.cli.steps import steps
from engine.cli.studied import Quiet
from engine.cli.written import say_written

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.reporting.studies_file import Saved


class Audience(StrEnum):
    """Who reads it."""

    board = "board"
    audit = "audit"


def report(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="Programme file (TOML), flagship, or results: results.nc or the folder of a run or report. If left "
            "out, programme.toml of this folder or else the flagship."
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the report, the results and the studies.")] = Path(
        "outturn-report"
    ),
    format: Annotated[
        str, typer.Option(metavar="html,pdf,docx,md", help="What is written, one or several with commas.")
    ] = "html",
    audience: Annotated[Audience, typer.Option(help="board: one page. audit: the whole.")] = Audience.audit,
    scenario: Scenario = None,
    option: Option = None,
    iterations: Annotated[int, whole_numbers(help="How many times to play the programme.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same report.")] = 2023,
    overrides: Overrides = None,
    responses: Responses = None,
    results: Annotated[
        Path | None,
        typer.Option(
            "--results", help="Results of a run of this programme, so that only studies are played."
        ),
    ] = None,
    worlds: Annotated[
        int,
        whole_numbers(help="Worlds in which beliefs are drawn, for the range of each chance; 0 for none."),
    ] = 200,
    scenarios: Annotated[
        bool, typer.Option(help="Play the file's other scenarios too, for the range of each chance.")
    ] = True,
    quiet: Quiet = False,
) -> None:
    """Write the report: one page to read, print and send, with every number written from results."""
    with exit_on_refusal():
        from engine.reporting.page.formats_asked import formats_of

        formats = formats_of(format)
        from engine.cli.ranges import check_worlds
        from engine.cli.reported import Run, given, played
        from engine.reporting.earlier_run import PLAYED
        from engine.reporting.run_folder import claimed

        if file is not None and is_results(file):
            beside = {"--results": results, "--scenario": scenario, "--option": option, "--set": overrides}
            refuse_beside(file, beside | {"--responses": responses})
            with claimed(out, PLAYED if _is_in(file, out) else ()) as folder, steps(quiet) as told:
                told("Reading results")
                with cut_told(file):
                    _write(*given(file), formats, audience.value, folder, told, quiet, source=file)
            return
        chosen = choose(file)
        overrides = with_responses(chosen, responses, overrides)
        programme = read(chosen, scenario, overrides, option=option)
        for text in () if quiet else (chosen.note, *repair_notes(programme, chosen.called)):
            if text:
                note(text)
        from engine.plan.plan import make_plan
        from engine.simulation.limits import RunWarning

        check_worlds(worlds)
        run = Run(scenario, option, overrides, iterations, seed, worlds, scenarios)
        with claimed(out, PLAYED) as folder, warnings_noted(RunWarning):
            with compiling(quiet), placed(chosen):
                make_plan(programme)
            with steps(quiet) as told:
                found, saved = played(chosen, programme, run, results, told)
                _write(found, saved, formats, audience.value, folder, told, quiet)


def refuse_beside(file: Path, beside: dict[str, Any]) -> None:
    """End where results are given together with how a programme would be played."""
    asked = [name for name, value in beside.items() if value]
    if asked:
        refuse(
            f"{file}: results were played already; {', '.join(asked)} can be given with a programme file alone"
        )


def _write(
    results: Any,
    saved: Saved,
    formats: dict[str, Any],
    audience: Any,
    folder: Any,
    told: Callable[[str], None],
    quiet: bool,
    source: Path | None = None,
) -> None:
    """Write what was played, if it was now, and the report of it; say what was written."""
    from engine.cli.reported import material_of
    from engine.reporting.page.compose import compose
    from engine.reporting.page.write import keep_earlier, write_played, write_report
    from engine.reporting.run_charts import unseen_letters

    material = material_of(results, saved)
    written = []
    if source is None:
        written += write_played(material.findings, saved, folder)
    elif _is_in(source, folder.path):
        keep_earlier(folder)
    told("Writing the report")
    with all_the_same(written):
        made = compose(material, audience)
        written += write_report(
            made, material.findings, formats, folder, lambda name: told(f"Writing report.{name}")
        )
    for name in formats:
        print(folder.path / f"report.{name}")
    if not quiet:
        say_written(folder, written)
        if unseen_letters(material.findings):
            note(unseen_letters(material.findings))


def _is_in(source: Path, folder: Path) -> bool:
    """Whether results are those of the folder that is written to, so that their report is written beside them."""
    place = source / DATA if source.is_dir() else source
    return place.exists() and place.resolve() == (folder / DATA).resolve()
