"""A law is a value: it can be written, read, compared, used as a key, and sent to another process."""

import copy
import dataclasses
import math
import pickle

import numpy as np
import pytest

import distributions
from distributions import Discrete, Empirical, LawError, Normal, Pert, Truncated

SCOPE = {name: getattr(distributions, name) for name in dir(distributions) if name[0].isupper()}


def test_what_is_printed_can_be_read(law):
    assert eval(repr(law), SCOPE) == law


def test_the_arguments_rebuild_the_law(law):
    assert list(law.arguments()) == list(law.parameters())
    assert type(law)(**law.arguments()) == law


def test_a_pickle_is_the_law_and_no_more(law):
    fresh = len(pickle.dumps(type(law)(**law.arguments())))
    law.ppf(0.3), law.segments()
    again = pickle.loads(pickle.dumps(law))
    assert again == law
    assert hash(again) == hash(law)
    assert again.ppf(0.7) == law.ppf(0.7)
    assert len(pickle.dumps(law)) == fresh


def test_a_copy_is_equal(law):
    assert copy.deepcopy(law) == law
    assert {law: 1}[copy.copy(law)] == 1


def test_a_law_is_frozen(law):
    for field in dataclasses.fields(law):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(law, field.name, 1.0)


def test_numbers_of_any_kind_are_the_same_law():
    assert Pert(1, 2, 3) == Pert(np.float64(1), np.int64(2), 3.0)
    assert repr(Pert(np.float32(1), 2, 3)) == "Pert(low=1.0, mode=2.0, high=3.0, shape=4.0)"
    assert Empirical([1, 2]) == Empirical((1.0, 2.0)) == Empirical(np.array([1, 2]))
    assert Discrete(range(2), [0.5, 0.5]) == Discrete((0, 1), (0.5, 0.5))


def test_other_numbers_are_another_law():
    assert Pert(1, 2, 3) != Pert(1, 2, 3.5)
    assert Pert(1, 2, 3) != distributions.Triangular(1, 2, 3)
    assert Truncated(Normal(0, 1), low=0) != Truncated(Normal(0, 2), low=0)


@pytest.mark.parametrize("wrong", ["3", None, True, 3j, [3]])
def test_what_is_no_number_is_refused(wrong):
    with pytest.raises(LawError, match=r"mode = .* is not a number"):
        Pert(1, wrong, 5)


def test_what_is_no_law_is_refused():
    with pytest.raises(LawError, match="law = 3 is not a law; wrap a fixed number in Constant"):
        Truncated(3, 0, 1)


def test_what_is_no_list_is_refused():
    with pytest.raises(LawError, match="data = '12' is not a list"):
        Empirical("12")
    with pytest.raises(LawError, match=r"data\[1\] = 'x' is not a number"):
        Empirical([1, "x"])


def test_mean_is_a_parameter_and_a_method():
    law = Normal(mean=1, sd=2)
    assert (law.mean(), law.sd(), law.variance()) == (1, 2, 4)
    assert law.arguments() == {"mean": 1, "sd": 2}
    assert math.isclose(Normal(1, 2).ppf(0.5), 1)
