"""The sheet of assumptions: every number of the programme, who owns it, how far it is agreed, where it came from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.reporting.law_words import law_words
from engine.reporting.workbook.grid import Grid
from engine.reporting.workbook.table import Styled, number, table_sheet

if TYPE_CHECKING:
    import xarray as xr

NAME = "Assumptions"
TEXTS = (
    ("kind", "What it is", 20.0), ("cluster", "Cluster", 14.0), ("law", "Law", 40.0), ("basis", "Basis", 11.0),
    ("source", "Source", 18.0), ("source_title", "Source in full", 40.0), ("note", "Note", 60.0),
    ("owner", "Owner", 20.0), ("status", "Status", 14.0), ("date", "Date", 12.0), ("signed_off", "Signed off", 18.0),
    ("effect", "Effect on the answer", 40.0), ("observations", "Observations", 12.0),
)  # fmt: skip
DESCRIPTION = (
    "Every number that the programme's file gives, those with neither source nor basis first. Owner, status, source "
    "and sign-off are as the file says; an empty cell is a question to ask."
)


def assumptions_sheet(log: xr.Dataset, sources: str) -> Grid:
    """A row a number; `sources` are those of the results, as JSON, whose addresses are told."""
    known = json.loads(sources or "{}")
    headings = [("Number", 50.0), ("Base case", 13.0), ("No source", 9.0), ("Changed since read", 10.0)]
    headings += [(words, width) for _, words, width in TEXTS] + [("Address", 40.0)]
    order = np.argsort(~log["unsourced"].values, kind="stable")
    entries = {str(key): one.values[order] for key, one in log.variables.items()}
    rows = [_row({key: values[k] for key, values in entries.items()}, known) for k in range(order.size)]
    return table_sheet(NAME, "Assumption log", DESCRIPTION, headings, rows)


def _row(entry: dict[str, Any], sources: dict[str, dict[str, str]]) -> Styled:
    texts = [(key, str(entry[key])) for key, _, _ in TEXTS]
    return [
        (str(entry["quantity"]), "text"),
        number(float(entry["base"]), "number"),
        *((("yes" if entry[key] else ""), "text") for key in ("unsourced", "changed")),
        *((law_words(text) if key == "law" else text, "text") for key, text in texts),
        (sources.get(str(entry["source"]), {}).get("url") or "", "text"),
    ]
