"""`outturn replay` as a user meets it."""

from __future__ import annotations

import pytest

from tests.cli.test_run import outturn, seen


def test_an_iteration_and_those_near_a_percentile(tmp_path):
    out = tmp_path / "out"
    one = outturn("replay", "flagship", "--iteration", 7, "--out", out)
    assert one.exit_code == 0, one.stderr
    assert "Driving path" in one.stdout
    assert seen(out) == ["gantt.pdf", "gantt.png", "gantt.svg", "story.json"]
    near = outturn("replay", "flagship", "--near", "P80", "--iterations", 200, "--count", 4, "--quiet")
    assert near.exit_code == 0, near.stderr
    assert "Criticality near it" in near.stdout


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ((), "needs --iteration NUMBER, or --near P80"),
        (("--near", "most"), "a percentile such as P80"),
        (("--iteration", -1), "iteration = -1"),
        (("--near", "P80", "--measure", "total_csot", "--iterations", 200), "total_cost"),
    ],
)
def test_slips_end_with_2(asked, words):
    result = outturn("replay", "flagship", *asked)
    assert result.exit_code == 2, result.stdout
    assert words in result.stderr
    assert result.stdout == ""
