"""What commands print of a user's text, and how wide."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO

import pytest
import xarray as xr

from engine.analysis.findings import Findings
from engine.cli.console import answers
from engine.programme import starter
from engine.reporting.tables.verdict import print_verdict
from tests.cli.test_run import ALONE, SMALL, outturn

NASTY = "[/site] [red]x[/red] \\[1] {0} % $ \\\\u001b[2J \\\\n"
SHOWN = "[/site] [red]x[/red] \\[1] {0} % $ \\u001b[2J \\n"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of a run of the flagship, and what was printed."""
    out = tmp_path_factory.mktemp("run") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COLUMNS", raising=False)
        return out, outturn("run", *SMALL, "--out", out).stdout


@pytest.fixture
def nasty(tmp_path):
    text = starter().replace("\\", "\\\\")
    written = NASTY.replace("\\[", "\\\\[")
    for key in ("title", "statement", "price_base"):
        start = text.index(f'{key} = "') + len(f'{key} = "')
        text = f"{text[:start]}{written} {text[start:]}"
    path = tmp_path / "nasty.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_text_of_a_programme_is_printed_letter_for_letter(nasty, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    result = outturn("run", nasty, *SMALL, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert result.stdout.count(SHOWN) == 3
    assert not {"\x1b", "\u202e", "\x07"} & set(result.output)
    assert (tmp_path / "out" / "summary.json").exists()


def test_a_refusal_obeys_nothing(nasty):
    refused = outturn("run", nasty, "--scenario", "\x1b[31m\u202e[/x]\nlate")
    assert refused.exit_code == 2
    assert not {"\x1b", "\u202e"} & set(refused.stderr)
    assert "\\u001b[31m\\u202e[/x]" in refused.stderr


@pytest.mark.parametrize(
    ("columns", "width"), [("60", 60), ("80", 80), (None, 118), ("none", 118), ("0", 118)]
)
def test_a_pipe_is_as_wide_as_columns_says(columns, width, run, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns is not None:
        monkeypatch.setenv("COLUMNS", columns)
    with (
        xr.open_dataset(run[0] / "results.nc", engine="h5netcdf") as opened,
        redirect_stdout(StringIO()) as told,
    ):
        print_verdict(Findings(opened.load()), answers())
    printed = told.getvalue()
    assert (printed == run[1]) == (width == 118)
    longest = max(map(len, printed.splitlines()))
    assert width - 20 < longest <= width
    assert "…" not in printed


def test_intervals_are_printed_if_asked_for(run, tmp_path):
    assert "Sampling error" not in run[1]
    asked = outturn("run", *ALONE, "--out", tmp_path / "out", "--intervals")
    assert "Sampling error: 95% intervals" in asked.stdout


def test_an_override_leaves_a_trace(tmp_path):
    options = ("run", *ALONE, "--out", tmp_path / "out", "--scenario", "inside-view")
    printed = outturn(*options).stdout
    assert "scenario inside-view" in printed
    assert "changes" in json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))


def test_clusters_have_names_beside_their_ids(run):
    with xr.open_dataset(run[0] / "results.nc", engine="h5netcdf") as results:
        assert results["cluster_name"].dims == ("cluster",)
        names = dict(zip(results["cluster"].values, results["cluster_name"].values, strict=True))
    assert len(names) == 5
    assert all(isinstance(name, str) for name in names.values())
    assert any(name != key for key, name in names.items())
