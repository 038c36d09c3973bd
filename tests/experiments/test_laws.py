"""The page of laws is what the script writes, its pictures can be drawn and are small."""

import math
import re

import numpy as np
import pytest

import distributions
from experiments import laws

CLASSES = [distributions.law_class(kind) for kind in distributions.kinds()]


def test_the_page_lists_the_laws_as_they_are():
    laws.check()


def test_an_old_page_is_seen(monkeypatch):
    monkeypatch.setattr(distributions.law_class("pert"), "SUPPORT", "elsewhere")
    with pytest.raises(AssertionError, match=r"run python -m experiments\.laws"):
        laws.check()


@pytest.mark.parametrize("kind", distributions.kinds())
def test_a_picture_is_small_and_says_what_it_shows(kind):
    text = laws.picture(kind)
    assert len(text.encode()) < laws.MOST_SIZE
    assert len((laws.PICTURES / f"{kind}.svg").read_bytes()) < laws.MOST_SIZE
    assert f"<title>{distributions.law_class(kind).__name__}(" in text


@pytest.mark.parametrize("kind", distributions.kinds())
def test_what_is_drawn_is_the_law(kind):
    law, sight = laws.shown(kind), laws.measure(kind)
    assert np.array_equal(sight.marks, law.ppf(laws.MARKS))
    assert sight.x[0] < sight.marks[0] <= sight.marks[-1] < sight.x[-1]
    drawn = sight.masses.sum() + np.trapezoid(np.minimum(sight.density, 1e3), sight.x)
    assert 0.9 < drawn < 1.06  # some of a tail is cut, a pole is drawn too wide


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_the_support_in_words_is_the_support(cls):
    """Where it is said as `END to END`: numbers, infinities or names of parameters."""
    assert cls.SUPPORT
    ends = re.fullmatch(r"(?:whole numbers, )?(\S+) to (\S+)", cls.SUPPORT)
    for law in cls.EXAMPLES if ends else ():
        names = law.arguments() | {"0": 0.0, "∞": math.inf, "-∞": -math.inf}
        if "trials" not in names or 0 < law.probability < 1:
            assert law.ppf([0.0, 1.0]).tolist() == [names[end] for end in ends.groups()]
