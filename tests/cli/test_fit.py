"""`outturn fit`: what it prints can be pasted, what it refuses changes nothing, what it draws can be read."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

import engine
from distributions import Gamma, Law
from engine.fitting import bootstrap
from engine.fitting.fit import fit
from engine.fitting.pasting import toml_table
from engine.problems import Findings
from engine.programme import starter
from engine.programme.reading.law_reader import LawReader
from engine.reporting import draw_fit
from tests.cli.command import outturn
from tests.table_files.workbooks import workbook


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.csv"
    values = Gamma(2.5, 4).ppf((np.arange(40) + 0.5) / 40)
    path.write_text("ratio\n" + "\n".join(map(str, values)), encoding="utf-8")
    return path


def read_back(text: str) -> tuple[str, Law, dict[str, object]]:
    [(name, table)] = tomllib.loads(text)["laws"].items()
    findings = Findings()
    law = LawReader({name: {k: v for k, v in table.items() if k not in ("basis", "note")}}, findings).named(
        name, "here"
    )
    assert not findings.found
    assert law is not None
    return name, law, table


def test_every_family_is_read_back_by_a_programme():
    x = Gamma(2.5, 4).ppf((np.arange(60) + 0.5) / 60)
    fits = [*fit(x, bootstrap=0), fit(x, ["pareto"], bootstrap=0).best, fit(x, ["uniform"], bootstrap=0).best]
    fits += [fit(x, [kind], bounds=(0, 50), bootstrap=0).best for kind in ("beta", "triangular")]
    fits += list(fit(np.floor(x), ["negative_binomial", "poisson"], bootstrap=0))
    assert len(fits) >= 14
    for one in fits:
        name, law, table = read_back(toml_table(one, "x", 'said "so"'))
        assert (name, table["basis"], table["note"]) == ("x", "derived", 'said "so"')
        assert type(law) is type(one.law)
        u = np.array([0.1, 0.5, 0.9])
        np.testing.assert_allclose(law.ppf(u), one.law.ppf(u), rtol=1e-4)


def test_what_is_printed_goes_into_a_programme(data, tmp_path):
    result = outturn("fit", data, "--column", "ratio", "--bootstrap", 99, "--name", "growth")
    assert result.exit_code == 0, result.stderr
    pasted = result.stdout[result.stdout.index("# 80% chance of at most") :]
    assert "80% chance of at least" in pasted
    assert "maximum likelihood on 40 values of column ratio of data.csv" in pasted
    assert read_back(pasted)[0] == "growth"
    programme = tmp_path / "programme.toml"
    programme.write_text(starter() + "\n" + pasted, encoding="utf-8")
    assert engine.load(programme).title
    assert outturn("check", programme).exit_code == 0


def test_the_ranking_comes_first_and_cautions_go_to_stderr(data):
    result = outturn(
        "fit", data, "--column", "ratio", "--families", "normal,gamma,exponential", "--bootstrap", 99
    )
    lines = result.stdout.splitlines()
    assert lines[0] == "Laws fitted to column ratio of data.csv"
    assert [line.split()[0] for line in lines[4:7]] == ["gamma", "normal", "exponential"]
    assert "Caution" not in result.stdout
    rejected = outturn("fit", data, "--column", "ratio", "--families", "exponential", "--bootstrap", 99)
    assert "exponential is the best of these, and rejected all the same" in rejected.stderr
    assert rejected.exit_code == 0


def test_few_data_are_told(data):
    data.write_text("ratio\n1.1\n2.2\n1.4\n3.0\n1.7\n2.9\n", encoding="utf-8")
    result = outturn("fit", data, "--column", "ratio", "--bootstrap", 0)
    assert "6 observations are few to tell laws apart" in result.stderr
    assert "no bootstrap, so no p-values" in result.stdout


REGISTER = """,project,slip\n1,A,12\n2,B,NA\n3,C,0\n4,D,36\n5,E,NA\n6,F,21\n7,G,8\n8,H,48\n"""


@pytest.mark.parametrize(
    ("options", "left_out"),
    [
        (("--drop-missing",), "2 rows without a value passed over"),
        (("--where", "slip!="), "slip!= (not so in 2 rows)"),
    ],
)
def test_rows_that_are_passed_over_are_counted_in_the_note(data, options, left_out):
    data.write_text(REGISTER, encoding="utf-8")
    result = outturn("fit", data, "--column", "slip", "--bootstrap", 0, "--families", "normal", *options)
    _, law, table = read_back(result.stdout[result.stdout.index("# 80%") :])
    # mean and standard deviation (divisor n) of 12, 0, 36, 21, 8 and 48
    assert (law.mean(), law.ppf(0.841344746) - law.mean()) == pytest.approx((20.8333, 16.5571), abs=1e-3)
    assert left_out in table["note"]
    if "--drop-missing" in options:
        assert f"data.csv: {left_out}" in result.stderr


def test_how_the_file_was_read_is_said_on_stderr(data):
    data.write_text("project;overrun\nA;1,2\nB;2,7\nC;3,1\nD;0,9\nE;4,8\nF;2,2\n", encoding="utf-8")
    result = outturn("fit", data, "--column", "overrun", "--bootstrap", 0, "--families", "normal")
    assert (
        'data.csv: read with ";" between columns and decimal commas ("1,2" on line 2 is 1.2)' in result.stderr
    )
    assert "read with" not in result.stdout
    _, law, _ = read_back(result.stdout[result.stdout.index("# 80%") :])
    assert law.mean() == pytest.approx(2.4833, abs=1e-4)


def test_a_mark_in_doubt_is_told_by_an_option(data):
    data.write_text("project;cost\n" + "A;1,250\nB;2,700\nC;3,100\n" * 2, encoding="utf-8")
    options = ("fit", data, "--column", "cost", "--bootstrap", 0, "--families", "normal")
    refused = outturn(*options)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--decimal point or --decimal comma" in refused.stderr
    for mark, mean in (("point", 2350), ("comma", 2.35)):
        printed = outturn(*options, "--decimal", mark).stdout
        assert read_back(printed[printed.index("# 80%") :])[1].mean() == pytest.approx(mean)


def test_a_sheet_of_a_workbook(data):
    file = data.with_name("costs.xlsx")
    rows = [["project", "cost"], *(["A", x] for x in (1.2, 2.7, 3.1, 0.9, 4.8, 2.2))]
    file.write_bytes(workbook({"Costs": rows, "Notes": [["a note"]]}))
    options = ("fit", file, "--column", "cost", "--bootstrap", 0, "--families", "normal")
    assert "2 sheets: Costs and Notes" in outturn(*options).stderr
    result = outturn(*options, "--sheet", "Costs")
    _, law, table = read_back(result.stdout[result.stdout.index("# 80%") :])
    assert law.mean() == pytest.approx(14.9 / 6, rel=1e-5)
    assert "column cost of costs.xlsx, sheet Costs" in table["note"]


def test_very_wide_data_end_in_a_law_or_a_refusal(data):
    data.write_text("x\n1e-200\n1e-100\n1\n1e100\n1e200\n1e-150\n1e150\n", encoding="utf-8")
    for options in (
        (),
        ("--families", "lognormal"),
        ("--bootstrap", 9),
        ("--families", "gamma,weibull,normal"),
    ):
        result = outturn("fit", data, "--column", "x", *("--bootstrap", 0), *options)
        assert result.exit_code in (0, 2)
        assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "cannot be computed" in outturn("fit", data, "--column", "x", "--families", "lognormal").stderr


def test_long_samples_have_shorter_replicates_and_say_so(data, monkeypatch):
    monkeypatch.setattr(bootstrap, "LONG", 1_000)
    monkeypatch.setattr(bootstrap, "SHORT", 500)
    values = Gamma(2.5, 4).ppf((np.arange(1_500) + 0.5) / 1_500)
    data.write_text("ratio\n" + "\n".join(map(str, values)), encoding="utf-8")
    result = outturn("fit", data, "--column", "ratio", "--families", "gamma", "--bootstrap", 19)
    assert "19 replicates of 500 values each" in result.stderr
    assert "(19 replicates of 500 values each)" in result.stdout


def test_the_same_seed_prints_the_same(data):
    options = ("fit", data, "--column", "ratio", "--families", "gamma", "--bootstrap", 99)
    first = outturn(*options).stdout
    assert outturn(*options).stdout == first
    assert outturn(*options, "--seed", 7).stdout != first


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--column", "ratios"), 'did you mean "ratio"'),
        (("--column", "ratio", "--families", "gama"), 'did you mean "gamma"'),
        (("--column", "ratio", "--families", "beta"), "beta needs its bounds given"),
        (("--column", "ratio", "--bounds", "5", "1"), "needs finite low < high"),
        (("--column", "ratio", "--seed", "-1"), "seed = -1"),
        (("--column", "ratio", "--name", "a.b"), "letters, digits, _ and -"),
        (("--column", "ratio", "--rank-by", "cic"), "aicc"),
        ((), "--column"),
    ],
)
def test_bad_arguments_end_with_2_and_write_nothing(data, options, words):
    before = sorted(data.parent.iterdir())
    result = outturn("fit", data, *options, "--plot", data.with_name("plot.svg"))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert sorted(data.parent.iterdir()) == before


def test_files_that_cannot_be_used(data, tmp_path):
    assert "nowhere.csv" in outturn("fit", tmp_path / "nowhere.csv", "--column", "x").stderr
    assert outturn("fit", tmp_path, "--column", "x").exit_code == 2
    refused = outturn("fit", data, "--column", "ratio", "--plot", "plot.jpg")
    assert (refused.exit_code, "ends in .jpg" in refused.stderr) == (2, True)


@pytest.mark.parametrize("name", ["plot.png", "plot.svg", "plot"])
def test_plots_are_written(data, name):
    options = ("--families", "gamma,normal", "--bootstrap", 99, "--plot", data.with_name(name))
    assert outturn("fit", data, "--column", "ratio", *options).exit_code == 0
    assert data.with_name("plot.png").read_bytes().startswith(b"\x89PNG")
    assert data.with_name("plot.svg").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize("count", [6, 40, 1_000])
@pytest.mark.parametrize("kind", ["lognormal", "normal", None])
def test_charts_of_fits_have_nothing_covered(count, kind, collisions, tmp_path):
    x = np.random.default_rng(3).lognormal(9, 1, count)
    fits = fit(x, ["lognormal", "normal", "pareto"], bootstrap=99).to_dataset()
    fits = fits.assign_attrs(
        title="column outcome/forecast of a_file_with_a_long_name.csv, used=yes, quality=A"
    )
    assert collisions(draw_fit(fits, kind)) == []


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_censored_fit_is_drawn_at_the_places_of_kaplan_and_meier(side, collisions, words):
    x = np.random.default_rng(3).normal(9, 1, 30)
    cut = x < 8.5 if side == "left" else x > 9.5
    fits = fit(
        np.where(cut, 8.5 if side == "left" else 9.5, x),
        ["normal"],
        **{f"censored_{side}": cut},
        bootstrap=19,
    )
    table = fits.to_dataset().assign_attrs(title="x")
    assert table.sizes["observation"] == 30 - cut.sum()
    share = (np.flatnonzero(np.isin(np.sort(x), table["observed"].values)) + 0.5) / 30
    np.testing.assert_allclose(
        table["position"], share
    )  # one limit: the others' places are as if nothing was cut
    figure = draw_fit(table)
    assert collisions(figure) == []
    assert "No band" in words(figure)


def test_a_band_holds_about_95_percent_of_the_points_of_its_own_law():
    inside = []
    for seed in range(40):
        x = np.random.default_rng(seed).normal(9, 1, 50)
        table = fit(x, ["normal"], bootstrap=199, seed=seed).to_dataset().isel(fit=0)
        inside.append(
            float(
                (
                    (table["probability"] >= table["probability_low"])
                    & (table["probability"] <= table["probability_high"])
                ).mean()
            )
        )
    # points of one sample go together: the spread between samples gives the error; 5 of it, false alarm 6e-7
    assert abs(np.mean(inside) - 0.95) < 5 * np.std(inside) / np.sqrt(40)


def test_unknown_kinds_are_refused():
    fits = fit([1.2, 2.5, 0.7, 3.1, 1.9], ["normal"], bootstrap=0).to_dataset().assign_attrs(title="x")
    with pytest.raises(ValueError, match='no fit of kind "gamma"; there are normal'):
        draw_fit(fits, "gamma")


def test_beliefs_are_pasted_with_bounds_in_cells_taken_as_such(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("ratio\n1.2\n≥ 1.9\n2.3\n1.4\nat least 3.1\n1.7\n1.1\n", encoding="utf-8")
    told = outturn("fit", path, "--column", "ratio", "--families", "lognormal", "--bootstrap", 0, "--beliefs")
    assert told.exit_code == 0
    assert '2 of 7 values as "at least" (line 3, 6)' in told.stderr
    pasted = tomllib.loads(told.stdout[told.stdout.index("# 90% intervals") :])
    assert set(pasted["beliefs"]) == {"ratio_log_mean", "ratio_log_sd"}
    assert pasted["laws"]["ratio"]["log_sd"] == "ratio_log_sd"
    assert pasted["beliefs"]["ratio_log_sd"]["observations"] == 7
    assert pasted["correlation"][0]["inputs"] == ["beliefs.ratio_log_mean", "beliefs.ratio_log_sd"]


def test_beliefs_of_a_law_of_many_parameters_are_refused(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("x\n" + "\n".join(map(str, [1, 2, 3, 4, 5, 60, 7, 8, 9, -40])), encoding="utf-8")
    told = outturn("fit", path, "--column", "x", "--families", "student_t", "--bootstrap", 0, "--beliefs")
    assert told.exit_code == 2
    assert "the doubt of one or two" in told.stderr
