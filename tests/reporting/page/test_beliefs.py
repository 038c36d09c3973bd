"""What a report says of beliefs: what they move, by which of them, and nothing where there are none."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine.analysis.findings import Findings
from engine.reporting.page.material import Material
from engine.reporting.page.report import Pictures
from engine.reporting.page.sections.beliefs import UNTOLD, section
from engine.reporting.tables.table import Paragraph, Table
from engine.studies.for_report import Asked, gather
from engine.studies.ignorance import box_of_first_claim, movers_of_claims
from engine.studies.ranges import ranges
from tests.reporting.test_s_curve import BELIEVED

IDLE = """
[beliefs.idle_talk]
kind = "uniform"
low = 0.5
high = 2.0
base = 1.0
note = "read by nothing"
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The programme, and a run of it that knows its ranges."""
    path = tmp_path_factory.mktemp("believed") / "programme.toml"
    path.write_text(BELIEVED.replace("[beliefs.overrun]", f"{IDLE}[beliefs.overrun]"), encoding="utf-8")
    programme = engine.load(path)
    return programme, ranges(programme, engine.simulate(programme, 3_000, seed=3), worlds=40, each=50)


@pytest.fixture(scope="module")
def found(played):
    programme, results = played
    return movers_of_claims(programme, 4_096, 3), box_of_first_claim(programme, results)


def said(material):
    """Sentences of the brief, and of the detail the tables and the names of charts."""
    made = section(material)
    tables = {piece.title: piece for piece in made.detail if isinstance(piece, Table)}
    charts = [piece.name for piece in made.detail if isinstance(piece, Pictures)]
    return [piece.text for piece in made.brief if isinstance(piece, Paragraph)], tables, charts


def test_a_board_is_told_how_far_and_by_which_belief(played, found):
    studies = {"beliefs": found[0], "probability_box": found[1]}
    material = Material(Findings(played[1]), studies)
    sentences, tables, charts = said(material)
    one = material.findings.verdict.isel(claim=0)
    assert float(one["belief_high"] - one["belief_low"]) > 0.5  # by the one belief that is read
    assert sentences[0].startswith("2 beliefs of the file are not a matter of luck")
    assert f"“{one['statement'].item()}” runs from" in sentences[0]
    assert "in 40 worlds" in sentences[0]
    assert "“overrun” (100%)" in sentences[1]
    assert "idle" not in sentences[1]
    claims, which, moved = tables["Which beliefs move each claim"].columns
    assert len(claims.cells) == material.findings.verdict.sizes["claim"]
    assert " to " in which.cells[0].text
    assert moved.cells[0].text.startswith("overrun 100%")
    assert [cell.text for cell in tables["Beliefs"].columns[0].cells] == ["idle talk", "overrun"]
    assert "read by nothing" in tables["Beliefs"].columns[3].cells[0].text
    assert charts == ["probability_box"]


def test_a_belief_that_moves_nothing_is_not_named(played, found):
    still = found[0].copy()
    still["moved"] = ("output", np.zeros(still.sizes["output"], bool))
    sentences, tables, _ = said(Material(Findings(played[1]), {"beliefs": still}))
    assert sentences[1] == f"Which of them moves it: {UNTOLD}."
    assert {cell.text for cell in tables["Which beliefs move each claim"].columns[2].cells} == {UNTOLD}


def test_the_box_is_that_of_the_range_that_is_told(played, found):
    _, results = played
    box = found[1]
    name = str(box.attrs["claim"])
    told = Findings(results).verdict.sel(claim=name)
    at = box.isel(point=int(np.argmin(np.abs(box["value"].values - 150.0))))
    assert float(at["value"]) == 150.0
    for end in ("low", "high"):
        assert float(at[end]) == pytest.approx(float(told[f"belief_{end}"]), abs=1e-12)


def test_its_chart_is_drawn_of_the_box_as_of_the_run(played, found):
    from engine.problems import ResultsError
    from engine.reporting import draw_probability_box

    programme, results = played
    worlds = engine.simulate(programme, 40 * 50, seed=3, worlds=40)
    name = str(found[1].attrs["claim"])
    given, drawn = (
        draw_probability_box(results, one, name).axes[0].collections[0].get_paths()[0].vertices
        for one in (found[1], worlds)
    )
    inner = slice(20, 60)  # the run is also read at the ends of the axis
    x, y = given[inner].T
    lower = drawn[: len(drawn) // 2]
    order = np.argsort(lower[:, 0])
    assert np.abs(np.interp(x, *lower[order].T) - y).max() < 0.02
    with pytest.raises(ResultsError, match="a probability box of"):
        draw_probability_box(results, found[1].assign_attrs(measure="npv"), name)


def test_where_nothing_is_believed_nothing_is_said(tmp_path):
    head, _, rest = BELIEVED.partition("[beliefs.overrun]")
    path = tmp_path / "programme.toml"
    path.write_text(head + rest[rest.index("[clusters.c]") :].replace('"overrun"', "1.0"), encoding="utf-8")
    programme = engine.load(path)
    results = ranges(programme, engine.simulate(programme, 200, seed=3))
    studies = gather(Asked(programme, results)).studies
    assert not {"beliefs", "probability_box"} & set(studies)
    assert section(Material(Findings(results), studies)).pieces("audit") == ()
    assert movers_of_claims(programme, 4_096, 3) is None


def test_without_its_studies_it_says_how_to_play_them(played):
    sentences, tables, charts = said(Material(Findings(played[1]), file="p.toml"))
    assert "outturn drivers --method beliefs p.toml" in sentences[1]
    assert (tables, charts) == ({}, [])


def test_results_that_were_not_played_over_beliefs_have_no_box(played):
    programme, results = played
    assert box_of_first_claim(programme, results.assign_attrs(worlds_played="")) is None
