"""`outturn needed` as a user meets it: every question, its sentences, and slips."""

from __future__ import annotations

import pytest

from tests.cli.test_run import outturn, seen

FEW = ("needed", "flagship", "--iterations", 300)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--claim", "cost", "--input", "drivers.*_cost"), "The furthest is drivers.synergy_cost"),
        (("--claim", "whole", "--reverse"), "drivers.benefits_realised at"),
        (("--claim", "cost", "--bound"), "Beyond the claim"),
        (
            ("--claim", "cost", "--floor", "drivers.supplier_price", "--level", 20),
            "floor under drivers.supplier_price",
        ),
        (("--claim", "cheaper", "--lever", "funding.0.top_up=0..1"), "The ends of the range"),
        (("--claim", "cost", "--pair", "drivers.synergy_cost,drivers.unity_cost"), "not reached"),
    ],
)
def test_every_question_has_its_answer(asked, words, tmp_path):
    found = outturn(*FEW, *asked, "--out", tmp_path / "out")
    assert found.exit_code == 0, found.stderr
    assert words in " ".join(found.stdout.split())
    assert "needed.json" in seen(tmp_path / "out")


def test_results_tell_the_bound(tmp_path):
    run = tmp_path / "run"
    assert outturn("run", "flagship", "--iterations", 200, "--no-charts", "--out", run).exit_code == 0
    assert outturn("needed", run, "--claim", "cost", "--bound", "--format", "json").exit_code == 0
    refused = outturn("needed", run)
    assert refused.exit_code == 2
    assert "give the programme file" in refused.stderr


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--claim", "costs"), '"cost"'),
        (("--bound", "--reverse"), "one question at a time"),
        (("--claim", "whole", "--bound"), "several bounds"),
        (("--lever", "funding.0.top_up"), "PATH=LOW..HIGH"),
        (("--lever", "funding.0.top_op=0..1"), "did you mean"),
        (("--pair", "drivers.synergy_cost"), "two inputs with a comma"),
        (("--level", 120), "above 0 and below 100"),
        (("--input", "drivers.none"), "fits no input"),
    ],
)
def test_slips_end_with_2(asked, words):
    result = outturn(*FEW, *asked)
    assert result.exit_code == 2, result.stdout
    assert words in result.stderr
    assert result.stdout == ""
