"""`outturn elicit` as a user meets it: what is printed, what is written, and the exit codes."""

from __future__ import annotations

import tomllib

import pytest
from typer.testing import Result

from tests.cli.command import outturn as typed

STATED = ("--p10", 8, "--p50", 10, "--p90", 20)
ANSWERS = "who,when,weight,p10,p50,p90\nAnn,2026-11-02,1,8,10,20\nBen,2026-11-03,3,12,18,25\n"


def outturn(*arguments: object) -> Result:
    return typed("elicit", *arguments)


def section(result: Result) -> dict:
    """The TOML at the end of what was printed."""
    return tomllib.loads(result.stdout[result.stdout.index("[laws.") :])["laws"]


@pytest.fixture
def answers(tmp_path):
    file = tmp_path / "answers.csv"
    file.write_text(ANSWERS, encoding="utf-8")
    return file


def test_ranking_sentences_and_toml():
    result = outturn(*STATED, "--unit", "£m", "--who", "Ann", "--when", "2026-11-02", "--basis", "a visit")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    for words in (
        "P10 £8m, P50 £10m, P90 £20m",
        "80% chance of at most £15.7m (P80), 80% chance of at least £8.11m (P20).",
        "1 in 20 chance of more than £24.1m (P95)",
        "P99 is £32.8m by metalog, which stands first, and £53.9m by myerson",
        "2 laws hold every stated quantile and differ where nothing was stated, most at P99: from £32.8m to £53.9m.",
        "P90 off by",
    ):
        assert words in " ".join(result.stdout.split())
    assert result.stdout.index("metalog") < result.stdout.index("myerson") < result.stdout.index("lognormal")
    assert section(result) == {
        "elicited": {
            "kind": "metalog", "percentiles": [[0.1, 8], [0.5, 10], [0.9, 20]],
            "basis": "assumed", "note": "Ann, 2026-11-02, a visit",
        }
    }  # fmt: skip


def test_quiet_prints_the_toml_alone():
    result = outturn(*STATED, "--quiet", "--name", "cost-2", "--families", "lognormal, metalog")
    assert tomllib.loads(result.stdout)["laws"]["cost-2"]["kind"] == "metalog"


def test_other_quantiles_and_bounds():
    result = outturn("--quantile", "0.33=9", "--quantile", "0.66=12", "--low", 0, "--high", 30, "--quiet")
    law = tomllib.loads(result.stdout)["laws"]["elicited"]
    assert law["kind"] == "beta"
    assert outturn(
        "--p1", 1, "--p5", 2, "--p20", 3, "--p25", 4, "--p75", 5, "--p80", 6, "--p95", 7, "--p99", 8
    )


def test_below_zero_is_told_when_nothing_below_was_stated():
    assert "chance of less than zero" in outturn("--p10", 1, "--p90", 8).stdout
    assert "chance of less than zero" not in outturn("--p10", 1, "--p90", 8, "--low", 0).stdout


@pytest.mark.parametrize(("method", "kind"), [("linear", "mixture"), ("quantile", "quantile_average")])
def test_experts_from_a_file(method, kind, answers):
    result = outturn("--experts", answers, "--pool", method)
    assert result.exit_code == 0, result.stderr
    law = section(result)["elicited"]
    assert (law["kind"], law["weights"]) == (kind, [0.25, 0.75])
    assert "Ben, 2026-11-03, weight 0.75" in law["note"]
    assert "From P10 to P90" in result.stdout


