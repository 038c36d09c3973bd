"""What `outturn export` writes: which kind of file a name asks for, and whether this Python can write it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.exits import refuse
from engine.cli.figures_asked import By

if TYPE_CHECKING:
    import xarray as xr

KINDS = {".xlsx": ("xlsxwriter", "excel"), ".parquet": ("pyarrow", "parquet"), ".csv": ("", "")}
INSTEAD = {
    ".xls": "the format of Excel before 2007", ".xlsm": "a workbook with macros", ".xlsb": "a binary workbook",
    ".ods": "a LibreOffice sheet, which opens .xlsx",
}  # fmt: skip


def kind_of(to: Path) -> str:
    """The ending of the name, if that can be written here; ends with the exit code 2 where it cannot."""
    ending = to.suffix.lower()
    if ending not in KINDS:
        found = f"{to.suffix} ({INSTEAD[ending]})" if ending in INSTEAD else to.suffix or "no ending"
        refuse(f"--to {to}: found {found}; accepted: .xlsx, .parquet, .csv, or - for the terminal")
    module, extra = KINDS[ending]
    if module and find_spec(module) is None:
        refuse(
            f"--to {to}: {ending} is written by {module}, which is not installed; it comes with the extra {extra}: "
            f"uv sync --extra {extra}, or pip install '.[{extra}]' in the clone of outturn"
        )
    return ending


def write_columns(
    results: xr.Dataset, to: Path, ending: str, by: By, levels: Sequence[float], every_iteration: bool
) -> None:
    """Write figures, or every iteration, as CSV or Parquet, whole or not at all."""
    from engine.analysis.figures_by import figures_by
    from engine.folders.manifest import run_of
    from engine.reporting.columns import DICTIONARY, columns_of, iteration_columns, write_csv, write_parquet
    from engine.reporting.whole_file import whole

    found = (
        iteration_columns(results) if every_iteration else columns_of(figures_by(results, by.value, levels))
    )
    with whole(to) as beside:
        if ending == ".csv":
            write_csv(found, beside)
        else:
            about = {str(key): str(value) for key, value in run_of(results.attrs).items()}
            write_parquet(
                found, beside, about | {f"column {name}": said for name, said in DICTIONARY.items()}
            )
