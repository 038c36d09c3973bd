"""`outturn responses`, and `--responses` of other verbs."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_run import outturn
from tests.studies.test_worth_of_responses import TEXT

FEW = ("--iterations", 300)


@pytest.fixture
def programme(tmp_path):
    path = tmp_path / "programme.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_run_says_which_are_taken(programme, tmp_path):
    run = ("run", programme, *FEW, "--no-charts", "--out", tmp_path / "out")
    assert "\nResponses taken: none of 2\n" in outturn(*run).stdout
    result = outturn(*run, "--responses", "ground")
    assert result.exit_code == 0, result.stderr
    assert "\nResponses taken: ground (1 of 2)\n" in result.stdout
    assert "risks.ground.response.taken = true" in result.stdout
    record = json.loads(outturn(*run, "--responses", "all", "--format", "json").stdout)
    assert record["responses"] == {"ground": True, "strike": True}
    assert record["measures"]["total_cost"]["base"] == 4.5


def test_the_worth_of_each_is_printed(programme):
    result = outturn("responses", programme, *FEW)
    assert result.exit_code == 0, result.stderr
    for words in ("Worth of responses, by Total cost", "Saves at P80", "all together", "ground"):
        assert words in result.stdout
    record = json.loads(outturn("responses", programme, *FEW, "--of", "npv", "--format", "json").stdout)
    assert (record["measure"], record["percentile"]) == ("npv", 20.0)
    assert "P80" in outturn("contingency", programme, *FEW, "--responses", "all").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "--responses", "grund"), 'did you mean "ground"'),
        (("run", "--responses", "all,ground"), "together with others"),
        (("responses", "--of", "total_csot"), '"total_cost"'),
        (("responses", "--at", "101"), "below 100"),
        (("responses", "--of", "benefit_cost_ratio"), "a measure that has one in each"),
    ],
)
def test_what_has_no_meaning_ends_with_2(programme, arguments, words):
    verb, *options = arguments
    result = outturn(verb, programme, *FEW, *options)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""
