"""A unit of money: its currency, and how many of it the unit is. Only what is known is read: SEK is no thousand SE."""

from __future__ import annotations

import re
from typing import NamedTuple

CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB "
    "RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD "
    "UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW kr Kč zł Ft Fr Rs"
)  # ISO 4217, and what people write in place of it
_SIGN = r"(?P<sign>[A-Z]{0,3}[£$€¥₹₩₪₫₦₱₽₺₴₵₡฿])"
_MONEY = re.compile(rf"({_SIGN}|(?P<code>{'|'.join(CODES.split())})) ?(?P<word>[A-Za-z]*)")
WORDS = (
    ("k", "m", "bn", "tn"),
    ("K", "M", "B", "T"),
    ("k", "m", "b", "t"),
    ("k", "mn", "bn", "tn"),
    ("thousand", "million", "billion", "trillion"),
)
"""Thousands, millions, 10^9 and 10^12 in one style each; the first that has a unit's word is taken."""


class Money(NamedTuple):
    """How a unit of money is written."""

    currency: str
    """A sign, or a code, which stands apart from what follows."""
    is_sign: bool
    word: str
    """"" or the word of its size."""
    words: tuple[str, ...]
    """The style of it: those of thousands, millions, 10^9 and 10^12."""

    @property
    def size(self) -> float:
        """How many of the currency's own unit one is: 1,000,000 of `£m`."""
        return 1000.0 ** (self.words.index(self.word) + 1) if self.word else 1.0


def money(unit: str) -> Money | None:
    """A unit of money taken apart; `None` of what is no currency that is known, with or without a word of its size."""
    found = _MONEY.fullmatch(unit)
    word = found["word"].removesuffix("s") if found else ""
    words = next((words for words in WORDS if word in ("", *words)), None)
    if found is None or words is None:
        return None
    return Money(found["sign"] or found["code"], found["sign"] is not None, word, words)
