"""Risks that hang on one another in ways that cannot both hold, told where they are written."""

from __future__ import annotations

import pytest

from tests.programme.small_programme import SMALL, problems_of

OTHERS = (
    '\n[risks.flood]\nprobability = 0.1\nimplies = ["works"]\n\n[risks.works]\nprobability = 0.3\n{said}\n'
)


def contradiction(folder, said):
    """What is said of it, among what else is wrong with the risks."""
    problems = problems_of(folder, SMALL + OTHERS.format(said=said)).problems
    (found,) = [problem for problem in problems if "implies works" in problem.found]
    return found


@pytest.mark.parametrize(
    ("said", "link"),
    [('needs = ["supplier"]', "needs"), ('prevented_by = ["supplier"]', "prevented_by")],
)
def test_what_another_risk_forces_to_strike_hangs_on_no_third(tmp_path, said, link):
    problem = contradiction(tmp_path, said)
    assert problem.key == f"risks.works.{link}"
    assert problem.found == f"{link}, but flood implies works"
    assert "both cannot always hold" in str(problem)


def test_the_first_of_several_links_is_pointed_at(tmp_path):
    said = 'needs = ["supplier"]\nexclusive = "group"'
    problem = contradiction(tmp_path, said)
    assert problem.key == "risks.works.exclusive"
    assert problem.found.startswith("exclusive and needs, but")
