"""Amounts beyond reason are refused when they are read, results beyond it when they are played."""

import pytest

from engine.programme import ProgrammeError, load
from engine.simulation.limits import RunError
from engine.simulation.simulate import simulate
from tests.programme.small_programme import SMALL


@pytest.mark.parametrize(
    "amount", ["1e16", "-1.7e308", "{ kind = 'uniform', low = 0, high = 1e18 }", "1e-300"]
)
def test_a_number_of_no_reasonable_size_is_refused_when_it_is_read(tmp_path, amount):
    path = tmp_path / "programme.toml"
    text = (
        SMALL
        + f'\n[clusters.north.costs.beyond]\ncategory = "one_off"\nactivity = "build"\namount = {amount}\n'
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert problem.key == "clusters.north.costs.beyond.amount"
    assert "choose a " in problem.accepted
    assert problem.line


@pytest.mark.parametrize("keep", ["iterations", "summary"])
def test_totals_that_leave_all_reason_are_refused_when_they_are_played(tmp_path, keep):
    path = tmp_path / "programme.toml"
    much = 'category = "one_off"\nactivity = "build"\namount = 1e12\nfactor = 1e6\n'
    path.write_text(f"{SMALL}\n[clusters.north.costs.much]\n{much}", encoding="utf-8")
    with pytest.raises(RunError, match=r"iteration 0: total_cost is 1e\+18"):
        simulate(load(path), 100, seed=1, keep=keep)


def test_a_heavy_tail_that_stays_within_reason_is_played(tmp_path):
    path = tmp_path / "programme.toml"
    tail = "{ kind = 'pareto', scale = 1, exponent = 1, base = 1 }"
    text = (
        SMALL + f'\n[clusters.north.costs.tail]\ncategory = "one_off"\nactivity = "build"\namount = {tail}\n'
    )
    path.write_text(text, encoding="utf-8")
    assert simulate(load(path), 1000, seed=1).sizes["iteration"] == 1000
