"""`outturn fit`: what it prints can be pasted, what it refuses changes nothing, what it draws can be read."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

import engine
from distributions import Gamma, Law
from engine.cli import app
from engine.fitting.fit import fit
from engine.fitting.pasting import toml_table
from engine.problems import Findings
from engine.programme import starter
from engine.programme.reading.law_reader import LawReader
from engine.reporting import draw_fit


def outturn(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


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
    refused = outturn("fit", data, "--column", "ratio", "--plot", "plot.pdf")
    assert (refused.exit_code, "ends in .pdf" in refused.stderr) == (2, True)


def test_plots_are_written(data):
    options = ("--families", "gamma,normal", "--bootstrap", 99, "--plot", data.with_name("plot.png"))
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
