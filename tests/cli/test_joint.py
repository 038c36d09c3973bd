"""`outturn joint`: of a programme, and of results without playing again."""

from __future__ import annotations

import json

from tests.cli.command import outturn


def test_of_a_programme_and_of_its_results(tmp_path):
    run = tmp_path / "run"
    assert (
        outturn("run", "flagship", "--iterations", 500, "--out", run, "--no-charts", "--quiet").exit_code == 0
    )
    read = outturn("joint", run, "--date-limit", 36, "--format", "json", "--out", tmp_path / "answer")
    played = outturn(
        "joint", "flagship", "--iterations", 500, "--date-limit", 36, "--format", "json", "--quiet"
    )
    assert read.exit_code == played.exit_code == 0, read.stderr + played.stderr
    assert json.loads(read.stdout)["variables"] == json.loads(played.stdout)["variables"]
    assert len(list((tmp_path / "answer").iterdir())) == 4
    finish = outturn("joint", "flagship", "--iterations", 500, "--date", "finish.synergy.wave_2", "--quiet")
    assert "no trade-off line" in " ".join(finish.stdout.split())


def test_refusals(tmp_path):
    for arguments, words in (
        (("flagship", "--iterations", 100, "--cost", "costs"), "no measure 'costs'"),
        ((tmp_path / "nothing.nc",), "no results there"),
    ):
        result = outturn("joint", *arguments)
        assert result.exit_code == 2
        assert words in result.stderr
