"""Claims and units of a free model."""

from __future__ import annotations

import pytest

import engine
from distributions import Uniform
from engine.model.promises import ModelError
from engine.reporting import draw_verdict

LAWS = {"a": Uniform(0, 100), "b": Uniform(0, 100)}
CLAIMS = {
    "budget": {"metric": "cost", "at_most": 80, "statement": "Stays within £80m"},
    "gain": {"metric": "benefit", "at_least": 25},
    "both": {"all_of": ["budget", "gain"], "statement": "Both"},
}


def model(**changes):
    given = {"units": {"cost": "£m", "benefit": "£m"}, "claims": CLAIMS} | changes
    return engine.Model(LAWS, lambda a, b: (a, b), ("cost", "benefit"), **given)


@pytest.mark.parametrize("keep", ["iterations", "summary"])
def test_claims_of_a_model_have_a_chance(keep):
    results = engine.simulate(model(), 40_000, seed=1, keep=keep)
    found = engine.claims(results)["probability"]
    # independent uniforms: 0.8, 0.75 and their product; 5 standard errors of 40,000 are 0.01 to 0.0125
    assert found.values == pytest.approx([0.8, 0.75, 0.6], abs=0.0125)
    table = engine.summarise(results)
    assert list(table["units"].values) == ["£m", "£m"]
    assert list(table["cautious"].values) == ["high", "low"]


def test_the_verdict_of_a_model_is_drawn():
    figure = draw_verdict(engine.simulate(model(), 500))
    assert any(
        "Stays within £80m" in text.get_text() for text in figure.findobj() if hasattr(text, "get_text")
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"units": {"costs": "£m"}}, 'did you mean "cost"'),
        ({"claims": {"c": {"metric": "csot", "at_most": 1}}}, 'did you mean "cost"'),
        ({"claims": {"c": {"metric": "cost"}}}, "at_least or at_most is needed"),
        ({"claims": {"c": {"metric": "cost", "at_most": 1, "at_least": 0}}}, "at_least or at_most is needed"),
        ({"claims": {"c": {"metric": "cost", "at_most": "many"}}}, "a finite number"),
        ({"claims": {"c": {"metric": "cost", "atmost": 1}}}, '"at_most"'),
        ({"claims": {"c": {"all_of": ["d"]}}}, "no other claim"),
        ({"claims": {"c": {"all_of": []}}}, "stands alone"),
    ],
)
def test_what_does_not_fit_is_refused(changes, words):
    with pytest.raises(ModelError) as caught:
        model(**changes)
    assert words in str(caught.value)
