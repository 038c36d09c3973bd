# ruff: noqa: E501  # a table is read in rows
"""Groups whose correlations are Pearson's, as a file writes them."""

from __future__ import annotations

import json

import numpy as np
import pytest

import engine
from distributions import Bernoulli
from engine.dependence.pearson import range_of, score_of
from engine.reporting.tables.correlations import diagnosis_parts
from engine.reporting.tables.table import Paragraph
from tests.programme.small_programme import load_text, problems_of
from tests.programme.test_correlated_risks import text_with

PAIR = 'inputs = ["north.procure.duration", "south.time.uptake"]\nmeasure = "pearson"\nrank = {}'
EVENTS = 'inputs = ["risks.supplier", "risks.market"]\nmeasure = "pearson"\nrank = {}'


def test_the_scores_are_those_behind_it(tmp_path):
    programme = load_text(tmp_path, text_with(PAIR.format(0.5)))
    (group,) = programme.correlation
    laws = [q.law for q in programme.uncertain() if q.name in group.inputs]
    assert group.scores[0, 1] == score_of(0.5, *laws) != 0.5
    assert group.played[0, 1] == group.target[0, 1] == 0.5


def test_strikes_have_the_correlation_that_was_asked_for(tmp_path):
    programme = load_text(tmp_path, text_with(EVENTS.format(0.4)))
    struck = engine.simulate(programme, 100_000, measures=["risks.*.strikes"])["strikes"].values
    assert struck.mean(axis=0) == pytest.approx([0.2, 0.3], abs=0.008)  # five standard errors
    assert np.corrcoef(struck.T)[0, 1] == pytest.approx(0.4, abs=0.017)  # five, of 1 / sqrt(n)
    (found,) = engine.diagnose(programme, 4_000).values()
    assert float(found["achieved"][0, 1]) == pytest.approx(0.4, abs=5 * float(found["error"][0, 1]))
    (pair,) = json.loads(found.attrs["strikes"])
    p, q = pair["chance_a"], pair["chance_b"]
    assert (p, q) == pytest.approx((0.2, 0.3), abs=0.037)  # five standard errors
    assert pair["correlation"] == pytest.approx(float(found["achieved"][0, 1]), rel=1e-12)
    assert (pair["least"], pair["greatest"]) == pytest.approx(range_of(Bernoulli(p), Bernoulli(q)), abs=1e-12)
    told = "\n".join(part.text for part in diagnosis_parts(found) if isinstance(part, Paragraph))
    assert "supplier strikes in " in told
    assert "that risks so likely can have" in told


def test_a_scenario_changes_the_law_and_so_the_scores(tmp_path):
    wide = load_text(tmp_path, text_with(EVENTS.format(0.4)), overrides={"risks.supplier.probability": 0.3})
    assert wide.correlation[0].scores[0, 1] == score_of(0.4, Bernoulli(0.3), Bernoulli(0.3))


def test_an_impossible_matrix_is_repaired_and_told_in_the_measure(tmp_path):
    group = 'inputs = ["north.build.duration", "south.wave.duration", "south.time.uptake"]\nmeasure = "pearson"\nmatrix = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]'
    error = problems_of(tmp_path, text_with(group))
    assert "clash" in str(error)
    (found,) = load_text(tmp_path, text_with(f"{group}\nrepair = true")).correlation
    assert found.repaired
    assert np.linalg.eigvalsh(found.scores).min() > -1e-9
    assert 0 < abs(found.played - found.target).max() < 1


LOW, HIGH = range_of(Bernoulli(0.2), Bernoulli(0.3))
FAULTS = {
    "too much for two risks": (
        EVENTS.format(0.9),
        "correlation.0",
        f"from {np.ceil(LOW * 1e3) / 1e3:.3f} to {np.floor(HIGH * 1e3) / 1e3:.3f}",
    ),
    "too much against each other": (EVENTS.format(-0.9), "correlation.0", "their laws allow no other"),
    "a copula of other scores": (
        PAIR.format(0.5) + '\ncopula = "student_t"\ndegrees = 4',
        "correlation.0.measure",
        "gaussian",
    ),
    "beyond 1": (PAIR.format(1.5), "correlation.0.rank", "a Pearson correlation from -1 to 1"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_is_refused_with_what_can(tmp_path, fault):
    group, key, words = FAULTS[fault]
    found = {one.key: str(one) for one in problems_of(tmp_path, text_with(group)).problems}
    assert words in found[key]


def test_what_is_drawn_itself_is_refused(tmp_path):
    uncertain = ("probability = 0.2\n", 'probability = { kind = "uniform", low = 0.1, high = 0.3 }\n')
    text = text_with(EVENTS.format(0.2), uncertain)
    assert "whose probability is drawn itself" in str(problems_of(tmp_path, text))
    text = text_with(
        PAIR.format(0.2), ("mode = 6, high = 12", 'mode = { kind = "uniform", low = 5, high = 7 }, high = 12')
    )
    assert "a parameter of whose law is drawn itself" in str(problems_of(tmp_path, text))
