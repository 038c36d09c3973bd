"""The sheet of claims: verdict, chance with its interval, ranges over beliefs and scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.findings import Findings
from engine.reporting.verdicts import floor_note, given_model, over
from engine.reporting.workbook.grid import Grid
from engine.reporting.workbook.table import Styled, number, table_sheet

if TYPE_CHECKING:
    import xarray as xr

NAME = "Claims"
HEADINGS = (
    ("Claim", 44.0), ("Verdict", 14.0), ("Chance, as evidence carries it", 26.0), ("Base case", 10.0),
    ("Over beliefs", 18.0), ("Over scenarios", 18.0), ("Least in scenario", 18.0), ("Most in scenario", 18.0),
    ("At least", 12.0), ("At most", 12.0), ("About the measure", 26.0), ("Chance in the model", 11.0),
    ("95% from", 10.0), ("95% to", 10.0), ("Holds in", 11.0), ("of iterations", 11.0),
)  # fmt: skip
DESCRIPTION = (
    "Whether each claim holds. The interval is the sampling error of the run; ranges say how far our ignorance "
    "(beliefs) and the file's other scenarios move the chance."
)


def claims_sheet(findings: Findings) -> Grid:
    """A row a claim."""
    found = findings.verdict
    floor = float(found.attrs["floor"])
    rows = [_row(found.sel(claim=name), floor) for name in found["claim"].values]
    grid = table_sheet(NAME, "Claims", DESCRIPTION, HEADINGS, rows)
    note = floor_note(found)
    if note:
        grid.add()
        grid.add([note], "note")
    return grid


def _row(claim: xr.Dataset, floor: float) -> Styled:
    def of(key: str) -> float:
        return float(claim[key])

    def text(key: str) -> tuple[str, str]:
        return str(claim[key].values), "text"

    return [
        text("statement"),
        (str(claim["word"].values), "strong"),
        (given_model(claim, floor), "text"),
        ("met" if bool(claim["base_case"]) else "not met", "text"),
        (over(of("belief_low"), of("belief_high"), floor), "text"),
        (over(of("scenario_low"), of("scenario_high"), floor), "text"),
        text("lowest"),
        text("highest"),
        number(of("at_least"), "money"),
        number(of("at_most"), "money"),
        text("metric"),
        *(number(of(key), "share") for key in ("probability", "low", "high")),
        *((int(claim[key]), "whole") for key in ("holds", "iterations")),
    ]
