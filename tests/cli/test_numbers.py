"""Counts as people say them."""

from __future__ import annotations

import pytest
import typer

from engine.cli.numbers import counted, whole_number
from engine.cli.ranges import check_worlds


@pytest.mark.parametrize(
    ("many", "one", "said"),
    [
        (0, "claim", "0 claims"),
        (1, "activity", "1 activity"),
        (2, "activity", "2 activities"),
        (1000, "risk", "1,000 risks"),
    ],
)
def test_one_is_one_and_many_are_many(many, one, said):
    assert counted(many, one) == said


@pytest.mark.parametrize(
    ("text", "number"), [("10,000", 10_000), ("1e5", 100_000), ("10.0", 10), ("0.000", 0)]
)
def test_numbers_that_read_one_way_are_taken(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["10.000", "1.000", "100.000"])
def test_a_point_that_may_mark_thousands_is_asked_about(text):
    """Ten iterations played in the place of ten thousand would look like an answer."""
    few, many = text.split(".")[0], text.replace(".", "")
    with pytest.raises(typer.BadParameter, match=f"which is {few} or {many}"):
        whole_number(text)


def test_fewer_worlds_than_none_are_refused(capsys):
    check_worlds(0)
    with pytest.raises(typer.Exit):
        check_worlds(-1)
    assert "--worlds -1: at least 0" in capsys.readouterr().err
