"""`outturn report` as a user meets it."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

import pytest
import xarray as xr

from engine.folders.manifest import differences, read_manifest
from engine.reporting.studies_file import read_studies, write_studies
from tests.cli.test_run import outturn
from tests.programme.small_programme import SMALL

FEW = ("--iterations", 120)
BOARD = ("--audience", "board")  # which has no charts to draw


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    path = tmp_path_factory.mktemp("reported") / "programme.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(programme):
    """A folder with a report, its results and its studies; and what was said."""
    out = programme.parent / "report"
    return out, outturn("report", programme, *FEW, "--out", out, "--format", "html,md")


def test_a_page_its_results_and_its_studies_are_written(made):
    out, result = made
    assert result.exit_code == 0, result.stderr
    names = {path.name for path in out.iterdir()}
    assert {"report.html", "report.md", "results.nc", "studies.nc", "summary.json", "manifest.json"} <= names
    assert not [name for name in names if name.startswith(".")]
    assert result.stdout.splitlines() == [str(out / "report.html"), str(out / "report.md")]
    assert differences(out) == []


def test_progress_names_what_it_does(made):
    said = made[1].stderr
    for words in ("Playing 120 iterations", "Study 1 of", "cause by cause", "Writing report.html"):
        assert words in said
    assert "\x1b" not in said


def test_of_saved_studies_nothing_is_played_again_and_the_page_is_the_same(made, tmp_path, monkeypatch):
    def plays(*_, **__):
        raise AssertionError("played again")

    monkeypatch.setattr("engine.simulation.simulate.simulate", plays)
    monkeypatch.setattr("engine.simulation.draw.draw", plays)
    result = outturn("report", made[0] / "results.nc", "--out", tmp_path / "again", "--quiet")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    assert (tmp_path / "again" / "report.html").read_bytes() == (made[0] / "report.html").read_bytes()


def test_a_report_beside_its_results_leaves_them(made, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(made[0], run)
    for _ in range(2):
        assert outturn("report", run, "--out", run, *BOARD).exit_code == 0
        assert (run / "results.nc").read_bytes() == (made[0] / "results.nc").read_bytes()
        assert {"report.html", "results.nc", "studies.nc"} <= set(read_manifest(run)["files"])
        assert differences(run) == []
    assert (run / "report.html").read_bytes() != (made[0] / "report.html").read_bytes()


def test_no_command_takes_results_and_studies_away_that_it_does_not_write(programme, made, tmp_path):
    """What took long to play stays, though the folder is the one that each command writes to by itself."""
    run, other = tmp_path / "run", tmp_path / "other"
    shutil.copytree(made[0], run)
    before = {path.name: path.read_bytes() for path in run.iterdir()}
    assert outturn("run", programme, *FEW, "--seed", 7, "--no-charts", "--out", other).exit_code == 0
    shutil.copy(other / "results.nc", run / "mine.nc")
    for words, lost in (
        (("report", other), "results.nc and studies.nc"),
        (("report", run / "mine.nc"), "results.nc and studies.nc"),
        (("run", programme, *FEW), "studies.nc"),
    ):
        result = outturn(*words, "--out", run)
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"{lost} of" in result.stderr
        assert "120 iterations, seed 2023 would be lost" in result.stderr
        assert "--out" in result.stderr
        assert {path.name: path.read_bytes() for path in run.iterdir() if path.name != "mine.nc"} == before


def test_a_report_of_a_programme_replaces_the_earlier_one_and_says_so(programme, made, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(made[0], run)
    result = outturn("report", programme, "--iterations", 100, *BOARD, "--out", run)
    assert result.exit_code == 0, result.stderr
    assert "120 iterations, seed 2023; removed and not written again: " in result.stderr
    assert "report.md" in result.stderr.partition("not written again")[2]
    assert not (run / "report.md").exists()
    assert xr.load_dataset(run / "results.nc").sizes["iteration"] == 100


def test_results_of_a_run_alone_give_a_page_that_says_what_needs_plays(programme, tmp_path):
    run = tmp_path / "run"
    assert outturn("run", programme, *FEW, "--out", run, "--no-charts").exit_code == 0
    assert outturn("report", run, "--out", run, *BOARD).exit_code == 0
    page = (run / "report.html").read_text(encoding="utf-8")
    assert "outturn bridge programme.toml" in page
    assert (run / "results.nc").exists()
    assert (run / "summary.json").exists()


def test_results_that_were_played_are_studied_with_their_programme(programme, made, tmp_path):
    given = ("--results", made[0] / "results.nc", "--out", tmp_path / "r", *BOARD)
    result = outturn("report", programme, *given)
    assert result.exit_code == 0, result.stderr
    assert "Playing 120" not in result.stderr
    for name in ("bridge", "drivers", "needed"):
        one, other = (xr.load_dataset(out / "studies.nc", group=name) for out in (made[0], tmp_path / "r"))
        xr.testing.assert_identical(one, other)
    other = outturn("report", programme, *given, "--set", "laws.slip.high=60")
    assert other.exit_code == 2
    assert "results of another programme" in other.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--format", "htm"), 'did you mean "html"'),
        (("--format", ","), "html"),
        (("--iterations", 0), "at least 1"),
        (("--scenario", "nowhere"), "nowhere"),
    ],
)
def test_what_has_no_meaning_ends_with_2_and_writes_nothing(programme, tmp_path, options, words):
    result = outturn("report", programme, *FEW, "--out", tmp_path / "out", *options)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def broken(path, target, how):
    with xr.open_dataset(path, engine="h5netcdf") as opened:
        how(opened.load()).to_netcdf(target, engine="h5netcdf")


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (lambda r: r.drop_vars("total_benefit"), "lack total_benefit, which a claim is about"),
        (lambda r: r.drop_vars(list(r.data_vars)), "lack every measure"),
        (lambda r: xr.Dataset(r.data_vars, r.coords), "lost their attributes"),
        (lambda r: r.assign_attrs(claims="[{"), "attribute claims is damaged: Invalid JSON"),
        (lambda r: r.assign_attrs(assumptions="[{"), "attribute assumptions is damaged: Invalid JSON"),
        (lambda r: r.assign_attrs(engine_version="0.0.1").drop_vars("total_benefit"), "by outturn 0.0.1"),
        (lambda r: xr.Dataset({"y": ("iteration", [1.0])}), "not results of a programme"),
    ],
)
def test_results_that_lack_something_end_with_2_and_write_nothing(made, tmp_path, how, words):
    damaged = tmp_path / "results.nc"
    broken(made[0] / "results.nc", damaged, how)
    result = outturn("report", damaged, "--out", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (2, ""), result.stderr
    assert words in result.stderr
    assert not (tmp_path / "out").exists()


def test_every_other_variable_may_be_missing(made, tmp_path):
    with xr.open_dataset(made[0] / "results.nc", engine="h5netcdf") as opened:
        results = opened.load()
    for name in results.data_vars:
        damaged = tmp_path / "one.nc"
        results.drop_vars(name).to_netcdf(damaged, engine="h5netcdf")
        result = outturn("report", damaged, "--out", tmp_path / "out", "--audience", "board")
        assert result.exit_code in (0, 2), (name, result.exception)
        assert result.exit_code == 0 or "\noutturn: these results lack" in result.stderr, name


def test_results_of_another_version_say_so(made, tmp_path):
    other = tmp_path / "results.nc"
    broken(made[0] / "results.nc", other, lambda r: r.assign_attrs(engine_version="0.0.1"))
    assert outturn("report", other, "--out", tmp_path / "out").exit_code == 0
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "outturn 0.0.1 (this report is written by outturn" in page


def test_a_folder_that_cannot_be_written_to_is_told_before_anything_is_played(programme, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("mine")
    result = outturn("report", programme, *FEW, "--out", taken)
    assert result.exit_code == 2
    assert "this is a file" in result.stderr
    assert "Playing" not in result.stderr
    assert taken.read_text() == "mine"


def test_results_take_no_scenario(made, tmp_path):
    result = outturn("report", made[0], "--scenario", "x", "--set", "a=1", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "--scenario, --set can be given with a programme file alone" in result.stderr


def test_what_a_format_lacks_is_told_before_anything_is_played(programme, tmp_path, monkeypatch):
    monkeypatch.setattr("engine.reporting.page.formats.docx.find_spec", lambda name: None)
    result = outturn("report", programme, *FEW, "--format", "html,docx", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "python-docx" in result.stderr
    assert "Playing" not in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(find_spec("docx") is None, reason="python-docx is not there")
def test_a_format_that_fails_leaves_results_and_no_half_report(programme, tmp_path, monkeypatch):
    from engine.problems import Refused

    def fails(_):
        raise Refused("the printer is out of ink")

    monkeypatch.setattr("engine.reporting.page.formats.docx.written", fails)
    out = tmp_path / "out"
    result = outturn("report", programme, *FEW, "--format", "html,docx", "--out", out, *BOARD)
    assert result.exit_code == 2
    assert "out of ink" in result.stderr
    assert {path.name for path in out.iterdir()} == {
        "results.nc",
        "studies.nc",
        "summary.json",
        "manifest.json",
    }
    assert differences(out) == []


@pytest.mark.parametrize(
    ("study", "variable"), [("drivers", "swing"), ("bridge", "step"), ("needed", "value")]
)
def test_studies_that_lack_something_end_with_2_and_write_nothing(made, tmp_path, study, variable):
    shutil.copy(made[0] / "results.nc", tmp_path / "results.nc")
    saved = read_studies(made[0] / "results.nc", xr.load_dataset(made[0] / "results.nc").attrs)
    cut = saved.studies | {study: saved.studies[study].drop_vars(variable)}
    write_studies(
        tmp_path / "studies.nc", saved._replace(studies=cut), xr.load_dataset(made[0] / "results.nc").attrs
    )
    result = outturn("report", tmp_path / "results.nc", "--out", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (2, ""), result.stderr
    assert variable in result.stderr
    assert "play the run again" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("verb", ["report", "joint"])
def test_studies_alone_are_no_results_and_it_is_said_what_is(made, tmp_path, verb):
    out = ("--out", tmp_path / "r")
    result = outturn(verb, made[0] / "studies.nc", *out)
    assert result.exit_code == 2
    said = " ".join(result.stderr.split())
    assert f"give its results, {made[0] / 'results.nc'}, or the folder, {made[0]}" in said
    assert outturn(verb, made[0], *out, *(BOARD if verb == "report" else ())).exit_code == 0
