"""`outturn needed`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.exits import exit_on_refusal, refuse
from engine.cli.numbers import whole_numbers
from engine.cli.programme import Chosen, File, Overrides, Scenario, choose, read
from engine.cli.results_file import is_results, read_results
from engine.cli.studied import Format, Out, Printed, Quiet, Seed, answer, check_out, ready

if TYPE_CHECKING:
    import xarray as xr

    from engine.programme.model import Programme
    from engine.reporting.tables.table import Part


def needed(
    file: File = None,
    claim: Annotated[
        str | None, typer.Option(help="The claim by its name; the file's first if left out.")
    ] = None,
    input: Annotated[
        list[str] | None,
        typer.Option(help="Inputs or patterns, 'drivers.*'; all that vary if left out. May be repeated."),
    ] = None,
    pair: Annotated[
        str | None,
        typer.Option(metavar="A,B", help="Of two inputs, the values of B that serve for values of A."),
    ] = None,
    lever: Annotated[
        str | None,
        typer.Option(
            metavar="PATH=LOW..HIGH", help="A path of the file, as --set takes it, and from where to where."
        ),
    ] = None,
    floor: Annotated[
        str | None, typer.Option(metavar="PATTERN", help="A floor under inputs: 'drivers.*_cash'.")
    ] = None,
    bound: Annotated[
        bool, typer.Option("--bound", help="The bound at which the claim would have the chance.")
    ] = False,
    reverse: Annotated[
        bool, typer.Option("--reverse", help="The least unlikely way in which the claim holds, or fails.")
    ] = False,
    level: Annotated[
        list[float] | None, typer.Option(help="Chances in percent; 50 and 80 if left out.")
    ] = None,
    scenario: Scenario = None,
    iterations: Annotated[int, whole_numbers(help="Iterations of each run.")] = 10_000,
    seed: Seed = 2023,
    overrides: Overrides = None,
    format: Printed = Format.table,
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """Find what would have to be true for a claim to hold: of one input, two, a lever, a floor, or all together."""
    with exit_on_refusal():
        asked = [name for name, value in (("--pair", pair), ("--lever", lever), ("--floor", floor)) if value]
        asked += [name for name, value in (("--bound", bound), ("--reverse", reverse)) if value]
        if len(asked) > 1:
            refuse(f"{' and '.join(asked)}: one question at a time")
        levels = level or [50.0, 80.0]
        if file is not None and is_results(Path(file)):
            if not bound:
                refuse(
                    f"{file}: results tell --bound alone; the other questions need plays: give the programme file"
                )
            results = read_results(Path(file))
            found, parts = _bound(results, claim, levels)
            answer("needed", found, parts, format, out, (), quiet)
            return
        chosen = choose(file)
        if chosen.note and not quiet:
            from engine.cli.console import note

            note(chosen.note)
        programme = read(chosen, scenario, overrides)
        if not programme.claims:
            refuse(
                f"{chosen.called}: makes no claim; write one, [claims.NAME] with metric and at_least or at_most"
            )
        name = claim or programme.claims[0].name
        check_out(out)
        with ready(quiet):
            found, parts = _studied(
                chosen, programme, name, scenario, overrides, pair, lever, floor, bound, reverse,
                {"levels": levels, "iterations": iterations, "seed": seed}, input,
            )  # fmt: skip
        figures = []
        if not asked and out is not None:
            from engine.reporting import chart

            figures.append(("switching", chart("switching").draw_switching(found)))
        answer("needed", found, parts, format, out, figures, quiet)


def _studied(
    chosen: Chosen,
    programme: Programme,
    claim: str,
    scenario: str | None,
    overrides: list[str] | None,
    pair: str | None,
    lever: str | None,
    floor: str | None,
    bound: bool,
    reverse: bool,
    how: dict[str, Any],
    inputs: list[str] | None,
) -> tuple[xr.Dataset, list[Part]]:
    from engine.reporting.tables.needed import curve_parts, lever_parts, reverse_parts, switching_parts
    from engine.simulation.whole_run import simulate_whole
    from engine.studies import goal_seek, reverse_stress, switching, switching_curve

    size = {key: how[key] for key in ("iterations", "seed")}
    if reverse:
        found = reverse_stress.reverse_stress(programme, claim, **size)
        return found, reverse_parts(found)
    if bound:
        return _bound(simulate_whole(programme, **size), claim, how["levels"])
    if floor:
        found = goal_seek.floor_needed(programme, claim, floor.split(","), **how)
        return found, lever_parts(found)
    if lever:
        path, low, high = _ends(lever)

        def vary(value: float) -> Programme:
            return read(chosen, scenario, [*(overrides or ()), f"{path}={value!r}"])

        found = goal_seek.goal_seek(vary, claim, low, high, lever=path, **how)
        return found, lever_parts(found)
    if pair:
        first, comma, second = pair.partition(",")
        if not comma or not second.strip():
            refuse(f"--pair {pair}: two inputs with a comma are needed, such as drivers.a,drivers.b")
        both = first.strip(), second.strip()
        found = switching_curve.switching_curve(programme, claim, both, how["levels"][0], **size)
        return found, curve_parts(found)
    found = switching.switching_values(programme, claim, inputs, **how)
    return found, switching_parts(found)


def _bound(results: xr.Dataset, claim: str | None, levels: list[float]) -> tuple[xr.Dataset, list[Part]]:
    from engine.analysis.claims import claim_specs
    from engine.reporting.tables.needed import lever_parts
    from engine.studies.goal_seek import bound_needed

    names = list(claim_specs(results))
    if not names:
        refuse("these results hold no claim")
    found = bound_needed(results, claim or names[0], levels)
    return found, lever_parts(found)


def _ends(lever: str) -> tuple[str, float, float]:
    path, equals, ends = lever.partition("=")
    low, dots, high = ends.partition("..")
    try:
        if not equals or not dots or not path.strip():
            raise ValueError
        return path.strip(), float(low), float(high)
    except ValueError:
        refuse(f"--lever {lever}: needs PATH=LOW..HIGH, for instance --lever funding.0.top_up=0..1")
