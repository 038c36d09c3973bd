"""What a workbook holds: sheets in order, numbers as they were found, and nobody's text as a formula."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

import engine
from engine.analysis.figures_by import figures_by
from engine.analysis.findings import Findings
from engine.reporting.workbook.base_case.account import AccountError
from engine.reporting.workbook.book import write_workbook
from engine.reporting.workbook.formula import formula, greatest, total, when
from engine.reporting.workbook.grid import Grid, letters
from engine.reporting.workbook.write import LONGEST
from tests.reporting.workbook.libre_office import read
from tests.simulation.random_programmes import random_programme

FLAGSHIP = Path(__file__).parents[3] / "experiments" / "shared_services" / "programme.toml"
HOSTILE = ["=cmd|' /C calc'!A0", "@SUM(1+1)", "+1", "-1", "<script>alert(1)</script>", "[/b]", "=HYPERLINK(\"http://x\")",
           "https://example.org/", "_x0041_"]  # fmt: skip
HIDDEN = "a\u202eb\x1b[31mc"


@pytest.fixture(scope="module")
def results():
    return engine.simulate(engine.load(FLAGSHIP), 300)


def sheets_of(results, file: Path, **more):
    write_workbook(Findings(results), file, **more)
    return read(file)


def xml_of(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as whole:
        return {
            name: whole.read(name).decode() for name in whole.namelist() if name.endswith((".xml", ".rels"))
        }


def test_sheets_come_in_order_and_the_first_says_what_it_is(results, tmp_path):
    sheets = sheets_of(results, tmp_path / "book.xlsx")
    names = list(sheets)
    assert names[:3] == ["Contents", "Claims", "Measures"]
    assert (
        names.index("Base inputs")
        < names.index("Base dates")
        < names.index("Base costs")
        < names.index("Base check")
    )
    listed = [row[0] for row in sheets["Contents"]]
    assert [name for name in names[1:] if name not in listed] == []
    assert sheets["Contents"][0][0] == results.attrs["title"]


def test_numbers_come_back_with_the_digits_that_a_spreadsheet_keeps(results, tmp_path):
    levels = (5, 50, 70, 95)
    sheets = sheets_of(results, tmp_path / "book.xlsx", percentiles=levels)
    found = figures_by(results, "whole", levels)
    heading, rows = sheets["Measures"][3], sheets["Measures"][4:]
    for place, label in enumerate(("P5", "P50", "P70", "P95")):
        column = heading.index(label)
        wanted = found["value"].values[:, place]
        ours = [row[column] for row in rows]
        pairs = [(o, w) for o, w in zip(ours, wanted, strict=True) if isinstance(o, float)]
        assert [(o, w) for o, w in pairs if abs(o - w) > 1e-15 * abs(w)] == []
        assert sum(isinstance(one, float) for one in ours) > 10


def test_every_chart_has_a_sentence_and_numbers_of_its_own(results, tmp_path):
    file = tmp_path / "book.xlsx"
    sheets_of(results, file)
    parts = xml_of(file)
    drawings = "".join(text for name, text in parts.items() if name.startswith("xl/drawings/drawing"))
    charts = [text for name, text in parts.items() if name.startswith("xl/charts/chart")]
    assert len(charts) == len(re.findall(r'descr="[^"]{20,}"', drawings)) >= 5
    assert all("'Chart numbers'!" in text for text in charts)


def test_nobodys_text_is_a_formula_or_a_link(results, tmp_path):
    claims = json.loads(results.attrs["claims"])
    for claim, text in zip(claims, HOSTILE, strict=False):
        claim["statement"] = text
    log = json.loads(results.attrs["assumptions"])
    for entry, text in zip(log, [*HOSTILE, HIDDEN, "x" * 40_000], strict=False):
        entry["note"], entry["owner"] = text, text[:50]
    hostile = results.assign_attrs(title=HOSTILE[0], claims=json.dumps(claims), assumptions=json.dumps(log))
    file = tmp_path / "book.xlsx"
    sheets = sheets_of(hostile, file)
    assert sheets["Contents"][0][0] == HOSTILE[0]
    told = {cell for row in sheets["Assumptions"] for cell in row}
    assert set(HOSTILE) <= told
    assert "a\\u202eb\\u001b[31mc" in told
    assert max(len(str(cell)) for cell in told) == LONGEST
    formulas = "".join(re.findall(r"<f>(.*?)</f>", "".join(xml_of(file).values())))
    assert "cmd" not in formulas
    assert "HYPERLINK" not in formulas
    links = [
        name
        for name, text in xml_of(file).items()
        if name.startswith("xl/worksheets/_rels") and "hyperlink" in text
    ]
    assert links == []


def test_a_summary_a_model_and_results_without_claims_have_what_can_be_said(results, tmp_path):
    programme = engine.load(FLAGSHIP)
    summary = sheets_of(engine.simulate(programme, 300, keep="summary"), tmp_path / "summary.xlsx")
    assert {"Measures", "Years", "Clusters", "Base check"} <= set(summary)
    bare = sheets_of(results.assign_attrs(claims="[]"), tmp_path / "bare.xlsx")
    assert "Claims" not in bare
    from distributions import Normal

    model = engine.simulate(engine.Model({"a": Normal(0, 1)}, lambda a: a), 300)
    file = tmp_path / "model.xlsx"
    assert "play it again" in write_workbook(Findings(model), file)[0]
    assert not [name for name in read(file) if name.startswith("Base")]


@pytest.mark.parametrize("seed", [60, 64])
def test_one_iteration_of_any_programme_is_a_workbook(seed, tmp_path):
    (tmp_path / "programme.toml").write_text(random_programme(seed), "utf-8")
    results = engine.simulate(engine.load(tmp_path / "programme.toml"), 1)
    sheets = sheets_of(results, tmp_path / "book.xlsx")
    assert sheets["Base check"][3][:2] == ["All the same to the penny", 1.0]
    assert any(str(row[0]).startswith("No single lines") for row in sheets["Contents"])


HOLLOW = '{"programme": {}, "planned": {}, "steady_months": {}}'  # of the right shape, and no programme


def test_a_damaged_base_case_is_refused(results, tmp_path):
    with pytest.raises(AccountError, match="play the programme again"):
        write_workbook(Findings(results.assign_attrs(base_programme=HOLLOW)), tmp_path / "book.xlsx")


def test_formulas_hold_together_as_they_are_written():
    a, b = formula(2.0)._replace(text="A1"), formula(-3.0)
    assert (a.minus(b).times(b).text, a.minus(b).times(b).value) == ("(A1-(-3))*(-3)", -15.0)
    assert b.to(2.0).text == "(-3)^2"
    assert total([a, a, a, a]) == ("SUM(A1,A1,A1,A1)", 8.0, 4)
    assert when(a.is_below(3.0), greatest(a, 5.0), 0.0) == ("IF(A1<3,MAX(A1,5),0)", 5.0, 4)
    assert formula(1e-6).text == "1E-06"
    assert [letters(k) for k in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_what_is_longer_than_a_spreadsheet_reads_is_nested_or_named():
    many = [formula(float(k))._replace(text=f"A{k}") for k in range(600)]
    nested = greatest(*many)
    assert (nested.value, nested.text.count("MAX(")) == (599.0, 4)
    grid = Grid("Base costs")
    grid.add(["x", total([*many] * 5)])
    assert grid.shortened() == ["Base costs B1"]
    assert grid.rows[0][1].content == sum(range(600)) * 5
    assert grid.shortened() == []
