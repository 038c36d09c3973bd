"""What a benefit line may claim: shares, classes, and one benefit claimed by several lines."""

import pytest

from tests.programme.small_programme import SMALL, load_text, problems_of

TWICE = """
[clusters.north.benefits.agency]
class = "cash"
annual = 1
underlying = "agency staff"
{north}
[clusters.south.benefits.locums]
class = "cash"
annual = 1
underlying = "agency staff"
{south}
"""


def twice(north: str = "", south: str = "") -> str:
    return SMALL + TWICE.format(north=north, south=south)


def test_the_same_benefit_claimed_twice_is_refused_by_name(tmp_path):
    (problem,) = problems_of(tmp_path, twice()).problems
    assert problem.key == "clusters.south.benefits.locums.underlying"
    assert (
        problem.line
        == twice().splitlines().index('underlying = "agency staff"', len(SMALL.splitlines()) + 6) + 1
    )
    assert '"agency staff" claimed again, which north.agency claims already' in problem.found
    assert "attributions of 2 in all" in problem.found
    assert "add up to 1" in problem.accepted


def test_shares_of_one_benefit_may_make_up_the_whole(tmp_path):
    programme = load_text(tmp_path, twice("attribution = 0.7", "attribution = 0.3"))
    assert [b.attribution.base for b in programme.benefits if b.underlying] == [0.7, 0.3]
    (problem,) = problems_of(tmp_path, twice("attribution = 0.7", "attribution = 0.4")).problems
    assert "attributions of 1.1 in all" in problem.found


@pytest.mark.parametrize("share", ["attribution", "overlap", "optimism_bias"])
@pytest.mark.parametrize(
    ("said", "words"),
    [("1.2", "from 0 to 1"), ("-0.1", "from 0 to 1"), ("40", "40% is 0.4"), ('"half"', "[laws]")],
)
def test_a_share_is_from_nothing_to_all(tmp_path, share, said, words):
    text = SMALL + TWICE.format(north="attribution = 0.5", south="attribution = 0.5").replace(
        "annual = 1\n", f"annual = 1\n{share} = {said}\n" if share != "attribution" else "annual = 1\n", 1
    ).replace(
        "attribution = 0.5", f"attribution = {said}" if share == "attribution" else "attribution = 0.5", 1
    )
    problems = problems_of(tmp_path, text).problems
    assert problems[0].key == f"clusters.north.benefits.agency.{share}"
    assert words in f"{problems[0].accepted} {problems[0].hint}"


def test_a_measure_of_a_class_needs_a_line_of_it(tmp_path):
    claim = '\n[claims.air]\nstatement = "Clean air"\nmetric = "societal_benefit"\nat_least = 1\n'
    (problem,) = problems_of(tmp_path, SMALL + claim).problems
    assert problem.key == "claims.air.metric"
    assert 'a benefit of the class "societal"' in problem.accepted
    line = '\n[clusters.north.benefits.air]\nclass = "societal"\nannual = 1\n'
    assert {"societal", "cash_only"} < load_text(tmp_path, SMALL + claim + line).has
