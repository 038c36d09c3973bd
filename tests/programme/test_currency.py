"""Units of money are taken apart by what is known of currencies: one that ends like a size has none."""

from __future__ import annotations

import pytest

from engine.programme.currency import CODES, money
from engine.programme.reading.number_text import number_hint

SIZES = {"": 1.0, "k": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "B": 1e9, "trillion": 1e12}


@pytest.mark.parametrize("word", SIZES)
@pytest.mark.parametrize("apart", ["", " "])
def test_every_currency_with_every_size(word: str, apart: str) -> None:
    """SEK, THB, KZT and BAM end in what means thousands, 10^9, 10^12 and millions elsewhere."""
    signs = ("£", "$", "US$", "€", *CODES.split())
    found = {sign: money(f"{sign}{apart}{word}") for sign in signs if word or not apart}
    assert {sign: (one.currency, one.size) for sign, one in found.items() if one} == {
        sign: (sign, SIZES[word]) for sign in found
    }


@pytest.mark.parametrize("unit", ["MSEK", "m£", "baht", "lek", "kt", "widgets", "months", "£m real", "", "1"])
def test_what_is_none_is_not_guessed(unit: str) -> None:
    assert money(unit) is None


@pytest.mark.parametrize(
    ("text", "unit", "hint"),
    [
        ("900k", "SEK", "write 900000: the unit is SEK"),
        ("-900k", "SEK m", "write -0.9: the unit is SEK m"),
        ("SEK 12", "SEK m", "write 12: the unit is SEK m"),
        ("-900k", "MSEK", "write a plain number: the unit is MSEK"),
        ("£5", "MSEK", "write 5: the unit is MSEK"),
        ("£5m", "", "write 5000000"),
    ],
)
def test_numbers_with_words_come_to_the_unit(text: str, unit: str, hint: str) -> None:
    assert number_hint(text, unit) == hint
