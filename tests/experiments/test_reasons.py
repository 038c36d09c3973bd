"""The experiments that tell why, how much is assumption and what is worth finding out: checks pass and can fail."""

from __future__ import annotations

import pytest

from experiments import how_much_is_assumption, why_it_misses, worth_finding_out

ITERATIONS = 6000


@pytest.fixture(scope="module")
def why():
    return why_it_misses.measure(ITERATIONS)


@pytest.fixture(scope="module")
def assumed():
    return how_much_is_assumption.measure(ITERATIONS)


@pytest.fixture(scope="module")
def worth():
    return worth_finding_out.measure(ITERATIONS)


def test_why_it_misses(why):
    why_it_misses.check(why)
    assert why_it_misses.chart(why).axes
    said = why_it_misses.answer(why)
    assert said.startswith("Of whether the cost is kept, ")
    assert "synergy" in said


def test_why_it_misses_refuses_answers_that_disagree(why):
    gaps = why["gaps"].copy(deep=True)
    gaps["gap"][:] = 0
    gaps["gap"][-1] = 1e6
    with pytest.raises(AssertionError, match="the greatest gap of"):
        why_it_misses.check(why | {"gaps": gaps})


def test_how_much_is_assumption(assumed):
    how_much_is_assumption.check(assumed)
    assert how_much_is_assumption.chart(assumed).axes
    assert len(how_much_is_assumption.answer(assumed).splitlines()) == 14


def test_how_much_is_assumption_refuses_shares_that_do_not_add_up(assumed):
    with pytest.raises(AssertionError, match="do not add up"):
        how_much_is_assumption.check(assumed.assign(share=assumed["share"] * 1.1))


def test_worth_finding_out(worth):
    worth_finding_out.check(worth)
    assert len(worth_finding_out.chart(worth).axes) == 2
    assert worth_finding_out.answer(worth).startswith("To go ahead or not: with what is known now do not")


def test_worth_finding_out_refuses_more_than_everything(worth):
    wrong = {name: one.assign(evppi=one["evppi"] + 1e6) for name, one in worth.items()}
    with pytest.raises(AssertionError, match="more than everything"):
        worth_finding_out.check(wrong)
