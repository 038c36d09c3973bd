"""Every printed table, at every width: each row keeps its name, each number is whole, no word is broken."""

from __future__ import annotations

import io
import json
import re
from functools import cache

import numpy as np
import pytest
import xarray as xr
from rich.console import Console

from engine.analysis.findings import Findings
from engine.elicitation.answer import Answer
from engine.elicitation.elicit import elicit
from engine.elicitation.pooling import pool
from engine.fitting.fit import fit
from engine.reporting.tables.correlations import diagnosis_parts
from engine.reporting.tables.elicitation import elicitation_parts
from engine.reporting.tables.fit import fit_parts
from engine.reporting.tables.layout import GAP, laid_out
from engine.reporting.tables.printing import print_parts
from engine.reporting.tables.table import Paragraph, Table
from engine.reporting.tables.verdict import verdict
from engine.reporting.tables.wrapping import width_of, words
from engine.visible import visible
from tests.analysis.synthetic_results import free_results, synthetic_results

WIDTHS = (40, 60, 80, 100, 118, 200)
SIZES = {
    "£m": 1.0,
    "£": 1e6,
    "$ million": 1.0,
    "kr": 1e7,
    "NOK m": 30.0,
    "months": 1.0,
    "FTE": 1e5,
    "1": 1e-3,
}
LONG = "Benefits [at 2024 prices] of the [red]shared[/red] service in every department that has one"


def lines_of(parts, width):
    """The lines as printed by a console, which must be those that were laid out."""
    stream = io.StringIO()
    print_parts(parts, Console(file=stream, width=width))
    lines = stream.getvalue().splitlines()
    assert lines == [line.text for line in laid_out(parts, width)]
    return lines


def atoms(text):
    """What must not be broken: words and numbers, and between wide letters nothing."""
    return [word.strip(" ") for word in words(visible(text)) if word.strip(" ")]


def check(parts, width):
    lines = lines_of(parts, width)
    for part in parts:
        shown = "\n".join(line.text for line in laid_out([part], width))
        assert ("…" in shown) == ("…" in str(part))
        texts = [part.text] if isinstance(part, Paragraph) else cells_of(part)
        found = set(re.split(r"[ \n]+", shown)) | set(atoms(shown.replace("\n", " ")))
        for text in texts:
            for atom in atoms(text):
                assert atom in found or width_of(atom) > min(18, width), (atom, shown)
    numbers = [cell for part in parts if isinstance(part, Table) for cell in numbers_of(part)]
    printed = "\n".join(lines)
    assert all(number in printed for number in numbers)
    widest = max(
        (width_of(atom) for part in parts if isinstance(part, Table) for atom in numbers_of(part)), default=0
    )
    assert all(width_of(line) <= max(width, 18 + GAP + widest) for line in lines)


def cells_of(table):
    return [cell.text for column in table.columns for cell in column.cells] + [
        c.heading for c in table.columns
    ]


def numbers_of(table):
    """Every number of a table, with the sign and the unit that are written to it."""
    texts = [cell.text for column in table.columns[1:] for cell in column.cells]
    return [atom for text in texts for atom in atoms(text) if any(letter.isdigit() for letter in atom)]


def rows_keep_their_names(table, width):
    """Each part of a split table has a line for each row that begins with its name."""
    lines = [line for line in laid_out([table], width) if line.style != "note"]
    parts = "\n".join(line.text if line.style == "plain" else "#" for line in lines).split("\n\n")
    for part in parts:
        begun = [line.split(" ")[0] for line in part.splitlines()]
        for name in (cell.text for cell in table.columns[0].cells):
            assert atoms(name)[0] in begun


def in_units(units, size):
    results = synthetic_results(400)
    for name in results.data_vars:
        attrs = results[name].attrs
        if attrs["units"] == "£m":
            results[name] = results[name] * size
            attrs |= {"units": units, "base": np.asarray(attrs["base"]) * size}
        results[name].attrs = attrs
    stated = [
        *json.loads(results.attrs["claims"]),
        {"name": "l", "statement": LONG, "metric": "npv", "at_least": 0},
    ]
    results.attrs |= {"unit": units, "claims": json.dumps(stated)}
    return results


@cache
def verdict_in(units):
    return verdict(in_units(units, SIZES[units]), intervals=True)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("units", SIZES)
def test_the_verdict(units, width):
    parts = verdict_in(units)
    check(parts, width)
    for table in (part for part in parts if isinstance(part, Table)):
        rows_keep_their_names(table, width)
    assert LONG.split()[-1] in "\n".join(lines_of(parts, width))


