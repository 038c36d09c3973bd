"""Correlation groups as files write them: measures, copulas, and the repair of what is impossible."""

import numpy as np
import pytest

from engine.dependence.conversions import MEASURES, hangs_on_laws
from engine.dependence.copulas.gaussian import Gaussian
from engine.dependence.copulas.iman_conover import ImanConover
from engine.dependence.copulas.student_t import StudentT
from engine.dependence.feasibility import clash_in_words, is_possible, possible_range
from engine.dependence.nearest import nearest_correlation
from engine.dependence.registry import name_of
from engine.dependence.targets import scores_of, target_of
from tests.dependence.test_feasibility import GROUP, OPENTURNS_1708, equal
from tests.programme.small_programme import changed, load_text, problems_of

IMPOSSIBLE = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
ROWS = f"matrix = {IMPOSSIBLE.tolist()}"
NAMES = ("north.build.duration", "south.wave.duration", "north.procure.duration")


def group(folder, *lines, rows="rank = 0.4", **more):
    """The group of SMALL with these lines in place of its rank."""
    text = changed((GROUP, "\n".join([GROUP.replace("rank = 0.4", rows), *lines])))
    (found,) = load_text(folder, text, **more).correlation
    return found


def test_a_group_says_what_is_asked_and_what_is_played(tmp_path):
    found = group(tmp_path)
    assert (found.measure, found.copula, found.repaired) == ("spearman", Gaussian(), False)
    assert found.target.tolist() == equal(3, 0.4).tolist()
    assert found.scores.tolist() == scores_of(equal(3, 0.4)).tolist()


@pytest.mark.parametrize(
    "way",
    [
        ("kendall", Gaussian()),
        ("normal", ImanConover()),
        ("spearman", StudentT(3.5)),
        ("kendall", StudentT(4.0)),
    ],
)
def test_scores_follow_from_measure_and_copula(tmp_path, way):
    measure, copula = way
    lines = [f'measure = "{measure}"', f'copula = "{name_of(copula)}"']
    lines += [f"degrees = {copula.degrees}"] if copula.degrees else []
    found = group(tmp_path, *lines)
    assert (found.measure, found.copula) == way
    assert found.scores.tolist() == scores_of(equal(3, 0.4), *way).tolist()
    assert found.scores[0, 1] != scores_of(0.4)


def test_certainty_within_a_larger_group_is_played(tmp_path):
    rows = "matrix = [[1, 1, -0.3], [1, 1, -0.3], [-0.3, -0.3, 1]]"
    for copula in ('copula = "gaussian"', 'copula = "student_t"\ndegrees = 3', 'copula = "iman_conover"'):
        found = group(tmp_path, copula, rows=rows)
        assert found.scores[0, 1] == 1
        assert not found.repaired


def test_a_repair_is_the_nearest_matrix_of_scores(tmp_path):
    found = group(tmp_path, "repair = true", rows=ROWS)
    assert found.repaired
    assert found.target.tolist() == IMPOSSIBLE.tolist()
    assert is_possible(found.scores)
    assert found.scores.tolist() == nearest_correlation(scores_of(IMPOSSIBLE)).tolist()


def test_a_repair_leaves_a_possible_group_alone(tmp_path):
    found = group(tmp_path, "repair = true")
    assert not found.repaired
    assert found.scores.tolist() == scores_of(equal(3, 0.4)).tolist()


def test_pins_and_weights_steer_the_repair(tmp_path):
    pinned = f'pinned = [["{NAMES[2]}", "{NAMES[0]}"]]'
    found = group(tmp_path, "repair = true", pinned, rows=ROWS)
    assert target_of(found.scores)[0, 2] == pytest.approx(-0.9, abs=1e-15)
    weights = f'weights = {{ "{NAMES[0]}" = 10, "{NAMES[1]}" = 10 }}'
    found = group(tmp_path, "repair = true", weights, rows=ROWS)
    change = np.abs(target_of(found.scores) - IMPOSSIBLE)
    assert change[0, 1] < 0.2 * min(change[0, 2], change[1, 2])


