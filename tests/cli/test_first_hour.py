"""What a newcomer types: no file, a name, a number with commas, a template."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine.cli.numbers import whole_number
from engine.programme import starter, template_names
from engine.version import engine_version
from tests.cli.test_run import ALONE, outturn, seen

HOUSE = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("verb", [("run", *ALONE), ("check",), ("doctor", "--iterations", "1000")])
def test_without_a_file_the_programme_of_the_folder_is_meant_or_else_the_flagship(
    verb, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    result = outturn(*verb)
    assert result.exit_code == 0, result.stderr
    assert "this is the flagship" in result.stderr
    (tmp_path / "programme.toml").write_text(starter(), encoding="utf-8")
    result = outturn(*verb)
    assert result.exit_code == 0
    assert "this is programme.toml of this folder" in result.stderr
    assert "flagship" not in result.stdout + result.stderr
    result = outturn(*verb[:1], "flagship", *verb[1:])
    assert result.exit_code == 0
    assert "No file named" not in result.stderr
    if verb[0] == "run":
        assert "UK Shared Services Strategy" in result.stdout


def test_the_version_is_told():
    result = outturn("--version")
    assert (result.exit_code, result.stdout) == (0, f"outturn {engine_version()}\n")


def test_whole_numbers_are_read_as_people_write_them():
    for written in ("100000", "100,000", "100_000", "1e5", "1E5", "1.0e5", "100 000", " 100000 ", "+100000"):
        assert whole_number(written) == 100_000
    assert [whole_number(text) for text in ("-1", "0", "1.5e3", "12,345,678")] == [-1, 0, 1500, 12_345_678]


@pytest.mark.parametrize(
    "written", ["1.5", "1,5", "10,00", "1,000_000", "many", "", "2^20", "1e99", "nan", "1e-2"]
)
def test_what_is_no_whole_number_is_told(written):
    for verb in ("run", "doctor"):
        result = outturn(verb, "--iterations", written)
        assert result.exit_code == 2
        assert f'found "{written}"' in " ".join(result.stderr.replace("│", " ").split())


@pytest.mark.parametrize("template", template_names())
def test_every_template_is_checked_and_played_as_it_is_written(template, tmp_path):
    path = tmp_path / "mine.toml"
    assert outturn("init", path, "--template", template).exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("#:schema ./programme.schema.json\n")
    assert "outturn schema > programme.schema.json" in text
    checked = outturn("check", path, "--strict")
    assert (checked.exit_code, checked.stderr) == (0, ""), checked.stdout
    assert outturn("doctor", path, "--strict", "--iterations", 1000).exit_code == 0
    out = tmp_path / "out"
    played = outturn("run", path, "--iterations", 2000, "--no-charts", "--out", out)
    assert played.exit_code == 0
    assert "left out" not in played.stderr  # every scenario of it plays
    assert seen(out) == ["manifest.json", "results.nc", "summary.json"]


def test_a_template_that_is_not_there_is_told_with_the_nearest(tmp_path):
    result = outturn("init", tmp_path / "x.toml", "--template", "infrastucture")
    assert result.exit_code == 2
    assert 'did you mean "infrastructure"?' in result.stderr
    assert not list(tmp_path.iterdir())


def test_the_help_of_init_names_every_template():
    for name in template_names():
        assert name in outturn("init", "--help").stdout


FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
import sys
sys.argv = ["outturn", "init", sys.argv[1]]
from engine.cli import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no limits of files")
def test_init_leaves_nothing_where_there_is_no_room(tmp_path):
    path = tmp_path / "programme.toml"
    command = [sys.executable, "-c", FULL, str(path)]
    found = subprocess.run(command, capture_output=True, text=True, cwd=HOUSE, check=False)
    assert found.returncode == 2
    assert "File too large" in found.stderr
    assert not path.exists()
    assert outturn("init", path).exit_code == 0