EXTREME = {
    "huge": free_results(np.linspace(1, 9e24, 200), units="FTE", long_name="Staff", base=3e20),
    "tiny": free_results(np.linspace(-1e-9, 9e-9, 200), units="£m", long_name="Pence", base=1e-9),
    "no blank": free_results(np.arange(200.0), units="£m", long_name="x" * 120),
    "wide": free_results(
        np.arange(200.0), units="円", long_name="東京都の共通サービス費用の合計額を表す非常に長い名前の指標"
    ),
    "marks": free_results(np.arange(200.0), units="£m", long_name="Cou\u0302t de\u0301taille\u0301 " * 6),
    "escapes": free_results(
        np.arange(200.0), units="£m\x1b[2J", long_name="\x1b]0;owned\x07 \u202eabc [/x] " * 3
    ),
    "infinite": free_results(
        np.where(np.arange(200) % 3, np.arange(200.0), np.inf), name="benefit_cost_ratio"
    ),
    "missing": free_results(
        np.where(np.arange(200) % 3, np.arange(200.0), np.nan), cautious="high", units="year"
    ),
    "short": free_results(np.arange(5.0), units="£m"),
}


@cache
def verdict_of(case):
    return verdict(EXTREME[case], intervals=True)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", EXTREME)
def test_extreme_measures(case, width):
    parts = verdict_of(case)
    check(parts, width)
    joined = "".join(lines_of(parts, width)).replace(" ", "")
    assert visible(Findings(EXTREME[case]).summary["long_name"].values[0])[:8].replace(" ", "") in joined
    assert "\x1b" not in joined


@cache
def fits_of(size: float) -> xr.Dataset:
    draws = np.random.default_rng(1).lognormal(1, 0.5, 60) * size
    fits = fit(draws, ["lognormal", "gamma", "normal"], bootstrap=19).to_dataset()
    return fits.assign_attrs(title="column cost [/x] of data.csv")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("size", [1.0, 1e9, 1e-9])
def test_fits(size, width):
    parts = fit_parts(fits_of(size))
    check(parts, width)
    assert not re.search(r"\de[+-]?\d", "\n".join(lines_of(parts, width)))


@cache
def elicited(size: float) -> list[xr.Dataset]:
    """From one answer, and pooled from two; without a unit."""
    stated = {0.1: 8 * size, 0.5: 10 * size, 0.9: 20 * size}
    answers = [
        Answer(stated, who="Ann [/x] of a department with many words in its name"),
        Answer(stated, who="y" * 120),
    ]
    return [found.to_dataset() for found in (elicit(stated), pool(answers))]


@cache
def elicitations(unit, size):
    return [elicitation_parts(found.assign_attrs(unit=unit)) for found in elicited(size)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("size", [1.0, 1e9, 1e-6])
@pytest.mark.parametrize("unit", ["£m", "$ million", "kr", ""])
def test_elicitations(unit, size, width):
    for parts in elicitations(unit, size):
        check(parts, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_diagnoses(width):
    names = ["north.build.duration", "south.wave_of_many.duration", "東京.建設.期間", "z" * 120, "a[/x]"]
    off = np.full((5, 5), 0.5) + 0.5 * np.eye(5)
    two = ("input", "other")
    diagnosis = xr.Dataset(
        dict.fromkeys(("target", "repaired", "achieved"), (two, off)) | {"error": (two, off / 50)},
        coords={"input": np.array(names, dtype=object)},
        attrs={
            "group": "slips [bold]", "measure": "spearman", "copula_heading": "Gaussian copula", "iterations": 10**6,
            "clash": "with 0.9 between them", "seed": 1, "tied": names[:2],
        },
    )  # fmt: skip
    check(diagnosis_parts(diagnosis), width)


def test_a_table_that_is_cut_would_be_seen():
    table = Table.of_rows([("Measure", "left"), ("Base", "right")], [("A name", "£1,234,567m")])
    cut = Table.of_rows([("Measure", "left"), ("Base", "right")], [("A name", "£1,23…")])
    assert "£1,234,567m" in "\n".join(lines_of([table], 20))
    assert numbers_of(table)[0] not in "\n".join(lines_of([cut], 20))


def test_a_split_table_repeats_names_and_aligns_numbers():
    rows = [("Cost of it", "£1,234m", "£5m"), ("Time", "1 month", "12 months")]
    table = Table.of_rows(
        [("Measure", "left"), ("Base", "right"), ("P50", "right")], rows, "Measures", ["A note."]
    )
    assert [line.text for line in laid_out([table], 24)] == [
        "Measures",
        "Measure        Base",
        "Cost of it  £1,234m",
        "Time        1 month",
        "",
        "Measure           P50",
        "Cost of it        £5m",
        "Time        12 months",
        "A note.",
    ]
