"""Laws named by their moments, their median or their percentiles, in Python and by sets of TOML keys."""

import inspect
from dataclasses import MISSING

import pytest

import distributions
from distributions import Gamma, Law, LawError, Lognormal, Metalog, Normal
from distributions.base.parameters import parameters_of

CLASSES = [distributions.law_class(kind) for kind in distributions.kinds()]
PERCENTILES = ({0.1: 8, 0.9: 20}, [[0.1, 8], [0.9, 20]], ((0.9, 20), (0.1, 8)))


@pytest.mark.parametrize("percentiles", PERCENTILES, ids=repr)
@pytest.mark.parametrize("cls", [Normal, Lognormal, Metalog])
def test_percentiles_are_met(cls, percentiles):
    law = cls.from_percentiles(percentiles)
    assert law.ppf([0.1, 0.9]) == pytest.approx([8, 20], rel=1e-14)


def test_moments_are_met():
    for cls in (Lognormal, Gamma):
        law = cls.from_moments(mean=100, sd=20)
        assert (law.mean(), law.sd()) == pytest.approx((100, 20), rel=1e-14)


def test_the_median_is_met():
    assert Lognormal.from_median(median=3, log_sd=0.4).ppf(0.5) == pytest.approx(3, rel=1e-15)


@pytest.mark.parametrize("cls", [Normal, Lognormal, Metalog])
@pytest.mark.parametrize(
    ("percentiles", "sentence"),
    [
        ({0.1: 20, 0.9: 8}, "20.0 at probability 0.1, then 8.0 at 0.9; the value must rise"),
        ({0.1: 8, 0.9: 8}, "the value must rise"),
        ([[0.1, 8], [0.1, 9]], "8.0 at probability 0.1, then 9.0 at 0.1"),
        ({10: 8, 90: 20}, "10.0 is not a probability between 0 and 1; write the P10 as 0.1"),
        ({0: 8, 0.9: 20}, "0.0 is not a probability between 0 and 1"),
        ({0.1: float("inf"), 0.9: 20}, "inf at probability 0.1 is not finite"),
        ([0.1, 0.9], "each must be a pair of probability and value"),
        ([[0.1, "8"], [0.9, 20]], "'8' is not a number"),
    ],
)
def test_percentiles_that_no_law_has_are_refused(cls, percentiles, sentence):
    with pytest.raises(LawError) as refusal:
        cls.from_percentiles(percentiles)
    assert sentence in str(refusal.value)


def test_two_percentiles_name_a_normal_law():
    with pytest.raises(LawError, match="3 given, but two name this law"):
        Normal.from_percentiles({0.1: 1, 0.5: 2, 0.9: 3})


def test_a_lognormal_has_no_value_below_zero():
    with pytest.raises(
        LawError, match=r"-1\.0 at probability 0.1: a lognormal has only values greater than 0"
    ):
        Lognormal.from_percentiles({0.1: -1, 0.9: 3})


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_set_of_keys_is_what_its_constructor_takes(cls):
    own = {name for name, parameter in cls.parameters().items() if parameter.default is MISSING}
    for keys, constructor in cls.alternatives().items():
        takes = inspect.signature(constructor).parameters
        needs = {name for name, entry in takes.items() if entry.default is inspect.Parameter.empty}
        assert needs <= set(keys) <= set(takes)
        assert not own <= set(keys) <= set(cls.parameters())  # no two sets are the same


def test_sets_of_keys_make_the_law():
    sets = Lognormal.alternatives()
    assert sets["mean", "sd"](mean=100, sd=20) == Lognormal.from_moments(100, 20)
    assert sets["median", "log_sd"](median=1, log_sd=0.1) == Lognormal.from_median(1, 0.1)
    assert sets["percentiles",](percentiles=[[0.1, 8], [0.9, 20]]) == Lognormal.from_percentiles(
        {0.1: 8, 0.9: 20}
    )
    assert len(Metalog.alternatives()) == 12


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_a_class_takes_every_set_of_its_keys(cls):
    """Each set on arguments that it takes: the class makes what the constructor makes."""
    given = {"mean": 100, "sd": 20, "median": 12, "log_sd": 0.3, "p10": 8, "p50": 11, "p90": 20}
    given |= {"low": 0, "high": 50, "terms": 2, "percentiles": {0.1: 8, 0.9: 20}}
    for keys, constructor in cls.alternatives().items():
        arguments = {key: given[key] for key in keys}
        assert cls(**arguments) == constructor(**arguments)


def test_named_forms():
    assert Lognormal(mean=10, sd=3) == Lognormal.from_moments(10, 3)
    assert Normal(p10=8, p90=20) == Normal.from_percentiles({0.1: 8, 0.9: 20})
    assert Metalog(p10=8, p50=11, p90=20, low=0).ppf([0, 0.1, 0.5, 0.9]) == pytest.approx([0, 8, 11, 20])
    assert Normal(24, 6) == Normal(mean=24, sd=6) == Normal(24, sd=6)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: Lognormal(mean=10, s=3),
            "Lognormal takes log_mean and log_sd; or mean and sd; or median and log_sd; or percentiles; "
            "or p10 and p90; found mean and s",
        ),
        (lambda: Lognormal(mean=10, log_sdd=3), 'did you mean "log_sd"?'),
        (lambda: Lognormal(mean=10), "found mean"),
        (lambda: Lognormal(10), "found 1 by position"),
        (lambda: Lognormal(), "found nothing"),
        (lambda: Lognormal(mean="ten", sd=3), "mean = 'ten' is not a number"),
        (lambda: Lognormal(10, mean=3), "found 1 by position and mean"),
        (lambda: Lognormal(median=None, log_sd=3), "median = None is not a number"),
        (lambda: Gamma(mean=10, sd=True), "sd = True is not a number"),
        (
            lambda: distributions.Pert(1, 2, 3, 4, 5),
            "Pert takes low, mode and high and, if wanted, shape; found 5 by position",
        ),
        (lambda: distributions.Pert(low=1, mode=2, hihg=3), 'did you mean "high"?'),
        (lambda: Normal(p10=8, p90="x"), "'x' is not a number"),
    ],
)
def test_a_wrong_set_of_keys_is_refused(make, sentence):
    with pytest.raises(LawError) as refusal:
        make()
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_parameter_is_described(cls):
    for constructor in (cls.__init__, *cls.alternatives().values()):
        for parameter in parameters_of(constructor).values():
            assert len(parameter.description) > 8, parameter
    assert all(parameter.description for parameter in cls.parameters().values())


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_parameters_say_name_type_and_default(cls):
    signature = inspect.signature(cls).parameters
    assert list(cls.parameters()) == list(signature)
    for name, parameter in cls.parameters().items():
        assert parameter.name == name
        assert not isinstance(parameter.annotation, str)
        optional = signature[name].default is not inspect.Parameter.empty
        assert parameter.default == (signature[name].default if optional else MISSING)


def test_parameters_of_some_laws():
    assert [p.annotation for p in Normal.parameters().values()] == [float, float]
    truncated = distributions.Truncated.parameters()
    assert list(truncated) == ["law", "low", "high"]
    assert truncated["law"].annotation is Law
    assert truncated["low"].default is None
    assert distributions.Pert.parameters()["shape"].default == 4.0
    assert distributions.Discrete.parameters()["values"].annotation == tuple[float, ...]
