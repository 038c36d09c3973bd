"""`outturn update`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.compiling import compiling
from engine.cli.console import answers
from engine.cli.exits import all_the_same, exit_on_refusal
from engine.cli.numbers import whole_numbers
from engine.cli.programme import Overrides, Scenario, choose, read
from engine.cli.progress import progress_bar
from engine.cli.streams import as_json
from engine.cli.studied import Format, Printed, Quiet, Seed
from engine.cli.written import say_written


def update(
    file: Annotated[Path, typer.Argument(help="Programme file (TOML), or flagship.")],
    actuals: Annotated[
        Path,
        typer.Argument(
            help="What is known: a TOML file with known_at, \\[activities], \\[risks], \\[spent]."
        ),
    ],
    scenario: Scenario = None,
    iterations: Annotated[int, whole_numbers(help="How many iterations that agree with the facts.")] = 10_000,
    seed: Seed = 2023,
    most: Annotated[int, whole_numbers(help="Iterations that are played for it, at most.")] = 2_000_000,
    overrides: Overrides = None,
    format: Printed = Format.table,
    out: Annotated[Path | None, typer.Option(help="Folder for results.nc, summary.json and charts.")] = None,
    quiet: Quiet = False,
) -> None:
    """Learn from what has happened: play on from the facts, and say what they change."""
    with exit_on_refusal():
        from engine.analysis.findings import Findings
        from engine.reporting.files import write_charts, write_data
        from engine.reporting.record import record_text
        from engine.reporting.run_charts import draw_run
        from engine.reporting.run_folder import claimed
        from engine.reporting.tables.printing import print_parts
        from engine.reporting.tables.update import update_parts
        from engine.reporting.tables.verdict import verdict
        from engine.scoring.actuals import read_actuals
        from engine.simulation.whole_run import simulate_whole
        from engine.studies.update import update as updated

        programme = read(choose(file), scenario, overrides)
        known = read_actuals(actuals, programme)
        with nullcontext() if out is None else claimed(out) as folder:
            with compiling(quiet), progress_bar(iterations, quiet) as progress:
                before = simulate_whole(programme, min(iterations, most), seed)
                after = Findings(updated(programme, known, iterations, seed, most=most, progress=progress))
            written = write_data(after, folder) if folder is not None else []
            with all_the_same(written):
                if format is Format.json:
                    print(as_json(record_text(after)))
                else:
                    print_parts([*verdict(after), *update_parts(before, after.results)], answers())
                if folder is not None:
                    written += write_charts(draw_run(after), after, folder)
            if folder is not None and not quiet:
                say_written(folder, written)
