"""The assumption log as a table: what is said of each number, those of which nothing is said first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from engine.analysis.assumption_log import NOT_YET
from engine.reporting.law_words import law_words
from engine.reporting.tables.table import Cell, Paragraph, Part, Table

if TYPE_CHECKING:
    import xarray as xr

UNSOURCED = "neither source nor basis"


def assumption_parts(log: xr.Dataset) -> list[Part]:
    """How many numbers there are and what they lack, then each with its base value and all that is said of it."""
    order = np.argsort(~log["unsourced"].values, kind="stable")
    entries = (log.isel(quantity=int(place)) for place in order)
    rows = [
        (str(entry["quantity"].values), Cell("; ".join(_said(entry)), float(entry["base"])))
        for entry in entries
    ]
    return [
        Paragraph("Assumption log", "heading"),
        Paragraph(_facts(log), "note"),
        Table.of_rows([("Number", "left"), ("Base, and what is said of it", "left")], rows),
    ]


def _facts(log: xr.Dataset) -> str:
    """`40 numbers: 12 with neither source nor basis, 28 assumed, 30 without an owner, 35 not signed off.`"""
    told = [f"{int(log['unsourced'].sum())} with {UNSOURCED}"]
    for basis in ("published", "derived", "assumed"):
        count = int((log["basis"] == basis).sum())
        told += [f"{count} {basis}"] if count else []
    for key, words in (("owner", "without an owner"), ("signed_off", "not signed off")):
        if log[key].values.any():
            told.append(f"{sum(text in NOT_YET for text in log[key].values)} {words}")
    return f"{log.sizes['quantity']} numbers: {', '.join(told)}."


def _said(entry: xr.Dataset) -> Iterator[str]:
    """Its base, and what is said of a number, in the order in which an auditor asks."""
    text = {str(key): str(variable.values) for key, variable in entry.data_vars.items()}
    yield f"{float(entry['base']):,.6g}"
    if bool(entry["changed"]):
        yield "changed since it was read"
    if not text["law"].startswith("Constant("):
        yield law_words(text["law"])
    if bool(entry["unsourced"]):
        yield UNSOURCED
    yield from (text[key] for key in ("basis", "source", "note") if text[key])
    yield from (f"{key} {text[key]}" for key in ("owner", "status", "date") if text[key])
    if text["signed_off"]:
        flags = {"yes": "signed off", "no": "not signed off"}
        yield flags.get(text["signed_off"], f"signed off {text['signed_off']}")
    if text["effect"]:
        yield f"effect: {text['effect']}"
