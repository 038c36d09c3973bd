"""Numbers as people and spreadsheets write them: `1,250`, `1 250,5`, `(3.1)`, `£2.7m`, `−4`.

A text is a number under a decimal mark, a point or a comma, or under both: `1,250` is 1250 or 1.25. Which it is, the
other numbers must tell: see `number_column`.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

DECIMALS = (".", ",")
_LONGEST = 60  # characters; a longer text is prose

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\u2009\u2008\t", " "))
_MARKS = str.maketrans({**dict.fromkeys("’‘´`ʼ", "'"), **dict.fromkeys("−–﹣－", "-")})
_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_CODES = "GBP|EUR|USD|CHF|AUD|NZD|CAD|JPY|CNY|INR|SEK|NOK|DKK|PLN|CZK|ZAR|kr|Fr|Rs"
_MONEY = rf"(?:(?:{_CODES}|US|HK|NZ|[ACSR])?\s?[$£€¥₹₩₽₺₪¢]|(?:{_CODES})\.?)"
_SIZES = "thousand|million|billion|trillion|mn|mln|mio|mrd|bn|tn|k|m|b|t"
_TIMES = "months?|mths?|days?|weeks?|wks?|years?|yrs?|hours?|hrs?"
_DRESSED = re.compile(
    rf"(?P<first>[+-]?)\s?(?P<before>{_MONEY}?)\s?(?P<second>[+-]?)\s?"
    r"(?P<body>[0-9](?:[0-9.,' ]*[0-9])?[.,]?|[.,][0-9]+)(?P<power>[eE][+-]?[0-9]+)?"
    rf"\s?(?P<size>(?:{_SIZES})?)\.?\s?(?P<after>(?:{_MONEY}|{_TIMES}|%|per\s?cent|percent|pct)?)\.?",
    re.IGNORECASE,
)
_GROUPS = tuple(re.compile(rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+") for mark in (" ", "'", r"\.", ","))
_LAKHS = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}")  # of India
_PER_CENT = ("%", "percent", "pct")


class Written(NamedTuple):
    """A number with its marks still in it, and what was written around it."""

    body: str
    power: str
    negative: bool
    unit: str  # `£m`, `months`, `%`
    minus: str  # how a negative number was marked: "-", "−", "(", ...

    def under(self, decimal: str) -> float | None:
        """The number if this is the decimal mark; nothing if it is none then."""
        head, _, tail = self.body.partition(decimal)
        if tail and not _digits(tail):
            return None
        whole = head
        if not _digits(head) and not (head == "" and tail):
            if self.power or not (any(group.fullmatch(head) for group in _GROUPS) or _LAKHS.fullmatch(head)):
                return None
            whole = re.sub(r"[ ',.]", "", head)
        value = float(f"{whole}.{tail}{self.power}")
        return -value if self.negative else value

    @property
    def marks(self) -> dict[str, float]:
        """Decimal marks under which it is a number, with that number; all of them where it has but one reading."""
        found = {mark: value for mark in DECIMALS if (value := self.under(mark)) is not None}
        return {mark: value for mark, value in found.items() if math.isfinite(value)}


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def is_plain(text: str) -> bool:
    """Whether a text is a number as programs write it: digits, a point, an exponent."""
    return _PLAIN.fullmatch(text) is not None


def written(text: str) -> Written | None:
    """The number in a text, with its marks; nothing if it holds something else."""
    if len(text) > _LONGEST:
        return None
    spaced = " ".join(text.translate(_SPACES).split())
    minus = next((mark for mark in "−–﹣－" if mark in spaced), "")
    bare = spaced.translate(_MARKS)
    bracketed = bare.startswith("(") and bare.endswith(")")
    inner = bare[1:-1].strip() if bracketed else bare
    found = _DRESSED.fullmatch(inner)
    if not found or (found["first"] and found["second"]):
        return None
    sign = found["first"] or found["second"]
    if bracketed and sign:
        return None
    minus = "(" if bracketed else minus or ("-" if sign == "-" else "")
    return Written(found["body"], found["power"] or "", bracketed or sign == "-", _unit(found), minus)


def _unit(found: re.Match[str]) -> str:
    after = found["after"].strip()
    if after.lower().replace(" ", "") in _PER_CENT:
        after = "%"
    elif re.fullmatch(_TIMES, after, re.IGNORECASE):
        after = f" {after.lower().rstrip('s')}s"
    size = found["size"]
    return f"{found['before'].strip()}{f' {size}' if len(size) > 2 else size}{after}".strip()


def decimal_marks(text: str) -> str:
    """The decimal marks that a text allows: one where it tells, none where it is no number or tells nothing."""
    if not ("." in text or "," in text):
        return ""
    found = written(text)
    values = found.marks if found else {}
    return "" if len(set(values.values())) == 1 and len(values) == 2 else "".join(values)
