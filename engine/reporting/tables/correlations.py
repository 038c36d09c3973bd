"""A correlation group's diagnosis -> words and a table, and TOML to paste."""

from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from engine.dependence.conversions import MEASURES
from engine.reporting.counted import counted
from engine.reporting.phrasing import probability
from engine.reporting.tables.printing import print_parts
from engine.reporting.tables.table import Align, Cell, Paragraph, Part, Row, Table

if TYPE_CHECKING:
    import xarray as xr

MOST_PAIRS = 15  # a screenful; the Dataset has them all
DECIMALS = 12  # moves an eigenvalue of 100 inputs by 5e-11 at most: a matrix pasted back is still possible


def is_impossible(diagnosis: xr.Dataset) -> bool:
    """Whether nothing can be correlated as the group is written."""
    return bool(diagnosis.attrs["clash"])


def print_diagnosis(diagnosis: xr.Dataset, console: Console) -> None:
    """Print what `diagnosis_parts` gives."""
    print_parts(diagnosis_parts(diagnosis), console)


def diagnosis_parts(diagnosis: xr.Dataset) -> list[Part]:
    """Heading, why the group is impossible if it is, and its pairs side by side, largest changes first."""
    attrs = diagnosis.attrs
    heading = (
        f"{attrs['group']}: {MEASURES[attrs['measure']]}s of {diagnosis.sizes['input']} inputs, "
        f"{attrs['copula_heading']}"
    )
    parts: list[Part] = [Paragraph(heading, "heading")]
    if is_impossible(diagnosis):
        parts.append(Paragraph(f"Impossible as written: {attrs['clash']}."))
        parts.append(Paragraph("Repaired to the nearest correlations that can hold together."))
    else:
        parts.append(Paragraph("Possible as written."))
    hangs_on = ", ".join(map(str, np.atleast_1d(attrs.get("hangs_on", []))))
    if hangs_on:
        parts.append(
            Paragraph(f"Correlations here are those where {hangs_on} is at its base; worlds have their own.")
        )
    changes = np.abs(diagnosis["repaired"].values - diagnosis["target"].values)
    parts.append(pair_table(diagnosis, changes))
    if is_impossible(diagnosis):
        i, j = np.unravel_index(np.argmax(np.triu(changes)), changes.shape)
        names = diagnosis["input"].values
        parts.append(Paragraph(f"Largest change: {changes[i, j]:.4f}, {names[i]} with {names[j]}."))
    parts += [
        Paragraph(strikes_in_words(pair)) for pair in json.loads(attrs.get("strikes") or "[]")[:MOST_PAIRS]
    ]
    if attrs["tied"]:
        tied = ", ".join(attrs["tied"])
        parts.append(Paragraph(f"Ranks tie where values repeat, so these fall short of the copula: {tied}."))
    return parts


def strikes_in_words(pair: dict[str, Any]) -> str:
    """How often two risks strike together, against chance and against what is possible."""
    a, b = (str(pair[key]).removesuffix(".strikes").removeprefix("risks.") for key in ("a", "b"))
    by_chance = pair["chance_a"] * pair["chance_b"]
    return (
        f"{a} strikes in {probability(pair['chance_a'])}, {b} in {probability(pair['chance_b'])}, both in "
        f"{probability(pair['both'])} of iterations, by chance alone in {probability(by_chance)}: their strikes "
        f"correlate by {pair['correlation']:.2f}, of {pair['least']:.2f} to {pair['greatest']:.2f} that risks so "
        "likely can have."
    )


def pair_table(diagnosis: xr.Dataset, changes: NDArray[np.float64]) -> Table:
    """A row a pair, those that a repair changes most first and then the strongest; the rest are counted."""
    names, target = diagnosis["input"].values, diagnosis["target"].values
    pairs = list(combinations(range(len(names)), 2))
    pairs.sort(key=lambda pair: (-round(float(changes[pair]), 6), -abs(target[pair])))
    kinds = ["Target", *(["Repaired"] if is_impossible(diagnosis) else []), "Achieved (95%)"]
    headings: list[tuple[str, Align]] = [("Pair", "left"), *((kind, "right") for kind in kinds)]
    rows: list[Row] = [(f"{names[i]}, {names[j]}", *_pair(diagnosis, (i, j))) for i, j in pairs[:MOST_PAIRS]]
    return Table.of_rows(headings, rows, notes=[_played(diagnosis, changes, pairs[MOST_PAIRS:])])


def _pair(diagnosis: xr.Dataset, pair: tuple[int, int]) -> list[Cell]:
    """Target, repaired where anything is, and achieved."""
    shown = ["target", *(["repaired"] if is_impossible(diagnosis) else [])]
    cells = [Cell(f"{value:.4f}", value) for value in (float(diagnosis[name].values[pair]) for name in shown)]
    achieved, error = (float(diagnosis[name].values[pair]) for name in ("achieved", "error"))
    said = f"{achieved:.4f} ± {1.96 * error:.4f}" if np.isfinite(achieved) else "not available"
    return [*cells, Cell(said, achieved)]


def _played(diagnosis: xr.Dataset, changes: NDArray[np.float64], rest: list[tuple[int, int]]) -> str:
    """By how many iterations, and what became of the pairs that are not shown."""
    attrs = diagnosis.attrs
    played = f"Achieved by {attrs['iterations']:,} iterations, seed {attrs['seed']}."
    if not rest:
        return played
    most = max(changes[pair] for pair in rest)
    changed = f", changed by at most {most:.4f}" if is_impossible(diagnosis) else ""
    return f"And {counted(len(rest), 'more pair')}{changed}. {played}"


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
