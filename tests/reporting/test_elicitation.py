"""The chart of an elicitation: nothing covered or off the page, and what it says is what the laws say."""

from __future__ import annotations

from functools import cache

import pytest

from engine.elicitation.answer import Answer
from engine.elicitation.elicit import Elicited, elicit
from engine.elicitation.pooling import Pooled, pool
from engine.reporting import draw_elicitation
from engine.reporting.elicitation import implications, shown

ANN = Answer({0.1: 8, 0.5: 10, 0.9: 20}, who="Ann of a department with a name in many words " * 3)
BEN = Answer({0.1: 12, 0.3: 15, 0.5: 18, 0.9: 25}, who="Ben")
FAR = Answer({0.1: 1e6, 0.9: 1.2e6}, who="Far")

ELICITED = {
    "three": (elicit, ANN, {}),
    "bounded": (
        elicit,
        Answer({0.05: 0.1, 0.25: 0.2, 0.5: 0.35, 0.75: 0.6, 0.95: 0.9}),
        {"low": 0, "high": 1},
    ),
    "one law": (elicit, Answer({0.1: -3, 0.9: -1}), {"families": ["normal"]}),
    "close": (elicit, Answer({0.48: 10.0, 0.5: 10.01, 0.52: 10.02, 0.99: 40}), {}),
    "many": (elicit, Answer({k / 20: k + (k / 10) ** 3 for k in range(1, 20)}), {}),
    "tiny": (elicit, Answer({0.1: 1e-7, 0.9: 3e-7}), {}),
    "huge": (elicit, Answer({0.1: 2.5e10, 0.9: 2.6e10}), {}),
    "pool": (pool, (ANN, BEN, ANN), {}),
    "quantile pool": (pool, (ANN, BEN), {"method": "quantile"}),
    "apart": (pool, (ANN, FAR), {}),
    "crowd": (
        pool,
        [Answer({0.1: k, 0.9: 2 * k + 5}) for k in range(1, 15)],
        {"families": ["lognormal", "normal"]},
    ),
    "alone": (pool, (BEN,), {}),
}


@cache
def elicited(case: str) -> Elicited | Pooled:
    make, what, rest = ELICITED[case]
    return make(what, **rest)


@pytest.mark.parametrize("case", ELICITED)
@pytest.mark.parametrize("unit", ["£m", "months"])
def test_texts_stay_apart_and_on_the_page(case, unit, collisions):
    assert collisions(draw_elicitation(elicited(case).to_dataset(unit))) == []


def test_what_is_said_is_what_the_law_says(words):
    dataset = elicit({0.1: 8, 0.5: 10, 0.9: 20}, ["normal"]).to_dataset("£m")
    at = {int(p): float(x) for p, x in zip(dataset["percentile"], dataset["quantile"][0], strict=True)}
    said = " ".join(implications(dataset))
    assert f"80% chance of at most £{at[80]:.1f}m (P80), 80% chance of at least £{at[20]:.2f}m (P20)" in said
    assert f"1 in 20 chance of more than £{at[95]:.1f}m" in said
    shown = words(draw_elicitation(dataset)).replace("\n", " ")
    assert f"80% chance of at most £{at[80]:.1f}m" in shown
    assert "P50 £10m" in shown


def test_a_law_that_does_not_hold_what_was_stated_says_so():
    stated = {0.1: 8, 0.5: 10, 0.9: 20}
    assert "It does not hold what was stated: it misses by 16%" in " ".join(
        implications(elicit(stated, ["normal"]).to_dataset())
    )
    assert "does not hold" not in " ".join(implications(elicit(stated).to_dataset()))


def test_digits_follow_the_width():
    dataset = elicit({0.1: 738000, 0.9: 738001}).to_dataset()
    assert shown(738000.4567, dataset) == "738,000.46"
    assert shown(0.0123456, elicit({0.1: 0.01, 0.9: 0.02}).to_dataset()) == "0.0123"


def test_every_expert_is_named_in_full(words):
    shown = words(draw_elicitation(pool((ANN, BEN)).to_dataset("months"))).replace("\n", " ")
    assert ANN.who.strip() in shown
    assert "Ben (" in shown
    assert "Average of quantiles" in shown
