"""`outturn drivers`: its four methods, its files, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.programme import starter
from tests.cli.command import outturn

FEW = ("--iterations", "5000", "--quiet")


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drivers") / "programme.toml"
    path.write_text(starter(), encoding="utf-8")
    return path


def test_one_sample(programme, tmp_path):
    out = tmp_path / "answer"
    result = outturn("drivers", programme, *FEW, "--measure", "total_cost", "--out", out)
    assert result.exit_code == 0, result.stderr
    assert "What drives it, from one sample: Total cost" in result.stdout
    assert "Swing: mean where the input is in its highest tenth" in " ".join(result.stdout.split())
    assert {path.name for path in out.iterdir()} == {
        f"drivers-total_cost.{end}" for end in ("json", "svg", "png", "pdf")
    }
    record = json.loads((out / "drivers-total_cost.json").read_text(encoding="utf-8"))
    low, value, high = (record["variables"][f"swing{end}"]["values"] for end in ("_low", "", "_high"))
    assert len(value) == len(record["coordinates"]["input"])
    assert all(a <= b <= c for a, b, c in zip(low, value, high, strict=True))


def test_results_of_a_run_are_looked_at_without_playing(programme, tmp_path):
    folder = tmp_path / "run"
    assert outturn("run", programme, *FEW, "--out", folder, "--no-charts").exit_code == 0
    again = outturn("drivers", programme, "--results", folder, "--quiet")
    assert again.stdout == outturn("drivers", programme, *FEW).stdout
    alone = outturn("drivers", folder)
    assert alone.exit_code == 2
    assert "drivers PROGRAMME --results" in alone.stderr
    other = outturn("drivers", programme, "--set", "unit=£k", "--results", folder / "results.nc", "--quiet")
    assert other.exit_code == 2
    assert "of two runs" in other.stderr


@pytest.mark.parametrize("method", ["gap", "shapley"])
def test_methods_that_play_again(programme, method, tmp_path):
    result = outturn("drivers", programme, *FEW, "--method", method, "--by", "kind", "--out", tmp_path)
    assert result.exit_code == 0, result.stderr
    words = {"gap": "and without each cause", "shapley": "Shares add up to 100%"}[method]
    assert words in " ".join(result.stdout.split())
    assert len(list(tmp_path.iterdir())) == 4


def test_json_of_shares(programme):
    result = outturn("drivers", programme, *FEW, "--method", "shapley", "--by", "basis", "--format", "json")
    shares = json.loads(result.stdout)["variables"]["share"]["values"]
    assert sum(share[0] for share in shares) == pytest.approx(1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--measure", "total_costs"), 'did you mean "total_cost"'),
        (("--claim", "nothing"), "no claim 'nothing'"),
        (("--method", "sobol"), "Shapley effects are right here"),
        (("--method", "shapley", "--by", "colour"), "one of input, cause, cluster"),
        (("--method", "gap", "--claim", "benefits"), "give --measure"),
        (("--results", "nowhere"), "no results there"),
    ],
)
def test_refusals(arguments, words):
    result = outturn("drivers", "flagship", *FEW, *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_long_study_says_what_it_costs(monkeypatch, programme):
    monkeypatch.setattr("engine.cli.studied.LONG", 0.0)
    result = outturn("drivers", programme, "--iterations", 20_000, "--method", "shapley")
    assert "iterations in all: about" in result.stderr
    assert "iterations in all" not in result.stdout
