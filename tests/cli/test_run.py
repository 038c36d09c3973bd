"""The `outturn` command as a user meets it: what is printed where, what is written, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import xarray as xr

from engine.cli.progress import pace
from engine.programme import starter
from tests.cli.command import outturn

SMALL = ("--iterations", "200", "--no-charts")
ALONE = (*SMALL, "--no-scenarios", "--worlds", "0")  # without the further plays behind the range of a chance


def seen(folder: Path) -> list[str]:
    """The files of a folder that are not hidden."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    path = tmp_path / "programme.toml"
    path.write_text(starter(), encoding="utf-8")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_without_a_file_the_flagship_is_played(out):
    result = outturn("run", *SMALL, "--out", out)
    assert result.exit_code == 0, result.stderr
    assert "UK Shared Services Strategy" in result.stdout
    assert "Benefits of £1.8bn over 15 years" in result.stdout
    assert "results.nc" in result.stderr
    assert "results.nc" not in result.stdout  # nothing but data on stdout
    assert seen(out) == ["manifest.json", "results.nc", "summary.json"]


def test_json_is_one_object_of_the_promised_shape(programme, out):
    result = outturn("run", programme, *SMALL, "--out", out, "--format", "json", "--quiet")
    assert result.stderr == ""
    found = json.loads(result.stdout)
    assert found == json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert {"programme", "scenario", "iterations", "seed", "claims", "measures"} <= set(found)
    assert (found["iterations"], found["seed"], found["scenario"]) == (200, 2023, None)
    for claim in found["claims"]:
        assert {"name", "metric", "probability", "interval", "base_case"} <= set(claim)
        assert isinstance(claim["metric"], list) or {"at_least", "at_most"} & set(claim)
        low, high = claim["interval"]
        assert 0 <= low <= claim["probability"] <= high <= 1
    total = found["measures"]["total_benefit"]
    assert {"unit", "base", "mean", "sd", "p10", "p50", "p80", "p90"} <= set(total)
    assert total["p10"] <= total["p50"] <= total["p80"] <= total["p90"]
    for label, (low, high) in total["intervals"].items():
        assert low is None or low <= total[label] <= high


def test_a_claim_over_several_metrics_lists_them(out):
    result = outturn("run", *ALONE, "--out", out, "--format", "json", "--quiet")
    metrics = {claim["name"]: claim["metric"] for claim in json.loads(result.stdout)["claims"]}
    assert metrics["whole"] == ["total_benefit", "cash_benefit", "efficiency_benefit", "total_cost"]
    assert metrics["npv"] == "npv"


def test_results_on_disk_are_those_that_were_played(programme, out):
    outturn("run", programme, *SMALL, "--seed", 7, "--out", out)
    with xr.open_dataset(out / "results.nc", engine="h5netcdf") as results:
        assert results.attrs["seed"] == 7
        assert results.sizes["iteration"] == 200


def test_charts_are_written_as_svg_and_png(programme, out):
    assert outturn("run", programme, "--iterations", 200, "--out", out).exit_code == 0
    for name in ("verdict", "histogram_total_benefit", "histogram_total_cost", "years", "clusters"):
        assert (out / f"{name}.svg").read_text(encoding="utf-8").startswith("<?xml")
        assert (out / f"{name}.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("option", [("--threads", 1), ("--threads", 2)])
def test_threads_change_nothing(programme, out, option):
    reference = outturn("run", programme, *SMALL, "--out", out, "--format", "json", "--quiet").stdout
    assert (
        outturn("run", programme, *SMALL, "--out", out, "--format", "json", "--quiet", *option).stdout
        == reference
    )


def test_set_changes_one_value(out):
    base = json.loads(outturn("run", *ALONE, "--out", out, "--format", "json", "--quiet").stdout)
    changed = outturn(
        "run", *ALONE, "--out", out, "--format", "json", "--quiet", "--set", "totals.cash.value=250"
    )
    measure = json.loads(changed.stdout)["measures"]["cash_benefit"]
    assert measure["base"] == pytest.approx(250)
    assert measure["mean"] == pytest.approx(base["measures"]["cash_benefit"]["mean"] / 2, rel=1e-9)


def test_a_scenario_by_name(out):
    result = outturn("run", *ALONE, "--scenario", "inside-view", "--out", out)
    assert "scenario inside-view" in result.stdout


@pytest.mark.parametrize("design", ["antithetic", "latin", "sobol"])
def test_what_a_design_gives_up_is_said_in_the_summary(programme, out, design):
    printed = outturn("run", programme, *SMALL, "--design", design, "--out", out).stdout
    assert f"design {design} gives up independence of iterations" in printed
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["design"] == design
    assert "gives up" not in outturn("run", programme, *SMALL, "--out", out).stdout


def test_strict_makes_a_finding_of_a_claim_that_is_likelier_to_fail(out):
    assert outturn("run", *ALONE, "--out", out, "--strict").exit_code == 1
    assert (out / "results.nc").exists()


def test_init_writes_a_programme_that_checks_and_runs(tmp_path, out):
    path = tmp_path / "mine.toml"
    assert outturn("init", path).exit_code == 0
    assert outturn("check", path).exit_code == 0
    assert outturn("run", path, *SMALL, "--out", out).exit_code == 0
    again = outturn("init", path)
    assert again.exit_code == 2
    assert "exists already" in again.stderr
    assert path.read_text(encoding="utf-8") == starter()


def test_schema_is_a_json_schema():
    assert json.loads(outturn("schema").stdout)["type"] == "object"


BAD = {
    "mode above high": ("mode = 14", "mode = 44", "laws.delivery", "low <= mode <= high"),
    "unknown key": ('basis = "assumed"\nnote = "low', 'bases = "assumed"\nnote = "low', "bases", "basis"),
    "not a number": ("horizon = 120", 'horizon = "long"', "horizon", "whole number"),
    "unknown metric": ('metric = "total_benefit"', 'metric = "total_benefits"', "metric", "total_benefit"),
}


@pytest.mark.parametrize("fault", BAD)
def test_bad_programmes_end_with_2_and_say_where(programme, out, fault):
    before, after, *words = BAD[fault]
    text = programme.read_text(encoding="utf-8")
    assert before in text
    programme.write_text(text.replace(before, after, 1), encoding="utf-8")
    for command in (("check", programme), ("run", programme, *SMALL, "--out", out)):
        result = outturn(*command)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert f"{programme}:" in result.stderr
        assert "Traceback" not in result.stderr
        for word in words:
            assert word in result.stderr
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "nowhere.toml"), "nowhere.toml"),
        (("run", "--iterations", 0), "at least 1 is needed"),
        (("run", "--iterations", 10**13), "--keep summary) or store=PATH (--store PATH)"),
        (("run", "--scheduler", "tcp://127.0.0.1:1"), "no Dask scheduler answers"),
        (("run", "--iterations", "many"), "--iterations"),
        (("run", "--seed", -1), "seed = -1"),
        (("run", "--threads", 0), "threads = 0"),
        (("run", "--scenario", "funding-close"), "funding-closed"),
        (("run", "--set", "totals.cash.valu=3"), "value"),
        (("run", "--set", "nothing"), "needs PATH=VALUE"),
        (("run", "--design", "lhs"), "latin"),
        (("check", "."), "a directory"),
    ],
)
def test_bad_arguments_end_with_2_and_say_what_is_accepted(arguments, words, out):
    options = ("--out", out) if arguments[0] == "run" else ()
    result = outturn(*arguments, *options)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not out.exists()


