"""`outturn fit`."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.console import answers, note, print_as_written
from engine.cli.exits import exit_on_refusal, refuse

if TYPE_CHECKING:
    import xarray as xr

    from engine.fitting.column import Column
    from engine.fitting.fitted import Fit


class Criterion(StrEnum):
    """What ranks the laws."""

    aic = "aic"
    aicc = "aicc"
    bic = "bic"


class Decimal(StrEnum):
    """What marks decimals."""

    point = "point"
    comma = "comma"


def fit(
    file: Annotated[Path, typer.Argument(help="Data with a header: CSV and its kin, or .xlsx.")],
    column: Annotated[str, typer.Option(help="The column, or a ratio of two: outcome/forecast.")],
    families: Annotated[
        str | None, typer.Option(help="Laws to try, with commas; all that suit the data if left out.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN=VALUE",
            help="Only rows that say so: =, !=, <, <=, >, >=; north,south is either, nothing is a missing cell. "
            "May be repeated.",
        ),
    ] = None,
    drop_missing: Annotated[
        bool, typer.Option("--drop-missing", help="Pass over rows whose cell is blank or NA, and count them.")
    ] = False,
    sheet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Sheet of a workbook; the only one if left out.")
    ] = None,
    decimal: Annotated[
        Decimal | None, typer.Option(help="What marks decimals, where 1,250 or 1.250 does not tell.")
    ] = None,
    censored: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help='Says "left" (the truth is at most the value) or "right"; "≥ 12" in a cell says so too.',
        ),
    ] = None,
    bounds: Annotated[
        tuple[float, float] | None,
        typer.Option(help="Low and high of a beta or triangular law; low of a generalised Pareto."),
    ] = None,
    bootstrap: Annotated[int | None, typer.Option(help="Replicates behind each p-value; 0 for none.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same p-values.")] = 2023,
    rank_by: Annotated[Criterion, typer.Option(help="What ranks the laws.")] = Criterion.aic,
    name: Annotated[str | None, typer.Option(help="Name of the law in the table to paste.")] = None,
    beliefs: Annotated[
        bool,
        typer.Option(
            "--beliefs", help="Paste parameters as \\[beliefs]: what so few data leave open of them."
        ),
    ] = False,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="QQ and PP plot of the best law, as SVG, PNG and PDF.")
    ] = None,
) -> None:
    """Fit laws to a column of data, rank them, and print the best as TOML to paste into a programme."""
    with exit_on_refusal():
        from engine.cli.plot_name import plot_stem
        from engine.cli.progress import progress_bar
        from engine.fitting.column import read_column
        from engine.fitting.fit import fit as fitted
        from engine.fitting.fit import steps

        stem = plot_stem(plot)
        name = name or re.sub(r"[^A-Za-z0-9_-]+", "_", column).strip("_") or "fitted"
        if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
            refuse(f"--name {name}: a law's name has letters, digits, _ and -")
        data = read_column(
            file,
            column,
            where or (),
            censored,
            drop_missing=drop_missing,
            sheet=sheet,
            decimal=None if decimal is None else decimal.value,
        )
        _say_how_it_was_read(file, data)
        kinds = [one.strip() for one in families.split(",")] if families is not None else None
        total = steps(kinds, bootstrap, data.values.size)
        with progress_bar(total, False, doing="Fitting", unit="replicates") as progress:
            fits = fitted(
                data.values,
                kinds,
                censored_left=data.censored_left,
                censored_right=data.censored_right,
                bounds=bounds,
                bootstrap=bootstrap,
                seed=seed,
                rank_by=rank_by.value,
                progress=progress,
            )
        of = f"column {column} of {file.name}" + (f", sheet {sheet}" if sheet else "")
        table = fits.to_dataset().assign_attrs(title=of + _passed_over(data, where or ()))
        _tell(table, fits.best, name, stem, beliefs)


def _say_how_it_was_read(file: Path, data: Column) -> None:
    from engine.problems import listed

    if data.notes:
        note(f"{file.name}: read with {listed(data.notes, 'and')}")
    if data.missing:
        note(f"{file.name}: {_rows(data.missing)} without a value passed over")


def _passed_over(data: Column, where: list[str] | tuple[()]) -> str:
    """Which rows were not fitted, and how many."""
    conditions = zip(where, data.refused, strict=True)
    said = [f", {condition} (not so in {_rows(count)})" for condition, count in conditions]
    missing = f", {_rows(data.missing)} without a value passed over" if data.missing else ""
    return "".join(said) + missing


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _tell(table: xr.Dataset, best: Fit, name: str, plot: Path | None, beliefs: bool) -> None:
    """Print the ranking, what to beware of and the law to paste; write the plot."""
    from engine.fitting.pasting import toml_beliefs, toml_table
    from engine.reporting.tables.fit import cautions, origin, print_fits

    print_fits(table, answers())
    for caution in cautions(table):
        note(f"Caution: {caution}")
    print()
    shorter = _shorter(table)
    if shorter:
        note(f"p-values by {shorter}, which are spread about their law as longer ones are.")
    pasted = (toml_beliefs if beliefs else toml_table)(
        best, name, origin(table) + (f" ({shorter})" if shorter else "")
    )
    print_as_written(pasted)
    if plot is not None:
        from engine.reporting import draw_fit, save_figure

        written = save_figure(draw_fit(table), plot)
        note(f"Written: {', '.join(str(path) for path in written)}")


def _shorter(table: xr.Dataset) -> str:
    """What is to be said of replicates that are shorter than the data."""
    count, size = table.attrs["replicates"], table.attrs["replicate_size"]
    return f"{count} replicates of {size:,} values each" if 0 < size < table.attrs["observations"] else ""
