"""`outturn check`."""

from __future__ import annotations

import sys

from engine.cli.compiling import compiling
from engine.cli.exits import exit_on_refusal
from engine.cli.programme import File, Overrides, Scenario, choose, read, repair_notes


def check(
    file: File = None,
    scenario: Scenario = None,
    overrides: Overrides = None,
) -> None:
    """Validate a programme without running it; every problem is told at once."""
    with exit_on_refusal():
        from engine.plan.plan import make_plan

        chosen = choose(file)
        if chosen.note:
            print(chosen.note, file=sys.stderr)
        programme = read(chosen, scenario, overrides)
        with compiling():
            make_plan(programme)
        print(
            f"{chosen.called}: no problems. {len(programme.clusters)} clusters, "
            f"{len(programme.activities)} activities, "
            f"{len(programme.costs)} cost lines, {len(programme.benefits)} benefit lines, "
            f"{len(programme.risks)} risks, {len(programme.uncertain())} uncertain inputs, "
            f"{len(programme.claims)} claims"
        )
        for note in repair_notes(programme, chosen.called):
            print(note)
