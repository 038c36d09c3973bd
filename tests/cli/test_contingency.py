"""`outturn contingency` as a user meets it."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_run import outturn
from tests.programme.small_programme import SMALL

FEW = ("--iterations", 500)


@pytest.fixture
def programme(tmp_path):
    path = tmp_path / "programme.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_tables_are_printed_and_a_chart_is_drawn(programme, tmp_path):
    result = outturn("contingency", programme, *FEW, "--plot", tmp_path / "aside.png")
    assert result.exit_code == 0, result.stderr
    for words in ("Contingency over the base case", "Shared out by cluster", "Shared out by line", "Shared out by risk",
                  "Budget by year", "Percentiles of years do not add up"):  # fmt: skip
        assert words in result.stdout
    assert {path.name for path in tmp_path.glob("aside*")} == {"aside.svg", "aside.png", "aside.pdf"}
    assert "aside.svg" in result.stderr


def test_json_is_one_object_and_the_options_count(programme):
    result = outturn(
        "contingency", programme, *FEW, "--at", 90, "--of", "one_off_cost", "--no-risks", "--format", "json"
    )
    record = json.loads(result.stdout)
    assert (record["assurance"], record["measure"], record["percentile"]) == (90.0, "one_off_cost", 90.0)
    assert set(record["shared_out"]) == {"cluster", "line"}
    changed = outturn(
        "contingency", programme, *FEW, "--no-risks", "--format", "json", "--set", "laws.slip.high=60"
    )
    assert json.loads(changed.stdout)["changes"] == ["laws.slip.high = 60"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--at", 0.8), "0.8 is 80%"),
        (("--of", "total_csot"), '"total_cost"'),
        (("--of", "payback_year"), "without a finite value"),
        (("--iterations", 0), "at least 1"),
        (("--plot", "aside.jpg"), ".svg, .png and .pdf are accepted"),
    ],
)
def test_what_has_no_meaning_ends_with_2_and_prints_nothing(programme, options, words):
    result = outturn("contingency", programme, *FEW, *options)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""
