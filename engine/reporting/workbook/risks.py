"""The sheet of risks: how likely each is, as stated and as it came out, and what it does to what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.programme.model import Risk
from engine.reporting.law_words import law_words
from engine.reporting.workbook.base_case.account import Account
from engine.reporting.workbook.grid import Grid
from engine.reporting.workbook.table import Styled, number, table_sheet

if TYPE_CHECKING:
    import xarray as xr

NAME = "Risks"
HEADINGS = (
    ("Risk", 34.0), ("Probability, base", 11.0), ("Struck in", 10.0), ("95% from", 10.0), ("95% to", 10.0),
    ("What it does, base", 60.0), ("Law of the probability", 36.0), ("Basis", 11.0), ("Source", 18.0), ("Note", 60.0),
    ("Owner", 20.0), ("Status", 14.0), ("Response taken", 11.0),
)  # fmt: skip
DESCRIPTION = "None strikes in the base case. Struck in: the share of iterations in which the risk did."


def risks_sheet(account: Account, attrs: dict[str, Any], struck: xr.Dataset | None) -> Grid:
    """A row a risk; `struck` is what `figures_by` says of risks, where results tell of them."""
    log = {str(one["name"]): one for one in json.loads(attrs.get("assumptions") or "[]")}
    taken = json.loads(attrs.get("responses") or "{}")
    chances = (
        {} if struck is None else {str(p): struck.isel(row=k) for k, p in enumerate(struck["part"].values)}
    )
    rows = [_row(risk, log, taken, chances.get(risk.name)) for risk in account.programme.risks]
    description = DESCRIPTION
    if struck is None and rows:
        description += " These results do not tell of single risks: export the programme's file for that."
    return table_sheet(NAME, "Risks", description, HEADINGS, rows)


def _row(risk: Risk, log: dict[str, Any], taken: dict[str, bool], found: xr.Dataset | None) -> Styled:
    named = (risk.name, risk.family or risk.name)
    said: dict[str, Any] = next(
        (log[key] for name in named if (key := f"risks.{name}.probability") in log), {}
    )
    chance = (
        [np.nan] * 3 if found is None else [float(found[key]) for key in ("mean", "mean_low", "mean_high")]
    )
    effects = "; ".join(f"{e.kind} {e.size.base:g} on {', '.join(e.targets)}" for e in risk.effects)
    response = {True: "yes", False: "no"}.get(taken.get(risk.family or risk.name), "") if taken else ""  # type: ignore[arg-type]
    return [
        (risk.name, "text"),
        number(float(said.get("base", np.nan)), "share"),
        *(number(one, "share") for one in chance),
        (effects, "text"),
        (law_words(str(said.get("law", ""))), "text"),
        *((str(said.get(key, "")), "text") for key in ("basis", "source", "note", "owner", "status")),
        (response, "text"),
    ]
