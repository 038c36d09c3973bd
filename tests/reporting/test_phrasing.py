import math

import pytest

from engine.reporting import phrasing
from engine.reporting.digits import supported_decimals
from engine.reporting.units import scale_for


@pytest.mark.parametrize(
    ("value", "units", "text"),
    [
        (1234.4, "£m", "£1,234m"),
        (99.96, "£m", "£100m"),
        (52.36, "£m", "£52.4m"),
        (4.256, "£m", "£4.26m"),
        (0.0, "£m", "£0m"),
        (-123.4, "£m", "−£123m"),
        (-0.001, "£m", "−£1k"),
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
    assert phrasing.chance(0.0, 0.0, 0.0004) == "under 0.04%"
    assert phrasing.chance(0.0036, 0.0029, 0.0045) == "0.36% (0.29% to 0.45%)"
    assert phrasing.chance(0.097, 0.093, 0.101) == "9.7% (9.3% to 10.1%)"
    assert phrasing.chance(0.31, 0.28, 0.34) == "31% (28% to 34%)"
    assert phrasing.chance(0.00002, 0.000009, 0.00028) == "0.002% (0.001% to 0.028%)"
    assert phrasing.chance(0.99998, 0.99972, 0.999991) == "99.998% (99.972% to 99.999%)"
    assert phrasing.chance(1.0, 0.2, 1.0) == "over 20%"


def test_short_chance_never_says_none_or_all():
    assert phrasing.short_chance(0.0036, 0.0029, 0.0045) == "0.36%"
    assert phrasing.short_chance(0.0, 0.0, 0.00019) == "< 0.019%"
    assert phrasing.short_chance(1.0, 0.98, 1.0) == "> 98%"


def test_interval_shows_the_digits_that_differ():
    assert phrasing.interval(362.1, 367.9, "£m") == "£362m to £368m"
    assert phrasing.interval(0.1871, 0.1929, "1") == "0.187 to 0.193"
    assert phrasing.interval(5.0, 5.0, "months") == "5 months to 5 months"
    assert phrasing.interval(0.0, 0.088, "£m") == "£0k to £88k"
    assert phrasing.interval(0.0, 0.088, "£m", scale=scale_for("£m", 0.2)) == "£0.000m to £0.088m"


def test_axis_title_has_the_price_base_for_money_only():
    assert phrasing.axis_title("Total benefit", "£m", "£m", "nominal") == "Total benefit, £m (nominal)"
    assert phrasing.axis_title("Delay", "months", "£m", "nominal") == "Delay, months"
    assert phrasing.axis_title("Ratio", "1", "£m", "nominal") == "Ratio"
    assert phrasing.axis_title("Payback", "year", "£m", "nominal") == "Payback, calendar year"


def test_bound():
    assert phrasing.bound("£m", at_least=1800) == "at least £1,800m"
    assert phrasing.bound("year", at_most=2031) == "2031 or earlier"
    assert phrasing.bound("£m", 1, 2) == "at least £1m and at most £2m"


def test_a_year_is_named_as_the_programme_counts_it():
    assert phrasing.quantity(2028.0, "year", start="2025-10") == "2028-29"
    assert phrasing.quantity(2099.0, "year", start="2025-04") == "2099-00"
    assert phrasing.quantity(2028.0, "year", start="2025-01") == "2028"
    assert phrasing.bound("year", at_most=2030, start="2025-10") == "2030-31 or earlier"
    assert phrasing.assurance(2034, "year", "high", 80, start="2022-04").startswith(
        "80% chance of 2034-35 or"
    )
    assert phrasing.interval(2028, 2030, "year", start="2025-07") == "2028-29 to 2030-31"


def test_a_share_of_none_or_all_is_said_by_the_end_of_its_interval():
    # Wilson at 0 of n: high is z^2 / (n + z^2), 0.0384% of 10,000
    assert phrasing.share(0, 10_000) == "under 0.04%"
    assert phrasing.share(10_000, 10_000) == "over 99.96%"
    assert phrasing.share(0, 100) == "under 4%"
    assert phrasing.share(2_340, 10_000) == "23%"
    for n in (1, 2, 7, 64, 1000, 123_456):
        high = 1.959964**2 / (n + 1.959964**2)
        assert float(phrasing.share(0, n)[len("under ") : -1]) >= 100 * high * (1 - 1e-6)
        assert float(phrasing.share(n, n)[len("over ") : -1]) <= 100 * (1 - high * (1 - 1e-6))


@pytest.mark.parametrize(
    ("value", "half", "text"),
    [
        (1385.2, 38, "£1,390m"),  # the tens are the first digit in doubt
        (1385.2, 3, "£1,385m"),
        (1385.2, 0.001, "£1,385m"),  # no more digits than its size asks for
        (52.36, 3, "£52m"),
        (52.36, 20, "£52m"),  # two digits of what is sure
        (0.514, 5, "£1m"),
        (0.414, 5, "£0.4m"),  # no digit is sure, and it is not nought
        (-4.71, 30, "−£5m"),
        (0.0, 0.4, "£0m"),
        (4.256, math.inf, "£4.3m"),  # a run too short to say
        (4.256, 0.0, "£4.26m"),
    ],
)
def test_digits_that_the_sampling_error_does_not_support_are_not_printed(value, half, text):
    scale = scale_for("£m")
    decimals = supported_decimals(value, value - half, value + half, scale)
    assert phrasing.quantity(value, "£m", decimals, scale) == text


def test_values_that_lie_close_are_told_apart():
    scale = scale_for("£m")
    decimals = [supported_decimals(x, x - 0.01, x + 0.01, scale, apart=0.7) for x in (1000.12, 1000.82)]
    assert decimals == [2, 2]


def test_a_plain_number_is_written_out():
    written = [phrasing.plain(x) for x in (1.43e9, 142_628_000, 2.5, 0.00123456, 0, -165e6, math.inf)]
    assert written == [
        *("1,430,000,000", "143,000,000", "2.50", "0.00123", "0", "−165,000,000", "not available")
    ]
