"""`outturn options` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import outturn as typed
from tests.studies.test_options import DEPOT

FEW = ("--iterations", "400")


def outturn(*words: object):  # type: ignore[no-untyped-def]
    return typed(*words, COLUMNS="160")


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    file = tmp_path / "depot.toml"
    file.write_text(DEPOT, "utf-8")
    return file


def test_tables_of_cost_benefit_and_value(depot: Path) -> None:
    result = outturn("options", depot, *FEW)
    assert result.exit_code == 0
    words = " ".join(result.output.split())
    assert "A depot: options against patch" in words
    assert "real, 2025-26 prices; discounting 5% a year" in words
    for said in ("Total cost", "Total benefits", "Net present value", "Chance of better", "rebuild", "lean"):
        assert said in words


def test_json_has_intervals(depot: Path) -> None:
    result = outturn("options", depot, *FEW, "--baseline", "rebuild", "--of", "npv", "--format", "json")
    found = json.loads(result.stdout)
    assert (found["baseline"], found["iterations"]) == ("rebuild", 400)
    lean = next(one for one in found["options"] if one["name"] == "lean")["measures"]["npv"]
    assert lean["difference_low"] < lean["difference"] < lean["difference_high"]
    assert lean["p50_interval"][0] < lean["p50"] < lean["p50_interval"][1]


def test_a_file_without_options_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "plain.toml"
    file.write_text(DEPOT[: DEPOT.index("[options")].replace('baseline_option = "patch"\n', ""), "utf-8")
    result = outturn("options", file)
    assert result.exit_code == 2
    assert "has no options" in result.output
    assert "[options.NAME]" in result.output


def test_run_plays_one_option(depot: Path, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "out", "--no-charts", "--quiet")
    result = outturn("run", depot, *FEW, "--option", "lean", *out)
    assert result.exit_code == 0
    assert "A depot, option lean" in result.output
    assert outturn("run", depot, *FEW, "--option", "leen", *out).exit_code == 2
    assert outturn("run", depot, "--option", "lean", "--pack", tmp_path / "pack", *out).exit_code == 2


def test_the_chart_is_written_in_three_formats(depot: Path, tmp_path: Path) -> None:
    result = outturn("options", depot, *FEW, "--out", tmp_path / "drawn")
    assert result.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "drawn").iterdir()) == [
        f"options.{e}" for e in ("pdf", "png", "svg")
    ]
    assert "options.svg" in result.stderr
    beyond = outturn("options", depot, *FEW, "--out", depot / "file")
    assert beyond.exit_code == 2
