"""`outturn doctor` as a user meets it."""

from __future__ import annotations

import math

import pytest

from tests.cli.test_run import outturn
from tests.programme.small_programme import SMALL, changed

FEW = ("--iterations", 1_000)


@pytest.fixture
def impossible(tmp_path):
    path = tmp_path / "impossible.toml"
    rows = "matrix = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]"
    path.write_text(changed(("rank = 0.4", rows)), encoding="utf-8")
    return path


def test_an_impossible_file_is_read_explained_and_repaired(impossible):
    refused = outturn("check", impossible)
    assert refused.exit_code == 2
    assert "outturn doctor FILE" in refused.stderr
    result = outturn("doctor", impossible, *FEW)
    assert result.exit_code == 0, result.stderr
    for words in (
        "clash: with 0.9 between",
        "Target",
        "Repaired",
        "Achieved",
        "Largest change",
        "matrix = [",
    ):
        assert words in result.stdout
    pasted = result.stdout[result.stdout.index("[[correlation]]") :]
    start, stop = SMALL.index("[[correlation]]"), SMALL.index("[[funding]]")
    impossible.write_text(f"{SMALL[:start]}{pasted}\n{SMALL[stop:]}", encoding="utf-8")
    assert outturn("check", impossible).exit_code == 0
    assert "Possible as written" in outturn("doctor", impossible, *FEW, "--strict").stdout


def test_a_repair_is_never_silent(impossible, tmp_path):
    text = impossible.read_text(encoding="utf-8").replace('name = "slips"', 'name = "slips"\nrepair = true')
    impossible.write_text(text, encoding="utf-8")
    change = 0.9 - 6 / math.pi * math.asin(0.5 / 2)  # scores of 1/2, 1/2 and -1/2 are nearest, by symmetry
    words = f"Correlation group slips is impossible as written and repaired, by at most {change:.4f}"
    assert words in outturn("check", impossible).stdout
    run = ("run", impossible, "--iterations", 100, "--no-charts", "--out", tmp_path / "out")
    assert words in outturn(*run).stderr
    assert outturn(*run, "--quiet").stderr == ""


def test_strict_makes_a_finding_of_an_impossible_group(impossible):
    assert outturn("doctor", impossible, *FEW, "--strict").exit_code == 1
    assert outturn("doctor", *FEW, "--strict").exit_code == 0  # the flagship


def test_a_file_without_groups(tmp_path):
    path = tmp_path / "none.toml"
    start, stop = SMALL.index("[[correlation]]"), SMALL.index("[[funding]]")
    path.write_text(SMALL[:start] + SMALL[stop:], encoding="utf-8")
    result = outturn("doctor", path)
    assert result.exit_code == 0
    assert "No correlation groups" in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("horizon = 60", "horizon = 0", "horizon"),
        ("rank = 0.4", 'rank = 0.4\ncopula = "student_t"\ndegrees = 1', "a number above 2"),
    ],
)
def test_other_faults_end_with_2(tmp_path, old, new, words):
    path = tmp_path / "bad.toml"
    path.write_text(changed((old, new)), encoding="utf-8")
    result = outturn("doctor", path)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


def test_too_few_iterations_end_with_2(impossible):
    result = outturn("doctor", impossible, "--iterations", 10)
    assert result.exit_code == 2
    assert "at least 200 are needed" in result.stderr


def test_each_group_is_drawn(impossible, tmp_path):
    result = outturn("doctor", impossible, *FEW, "--out", tmp_path / "drawn")
    assert result.exit_code == 0, result.stderr
    assert "correlations-1.svg" in {path.name for path in (tmp_path / "drawn").iterdir()}
