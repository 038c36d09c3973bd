"""Each question of a report is asked once, in words, and a refusal is an answer too."""

from __future__ import annotations

import pytest

import engine
from engine.problems import Refused
from engine.studies import for_report
from engine.studies.for_report import QUESTIONS, Asked, Question, gather
from tests.programme.small_programme import SMALL


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    path = tmp_path_factory.mktemp("asked") / "programme.toml"
    path.write_text(SMALL, encoding="utf-8")
    return engine.load(path)


def test_what_is_worked_out_is_named_before(programme, monkeypatch):
    told = []

    def refuses(_):
        raise Refused.at("iterations", "3", "at least 50")

    def finds(asked):
        return asked.results

    some = (
        Question("one", "The first", finds),
        Question("two", "The second", refuses),
        Question("three", "None", lambda _: None),
    )
    monkeypatch.setattr(for_report, "QUESTIONS", some)
    results = engine.simulate(programme, 20)
    found = gather(Asked(programme, results), lambda *words: told.append(words))
    assert told == [("The first", 1, 3), ("The second", 2, 3), ("None", 3, 3)]
    assert list(found.studies) == ["one"]
    assert found.unanswered == {"two": "iterations: found 3; needed at least 50"}


def test_a_fault_of_ours_is_no_answer(programme, monkeypatch):
    def fails(_):
        raise ValueError("operands could not be broadcast together")

    monkeypatch.setattr(for_report, "QUESTIONS", (Question("one", "The first", fails),))
    with pytest.raises(ValueError, match="operands"):
        gather(Asked(programme, engine.simulate(programme, 20)))


def test_the_run_itself_is_looked_at_where_it_was_kept_and_its_like_where_not(programme):
    kept = engine.simulate(programme, 300, seed=4)
    assert Asked(programme, kept).kept is kept
    summary = engine.simulate(programme, 300, seed=4, keep="summary")
    like = Asked(programme, summary).kept
    assert like["total_cost"].identical(kept["total_cost"])
    drawn = Asked(programme, summary).drawn
    assert drawn.equals(engine.draw(programme, 300, 4))


def test_names_are_each_asked_once():
    names = [question.name for question in QUESTIONS]
    assert len(names) == len(set(names))
