"""`outturn export`: a run as a workbook, as columns, as a table; and what it refuses, before anything is written."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
import xarray as xr
from pyarrow import parquet

import engine
from engine.cli.results_file import read_results
from engine.reporting.studies_file import Saved, write_studies
from tests.cli.command import outturn
from tests.reporting.workbook.libre_office import read

FLAGSHIP = Path(__file__).parents[2] / "experiments" / "shared_services" / "programme.toml"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run") / "out"
    done = outturn(
        "run", "flagship", "--iterations", 300, "--out", folder, "--no-charts", "--no-scenarios", "--quiet"
    )
    assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def sheets(run):
    """What the workbook of the run holds, which is written into a folder that is not there yet."""
    file = run.parent / "new" / "report.xlsx"
    done = outturn("export", run, "--to", file, "--percentiles", "5,50,70,95")
    assert (done.exit_code, done.stdout) == (0, ""), done.stderr
    return read(file)


def test_results_become_a_workbook_whose_base_case_is_live(sheets):
    assert {"P5", "P70"} <= set(sheets["Measures"][3])
    assert ["All the same to the penny", 1.0] in [row[:2] for row in sheets["Base check"]]
    assert "Lines" not in sheets  # of which a run keeps sums alone


def test_studies_beside_results_are_shown(run, sheets, tmp_path):
    folder = tmp_path / "run"
    shutil.copytree(run, folder)
    programme = engine.load(FLAGSHIP)
    results = read_results(folder)
    drivers = engine.drivers(results, engine.draw(programme, 300), "total_benefit")
    bridge = engine.bridge(programme, "total_benefit", 60, orders=4)
    saved = Saved({"drivers": drivers, "bridge": bridge}, {}, "outturn report", "programme.toml")
    write_studies(folder / "studies.nc", saved, results.attrs)
    assert outturn("export", folder, "--to", tmp_path / "studied.xlsx").exit_code == 0
    plain, studied = (
        [str(row[0]) for row in book["Chart numbers"]] for book in (sheets, read(tmp_path / "studied.xlsx"))
    )
    for words in ("What drives Total benefits", "Bridge: Total benefits"):
        assert [any(one.startswith(words) for one in told) for told in (plain, studied)] == [False, True]


def test_a_programme_file_is_played_with_its_lines_and_risks(tmp_path):
    file = tmp_path / "report.xlsx"
    done = outturn("export", "flagship", "--iterations", 200, "--no-studies", "--to", file, "--quiet")
    assert (done.exit_code, done.stderr) == (0, "")
    sheets = read(file)
    assert len(sheets["Lines"]) > 40
    assert any(isinstance(row[2], float) for row in sheets["Risks"][4:])


def test_columns_are_the_figures_of_the_table(run, tmp_path):
    for ending in ("csv", "parquet"):
        done = outturn(
            "export", run, "--to", tmp_path / f"years.{ending}", "--by", "year", "--percentiles", "p5, 95%"
        )
        assert done.exit_code == 0, done.stderr
    table = parquet.read_table(tmp_path / "years.parquet")
    with (tmp_path / "years.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [float(row["p95"]) for row in rows] == table.column("p95").to_pylist()
    printed = outturn("export", run, "--to", "-", "--by", "year", "--percentiles", "5,95", "--format", "json")
    assert json.loads(printed.stdout)["variables"]["mean"]["values"] == table.column("mean").to_pylist()
    shown = outturn("export", run, "--by", "year", "--percentiles", "5,95").stdout
    assert "2022-23" in shown
    assert "P95" in shown


def test_iterations_come_back(run, tmp_path):
    done = outturn("export", run, "--every-iteration", "--to", tmp_path / "all.parquet")
    assert done.exit_code == 0, done.stderr
    with xr.open_dataset(run / "results.nc", engine="h5netcdf") as results:
        assert (
            parquet.read_table(tmp_path / "all.parquet").column("npv").to_pylist()
            == results["npv"].values.tolist()
        )


def test_run_prints_the_same(tmp_path):
    done = outturn(
        "run", "flagship", "--iterations", 200, "--no-scenarios", "--no-charts", "--out", tmp_path, "--quiet",
        "--by", "cluster", "--percentiles", "35",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "P35" in done.stdout
    assert "Overseas" in done.stdout


REFUSED = [
    (("--to", "report.xls"), "the format of Excel before 2007"),
    (("--to", "report.ods"), "accepted: .xlsx"),
    (("--to", "report"), "no ending"),
    (("--to", "."), "accepted: .xlsx"),
    (("--to", "x.xlsx", "--by", "year"), "leave --by out"),
    (("--to", "x.xlsx", "--every-iteration"), ".csv or .parquet"),
    (("--every-iteration",), ".csv or .parquet"),
    (("--to", "x.csv", "--by", "line"), "no single line"),
    (("--to", "x.csv", "--by", "risk"), "no single risk"),
    (("--to", "x.csv", "--scenario", "closed"), "played already"),
    (("--to", "x.csv", "--seed", "1"), "played already"),
    (("--percentiles", "5,many"), "numbers by commas"),
    (("--percentiles", "0,50"), "above 0"),
    (("--percentiles", "nan"), "above 0"),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED, ids=[" ".join(one) for one, _ in REFUSED])
def test_refusals(arguments, words, run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = outturn("export", run, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_its_place_and_a_file_in_the_way(run, tmp_path):
    (tmp_path / "taken.csv").mkdir()
    (tmp_path / "file").write_text("")
    for to, words in (
        (tmp_path / "taken.csv", "is a folder"),
        (tmp_path / "file" / "x.csv", "cannot be written"),
    ):
        done = outturn("export", run, "--to", to)
        assert done.exit_code == 2
        assert words in done.stderr


def test_a_failure_while_writing_leaves_the_old_file(run, tmp_path, monkeypatch):
    file = tmp_path / "report.xlsx"
    file.write_bytes(b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("engine.reporting.workbook.book.write_book", full)
    done = outturn("export", run, "--to", file)
    assert done.exit_code == 2
    assert "No space left" in done.stderr
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("report.xlsx", b"old")]


@pytest.mark.parametrize(
    ("ending", "module", "extra"), [("xlsx", "xlsxwriter", "excel"), ("parquet", "pyarrow", "parquet")]
)
def test_an_extra_that_is_not_installed(ending, module, extra, run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    done = outturn("export", run, "--to", tmp_path / f"x.{ending}")
    assert done.exit_code == 2
    assert f"--extra {extra}" in done.stderr


def test_what_is_no_result_and_results_of_another_engine(run, tmp_path):
    xr.Dataset({"x": ("y", [1.0])}).to_netcdf(tmp_path / "other.nc", engine="h5netcdf")
    done = outturn("export", tmp_path / "other.nc", "--to", tmp_path / "x.xlsx")
    assert (done.exit_code, "no results of" in done.stderr) == (2, True)
    with xr.open_dataset(run / "results.nc", engine="h5netcdf") as opened:
        results = opened.load()
    old = results.copy()
    del old.attrs["base_programme"]
    old.to_netcdf(tmp_path / "old.nc", engine="h5netcdf")
    done = outturn("export", tmp_path / "old.nc", "--to", tmp_path / "old.xlsx")
    assert done.exit_code == 0
    assert "play it again with this version" in done.stderr
    results.drop_vars(["npv", "yearly_cost"]).to_netcdf(tmp_path / "cut.nc", engine="h5netcdf")
    done = outturn("export", tmp_path / "cut.nc", "--to", tmp_path / "cut.xlsx")
    assert done.exit_code == 2
    assert "npv" in done.stderr
    assert not Path(tmp_path / "cut.xlsx").exists()


def test_a_summary_has_a_workbook_and_no_iterations(tmp_path):
    folder = tmp_path / "run"
    outturn(
        "run",
        "flagship",
        "--iterations",
        300,
        "--keep",
        "summary",
        "--no-scenarios",
        "--out",
        folder,
        "--no-charts",
        "--quiet",
    )
    done = outturn("export", folder, "--to", tmp_path / "summary.xlsx", "--quiet")
    assert (done.exit_code, done.stderr) == (0, "")
    done = outturn("export", folder, "--to", tmp_path / "x.csv", "--every-iteration")
    assert done.exit_code == 2
    assert "summary" in done.stderr


def test_a_workbook_leaves_no_temporary_file(run, tmp_path, monkeypatch):
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    assert outturn("export", run, "--to", tmp_path / "report.xlsx").exit_code == 0
    assert [*(tmp_path / "scratch").iterdir()] == []


def test_the_file_that_is_read_is_not_written_over(tmp_path):
    programme = tmp_path / "a.csv"
    programme.write_bytes(FLAGSHIP.read_bytes())
    (tmp_path / "link.csv").symlink_to(programme)
    for named in (programme, tmp_path / "link.csv"):
        done = outturn("export", programme, "--iterations", 10, "--to", named)
        assert (done.exit_code, done.stderr) == (
            2, f"outturn: --to {named}: this is the file that is read; name another\n"
        )  # fmt: skip
    assert programme.read_bytes() == FLAGSHIP.read_bytes()
