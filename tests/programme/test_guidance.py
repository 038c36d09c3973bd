"""Published parameter sets: the numbers that come out, against the formulae of the guidance."""

import pytest

from engine.programme.guidance import (
    deflator_index,
    deflator_names,
    discount_factors,
    discounting_names,
    optimism_bias_categories,
    optimism_bias_uplift,
)


def test_the_standard_schedule_steps_down_after_years_30_and_75():
    factors = discount_factors("green-book-2022", 127)
    assert factors[0] == 1
    for year in range(1, 127):
        rate = 0.035 if year <= 30 else 0.030 if year <= 75 else 0.025 if year <= 125 else 0.020
        assert factors[year] == pytest.approx(factors[year - 1] / (1 + rate), rel=1e-14)


def test_inside_the_first_band_it_is_the_plain_formula():
    factors = discount_factors("green-book-2022", 31)
    assert factors == tuple(1 / 1.035**year for year in range(31))


def test_the_present_value_of_the_claim_spread_evenly():
    # 1,800 over 15 years at 3.5%: 1,382 if money falls at the end of each year, so 1,382 x 1.035 from year 0 on.
    assert 120 * sum(discount_factors("green-book-2022", 15)) == pytest.approx(1382 * 1.035, abs=1)


def test_alternatives():
    assert discount_factors("none", 3) == (1, 1, 1)
    assert discount_factors("discount-rate-review-2026", 3) == (1, 1 / 1.03, 1 / 1.03**2)
    assert discount_factors("green-book-2026", 200) == discount_factors("green-book-2022", 200)
    assert set(discounting_names()) == {
        "none",
        "green-book-2022",
        "green-book-2022-health",
        "green-book-2026",
        "discount-rate-review-2026",
    }


def test_the_health_schedule_is_the_guidance_s_lower_one():
    """1.5%, 1.29%, 1.07% … (Green Book, table of declining rates for health)."""
    factors = discount_factors("green-book-2022-health", 78)
    assert factors[30] == pytest.approx(1.015**-30, rel=1e-14)
    assert factors[31] == pytest.approx(1.015**-30 / 1.0129, rel=1e-14)
    assert factors[77] == pytest.approx(1.015**-30 * 1.0129**-45 * 1.0107**-2, rel=1e-14)


def test_money_later_in_its_year_is_discounted_by_as_much_more():
    start, middle, end = (
        discount_factors("green-book-2022", 40, when) for when in ("start", "middle", "end")
    )
    assert middle == pytest.approx([one / 1.035**0.5 for one in start], rel=1e-14)
    assert end == pytest.approx([one / 1.035 for one in start], rel=1e-14)


@pytest.mark.parametrize(
    ("category", "lower", "upper"),
    [
        ("standard-buildings", 0.02, 0.24),
        ("non-standard-buildings", 0.04, 0.51),
        ("standard-civil-engineering", 0.03, 0.44),
        ("non-standard-civil-engineering", 0.06, 0.66),
        ("equipment-and-development", 0.10, 2.00),
        ("outsourcing", 0.00, 0.41),
    ],
)
def test_optimism_bias_goes_from_the_upper_bound_to_the_lower(category, lower, upper):
    assert category in optimism_bias_categories()
    assert optimism_bias_uplift(category, 0) == pytest.approx(1 + upper, rel=1e-15)
    assert optimism_bias_uplift(category, 1) == pytest.approx(1 + lower, rel=1e-15)
    assert optimism_bias_uplift(category, 0.4) == pytest.approx(1 + lower + (upper - lower) * 0.6, rel=1e-15)


def test_deflators_are_indices_of_plausible_growth():
    """Each year is there once, and prices never fell by 1% or rose by 10% a year since 1990."""
    for name in deflator_names():
        index = deflator_index(name)
        years = list(index)
        assert years == list(range(years[0], years[-1] + 1))
        assert all(0.99 < index[year] / index[year - 1] < 1.10 for year in years[1:])


def test_the_deflator_of_financial_years_goes_on_where_the_other_ends():
    """Of a year from April a quarter lies in the next calendar year, and so does that part of its deflator."""
    calendar, financial = deflator_index("gdp-deflator-2025-12"), deflator_index("gdp-deflator-2026-03")
    assert (max(calendar), max(financial)) == (2024, 2030)
    for year in range(1991, 2020):  # before prices jumped within years
        mixed = 0.75 * calendar[year] + 0.25 * calendar[year + 1]
        assert financial[year] / financial[2019] == pytest.approx(
            mixed / (0.75 * calendar[2019] + 0.25 * calendar[2020]), rel=0.03
        )
