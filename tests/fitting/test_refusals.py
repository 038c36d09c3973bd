"""Every refusal says what was found, where, and what would be accepted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.fitting.column import read_column
from engine.fitting.fit import fit
from engine.fitting.sample import FitError

X = np.array([1.2, 2.5, 0.7, 3.1, 1.9, 4.4])
SPOILT = np.array([1.0, np.nan, 3.0, 4.0, np.inf, 6.0])


@pytest.mark.parametrize(
    ("data", "options", "words"),
    [
        ([1.0, 2.0], {}, "2 observations are too few to fit a law; at least 5 are needed"),
        ([], {}, "0 observations are too few"),
        ([3.0] * 9, {}, "9 observations hold 1 different exact value; at least 2 are needed"),
        (SPOILT, {}, r"2 of 6 values that are NaN or infinite, at position 1, 4 \(counted from 0\)"),
        ([[1.0, 2.0]], {}, r"shape \(1, 2\); a list of numbers is needed"),
        (["a"] * 6, {}, "something that is no number"),
        (X, {"families": ["lognorml"]}, '"lognorml"(?s:.*)did you mean "lognormal"'),
        (X, {"families": ["lognorml", "gama"]}, '2 problems(?s:.*)"gama"(?s:.*)did you mean "gamma"'),
        (X, {"families": []}, r"families\n +found: +none\n +accepted: any of normal"),
        (-X, {"families": ["gamma"]}, "gamma takes only values greater than 0; 6 of the values are not"),
        (X, {"families": ["beta"]}, "beta needs its bounds given"),
        (X, {"families": ["beta"], "bounds": (1, 5)}, "values above 1 and below 5; 1 of the values is not"),
        (X, {"families": ["poisson"]}, "whole numbers from 0 to 10,000; 6 of the values are not"),
        (X[:5], {"families": ["johnson_su"]}, "has 4 parameters and needs at least 6 observations"),
        ([5.0, 4, 5, 6, 5, 5, 4], {"families": ["negative_binomial"]}, "no wider than Poisson"),
        ([*[1.0] * 30, 2.0], {"families": ["student_t"]}, "no maximum: .* equal values make a spike"),
        (1e300 * X, {"families": ["normal"]}, "normal .*cannot be computed|no finite likelihood"),
        (X, {"bounds": (3, 1)}, r"bounds = \(3, 1\): needs finite low < high"),
        (X, {"rank_by": "cic"}, "accepted are aic, aicc, bic"),
        (X, {"bootstrap": -1}, "bootstrap = -1; a whole number from 0"),
        (X, {"seed": -1}, "seed = -1; a whole number from 0 on"),
        (X, {"censored_left": [True]}, "6 flags that are true or false are needed"),
        (
            X,
            {"censored_left": [True] * 6, "censored_right": [True] * 6},
            r"data\[0\] = 1.2 is censored on both",
        ),
        (X, {"intervals": [(2, 1)]}, r"intervals\[0\] = \(2, 1\): needs finite low < high"),
        (X, {"families": ["uniform"], "censored_left": X < 1}, "uniform is not fitted to censored data"),
    ],
)
def test_fit_refuses(data, options, words):
    with pytest.raises(FitError, match=words):
        fit(data, **options, **({} if "bootstrap" in options else {"bootstrap": 0}))


def test_a_law_that_was_not_fitted_is_asked_for():
    fits = fit(X, ["normal", "beta"], bootstrap=0)
    with pytest.raises(FitError, match="beta needs its bounds given"):
        fits.of("beta")
    with pytest.raises(FitError, match="gamma was not asked for; fitted are normal"):
        fits.of("gamma")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data.csv"


GOOD = "name,plan,out,used,side\na,2,3,yes,\nb,4,5,yes,left\nc,5,4,no,right\n\nd,8,9,yes,\n"


def test_reads_numbers_ratios_rows_and_sides(file):
    file.write_text(GOOD, encoding="utf-8-sig")
    np.testing.assert_array_equal(read_column(file, "out").values, [3, 5, 4, 9])
    found = read_column(file, "out/plan", ["used=yes"], "side")
    np.testing.assert_array_equal(found.values, [1.5, 1.25, 1.125])
    assert found.censored_left.tolist() == [False, True, False]
    assert not found.censored_right.any()


@pytest.mark.parametrize(
    ("text", "column", "options", "words"),
    [
        (
            GOOD,
            "outs",
            {},
            r'csv\n.* no column "outs"\n.* name, plan, out, used or side\n.* did you mean "out"\?',
        ),
        (GOOD, "out/plam", {}, 'no column "plam"(?s:.*)did you mean "plan"'),
        (GOOD, "out", {"where": ["usd=yes"]}, 'no column "usd"(?s:.*)did you mean "used"'),
        (GOOD, "out", {"where": ["used=maybe"]}, r"no row has used=maybe\n.* used, which is no, yes"),
        (GOOD, "out", {"where": ["used"]}, r"--where used\n(?s:.*)COLUMN=VALUE"),
        (GOOD, "out", {"censored": "used"}, r'csv:2\n.* column used says "yes"\n.* left \(the truth'),
        (GOOD, "name", {}, r'4 of 4 cells in column name cannot be used \(line 2: "a", line 3: "b"'),
        ("x\n1\nnan\n\n\ninf\n,\n7\n", "x", {}, r'2 of 4 .* \(line 3: "nan", line 6: "inf"\)'),
        ("x,y\n1,\n2,3\n", "y", {}, r'1 of 2 cells in column y cannot be used \(line 2: ""\)'),
        ("x,y\n1,0\n2,3\n", "x/y", {}, r'line 2: "0".*\n.* finite numbers other than 0'),
        ("", "x", {}, "the file is empty"),
        ("x\n", "x", {}, "a header and no row"),
        ('x\n"1', "x", {}, r"csv:2\n.*\n.* a CSV file with commas"),
    ],
)
def test_column_refuses(file, text, column, options, words):
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FitError, match=words):
        read_column(file, column, **options)
