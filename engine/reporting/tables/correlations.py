"""A correlation group's diagnosis -> words and a table for a terminal, and TOML to paste."""

from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from engine.dependence.conversions import MEASURES

if TYPE_CHECKING:
    import xarray as xr

MOST_PAIRS = 15  # a screenful; the Dataset has them all
DECIMALS = 12  # moves an eigenvalue of 100 inputs by 5e-11 at most: a matrix pasted back is still possible


def is_impossible(diagnosis: xr.Dataset) -> bool:
    """Whether nothing can be correlated as the group is written."""
    return bool(diagnosis.attrs["clash"])


def diagnosis_text(diagnosis: xr.Dataset) -> RenderableType:
    """Heading, why the group is impossible if it is, and its pairs side by side, largest changes first."""
    attrs = diagnosis.attrs
    heading = (
        f"{attrs['group']}: {MEASURES[attrs['measure']]}s of {diagnosis.sizes['input']} inputs, "
        f"{attrs['copula_heading']}"
    )
    parts: list[RenderableType] = [Text(heading, style="bold")]
    if is_impossible(diagnosis):
        parts.append(Text(f"Impossible as written: {attrs['clash']}."))
        parts.append(Text("Repaired to the nearest correlations that can hold together."))
    else:
        parts.append(Text("Possible as written."))
    changes = np.abs(diagnosis["repaired"].values - diagnosis["target"].values)
    parts += [Text(), pair_table(diagnosis, changes)]
    if is_impossible(diagnosis):
        i, j = np.unravel_index(np.argmax(np.triu(changes)), changes.shape)
        names = diagnosis["input"].values
        parts.append(Text(f"Largest change: {changes[i, j]:.4f}, {names[i]} with {names[j]}."))
    if attrs["tied"]:
        tied = ", ".join(attrs["tied"])
        parts.append(Text(f"Ranks tie where values repeat, so these fall short of the copula: {tied}."))
    return Group(*parts)


def pair_table(diagnosis: xr.Dataset, changes: NDArray[np.float64]) -> RenderableType:
    """A row a pair, those that a repair changes most first and then the strongest; the rest are counted."""
    attrs = diagnosis.attrs
    names = diagnosis["input"].values
    target = diagnosis["target"].values
    pairs = list(combinations(range(len(names)), 2))
    pairs.sort(key=lambda pair: (-round(float(changes[pair]), 6), -abs(target[pair])))
    table = Table(box=None, pad_edge=False)
    table.add_column("Pair", overflow="fold")
    headings = ["Target", *(["Repaired"] if is_impossible(diagnosis) else []), "Achieved (95%)"]
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    for pair in pairs[:MOST_PAIRS]:
        row = [f"{target[pair]:.4f}"]
        if is_impossible(diagnosis):
            row.append(f"{diagnosis['repaired'].values[pair]:.4f}")
        error = 1.96 * diagnosis["error"].values[pair]
        achieved = diagnosis["achieved"].values[pair]
        row.append(f"{achieved:.4f} ± {error:.4f}" if np.isfinite(achieved) else "not available")
        table.add_row(f"{names[pair[0]]}, {names[pair[1]]}", *row)
    rest = pairs[MOST_PAIRS:]
    played = f"Achieved by {attrs['iterations']:,} iterations, seed {attrs['seed']}."
    if rest:
        most = max(changes[pair] for pair in rest)
        changed = f", changed by at most {most:.4f}" if is_impossible(diagnosis) else ""
        played = f"… and {len(rest):,} more pairs{changed}. {played}"
    return Group(table, Text(played, style="dim"))


def repaired_toml(diagnosis: xr.Dataset) -> str:
    """The group as a table of a programme file, with the repaired matrix in place of the one written."""
    attrs = diagnosis.attrs
    lines = ["[[correlation]]", f"name = {json.dumps(attrs['group'], ensure_ascii=False)}"]
    lines.append(f"inputs = {json.dumps(diagnosis['input'].values.tolist())}")
    lines += [f'measure = "{attrs["measure"]}"', f'copula = "{attrs["copula"]}"']
    if attrs["degrees"]:
        lines.append(f"degrees = {attrs['degrees']!r}")
    rows = (np.round(diagnosis["repaired"].values, DECIMALS) + 0.0).tolist()  # + 0.0: no -0.0
    return "\n".join([*lines, "matrix = [", *(f"    {row}," for row in rows), "]"])
