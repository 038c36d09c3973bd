"""`outturn check` beyond what it refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import engine
from engine.cli.numbers import counted
from engine.programme import starter
from tests.cli.test_run import outturn
from tests.programme.small_programme import changed


def test_the_assumption_log_is_printed_with_who_answers_for_what(tmp_path):
    path = tmp_path / "programme.toml"
    path.write_text(changed(("value = 90\n", 'value = 90\nowner = "Treasury"\n')), encoding="utf-8")
    assert "Assumption log" not in outturn("check", path).stdout
    result = outturn("check", path, "--assumptions")
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    (line,) = (line for line in lines if line.startswith("north.integration.amount"))
    assert line.split(maxsplit=1)[1] == "30; published; audit; owner Treasury"
    assert any(line.startswith("north.hosting.per_year") and "neither source" in line for line in lines)


def test_a_risk_counts_once_and_inputs_are_those_that_drivers_tell_of(tmp_path):
    path = tmp_path / "programme.toml"
    for template, risks, strikes in (("digital", 1, 1), ("infrastructure", 9, 28), ("benefits", 2, 2)):
        path.write_text(starter(template), encoding="utf-8")
        programme = engine.load(path)
        assert len({risk.family or risk.name for risk in programme.risks}) == risks
        inputs = engine.draw(programme, 1).sizes["input"]
        told = outturn("check", path).stdout
        assert (
            f", {counted(risks, 'risk')}, {inputs} uncertain inputs (strikes of risks: {strikes}), " in told
        )


def test_a_check_plays_without_loading_what_results_are_made_of(tmp_path):
    """A thousand trial iterations are played; xarray takes longer to load than they take."""
    path = tmp_path / "programme.toml"
    path.write_text(changed(), encoding="utf-8")
    code = (
        "import sys; from engine.cli import app\n"
        f"try: app(['check', {str(path)!r}])\n"
        "except SystemExit as end: assert not end.code, end\n"
        "assert 'xarray' not in sys.modules and 'engine.compiled.play' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.mark.parametrize("verb", [("check",), ("run", "--iterations", "10", "--out", "out", "--quiet")])
def test_a_law_that_cannot_be_drawn_is_refused_with_its_key_and_line(tmp_path, monkeypatch, verb):
    monkeypatch.chdir(tmp_path)
    uneven = "{ kind = 'quantile_average', laws = [2, { kind = 'poisson', mean = 3 }], weights = [0.4, 0.6] }"
    text = changed(('duration = "slip"', f"duration = {uneven}"))
    path = Path("programme.toml")
    path.write_text(text, encoding="utf-8")
    line = next(k for k, one in enumerate(text.splitlines(), 1) if "quantile_average" in one)
    result = outturn(verb[0], path, *verb[1:])
    assert result.exit_code == 2
    assert f"programme.toml:{line}: clusters.north.activities.build.duration\n" in result.stderr
    assert "not smooth" in result.stderr
