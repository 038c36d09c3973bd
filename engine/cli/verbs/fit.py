"""`outturn fit`."""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.console import answers, note, print_as_written
from engine.cli.exits import exit_on_refusal, refuse


class Criterion(StrEnum):
    """What ranks the laws."""

    aic = "aic"
    aicc = "aicc"
    bic = "bic"


def fit(
    file: Annotated[Path, typer.Argument(help="Data (CSV with a header).")],
    column: Annotated[str, typer.Option(help="The column, or a ratio of two: outcome/forecast.")],
    families: Annotated[
        str | None, typer.Option(help="Laws to try, with commas; all that suit the data if left out.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=VALUE", help="Only rows that say so. May be repeated."),
    ] = None,
    censored: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help='Says "left" (the truth is at most the value) or "right".'),
    ] = None,
    bounds: Annotated[
        tuple[float, float] | None,
        typer.Option(help="Low and high of a beta or triangular law; low of a generalised Pareto."),
    ] = None,
    bootstrap: Annotated[int | None, typer.Option(help="Replicates behind each p-value; 0 for none.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same p-values.")] = 2023,
    rank_by: Annotated[Criterion, typer.Option(help="What ranks the laws.")] = Criterion.aic,
    name: Annotated[str | None, typer.Option(help="Name of the law in the table to paste.")] = None,
    plot: Annotated[
        Path | None, typer.Option(help="QQ and PP plot of the best law, written as .svg and .png.")
    ] = None,
) -> None:
    """Fit laws to a column of data, rank them, and print the best as TOML to paste into a programme."""
    with exit_on_refusal():
        from engine.fitting.column import read_column
        from engine.fitting.fit import fit as fitted
        from engine.fitting.pasting import toml_table
        from engine.reporting.tables.fit import cautions, origin, print_fits

        if plot is not None and plot.suffix not in (".svg", ".png"):
            refuse(f"--plot {plot}: ends in {plot.suffix or 'nothing'}; .svg and .png are accepted")
        name = name or re.sub(r"[^A-Za-z0-9_-]+", "_", column).strip("_") or "fitted"
        if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
            refuse(f"--name {name}: a law's name has letters, digits, _ and -")
        data = read_column(file, column, where or (), censored)
        fits = fitted(
            data.values,
            [one.strip() for one in families.split(",")] if families is not None else None,
            censored_left=data.censored_left,
            censored_right=data.censored_right,
            bounds=bounds,
            bootstrap=bootstrap,
            seed=seed,
            rank_by=rank_by.value,
        )
        of = f"column {column} of {file.name}" + "".join(f", {condition}" for condition in where or ())
        table = fits.to_dataset().assign_attrs(title=of)
        print_fits(table, answers())
        for caution in cautions(table):
            note(f"Caution: {caution}")
        print()
        print_as_written(toml_table(fits.best, name, origin(table)))
        if plot is not None:
            from engine.reporting import draw_fit, save_figure

            written = save_figure(draw_fit(table), plot.with_suffix(""))
            print(f"Written: {', '.join(str(path) for path in written)}", file=sys.stderr)
