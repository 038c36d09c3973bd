"""Which rank correlations can hold together, and the words for those that cannot."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dependence.feasibility import clash, clash_in_words, possible_range
from engine.dependence.targets import scores_of, target_of
from tests.programme.small_programme import changed, load_text, problems_of

# openturns#1708: a Spearman matrix (smallest eigenvalue +0.0031) that no Gaussian copula has (-0.0004).
OPENTURNS_1708 = np.array(
    [
        [1, 0, 0.844, 0.716, -0.972],
        [0, 1, 0.494, 0.528, 0.189],
        [0.844, 0.494, 1, 0.860, -0.725],
        [0.716, 0.528, 0.860, 1, -0.548],
        [-0.972, 0.189, -0.725, -0.548, 1],
    ]
)
GROUP = 'inputs = ["north.build.duration", "south.wave.duration", "north.procure.duration"]\nrank = 0.4'


def equal(count: int, rank: float) -> np.ndarray:
    """Every pair of `count` inputs at the same rank correlation."""
    return np.full((count, count), rank) + (1 - rank) * np.eye(count)


def test_conversion_is_exact_where_it_can_be():
    ranks = np.array([[1.0, -1, 0, 0.5]])
    assert scores_of(ranks).tolist() == [[1.0, -1.0, 0.0, pytest.approx(2 * np.sin(np.pi / 12))]]
    assert target_of(scores_of(np.array([0.37]))[0]) == pytest.approx(0.37, rel=1e-14)


def test_a_valid_rank_matrix_that_the_conversion_breaks():
    assert np.linalg.eigvalsh(OPENTURNS_1708)[0] == pytest.approx(0.0031, abs=5e-5)
    assert np.linalg.eigvalsh(scores_of(OPENTURNS_1708))[0] == pytest.approx(-0.0004, abs=5e-5)
    words = clash_in_words("abcde", OPENTURNS_1708)
    assert words is not None
    assert "a rank matrix with smallest eigenvalue" in words
    assert "once converted to the normal scores of a Gaussian copula" in words


def test_the_culprits_of_a_large_matrix_are_named_alone():
    rank = np.eye(6)
    for i, j, value in ((1, 3, 0.9), (3, 4, 0.9), (1, 4, -0.9)):
        rank[i, j] = rank[j, i] = value
    assert clash(scores_of(rank)) == (1, 3, 4)
    words = clash_in_words(["a", "b", "c", "d", "e", "f"], rank)
    assert words is not None
    assert words.startswith("b, d and e clash")
    low, high = possible_range(scores_of(rank[np.ix_([1, 3, 4], [1, 3, 4])]))
    assert f"from {low:.3f} to {high:.3f}, but is -0.9 (smallest eigenvalue -0.8)" in words


def test_a_clash_of_four_of_which_any_three_agree():
    rank = equal(4, -0.4)
    assert clash(scores_of(rank[:3, :3])) is None
    words = clash_in_words("abcd", rank)
    assert words is not None
    assert words.startswith("a, b, c and d clash, though any fewer of them do not")


def test_a_matrix_too_large_to_search_still_gives_a_set_without_bystanders():
    rank = np.eye(110)
    rank[:40, :40] = equal(40, -0.03)  # possible down to -1 / 39 for 40 inputs, -1 / 33 for 34
    scores = scores_of(rank)
    members = clash(scores)
    assert members is not None
    assert set(members) <= set(range(40))
    for left_out in members:
        rest = [member for member in members if member != left_out]
        assert np.linalg.eigvalsh(scores[np.ix_(rest, rest)])[0] >= -1e-10


def test_three_that_clash_are_found_among_any_number():
    """Though 40 others clash too, of which no 33 do: taking members away one by one would end with those."""
    rank = np.eye(150)
    rank[110:, 110:] = equal(40, -0.03)
    for i, j, value in ((0, 60, 0.9), (60, 90, 0.9), (0, 90, -0.9)):
        rank[i, j] = rank[j, i] = value
    assert clash(scores_of(rank)) == (0, 60, 90)


@pytest.mark.parametrize(
    "rank",
    [
        equal(3, 1.0),
        np.array([[1, -1, 0.2], [-1, 1, -0.2], [0.2, -0.2, 1]]),  # one input is the other reversed
        np.array([[1, 1, 0.7], [1, 1, 0.7], [0.7, 0.7, 1]]),
        equal(3, target_of(-0.5)),  # singular once converted
        equal(50, 0.999999),
        equal(203, 0.1),
        np.eye(2),
    ],
)
def test_certain_and_singular_correlations_are_possible(rank):
    assert clash_in_words([str(place) for place in range(len(rank))], rank) is None


def test_the_range_is_where_possible_turns_into_impossible():
    scores = scores_of(np.array([[1, 0.6, 0], [0.6, 1, 0.7], [0, 0.7, 1]]))
    low, high = possible_range(scores)
    for value, is_possible in (
        (low - 1e-6, False),
        (low + 1e-6, True),
        (high - 1e-6, True),
        (high + 1e-6, False),
    ):
        rank = np.array([[1, 0.6, value], [0.6, 1, 0.7], [value, 0.7, 1]])
        assert (clash(scores_of(rank)) is None) is is_possible


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 6), st.integers(0, 2**32 - 1))
def test_ranks_of_any_gaussian_copula_are_possible_and_so_is_the_rank_matrix(count, seed):
    factors = np.random.default_rng(seed).normal(size=(count, count + 1))
    covariance = factors @ factors.T
    sd = np.sqrt(np.diag(covariance))
    rank = 6 / np.pi * np.arcsin(covariance / np.outer(sd, sd) / 2)
    np.fill_diagonal(rank, 1)
    assert clash_in_words([str(place) for place in range(count)], rank) is None
    assert np.linalg.eigvalsh(rank)[0] > -1e-10  # Schur: the conversion back keeps it


def test_the_three_ways_to_write_a_group_are_one(tmp_path):
    names = '"north.build.duration", "south.wave.duration", "north.procure.duration"'
    pairs = ", ".join(
        f'{{ a = "{a}.duration", b = "{b}.duration", rank = 0.4 }}'
        for a, b in (
            ("north.build", "south.wave"),
            ("south.wave", "north.procure"),
            ("north.procure", "north.build"),
        )
    )
    ways = [
        GROUP,
        f"inputs = [{names}]\nmatrix = [[1, 0.4, 0.4], [0.4, 1, 0.4], [0.4, 0.4, 1]]",
        f"inputs = [{names}]\npairs = [{pairs}]",
        f"pairs = [{pairs}]",
    ]
    for way in ways:
        (group,) = load_text(tmp_path, changed((GROUP, way))).correlation
        assert group.inputs == ("north.build.duration", "south.wave.duration", "north.procure.duration")
        assert group.target.tolist() == equal(3, 0.4).tolist()


def test_pairs_that_are_not_listed_are_0(tmp_path):
    pair = '{ a = "south.wave.duration", b = "north.procure.duration", rank = -0.4 }'
    text = changed((GROUP, GROUP.replace("rank = 0.4", f"pairs = [{pair}]")))
    assert load_text(tmp_path, text).correlation[0].target.tolist() == [[1, 0, 0], [0, 1, -0.4], [0, -0.4, 1]]


def test_a_pattern_takes_the_inputs_that_are_uncertain(tmp_path):
    text = changed((GROUP, 'inputs = ["*.duration"]\nrank = 0.4'))
    every = ("north.procure.duration", "north.build.duration", "south.wave.duration")
    assert load_text(tmp_path, text).correlation[0].inputs == every
    fixed = load_text(tmp_path, text, overrides={"north.procure.duration": 6})
    assert fixed.correlation[0].inputs == every[1:]


def test_an_input_that_a_variation_fixes_leaves_its_group(tmp_path):
    rows = "matrix = [[1, 0.1, 0.2], [0.1, 1, 0.3], [0.2, 0.3, 1]]"
    text = changed((GROUP, GROUP.replace("rank = 0.4", rows)))
    (group,) = load_text(tmp_path, text, overrides={"south.wave.duration": 12}).correlation
    assert group.inputs == ("north.build.duration", "north.procure.duration")
    assert group.target.tolist() == [[1, 0.2], [0.2, 1]]
    assert load_text(tmp_path, text, overrides={"laws.slip": {"value": 12}}).correlation == ()


def test_separate_groups_stay_separate(tmp_path):
    second = '\n[[correlation]]\nname = "people"\ninputs = ["north.savings.realisation", "south.time.uptake"]\nrank = 1'
    first, other = load_text(tmp_path, changed((GROUP, GROUP + second))).correlation
    assert first.target.shape == (3, 3)
    assert other.target.tolist() == [[1, 1], [1, 1]]


def test_one_rank_for_all_may_be_too_low_for_many(tmp_path):
    (problem,) = problems_of(tmp_path, changed((GROUP, GROUP.replace("0.4", "-0.49")))).problems
    assert problem.key == "correlation.0"
    assert "a rank matrix with smallest eigenvalue 0.02" in problem.found
