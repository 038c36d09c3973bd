"""The page of the experiments has every one of them with its question, and answers where they are drawn."""

from __future__ import annotations

import pytest

from experiments import answers, tail


def test_the_page_has_every_question() -> None:
    page = answers.PAGE.read_text(encoding="utf-8")
    answers.check(page)
    with pytest.raises(AssertionError, match="tail is not on the page"):
        answers.check(page.replace(answers.question(tail), "What else?"))


def test_every_answer_has_its_picture() -> None:
    said = answers.said_on_page()
    assert len(said) >= 6
    assert set(said) <= {name for name, module in answers.experiments().items() if hasattr(module, "heading")}
    pictures = {path.name for path in (answers.HERE / "pictures").glob(answers.DRAWN.format("*"))}
    assert pictures == {answers.DRAWN.format(name) for name in said}


def test_answers_come_onto_the_page() -> None:
    page = answers.page_with({"tail": "It moves | little"}, "0123456789")
    assert "| [It moves | little](pictures/answer_tail.png) |" in page
    assert "Answers of programme 01234567." in page
    answers.check(page)


@pytest.mark.long
def test_the_answers_are_those_of_today() -> None:
    found = {name: sentence for name, (sentence, _) in answers.answers().items()}
    assert found == answers.said_on_page(), "run python -m experiments.answers"
