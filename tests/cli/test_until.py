"""`outturn run --until` as a user meets it."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_run import outturn, seen

ASKED = ("run", "flagship", "--no-scenarios", "--worlds", 0)


def test_the_run_is_as_long_as_it_needs_to_be(tmp_path):
    out = tmp_path / "out"
    found = outturn(*ASKED, "--until", "p80(total_cost) ± 4%", "--until", "P(cost) +- 3pp", "--out", out)
    assert found.exit_code == 0, found.stderr
    assert "which needs about" in found.stderr
    assert {"convergence.svg", "summary.json"} <= set(seen(out))
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    low, high = summary["measures"]["total_cost"]["intervals"]["p80"]
    assert (high - low) / 2 <= 0.04 * summary["measures"]["total_cost"]["p80"]


def test_not_enough_is_said(tmp_path):
    asked = ("--until", "p80(npv) ± 0.01%", "--most", 3000, "--no-charts", "--out", tmp_path / "out")
    found = outturn(*ASKED, *asked)
    assert found.exit_code == 0
    assert "Not as precise as asked after 3,000" in found.stderr


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--until", "p80(total_csot) ± 1%"), "total_cost"),
        (("--until", "p80"), "such as"),
        (("--until", "p80(npv) ± 1%", "--design", "sobol"), "independent iterations"),
    ],
)
def test_slips_end_with_2(asked, words, tmp_path):
    result = outturn(*ASKED, *asked, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (tmp_path / "out").exists()
