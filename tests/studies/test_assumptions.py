"""How much of the answer is assumption: shares by basis, the weightiest assumptions, the map, the verb."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

import engine
from engine.reporting import draw_assumption_map
from engine.reporting.tables.assumptions import assumption_parts, information_parts
from engine.studies.assumptions import weightiest
from experiments.shared_services import PROGRAMME
from tests.cli.command import outturn


@pytest.fixture(scope="module")
def found():
    return engine.assumptions(engine.load(PROGRAMME), "npv", iterations=5000)


def test_shares_by_basis_add_up_and_are_those_of_shapley(found):
    shares = engine.shapley(engine.load(PROGRAMME), "basis", 5000)
    assert np.array_equal(found["share"], shares["share"], equal_nan=True)
    assert float(found["share"].sel(output="npv").sum()) == pytest.approx(1, abs=1e-12)
    assert float(found["share"].sel(output="claim npv").sum()) == pytest.approx(1, abs=1e-12)
    assert int(found["inputs"].sum()) == found.sizes["input"]


def test_the_weightiest_are_assumed_and_in_order(found):
    top = weightiest(found)
    assert len(top) == 10
    assert {str(found["basis"].values[place]) for place in top} == {"assumed"}
    assert np.all(np.diff(found["alone"].values[top]) <= 0)
    assert str(found["input"].values[top[0]]) == "beliefs.audited"


def test_tables(found):
    basis, top = assumption_parts(found, weightiest(found))
    assert [column.heading for column in basis.columns] == ["Variance of", "derived", "assumed"]
    assert basis.columns[1].cells[0].value == pytest.approx(float(found["share"].values[0, 0]))
    assert any("Payback year" in note for note in basis.notes)
    assert len(top.columns[1].cells) == 10


def test_map_has_a_strip_for_each_basis_and_a_key(found):
    figure = draw_assumption_map(found)
    strips = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert strips == ["assumed", "derived"]
    texts = [text.get_text() for text in figure.texts]
    assert any(re.match(r"\d+  beliefs\.audited", text) for text in texts)
    assert len(figure.axes[0].collections) == found.sizes["input"]
    with pytest.raises(ValueError, match="say no basis"):
        draw_assumption_map(found.drop_vars("basis"))


def test_worth_of_the_flagship_in_words():
    programme = engine.load(PROGRAMME)
    results, drawn = engine.simulate(programme, 3000), engine.draw(programme, 3000)
    worth = engine.value_of_information(results, drawn, "npv", by="cluster")
    heading, sentence, *_ = information_parts(worth)
    assert heading.text == "What is worth finding out"
    assert "With what is known now: do not." in sentence.text


def test_the_verb(tmp_path):
    arguments = ["assumptions", "flagship", "--measure", "npv", "--decision", "npv>=-500", "--by", "cluster"]
    arguments += ["--iterations", "5000", "--quiet", "--out", str(tmp_path)]
    result = outturn(*arguments)
    assert result.exit_code == 0, result.stderr
    said = " ".join(result.stdout.split())
    assert "How much rests on assumption" in said
    assert "is better than −£500m" in said
    record = json.loads((tmp_path / "assumptions-npv.json").read_text(encoding="utf-8"))
    assert record["attributes"]["evpi"] > 0
    assert (tmp_path / "assumptions-npv.png").is_file()
    wrong = outturn("assumptions", "flagship", "--decision", "npv>=much", "--iterations", 5000)
    assert (wrong.exit_code, "MEASURE>=NUMBER" in wrong.stderr) == (2, True)
