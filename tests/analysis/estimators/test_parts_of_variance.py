"""Who makes a variance: each estimator against its formula, written out iteration by iteration."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from engine.analysis.estimators.given_data import first_order, quantile_index
from engine.analysis.estimators.pick_freeze import variance_parts
from engine.analysis.estimators.prim import best_peel
from engine.analysis.estimators.scores import power, rejected
from engine.analysis.estimators.shapley_walks import walk_effects
from engine.analysis.estimators.sorted_input import SortedInput

RNG = np.random.default_rng(17)


def test_walks_give_each_player_the_mean_of_its_own_step() -> None:
    steps, outputs, iterations = 5, 2, 30
    walks = RNG.normal(size=(steps, outputs, iterations))
    order = np.array([2, 0, 3, 1])
    expected = np.zeros((outputs, steps - 1))
    for turn, player in enumerate(order):
        for output in range(outputs):
            before, after, last = (walks[at, output] for at in (turn, turn + 1, -1))
            expected[output, player] = np.mean((last - (after + before) / 2) * (after - before))
    found = walk_effects(walks, order)
    assert found == pytest.approx(expected, rel=1e-12)
    whole = np.mean((walks[-1] - walks[0]) ** 2, axis=-1) / 2
    assert found.sum(axis=1) == pytest.approx(whole, rel=1e-12)  # as the sum of squares telescopes


def test_parts_of_a_variance_are_half_mean_squares() -> None:
    own, fresh = RNG.normal(size=(2, 3, 40))
    swapped = RNG.normal(size=(4, 3, 40))
    found = variance_parts(own, fresh, swapped)
    for k in range(3):
        assert found.whole[k] == pytest.approx(np.mean((fresh[k] - own[k]) ** 2) / 2, rel=1e-12)
        for player in range(4):
            total = np.mean((own[k] - swapped[player, k]) ** 2) / 2
            others = np.mean((fresh[k] - swapped[player, k]) ** 2) / 2
            assert found.total[player, k] == pytest.approx(total, rel=1e-12)
            assert found.first[player, k] == pytest.approx(found.whole[k] - others, rel=1e-12)


@pytest.mark.parametrize("count", [8, 95, 96, 500])
def test_a_first_order_index_is_what_neighbours_leave(count: int) -> None:
    x = RNG.normal(size=count)
    y = 2 * x + RNG.normal(size=count)
    size = min(24, max(count // 4, 2))
    sorted_y = y[np.argsort(x)]
    bins = [sorted_y[k * size : (k + 1) * size] for k in range(count // size)]
    within = np.array([one.var(ddof=1) for one in bins])
    about = np.array([((one - y.mean()) ** 2).mean() for one in bins])
    rest = within.mean() / y.var(ddof=1)
    error = stats.sem((within - rest * about) / y.var(ddof=1))
    half = stats.t.ppf(0.95, len(bins) - 1) * error
    found = [float(one) for one in first_order(SortedInput.of(x), y, 0.9)]
    assert found == pytest.approx([1 - rest, error, 1 - rest - half, 1 - rest + half], rel=1e-9)


def _check_loss(values: np.ndarray, at: float, level: float) -> np.ndarray:
    return np.maximum(level * (values - at), (level - 1) * (values - at))


@pytest.mark.parametrize(("count", "size"), [(130, 20), (1200, 20), (1320, 22), (2520, 42)])
@pytest.mark.parametrize("percentage", [10.0, 50.0, 80.0])
def test_an_index_of_a_percentile_judges_each_half_by_the_other(
    count: int, size: int, percentage: float
) -> None:
    x = RNG.normal(size=count)
    y = x + RNG.normal(size=count)
    level = percentage / 100
    whole = _check_loss(y, float(np.quantile(y, level, method="inverted_cdf")), level)
    order = np.argsort(x)
    saved, about = [], []
    for k in range(count // size):
        chosen = order[k * size : (k + 1) * size]
        halves = y[chosen][::2], y[chosen][1::2]
        ends = [np.sort(half)[max(int(np.ceil(level * size / 2)) - 1, 0)] for half in halves]
        saved.append(np.mean([_check_loss(half, end, level).mean() for half in halves for end in ends]))
        about.append(whole[chosen].mean())
    rest = np.mean(saved) / whole.mean()
    error = stats.sem((np.array(saved) - rest * np.array(about)) / whole.mean())
    found = quantile_index(SortedInput.of(x), y, percentage)
    assert [float(found.value), float(found.error)] == pytest.approx([1 - rest, error], rel=1e-9)


def test_what_never_varies_explains_nothing_and_too_few_iterations_tell_nothing() -> None:
    x = RNG.normal(size=60)
    for one, outputs in ((SortedInput.of(np.ones(60)), x), (SortedInput.of(x), np.ones(60))):
        assert [float(value) for value in first_order(one, outputs)] == [0.0] * 4
        assert [float(value) for value in quantile_index(one, outputs, 80)] == [0.0] * 4
    assert np.isnan(first_order(SortedInput.of(x[:3]), x[:3] ** 2)).all()


@pytest.mark.parametrize("count", [11, 40, 200])
@pytest.mark.parametrize("alpha", [0.05, 0.2])
def test_the_side_that_is_peeled_is_the_best_of_all_sides(count: int, alpha: float) -> None:
    for _ in range(20):
        part, mine = RNG.normal(size=(3, count)), RNG.normal(size=count)
        drop = max(int(alpha * count), 1)
        rises = {}
        for column, values in enumerate(part):
            ordered = np.sort(values)
            for is_lower, at in ((True, ordered[drop - 1]), (False, ordered[count - 1 - drop])):
                kept = values > at if is_lower else values <= at
                rises[column, is_lower, float(at)] = (mine[kept].mean() - mine.mean()) * count / (~kept).sum()
        best = max(rises, key=lambda side: rises[side])
        found = best_peel(part, mine, alpha)
        assert found is not None if rises[best] > 1e-9 else found is None
        assert found is None or tuple(found) == best


@pytest.mark.parametrize("coverage", [0.5, 0.8, 0.95])
def test_too_few_and_too_many_hits_by_adding_up_chances(coverage: float) -> None:
    for facts in range(30):
        chances = stats.binom.pmf(np.arange(facts + 1), facts, coverage)
        few = max((k for k in range(facts + 1) if chances[: k + 1].sum() <= 0.025), default=-1)
        many = min((k for k in range(facts + 1) if facts and chances[k:].sum() <= 0.025), default=facts + 1)
        assert rejected(facts, coverage) == (few, many)
        truth = stats.binom.pmf(np.arange(facts + 1), facts, 0.6)
        expected = truth[: few + 1].sum() + truth[many:].sum()
        assert float(power(facts, coverage, 0.6)) == pytest.approx(expected, rel=1e-9, abs=1e-15)
