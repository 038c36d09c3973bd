"""Counts as people say them."""

from __future__ import annotations

import pytest

from engine.cli.numbers import counted


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
