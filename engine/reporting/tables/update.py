"""What facts have changed: each claim's chance before they were known and after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from engine.analysis.findings import Findings
from engine.reporting import phrasing
from engine.reporting.tables.table import Align, Cell, Part, Row, Table

if TYPE_CHECKING:
    import xarray as xr

HEADINGS: list[tuple[str, Align]] = [("Claim", "left"), ("Before", "left"), ("Known", "left")]
READING = (
    "Before: the chance given the model alone. Known: the share of the iterations that agree with every fact in which "
    "the claim holds. Both with their 95% interval."
)


def update_parts(before: xr.Dataset, after: xr.Dataset) -> list[Part]:
    """What is known, how many iterations agree with it, and the claims before and after."""
    attrs = after.attrs
    facts = json.loads(attrs["facts"])
    agreement = json.loads(attrs["agreement"])
    rows: list[Row] = [
        [fact, Cell(phrasing.share(round(share * attrs["played"]), attrs["played"]), share)]
        for fact, share in zip(facts, agreement, strict=True)
    ]
    known = Table.of_rows(
        [("Fact", "left"), ("Iterations that agree", "right")],
        rows,
        f"Known at the end of {attrs['known_at']}",
        [f"{attrs['iterations']:,} of {attrs['played']:,} iterations agree with all of them and are kept."],
    )
    old, new = Findings(before).claims, Findings(after).claims
    claims: list[Row] = [
        [str(old["statement"].sel(claim=name).item()), _chance(old, name), _chance(new, name)]
        for name in old["claim"].values
    ]
    return [known, *([Table.of_rows(HEADINGS, claims, "Claims", [READING])] if claims else [])]


def _chance(claims: xr.Dataset, name: str) -> Cell:
    one = claims.sel(claim=name)
    values = [float(one[key]) for key in ("probability", "low", "high")]
    return Cell(phrasing.chance(values[0], values[1], values[2]), values[0])
