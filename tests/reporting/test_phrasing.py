import math

import pytest

from engine.reporting import phrasing


@pytest.mark.parametrize(
    ("value", "units", "text"),
    [
        (1234.4, "£m", "£1,234m"),
        (99.96, "£m", "£100m"),
        (52.36, "£m", "£52.4m"),
        (4.256, "£m", "£4.26m"),
        (0.0, "£m", "£0m"),
        (-123.4, "£m", "−£123m"),
        (-0.001, "£m", "£0.00m"),
        (1.5, "US$bn", "US$1.50bn"),
        (12.0, "£", "£12"),
        (1.0, "months", "1 month"),
        (14.24, "months", "14.2 months"),
        (2031.0, "year", "2031"),
        (2031.9, "year", "2031"),
        (2030.9999999999, "year", "2031"),
        (1.854, "1", "1.85"),
        (12.0, "%", "12%"),
        (math.nan, "£m", "not available"),
        (math.inf, "year", "never"),
    ],
)
def test_quantity(value, units, text):
    assert phrasing.quantity(value, units) == text


def test_decimals_can_be_fixed():
    assert phrasing.quantity(1800, "£m", decimals=1) == "£1,800.0m"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0%"),
        (0.00001, "under 0.01%"),
        (0.0004, "0.04%"),
        (0.021, "2.1%"),
        (0.234, "23%"),
        (0.5, "50%"),
        (0.9004, "90%"),
        (0.996, "99.6%"),
        (0.9996, "99.96%"),
        (0.99999, "over 99.99%"),
        (1.0, "100%"),
        (math.nan, "not available"),
    ],
)
def test_probability(share, text):
    assert phrasing.probability(share) == text


def test_probability_never_rounds_to_certainty():
    shares = [k / 100_000 for k in range(1, 100_000, 7)]
    assert not {"0%", "100%", "0.0%", "100.0%", "0.00%", "100.00%"} & set(map(phrasing.probability, shares))


def test_the_careful_side_of_a_benefit_is_low_and_of_a_cost_high():
    assert phrasing.assured_percentile("low") == 20
    assert phrasing.assured_percentile("high") == 80
    assert phrasing.assurance(812, "£m", "low", 20) == "80% chance of at least £812m (P20)"
    assert phrasing.assurance(1430, "£m", "high", 80) == "80% chance of at most £1,430m (P80)"
    assert phrasing.assurance(2034, "year", "high", 80) == "80% chance of 2034 or earlier (P80)"


def test_never_is_said_in_words():
    text = phrasing.assurance(math.inf, "year", "high", 80)
    assert text == "no 80% assurance, more than 20% of iterations never get there (P80)"
    assert phrasing.assurance(-math.inf, "1", "low", 20).endswith("have no value (P20)")
    assert phrasing.assurance(math.nan, "£m", "", 80) == "P80 not available"


def test_both_ways():
    text = phrasing.both_ways(812, "£m", 20)
    assert text == "P20 £812m: 20% chance of at most this, 80% of at least this"


def test_chance_with_interval():
    assert phrasing.chance(0.0, 0.0, 0.0004) == "0% (0% to 0.04%)"
    assert phrasing.chance(0.0036, 0.0029, 0.0045) == "0.36% (0.29% to 0.45%)"
    assert phrasing.chance(0.097, 0.093, 0.101) == "9.7% (9.3% to 10.1%)"
    assert phrasing.chance(0.31, 0.28, 0.34) == "31% (28% to 34%)"
    assert phrasing.chance(0.00002, 0.000009, 0.00028) == "0.002% (0.001% to 0.028%)"
    assert phrasing.chance(0.99998, 0.99972, 0.999991) == "99.998% (99.972% to 99.999%)"
    assert phrasing.chance(1.0, 0.2, 1.0) == "100% (20% to 100%)"


def test_short_chance_never_says_none_or_all():
    assert phrasing.short_chance(0.0036, 0.0029, 0.0045) == "0.36%"
    assert phrasing.short_chance(0.0, 0.0, 0.00019) == "< 0.019%"
    assert phrasing.short_chance(1.0, 0.98, 1.0) == "> 98%"


def test_interval_shows_the_digits_that_differ():
    assert phrasing.interval(362.1, 367.9, "£m") == "£362m to £368m"
    assert phrasing.interval(0.1871, 0.1929, "1") == "0.187 to 0.193"
    assert phrasing.interval(5.0, 5.0, "months") == "5 months to 5 months"


def test_axis_title_has_the_price_base_for_money_only():
    assert phrasing.axis_title("Total benefit", "£m", "£m", "nominal") == "Total benefit, £m (nominal)"
    assert phrasing.axis_title("Delay", "months", "£m", "nominal") == "Delay, months"
    assert phrasing.axis_title("Ratio", "1", "£m", "nominal") == "Ratio"
    assert phrasing.axis_title("Payback", "year", "£m", "nominal") == "Payback, calendar year"


def test_bound():
    assert phrasing.bound("£m", at_least=1800) == "at least £1,800m"
    assert phrasing.bound("year", at_most=2031) == "2031 or earlier"
    assert phrasing.bound("£m", 1, 2) == "at least £1m and at most £2m"
