"""Results of a run beside its programme, so that nothing has to be played again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.exits import refuse
from engine.cli.results_file import is_results

if TYPE_CHECKING:
    import xarray as xr

ResultsOption = Annotated[
    Path | None,
    typer.Option(
        "--results",
        help="Results of a run of this programme (results.nc or its folder): only its inputs are drawn again, nothing "
        "is played.",
    ),
]


def refuse_results_alone(verb: str, file: Path | None) -> None:
    """End where inputs are asked of results alone, and say what would do."""
    if file is not None and is_results(file):
        refuse(
            f"{file}: results hold what came out and not what was drawn. Name the programme, and these results beside "
            f"it: its inputs are then drawn again and nothing is played: outturn {verb} PROGRAMME --results {file}"
        )


def run_of(results: xr.Dataset) -> dict[str, Any]:
    """With which arguments `engine.draw` gives the inputs of these results."""
    if int(results.attrs.get("replicates", 1)) > 1:
        refuse(
            "these results are of replicates, whose inputs have a seed each; play one run of another design"
        )
    if "known_at" in results.attrs:
        refuse(
            "these results are of the iterations that agree with facts, whose inputs are of several runs; play one"
        )
    return {
        "iterations": int(results.attrs["iterations"]),
        "seed": int(results.attrs["seed"]),
        "design": str(results.attrs["design"]),
    }
