"""`outturn misses`: sentences, files, refusals."""

from __future__ import annotations

import json

from tests.cli.command import outturn as typed

FEW = ("--iterations", "3000", "--quiet")


def outturn(*arguments):
    return typed("misses", *arguments)


def test_of_the_flagship(tmp_path):
    result = outturn("flagship", *FEW, "--claim", "cost", "--also", "finish", "--out", tmp_path)
    assert result.exit_code == 0, result.stderr
    said = " ".join(result.stdout.split())
    assert "iterations miss the claim “at a cost of about £900m”" in said
    assert "When drivers.cost_growth is above" in said
    record = json.loads((tmp_path / "misses-cost.json").read_text(encoding="utf-8"))
    assert record["variables"]["limited"]["values"][0] == "drivers.cost_growth"
    assert any(name.startswith("finish.") for name in record["coordinates"]["input"])
    assert (tmp_path / "misses-cost.svg").is_file()


def test_of_a_bound_and_what_holds():
    result = outturn(
        "flagship", *FEW, "--measure", "total_benefit", "--at-least", 700, "--aim", "hold", "--format", "json"
    )
    assert result.exit_code == 0, result.stderr
    assert 0.05 < json.loads(result.stdout)["attributes"]["mean"] < 0.5


def test_refusals(tmp_path):
    for arguments, words in (
        (("--claim", "costs"), 'did you mean "cost"'),
        (("--claim", "cost", "--at-most", 3), "a claim has its own bound"),
        (("--also", "wealth"), "also: no 'wealth'"),
        (("--measure", "payback_year"), "gave no number for payback_year"),
    ):
        result = outturn("flagship", *FEW, *arguments)
        assert result.exit_code == 2
        assert words in result.stderr
