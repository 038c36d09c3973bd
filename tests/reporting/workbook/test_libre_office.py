"""The workbook worked out afresh by another program says what the engine says, as it is and once it is changed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

import engine
from benchmarks.twin.case import make_case
from benchmarks.twin.play import base_case as twin_base_case
from benchmarks.twin.play import plan_baseline, play_case
from engine.analysis.findings import Findings
from engine.programme import starter, template_names
from engine.reporting.workbook.book import write_workbook
from tests.reporting.workbook.libre_office import Sheets, needs_office, read, recalculated
from tests.simulation.random_programmes import random_programme

HOUSE = Path(__file__).parents[3]
FLAGSHIP = HOUSE / "experiments" / "shared_services" / "programme.toml"
EVERY_KEY = HOUSE / "experiments" / "format_reference" / "examples" / "every_key.toml"
pytestmark = needs_office


def workbook(programme, file: Path) -> Path:
    write_workbook(Findings(engine.simulate(programme, 200)), file)
    return file


def misses(written: Sheets, found: Sheets) -> list[str]:
    """Numbers that are others once they are worked out."""
    missed, compared = [], 0
    for name, rows in written.items():
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if isinstance(cell, float) and name.startswith("Base"):
                    other = found[name][i][j]
                    compared += 1
                    if not (isinstance(other, float) and abs(cell - other) <= 1e-9 * max(1.0, abs(cell))):
                        missed.append(f"{name} {i} {j}: {cell} {other}")
    assert compared > 100
    return missed


def cell_of(sheets: Sheets, sheet: str, words: str, column: int = 1) -> float:
    (found,) = {row[column] for row in sheets[sheet] if row and row[0] == words}
    assert isinstance(found, float)
    return found


def set_input(file: Path, name: str, value: float) -> None:
    """Change the number beside a name on the sheet of inputs, as a person would, and nothing else."""
    sheets = read(file)
    place = list(sheets).index("Base inputs") + 1
    (row,) = [k for k, one in enumerate(sheets["Base inputs"], 1) if one and one[0] == name]
    whole = zipfile.ZipFile(file)
    parts = {one: whole.read(one) for one in whole.namelist()}
    whole.close()
    key = f"xl/worksheets/sheet{place}.xml"
    text = parts[key].decode()
    changed, count = re.subn(rf'(<c r="B{row}"[^>]*>)<v>[^<]*</v>', rf"\g<1><v>{value!r}</v>", text)
    assert count == 1
    parts[key] = changed.encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for one, content in parts.items():
            out.writestr(one, content)


def agree(files: list[Path], tmp_path: Path) -> None:
    books = [workbook(engine.load(one), tmp_path / f"{k}.xlsx") for k, one in enumerate(files)]
    for written, found in zip(books, recalculated(books, tmp_path), strict=True):
        assert misses(read(written), found) == []
        assert cell_of(found, "Base check", "All the same to the penny") == 1.0


def test_worked_out_afresh_it_says_the_same(tmp_path):
    agree([FLAGSHIP, EVERY_KEY], tmp_path)


@pytest.mark.long
def test_so_do_the_templates_and_programmes_at_random(tmp_path):
    texts = [*map(starter, template_names()), *map(random_programme, range(6))]
    files = [tmp_path / f"{k}.toml" for k in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, "utf-8")
    agree(files, tmp_path)


def test_changed_by_hand_it_says_what_an_iteration_with_that_input_says(tmp_path):
    """And that it is worked out afresh at all: the numbers that were written beside the formulas are of no use here."""
    programme = engine.load(FLAGSHIP)
    written = workbook(programme, tmp_path / "book.xlsx")
    name, value = "funding.0.approved", 100.0
    set_input(written, name, value)
    set_input(written, "funding.0.top_up", 0.0)
    set_input(written, "synergy_restart", 1.0)
    (found,) = recalculated([written], tmp_path)
    case = twin_base_case(programme)
    values = {**case.values, name: np.asarray(value), "funding.0.top_up": np.asarray(0.0)}
    strikes = {risk.name: np.asarray(float(risk.name == "synergy_restart")) for risk in programme.risks}
    wanted = play_case(make_case(programme, values, strikes, 1), plan_baseline(programme))
    for measure, words in (("total_benefit", "Total benefits"), ("npv", "Net present value")):
        ours = cell_of(found, "Base measures", words)
        assert abs(ours - wanted[measure].item()) < 1e-8
        assert abs(ours - cell_of(read(written), "Base measures", words)) > 1.0
    assert cell_of(found, "Base check", "All the same to the penny") == 0.0
