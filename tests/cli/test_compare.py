"""`outturn compare` and `outturn stress` as a user meets them."""

from __future__ import annotations

import json

from tests.cli.test_run import outturn, programme, seen

FEW = ("--iterations", 100)

__all__ = ["programme"]


def test_scenarios_files_and_results(tmp_path, programme):
    out = tmp_path / "out"
    found = outturn("compare", "default", "funding-closed", "--file", "flagship", *FEW, "--out", out)
    assert found.exit_code == 0, found.stderr
    differing = next(line for line in found.stdout.splitlines() if line.startswith("funding.0.top_up"))
    law = differing.split(maxsplit=1)[1].split("  ")[0]
    assert law == "pert: low 0, mode 0.37, high 1"  # as a file says it
    payback = next(line for line in found.stdout.splitlines() if line.startswith("Payback year"))
    assert payback.split(maxsplit=2)[2].startswith("P50 never ")  # no mean, where some never pay back
    assert "comparison_npv.svg" in seen(out)
    assert outturn("compare", "flagship", "flagship@inside-view", *FEW, "--quiet").exit_code == 0
    run = tmp_path / "run"
    assert outturn("run", programme, *FEW, "--no-charts", "--out", run).exit_code == 0
    same = outturn("compare", run, programme, *FEW, "--format", "json", "--quiet")
    assert same.exit_code == 0, same.stderr
    assert all(
        value == 1.0 for row in json.loads(same.stdout)["variables"]["equal"]["values"] for value in row
    )


def test_options_of_a_file(tmp_path):
    file = tmp_path / "programme.toml"
    assert outturn("init", file).exit_code == 0
    asked = ("compare", "as_proposed", "north_alone", f"{file}@slow", "--file", file)
    found = outturn(*asked, *FEW, "--format", "json", "--quiet")
    assert found.exit_code == 0, found.stderr
    told = json.dumps(json.loads(found.stdout))
    places = [told.index(json.dumps(name)) for name in asked[1:4]]
    assert places == sorted(places)  # the first is what others are set against
    slip = outturn("compare", "default", "north_alon", "--file", file)
    assert slip.exit_code == 2
    assert 'did you mean "north_alone"?' in slip.stderr


def test_stress_in_units_and_percentiles(tmp_path):
    asked = ("stress", "drivers.synergy_cost", "flagship", *FEW)
    for ends in (("--low", "P80"), ("--low", 1.5), ("--low", 1, "--high", 1.2)):
        found = outturn(*asked, *ends)
        assert found.exit_code == 0, found.stderr
        assert "Stressed: drivers.synergy_cost" in found.stdout


def test_slips_end_with_2(tmp_path):
    (tmp_path / "results.nc").write_text("none", encoding="utf-8")
    for arguments, words in (
        (("compare", "default", "funding-clsed", "--file", "flagship"), "funding-closed"),
        (("compare", "default", "default", "--file", "flagship"), "two different runs"),
        (("compare", tmp_path, "flagship"), "cannot be read as results"),
        (("compare", tmp_path / "no.toml", "flagship"), "no.toml"),
        (
            ("stress", "drivers.synergy_cost", "flagship", "--low", "P80", "--high", "3"),
            "both as percentiles",
        ),
        (("stress", "drivers.synergy_cost", "flagship", "--low", "much"), "a number or a percentile"),
    ):
        result = outturn(*arguments, *FEW)
        assert result.exit_code == 2, (arguments, result.stdout)
        assert words in result.stderr
        assert result.stdout == ""
