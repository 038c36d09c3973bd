"""Pooled laws are what their formulas say of the experts' laws, and every answer is kept."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from distributions import Mixture, Normal, QuantileAverage
from engine.elicitation.answer import Answer, ElicitationError
from engine.elicitation.pooling import pool
from tests.elicitation.test_elicit import read_back

ANN = Answer({0.1: 8, 0.5: 10, 0.9: 20}, who="Ann", when="2026-11-02", basis="three migrations")
BEN = Answer({0.1: 12, 0.5: 18, 0.9: 25}, who="Ben", when="2026-11-03", weight=2)
CY = Answer({0.2: 15, 0.5: 24, 0.8: 60}, who="Cy", note="wrote it down first")
ALL = (ANN, BEN, CY)
U = np.array([0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])


def test_a_linear_pool_averages_probabilities():
    found = pool(ALL)
    x = np.linspace(5, 120, 200)
    average = sum(
        weight * expert.law.cdf(x) for weight, expert in zip((0.25, 0.5, 0.25), found.experts, strict=True)
    )
    assert isinstance(found.law, Mixture)
    assert found.law.cdf(x) == pytest.approx(average, rel=1e-14)


def test_a_quantile_pool_averages_values():
    found = pool(ALL, method="quantile")
    average = sum(
        weight * expert.law.ppf(U) for weight, expert in zip((0.25, 0.5, 0.25), found.experts, strict=True)
    )
    assert isinstance(found.law, QuantileAverage)
    assert found.law.ppf(U) == pytest.approx(average, rel=1e-14)
    assert found.law.cdf(average) == pytest.approx(U, rel=1e-12)


def test_stated_quantiles_are_averaged_exactly_where_all_state_them():
    found = pool((ANN, BEN), method="quantile")
    assert found.law.ppf([0.1, 0.5, 0.9]) == pytest.approx([32 / 3, 46 / 3, 70 / 3], rel=1e-12)


def test_normal_experts_pool_to_a_normal_law():
    laws = (Normal(10, 2), Normal(20, 6))
    answers = [Answer(dict(zip(U, law.ppf(U).tolist(), strict=True))) for law in laws]
    found = pool(answers, "quantile", families=["normal"])
    x = np.linspace(0, 40, 50)
    assert found.law.cdf(x) == pytest.approx(Normal(15, 4).cdf(x), rel=1e-6)


def test_the_two_pools_share_a_mean_and_the_linear_one_expects_more_of_any_convex_penalty():
    """Jensen: the penalty of an average of quantiles is at most the average of the penalties."""
    linear, quantile = (pool(ALL, method).law for method in ("linear", "quantile"))
    assert linear.mean() == pytest.approx(quantile.mean(), rel=1e-12)
    u = (np.arange(20_000) + 0.5) / 20_000
    for strike in (10, 15, 20, 30, 50):
        mean_excess = [np.maximum(law.ppf(u) - strike, 0).mean() for law in (quantile, linear)]
        assert mean_excess[0] <= mean_excess[1]


def test_weights_are_relative_and_move_the_pool():
    doubled = [Answer(a.pairs, a.who, a.when, a.basis, a.note, 2 * a.weight) for a in ALL]
    assert pool(doubled).weights == pool(ALL).weights == (0.25, 0.5, 0.25)
    towards_cy = (ANN, BEN, Answer(CY.pairs, who="Cy", weight=9))
    assert pool(towards_cy).law.ppf(0.8) > pool(ALL).law.ppf(0.8)


def test_every_answer_is_kept_and_told():
    found = pool((*ALL, Answer(ANN.pairs, who="Ann"), Answer(BEN.pairs)))
    assert [expert.answer for expert in found.experts][:3] == [*ALL]
    assert found.names == ("Ann", "Ben", "Cy", "Ann (2)", "expert 5")
    for words in (
        "Linear opinion pool of 5 answers",
        "Ann, 2026-11-02, three migrations, weight",
        "Cy, (wrote it",
    ):
        assert words in found.provenance


@pytest.mark.parametrize("method", ["linear", "quantile"])
def test_a_pool_is_read_back_from_its_toml(method, tmp_path):
    found = pool(ALL, method, low=1)
    quantity = read_back(tmp_path, found.toml("elicited"))
    assert quantity.law == found.law
    assert quantity.provenance.note == found.provenance


def test_faults_are_told_with_whose_they_are():
    with pytest.raises(ElicitationError) as caught:
        pool(ALL, low=9)
    assert "Ann: P10" in str(caught.value)
    assert "Ben" not in str(caught.value)


@pytest.mark.parametrize(
    ("answers", "method", "words"),
    [
        ((), "linear", "at least one"),
        (ALL, "quantiles", 'did you mean "quantile"?'),
        (ALL, "mean", "linear or quantile"),
    ],
)
def test_nothing_to_pool_and_no_such_way(answers, method, words):
    with pytest.raises(ElicitationError) as caught:
        pool(answers, method)
    assert words in str(caught.value)


def test_the_dataset_holds_what_the_laws_say():
    found = pool(ALL)
    dataset = found.to_dataset("£m")
    assert dataset["curve"].values.tolist() == [
        "Linear opinion pool",
        "Ann",
        "Ben",
        "Cy",
        "Average of quantiles",
    ]
    assert dataset["role"].values.tolist() == ["chosen", "expert", "expert", "expert", "other pool"]
    x = dataset["value"].values
    assert dataset["cumulative"].values[0] == pytest.approx(found.law.cdf(x))
    inside = np.sum(dataset["density"].values[0]) * (x[1] - x[0])
    half = (x[1] - x[0]) / 2
    assert inside == pytest.approx(float(found.law.cdf(x[-1] + half) - found.law.cdf(x[0] - half)))
    assert dataset["stated_value"].sel(curve="Ben").values.tolist() == [12, 18, 25]
    assert dataset.attrs["title"] == found.provenance


def test_engine_offers_both():
    assert engine.pool is pool
    assert engine.elicit({0.1: 8, 0.9: 20}).best.exact


def test_so_many_answers_are_data():
    answers = [Answer({0.1: 8, 0.9: 20})] * 501
    with pytest.raises(ElicitationError, match=r"501\n.*at most 500 answers\n.*outturn fit"):
        pool(answers)
