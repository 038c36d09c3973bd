"""Whole numbers as people write them: 10000, 10,000, 10_000 or 1e5."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import typer

_GROUPED = re.compile(r"[+-]?\d{1,3}([,_ ])\d{3}(\1\d{3})*")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}\.000")  # with a decimal point, or a mark of thousands
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d{1,3})?", re.IGNORECASE)
MOST_DIGITS = 18


def whole_number(text: str | int) -> int:
    """The number that was written. Raises `typer.BadParameter` where it is none, or not a whole one."""
    written = str(text).strip()
    if _EITHER.fullmatch(written):
        few, many = written.split(".")[0], written.replace(".", "")
        raise typer.BadParameter(f'found "{written}", which is {few} or {many}; accepted: {few}, {many}')
    bare = re.sub("[,_ ]", "", written) if _GROUPED.fullmatch(written) else written
    if _PLAIN.fullmatch(bare):
        number = Decimal(bare)
        if number.adjusted() < MOST_DIGITS and number == number.to_integral_value():
            return int(number)
    raise typer.BadParameter(
        f'found "{written}"; accepted: a whole number of at most {MOST_DIGITS} digits, such as 10000, 10,000, '
        "10_000 or 1e5"
    )


def counted(many: int, one: str) -> str:
    """`1 activity`, `2 activities`, `1,000 risks`."""
    if many == 1:
        return f"1 {one}"
    return f"{many:,} {one[:-1]}ies" if one.endswith("y") else f"{many:,} {one}s"


def whole_numbers(help: str) -> Any:
    """An option that takes such a number."""
    return typer.Option(help=help, parser=whole_number, metavar="NUMBER")