def test_an_earlier_run_survives_a_failing_one(programme, out, monkeypatch):
    outturn("run", programme, *SMALL, "--out", out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def fail(results: xr.Dataset) -> str:
        raise OSError(28, "No space left on device", "summary.json")

    monkeypatch.setattr("engine.reporting.files.record_text", fail)
    result = outturn("run", programme, *SMALL, "--seed", 8, "--out", out)
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_an_interrupt_before_any_block_writes_nothing_and_leaves_no_traceback(programme, out, monkeypatch):
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("engine.simulation.simulate.simulate", interrupt)
    result = outturn("run", programme, *SMALL, "--out", out)
    assert result.exit_code == 130
    assert "nothing was written" in result.stderr
    assert not out.exists()


@pytest.mark.parametrize("keep", ["iterations", "summary"])
def test_an_interrupt_keeps_what_is_finished(programme, out, monkeypatch, keep):
    @contextmanager
    def interrupting(*_: object) -> Iterator[Callable[[int], None]]:
        def progress(_: int) -> None:
            raise KeyboardInterrupt

        yield progress

    monkeypatch.setattr(sys.modules["engine.cli.verbs.run"], "progress_bar", interrupting)
    result = outturn("run", programme, "--iterations", 400_000, "--keep", keep, "--no-charts", "--out", out)
    assert result.exit_code == 130
    found = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert 0 < found["iterations"] < found["iterations_asked"] == 400_000
    line = f"Interrupted: results of the first {found['iterations']:,} of 400,000 iterations"
    assert line in result.stdout
    assert line in result.stderr


def test_a_summary_answers_as_the_iterations_do(programme, out):
    options = ("--iterations", 20_000, "--out", out, "--format", "json", "--quiet")
    counted = json.loads(outturn("run", programme, *options, "--keep", "summary").stdout)
    assert (out / "histogram_total_cost.svg").exists()
    kept = json.loads(outturn("run", programme, *options, "--no-charts").stdout)
    assert counted["claims"] == kept["claims"]
    for name, measure in kept["measures"].items():
        found = counted["measures"][name]
        assert found["missing"] == measure["missing"]
        assert found["p50"] == (measure["p50"] and pytest.approx(measure["p50"], rel=1e-2))


def test_a_store_holds_the_iterations(programme, out, tmp_path):
    store = tmp_path / "run.zarr"
    assert outturn("run", programme, *SMALL, "--store", store, "--out", out).exit_code == 0
    assert xr.open_zarr(store, consolidated=False).sizes["iteration"] == 200
    assert seen(out) == ["manifest.json", "summary.json"]
    again = outturn("run", programme, *SMALL, "--store", store, "--out", out)
    assert again.exit_code == 2
    assert "exists already" in again.stderr


def test_progress_tells_rate_and_time_left():
    assert pace(1_000_000, 4_000_000, 2.5) == "400,000 iterations/s, 0:00:08 left"


def test_a_process_of_its_own_prints_no_colour_codes(programme, out):
    environment = os.environ | {"NO_COLOR": "1", "PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-m", "engine.cli", "run", str(programme), *SMALL, "--out", str(out)]
    found = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert b"\x1b[" not in found.stdout + found.stderr
    assert "Chance given model" in found.stdout.decode()
