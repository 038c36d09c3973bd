"""Numbers as people write them in text, and how to write them in a programme file."""

from __future__ import annotations

import re

from engine.programme.currency import money

SIZE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9, "billion": 1e9}
MONEY = r"[A-Z]{0,3}[£$€¥]|[A-Z]{3}|kr"
NUMBER = re.compile(
    rf"(?P<sign>[-−+(]?)\s*(?P<currency>{MONEY})?\s*(?P<digits>\d[\d\s.,'_’]*)\s*(?P<scale>k|mn|m|bn|b|thousand|million|billion)?"
    r"\s*(?P<word>%|per ?cent|months?|years?|yrs?|weeks?|days?)?\)?",
    re.IGNORECASE,
)


def number_hint(value: object, unit: str = "") -> str:
    """What to write in place of a text that holds a number; "" where it holds none. `unit` is the programme's."""
    if not isinstance(value, str):
        return ""
    found = NUMBER.fullmatch(value.strip())
    digits = found and plain_digits(found["digits"].strip())
    if found is None or not digits:
        return ""
    sign = "-" if found["sign"] in ("-", "−", "(") else ""
    word = (found["word"] or "").lower().replace(" ", "")
    if word in ("%", "percent"):
        return f"write {float(digits) / 100:.10g}"
    if word.startswith(("year", "yr")):
        return f"write {sign}{float(digits) * 12:.10g}: time is in months"
    if word:
        return f"write {sign}{digits}: time is in months" if word.startswith("month") else "time is in months"
    if found["scale"] or found["currency"]:
        told = f": the unit is {unit}" if unit else ""
        return f"write {in_unit(sign + digits, (found['scale'] or '').lower(), unit)}{told}"
    if digits != found["digits"].strip():
        return f"write {sign}{digits}: decimals with a point, thousands without a mark"
    return f"write {sign}{digits}, without quotes"


def plain_digits(text: str) -> str:
    """The digits as TOML takes them: `1,250` and `1.250,5` have marks of thousands, `5,5` a decimal comma."""
    text = re.sub(r"[\s'_’]", "", text)
    last = max(text.rfind(","), text.rfind("."))
    marks = text.count(",") + text.count(".")
    if marks and text[last] == "," and (text.count(",") > 1 or len(text) - last == 4) and "." not in text:
        return text.replace(",", "")  # 1,250 or 1,250,000
    if marks > 1 and text.count(text[last]) > 1:
        return text.replace(text[last], "")
    whole, fraction = (text[:last], text[last + 1 :]) if marks else (text, "")
    whole = re.sub(r"[.,]", "", whole)
    return f"{whole}.{fraction}" if fraction else whole


def in_unit(digits: str, scale: str, unit: str) -> str:
    """A number of a scale of money in the unit of a programme, such as 0.9 for 900k where that is £m.

    "a plain number" where how much the unit is cannot be known.
    """
    found = money(unit or "£")
    if found is None and scale:
        return "a plain number"
    own = found.size if found else 1.0
    return f"{float(digits) * SIZE.get(scale, own) / own:.10g}"