def test_a_plot_is_written_as_svg_and_png(tmp_path, answers):
    result = outturn(*STATED, "--plot", tmp_path / "one.png")
    assert result.exit_code == 0
    assert "one.svg" in result.stderr
    assert outturn("--experts", answers, "--plot", tmp_path / "new" / "v1.2", "--quiet").stderr == ""
    assert (tmp_path / "one.png").read_bytes().startswith(b"\x89PNG")
    assert "what the metalog law implies" in (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert (tmp_path / "new" / "v1.2.png").exists()


REFUSED = [
    ((), ["quantiles", "at least two"]),
    (("--p10", 8, "--p50", 10, "--p90", 5), ["P90", "5, below P50 = 10", "rise"]),
    (("--p10", 20, "--p90", 5), ["it is the P90 here"]),
    ((*STATED, "--quantile", "0.1=9"), ["P10", "stated twice, 8 and 9"]),
    ((*STATED, "--quantile", "33=9"), ["the P33 is written 0.33"]),
    ((*STATED, "--quantile", "0.33"), ["--quantile 0.33", "PROBABILITY=VALUE"]),
    ((*STATED, "--quantile", "x=y"), ["--quantile x=y"]),
    ((*STATED, "--families", "norml"), ['"norml"', 'did you mean "normal", "lognormal" or "uniform"?']),
    ((*STATED, "--low", 9), ["P10", "8, with low = 9"]),
    ((*STATED, "--name", "a.b"), ["--name a.b", "letters, digits"]),
    (("--experts", "nowhere.csv"), ["nowhere.csv", "No such file"]),
    (("--experts", "a.txt"), [".csv or .toml"]),
    (("--low", 5, "--mode", 8), ["mode", "most likely 8 with low beside it"]),
    (("--low", 5, "--mode", 4, "--high", 9), ["mode", "4, with low = 5 and high = 9", "between"]),
    (("--low", 5, "--high", 9), ["at least two", "mode"]),
    (("--low", 5, "--mode", "1e300", "--high", 9), ["mode", "1e+300", "greater unit"]),
    (("--p1", "1e-308", "--p10", 8, "--p90", 10), ["P1", "1e-308", "smaller unit"]),
    (("--p20", 17, "--p95", 100, "--low=-1e308"), ["low", "-1e+308", "greater unit"]),
    (("--experts", "a.csv", "--mode", 3), ["leave out quantiles, --mode"]),
    ((*STATED, "--plot", "plot.jpg"), ["ends in .jpg"]),
    ((*STATED, "--experts", "a.csv"), ["leave out quantiles"]),
    (
        ("--p10", "eight", "--p90", "£9m", "--low", "1,5"),
        ["3 problems", "--p10", '"eight"', '"£9m"', '"1,5"', "--unit"],
    ),
    ((*STATED, "--pool", "median"), ["--pool", "median"]),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED, ids=[str(k) for k in range(len(REFUSED))])
def test_bad_input_ends_with_2_and_changes_nothing_on_disk(arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = outturn("--plot", tmp_path / "plots" / "plot", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    for words in said:
        assert words in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_three_point_estimate_is_a_pert_with_its_alternatives_and_says_what_its_ends_are():
    result = outturn("--low", 5, "--mode", 8, "--high", 20)
    assert result.exit_code == 0, result.stderr
    law = section(result)["elicited"]
    assert (law["kind"], law["low"], law["mode"], law["high"]) == ("pert", 5, 8, 20)
    assert "triangular" in result.stdout
    assert "Most likely 8" in result.stdout
    # (5 + 4 * 8 + 20) / 6, and (5 + 8 + 20) / 3 of the triangular law
    assert " 9.50" in result.stdout
    assert " 11" in result.stdout
    assert "Low and high are bounds, never passed." in result.stdout
    assert "--p10 5 --mode 8 --p90 20" in result.stdout


def test_experts_with_carriage_returns_alone(tmp_path):
    file = tmp_path / "experts.csv"
    file.write_bytes(ANSWERS.replace("\n", "\r").encode())
    result = outturn("--experts", file, "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
    file.write_bytes(ANSWERS.encode())
    assert outturn("--experts", file, "--quiet").stdout == result.stdout


def test_how_experts_were_read_is_said(tmp_path):
    file = tmp_path / "experts.csv"
    file.write_text(ANSWERS.replace(",", ";").replace("25", "25,5"), encoding="utf-8")
    result = outturn("--experts", file, "--quiet")
    assert result.stderr == (
        'experts.csv: read with ";" between columns and decimal commas ("25,5" on line 3 is 25.5)\n'
    )
    assert "[0.9, 25.5]" in result.stdout or "25.5" in result.stdout


def test_weights_beyond_reason_are_refused(tmp_path):
    file = tmp_path / "experts.csv"
    file.write_text("who,weight,p10,p50,p90\na,1e308,1,2,3\nb,1e308,1,2,3\n", encoding="utf-8")
    result = outturn("--experts", file)
    assert result.exit_code == 2
    assert "2 problems" in result.stderr
    assert "weight" in result.stderr
