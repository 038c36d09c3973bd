"""`outturn check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.compiling import compiling
from engine.cli.console import answers, note, print_as_written
from engine.cli.exits import FINDING, exit_on_refusal
from engine.cli.numbers import counted
from engine.cli.programme import (
    File,
    Overrides,
    Responses,
    Scenario,
    choose,
    placed,
    read,
    repair_notes,
    with_responses,
)

if TYPE_CHECKING:
    from engine.plan.plan import Planned
    from engine.programme.model import Programme


def check(
    file: File = None,
    scenario: Scenario = None,
    overrides: Overrides = None,
    responses: Responses = None,
    assumptions: Annotated[
        bool, typer.Option("--assumptions", help="Print the assumption log: what is said of every number.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if there is a warning.")] = False,
) -> None:
    """Validate a programme without running it; every problem is told at once, and what is likely a slip."""
    with exit_on_refusal():
        from engine.plan.laws_of_money import tables_of_dates
        from engine.plan.plan import make_plan
        from engine.studies.lint.lint import lint

        chosen = choose(file)
        overrides = with_responses(chosen, responses, overrides)
        if chosen.note:
            note(chosen.note)
        programme = read(chosen, scenario, overrides)
        with compiling(), placed(chosen):
            planned = make_plan(programme, table=tables_of_dates(programme))
        print_as_written(f"{chosen.called}: no problems. {contents(programme, planned)}\n")
        for repair in repair_notes(programme, chosen.called):
            print_as_written(f"{repair}\n")
        found = lint(programme, chosen.file, planned)
        for slip, line in found:
            place = chosen.called if line is None else f"{chosen.called}:{line}"
            print_as_written(f"{place}: warning: {slip}\n")
        if assumptions:
            print_assumptions(programme)
        if strict and found:
            raise typer.Exit(FINDING)


def contents(programme: Programme, planned: Planned) -> str:
    """How much of each kind of thing a programme has: `1 cluster, 2 activities`.

    A risk counts once, however often it may strike; inputs are those that `outturn drivers` and reports tell of.
    """
    from engine.simulation.inputs import inputs_of

    counts = {
        "cluster": len(programme.clusters),
        "activity": len(programme.activities),
        "cost line": len(programme.costs),
        "benefit line": len(programme.benefits),
        "risk": len({risk.family or risk.name for risk in programme.risks}),
        "uncertain input": len(list(inputs_of(programme, planned))),
        "claim": len(programme.claims),
    }
    told = {one: counted(many, one) for one, many in counts.items()}
    if programme.risks:
        told["uncertain input"] += f" (strikes of risks: {len(programme.risks):,})"
    return ", ".join(told.values())


def print_assumptions(programme: Programme) -> None:
    """The assumption log that results of the programme carry."""
    from engine.analysis.assumption_log import assumption_log
    from engine.reporting.tables.assumption_log import assumption_parts
    from engine.reporting.tables.printing import print_parts
    from engine.simulation.simulate import simulate

    print()
    print_parts(assumption_parts(assumption_log(simulate(programme, iterations=1))), answers())
