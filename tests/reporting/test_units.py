"""Money takes a scale that is fit to read, of the style in which its unit is written."""

import math

import pytest

from engine.reporting.phrasing import quantity
from engine.reporting.units import is_money, scale_for


@pytest.mark.parametrize(
    ("value", "units", "text"),
    [
        (0.0003, "£m", "£0.30k"),
        (0.05, "£m", "£50k"),
        (0.51, "£m", "£0.51m"),
        (1800, "£m", "£1,800m"),
        (12_400, "£m", "£12.4bn"),
        (-12_400, "£m", "−£12.4bn"),
        (2.5e6, "£m", "£2.50tn"),
        (1_238_323_780, "£", "£1.24bn"),
        (12_345, "£", "£12.3k"),
        (9_999, "£", "£9,999"),
        (0.004, "£", "£0.0040"),
        (12_400, "$ million", "$12.4 billion"),
        (1200, "$ million", "$1,200 million"),
        (20_000, "£ millions", "£20 billion"),
        (3.4e9, "kr", "kr 3.40 bn"),
        (340, "kr", "kr 340"),
        (34_000, "NOK m", "NOK 34 bn"),
        (34_000, "GBPm", "GBP 34 bn"),
        (34_000, "€M", "€34B"),
        (0.02, "US$bn", "US$20m"),
        (20, "£k", "£20k"),
        (0.02, "£k", "£20"),
        (1_238_323_780, "widgets", "1,238,323,780 widgets"),
        (12_400, "£m [real]", "12,400 £m [real]"),
        (1e21, "FTE", "1,000,000,000,000,000,000,000 FTE"),
        (0.00012, "FTE", "0.00012 FTE"),
        (1e-300, "FTE", "under 0.000000000001 FTE"),
        (12_400, "months", "12,400 months"),
    ],
)
def test_a_value_alone(value, units, text):
    assert quantity(value, units) == text


@pytest.mark.parametrize("units", ["£m", "£", "$ million", "kr", "NOK m", "widgets", "1", "£k", "US$bn"])
@pytest.mark.parametrize("power", range(-9, 16))
def test_never_nought_nor_an_exponent(units, power):
    for value in (1.234 * 10.0**power, -9.996 * 10.0**power):
        shown = quantity(value, units)
        assert any(digit in shown for digit in "123456789")
        assert "e+" not in shown
        assert "e-" not in shown


@pytest.mark.parametrize("power", range(-9, 16))
def test_the_scale_changes_nothing_of_the_value(power):
    sizes = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9, "tn": 1e12}
    for units, own in (("£m", 1e6), ("£", 1.0)):
        value = 1.25 * 10.0**power
        scale = scale_for(units, value)
        assert math.isclose(scale.size * own, sizes[scale.after], rel_tol=1e-12)


def test_one_scale_for_a_row_is_that_of_its_largest():
    assert scale_for("£m", 0.0003, -12_400).after == "bn"
    assert scale_for("£m", math.nan, math.inf, 0.0).after == "m"
    assert [is_money(units) for units in ("£m", "kr", "months", "%", "FTE")] == [
        True,
        True,
        False,
        False,
        False,
    ]
