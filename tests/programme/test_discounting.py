"""`discounting`: the ways to write it, what it is called, and what is refused."""

import pytest

from distributions import Uniform
from tests.programme.small_programme import changed, load_text, problems_of

NAMED = 'discounting = "green-book-2022"'


def discounted(tmp_path, said):
    return load_text(tmp_path, changed((NAMED, f"discounting = {said}")))


@pytest.mark.parametrize(
    ("said", "name", "factors"),
    [
        ("0.07", "7% a year", [1.07**-t for t in range(5)]),
        ("-0.01", "-1% a year", [0.99**-t for t in range(5)]),
        ("{ rates = 0.07 }", "7% a year", [1.07**-t for t in range(5)]),
        (
            '{ rates = 0.07, timing = "middle" }',
            "7% a year, money in the middle of its year",
            [1.07 ** -(t + 0.5) for t in range(5)],
        ),
        (
            '{ rates = 0.07, timing = "end" }',
            "7% a year, money at the end of its year",
            [1.07 ** -(t + 1) for t in range(5)],
        ),
        (
            '{ rates = "green-book-2022", timing = "middle" }',
            "green-book-2022, money in the middle of its year",
            [1.035 ** -(t + 0.5) for t in range(5)],
        ),
        (
            "{ rates = [{ from = 0, rate = 0.04 }, { from = 3, rate = -0.02 }] }",
            "4% a year, -2% from year 3",
            [1, 1.04**-1, 1.04**-2, 1.04**-2 / 0.98, 1.04**-2 * 0.98**-2],
        ),
        (
            "[{ from = 0, rate = 0.04 }, { from = 1, rate = 0.05 }]",
            "4% a year, 5% from year 1",
            [1.05**-t for t in range(5)],
        ),
    ],
)
def test_rates_of_one_s_own(tmp_path, said, name, factors):
    programme = discounted(tmp_path, said)
    assert programme.discounting == name
    assert programme.discount_factors == pytest.approx(factors, rel=1e-14)


def test_a_rate_may_be_a_law_with_its_source(tmp_path):
    programme = discounted(
        tmp_path,
        '{ rates = { kind = "uniform", low = 0.02, high = 0.06 }, source = "audit", basis = "assumed" }',
    )
    assert programme.discounting == "4% (uncertain) a year"
    assert programme.own_rates is not None
    (rate,) = programme.own_rates.rates
    assert (rate.name, rate.law) == ("discounting.rates", Uniform(low=0.02, high=0.06))
    assert (rate.provenance.source, rate.provenance.basis) == ("audit", "assumed")
    assert rate in programme.uncertain()


def test_a_rate_can_be_overridden_where_it_stands(tmp_path):
    text = changed((NAMED, "discounting = [{ from = 0, rate = 0.04 }, { from = 3, rate = 0.02 }]"))
    programme = load_text(tmp_path, text, overrides={"discounting.1.rate": 0.03})
    assert programme.discounting == "4% a year, 3% from year 3"
    assert load_text(tmp_path, text, overrides={"discounting": 0.01}).discounting == "1% a year"


@pytest.mark.parametrize(
    ("said", "key", "words"),
    [
        ('"green-book-2002"', "discounting", '"green-book-2022"'),
        ('"0.07"', "discounting", "a rate such as 0.035"),
        ("7", "discounting", "7% is 0.07"),
        ("-1", "discounting", "from -0.5 to 1"),
        ("true", "discounting", "a number"),
        ("[]", "discounting", "an empty list"),
        ("[0.03, 0.04]", "discounting.0", "{ from = programme year"),
        ("[{ from = 1, rate = 0.03 }]", "discounting.0.from", "the first from 0"),
        ("[{ from = 0, rate = 0.03 }, { from = 0, rate = 0.02 }]", "discounting.1.from", "a later year"),
        ("[{ from = 0, rate = 0.03 }, { from = 2.5, rate = 0.02 }]", "discounting.1.from", "a later year"),
        ("[{ from = 0, rate = 3.5 }]", "discounting.0.rate", "3.5% is 0.035"),
        ('{ rates = "green-book" }', "discounting.rates", "green-book-2022"),
        ('{ rates = 0.03, timing = "mid" }', "discounting.timing", '"middle"'),
        ("{ rate = 0.03 }", "discounting.rate", 'did you mean "rates"'),
        ('{ timing = "end" }', "discounting.rates", "nothing"),
        ('{ rates = 0.03, source = "nobody" }', "discounting.source", "audit"),
        ('{ kind = "normal", mean = 0.03, sd = 0.01 }', "discounting", "truncated"),
    ],
)
def test_what_is_no_rate_is_told_where_it_stands(tmp_path, said, key, words):
    (problem,) = problems_of(tmp_path, changed((NAMED, f"discounting = {said}"))).problems
    assert problem.key == key
    assert problem.line == 6
    assert words in f"{problem.found} {problem.accepted} {problem.hint}"
