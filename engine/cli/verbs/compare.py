"""`outturn compare`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.exits import exit_on_refusal, refuse
from engine.cli.numbers import whole_numbers
from engine.cli.programme import Chosen, Overrides, choose, read
from engine.cli.results_file import is_results, read_results
from engine.cli.studied import Format, Out, Printed, Quiet, answer, check_out, ready

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.figure import Figure

    from engine.programme.model import Programme

AS_WRITTEN = "default"


def compare(
    runs: Annotated[
        list[str],
        typer.Argument(
            help="Two or more: scenarios or options of --file, default (the file as it is), a programme file, "
            "FILE@SCENARIO, FILE@OPTION, or results of a run (its folder or results.nc). All against the first.",
            metavar="A B …",
        ),
    ],
    file: Annotated[
        Path | None,
        typer.Option(help="The programme file whose scenarios are named; as in outturn run if left out."),
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option(help="Measures to compare; all if left out. May be repeated.")
    ] = None,
    iterations: Annotated[int, whole_numbers(help="Iterations of each run that is played.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Runs of one seed share their draws.")] = 2023,
    overrides: Overrides = None,
    format: Printed = Format.table,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Set runs against each other on common draws: differences, chance of better, S-curves, what differs."""
    with exit_on_refusal():
        if len(set(runs)) < 2:
            refuse(f"compare {' '.join(runs)}: two different runs are needed at least")
        chosen = {name: _run(name, file, overrides) for name in runs}
        check_out(out)
        with ready(quiet):
            from engine.studies.compare import compare as compared

            found = compared(chosen, iterations, seed, measures=measure)
        from engine.reporting.tables.comparison import comparison_parts

        answer("comparison", found, comparison_parts(found), format, out, charts_of(found), quiet)


def _run(name: str, file: Path | None, overrides: list[str] | None) -> Any:
    """What a word names: results, a file, a scenario of a file, or one of the file that is meant."""
    path = Path(name)
    if is_results(path):
        return read_results(path)
    written, _, change = name.rpartition("@")
    if written:
        return _changed(choose(Path(written)), change, overrides)
    if path.exists() or path.suffix == ".toml" or name == "flagship":
        return read(choose(path), None, overrides)
    return _changed(choose(file), "" if name == AS_WRITTEN else name, overrides)


def _changed(chosen: Chosen, change: str, overrides: list[str] | None) -> Programme:
    """A file under one of its scenarios, with one of its options, or as it is."""
    from engine.problems import Refused, listed, nearest
    from engine.programme import option_names, scenario_names

    if not change:
        return read(chosen, None, overrides)
    scenarios, options = scenario_names(chosen.file), option_names(chosen.file)
    if change in scenarios and change in options:
        refuse(f"{chosen.called}: {change} is a scenario and an option; give one of them another name")
    if change in options:
        return read(chosen, None, overrides, option=change)
    if change not in scenarios:
        known = [AS_WRITTEN, *scenarios, *options]
        accepted = f"a scenario or an option of {chosen.called}: {listed(known)}"
        raise Refused.at("compare", f'"{change}"', accepted, nearest(change, known))
    return read(chosen, change, overrides)


def charts_of(found: xr.Dataset, stem: str = "comparison") -> Iterator[tuple[str, Figure]]:
    """A chart of total benefit, total cost and npv, of what there is; else of every measure."""
    from engine.reporting import chart

    names = [str(name) for name in found["measure"].values]
    asked = [name for name in ("total_benefit", "total_cost", "npv") if name in names]
    for name in asked or names:
        yield f"{stem}_{name}", chart("comparison").draw_comparison(found, name)
