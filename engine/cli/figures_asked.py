"""Which figures of a run are asked for: percentiles, and of which parts; and how they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.console import answers
from engine.cli.exits import refuse
from engine.cli.streams import as_json
from engine.cli.studied import Format

if TYPE_CHECKING:
    import xarray as xr

    from engine.programme.model import Programme


class By(StrEnum):
    """Of what figures are told."""

    whole = "whole"
    year = "year"
    cluster = "cluster"
    line = "line"
    risk = "risk"


Percentiles = Annotated[
    str | None,
    typer.Option(
        metavar="5,50,95",
        help="Which percentiles, above 0 and below 100, by commas; 10,20,50,80,90 if left out.",
    ),
]
ByParts = Annotated[
    By | None, typer.Option(help="Tell of each year, cluster, line or risk; of the whole if left out.")
]


def levels_of(written: str | None) -> Sequence[float]:
    """The percentiles that were written; those of the engine where none were."""
    from engine.analysis.summary import PERCENTILES

    if written is None:
        return PERCENTILES
    words = [
        word.strip().removeprefix("P").removeprefix("p").removesuffix("%") for word in written.split(",")
    ]
    try:
        levels = [float(word) for word in words]
    except ValueError:
        refuse(f"--percentiles {written}: numbers by commas are needed, such as 5,50,70,95")
    if not all(0 < level < 100 for level in levels):
        refuse(
            f"--percentiles {written}: each above 0 and below 100; of the least and greatest there is no interval"
        )
    return levels


def figures_wanted(percentiles: str | None, by: By | None, format: Format) -> Sequence[float] | None:
    """The percentiles to print beside a verdict; nothing where neither they nor parts are asked for."""
    if percentiles is None and by is None:
        return None
    if format is Format.json:
        refuse("--percentiles and --by with --format json: outturn export prints them as JSON of their own")
    return levels_of(percentiles)


def every_part(programme: Programme) -> list[str]:
    """What a run is asked for that shall tell of single lines and risks: all measures and figures, and these."""
    from engine.plan.plan import make_plan

    lines = [*(["*.cost"] if programme.costs else []), *(["*.benefit"] if programme.benefits else [])]
    risks = ["risks.*.strikes"] if programme.risks else []
    return [*make_plan(programme).measures, *(figure.name for figure in programme.figures), *lines, *risks]


def print_figures(results: xr.Dataset, by: By, levels: Sequence[float], format: Format) -> None:
    """Print figures of the whole or of parts as tables, or as JSON."""
    from engine.analysis.figures_by import figures_by
    from engine.analysis.measures import iterations_of

    found = figures_by(results, by.value, levels)
    if format is Format.json:
        from engine.reporting.dataset_record import dataset_text

        print(as_json(dataset_text(found)))
        return
    from engine.reporting.tables.figures_by import figures_parts
    from engine.reporting.tables.printing import print_parts

    print_parts(figures_parts(found, iterations_of(results), str(results.attrs.get("start", ""))), answers())
