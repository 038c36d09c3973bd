"""Laws in a log read as a file says them, whatever the law."""

from __future__ import annotations

import pytest

from distributions import Lognormal, kinds, law_class
from distributions.base.shared import Shared
from engine.reporting.law_words import law_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pert(low=8.0, mode=10.0, high=20.0, shape=4.0)", "pert: low 8, mode 10, high 20"),
        ("Pert(low=8.0, mode=10.0, high=20.0, shape=2.0)", "pert: low 8, mode 10, high 20, shape 2"),
        ("Constant(value=1500000.0)", "1,500,000"),
        ("Lognormal(log_mean=0.26236426446749106, log_sd=0.3)", "lognormal: log_mean 0.262364, log_sd 0.3"),
        (
            "RiskEvent(probability=0.35, impact=Uniform(low=5.0, high=8.0))",
            "risk_event: probability 0.35, impact (uniform: low 5, high 8)",
        ),
        (f"Empirical(data={tuple(map(float, range(9)))})", "empirical: data [0, 1, 2, 3, 4, 5, and 3 more]"),
        (
            "Scaled(law=Normal(mean=-1.0, sd=4.0), factor=2.0)",
            "scaled: law (normal: mean -1, sd 4), factor 2",
        ),
        ("", ""),
        ("a law of somebody's own (with", "a law of somebody's own (with"),
    ],
)
def test_a_law_reads_as_in_a_file(text, words):
    assert law_words(text) == words


def test_what_is_shared_is_its_name():
    shared = Shared("beliefs.size", Lognormal(0.0, 0.1))
    assert law_words(repr(shared)) == "beliefs.size"
    assert law_words(repr(Shared("beliefs.size", shared.law, complement=True))) == "1 less beliefs.size"
    within = f"Pert(low=8.0, mode={shared!r}, high=20.0, shape=4.0)"
    assert law_words(within) == "pert: low 8, mode beliefs.size, high 20"


@pytest.mark.parametrize("kind", kinds())
def test_no_law_reads_as_python(kind):
    for law in law_class(kind).EXAMPLES:
        words = law_words(repr(law))
        assert "=" not in words
        assert kind == "constant" or words.startswith(kind)