def test_every_group_is_repaired_on_request(tmp_path):
    text = changed((GROUP, GROUP.replace("rank = 0.4", ROWS)))
    assert "correlation.0" in str(problems_of(tmp_path, text))
    assert load_text(tmp_path, text, repairs=True).correlation[0].repaired


def test_pins_follow_their_inputs_when_one_is_fixed(tmp_path):
    names = '", "'.join((NAMES[1], *NAMES[::2]))
    text = f'inputs = ["{names}", "south.time.uptake"]\n' + (
        "matrix = [[1, 0, 0, 0], [0, 1, 0.9, 0.9], [0, 0.9, 1, -0.9], [0, 0.9, -0.9, 1]]\nrepair = true\n"
        f'pinned = [["{NAMES[2]}", "south.time.uptake"]]'
    )
    found = load_text(tmp_path, changed((GROUP, text)), overrides={NAMES[1]: 12}).correlation[0]
    assert found.inputs == (NAMES[0], NAMES[2], "south.time.uptake")
    assert found.scores[1, 2] == scores_of(-0.9)
    assert found.scores[0, 1] < 0.9


def test_pins_of_a_circle_that_clash_are_named(tmp_path):
    text = (
        f'inputs = ["{NAMES[0]}", "{NAMES[1]}", "{NAMES[2]}", "south.time.uptake"]\n'
        "matrix = [[1, 0.9, 0, -0.9], [0.9, 1, 0.9, 0], [0, 0.9, 1, 0.9], [-0.9, 0, 0.9, 1]]\nrepair = true\n"
        f'pinned = [["{NAMES[0]}", "{NAMES[1]}"], ["{NAMES[1]}", "{NAMES[2]}"],\n'
        f'["{NAMES[2]}", "south.time.uptake"], ["{NAMES[0]}", "south.time.uptake"]]'
    )
    (problem,) = problems_of(tmp_path, changed((GROUP, text))).problems
    assert problem.key == "correlation.0.pinned"
    assert f"{NAMES[2]} and south.time.uptake that cannot hold together" in problem.found


@pytest.mark.parametrize("measure", [one for one in MEASURES if not hangs_on_laws(one)])
@pytest.mark.parametrize("copula", [Gaussian(), ImanConover(), StudentT(2.5)])
def test_ranges_are_said_in_the_measure_that_was_written(measure, copula):
    way = (measure, copula)
    words = clash_in_words("abc", IMPOSSIBLE, *way)
    assert words is not None
    assert "but is -0.9 (smallest eigenvalue -0.8)" in words
    low, high = possible_range(scores_of(IMPOSSIBLE, *way), *way)
    assert f"must lie from {low:.3f} to {high:.3f}" in words
    for value, expected in ((low - 1e-6, False), (low + 1e-6, True)):
        target = np.array([[1, 0.9, value], [0.9, 1, 0.9], [value, 0.9, 1]])
        assert is_possible(scores_of(target, *way)) is expected


def test_what_a_conversion_breaks_is_said_of_that_conversion():
    """openturns#1708: possible as it stands, impossible as ranks of any copula that has normal scores."""
    assert clash_in_words("abcde", OPENTURNS_1708, "normal") is None
    for way, words in (
        (("spearman", Gaussian()), "of a Gaussian copula"),
        (("spearman", ImanConover()), "of Iman-Conover reordering"),
        (("spearman", StudentT(4.5)), "of a Student t copula with 4.5 degrees of freedom"),
    ):
        found = clash_in_words("abcde", OPENTURNS_1708, *way)
        assert found is not None
        assert f"once converted to the normal scores {words}" in found
    found = clash_in_words("abcde", OPENTURNS_1708, "kendall")
    assert found is not None
    assert found.startswith("c, d and e clash: with 0.86 between c and d")
    assert "once converted to the normal scores" in found
