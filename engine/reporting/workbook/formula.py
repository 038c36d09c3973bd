"""A formula is a value: what a spreadsheet reads, and what it comes to.

Both are made by the same operations, so a workbook shows right numbers before anybody recalculates it, and the numbers
can be compared with the engine's without a spreadsheet. Only what every spreadsheet reads alike is used.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

COMPARED, ADDED, MULTIPLIED, RAISED, WHOLE = range(5)  # how fast the parts of a text hold together
MOST_TERMS = 250  # in one call, of which spreadsheets take 255
INSTANT = 1e-6  # months: what lies nearer together is at the same time


class Formula(NamedTuple):
    """The text of a formula, without its leading sign of equality, and its value."""

    text: str
    value: float
    binds: int = WHOLE

    def within(self, binds: int) -> str:
        """The text as part of another that holds together by `binds`."""
        return self.text if self.binds >= binds else f"({self.text})"

    def plus(self, other: Operand) -> Formula:
        """The sum."""
        one = formula(other)
        if one == NONE:
            return self
        return Formula(f"{self.within(ADDED)}+{one.within(MULTIPLIED)}", self.value + one.value, ADDED)

    def minus(self, other: Operand) -> Formula:
        """The difference."""
        one = formula(other)
        if one == NONE:
            return self
        return Formula(f"{self.within(ADDED)}-{one.within(MULTIPLIED)}", self.value - one.value, ADDED)

    def times(self, other: Operand) -> Formula:
        """The product."""
        one = formula(other)
        if one == ONE:
            return self
        if self == ONE:
            return one
        return Formula(f"{self.within(MULTIPLIED)}*{one.within(RAISED)}", self.value * one.value, MULTIPLIED)

    def over(self, other: Operand) -> Formula:
        """The quotient; of what is divided by nought it has no number."""
        one = formula(other)
        value = self.value / one.value if one.value else math.nan
        return Formula(f"{self.within(MULTIPLIED)}/{one.within(RAISED)}", value, MULTIPLIED)

    def to(self, power: Operand) -> Formula:
        """The power."""
        one = formula(power)
        return Formula(f"{self.within(WHOLE)}^{one.within(WHOLE)}", self.value**one.value, RAISED)

    def is_below(self, other: Operand) -> Formula:
        """Whether it is less than another."""
        return self._compared("<", other, lambda a, b: a < b)

    def is_at_least(self, other: Operand) -> Formula:
        """Whether it is as much as another, or more."""
        return self._compared(">=", other, lambda a, b: a >= b)

    def is_above(self, other: Operand) -> Formula:
        """Whether it is more than another."""
        return self._compared(">", other, lambda a, b: a > b)

    def equals(self, other: Operand) -> Formula:
        """Whether it is another."""
        return self._compared("=", other, lambda a, b: a == b)

    def _compared(self, sign: str, other: Operand, holds: Callable[[float, float], bool]) -> Formula:
        one = formula(other)
        text = f"{self.within(ADDED)}{sign}{one.within(ADDED)}"
        return Formula(text, float(holds(self.value, one.value)), COMPARED)


Operand = Formula | float


class Cells(NamedTuple):
    """Neighbouring cells of a row, a column or a block, and their values row by row."""

    text: str
    values: tuple[float, ...]


def formula(value: Operand) -> Formula:
    """A number as a formula, or what is one."""
    if isinstance(value, Formula):
        return value
    number = float(value)
    text = repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number).upper()
    return Formula(text, number, WHOLE if number >= 0 else ADDED)


NONE, ONE = formula(0.0), formula(1.0)


def product(factors: Iterable[Operand]) -> Formula:
    """All of them multiplied; 1 of none."""
    found = ONE
    for one in factors:
        found = found.times(one)
    return found


def total(terms: Iterable[Operand]) -> Formula:
    """All of them added; 0 of none."""
    listed = [formula(one) for one in terms]
    if len(listed) < 4:
        found = listed[0] if listed else NONE
        for one in listed[1:]:
            found = found.plus(one)
        return found
    return _listed("SUM", listed, math.fsum)


def greatest(*terms: Operand) -> Formula:
    """The greatest of them."""
    return _listed("MAX", list(dict.fromkeys(map(formula, terms))), max)


def least(*terms: Operand) -> Formula:
    """The least of them."""
    return _listed("MIN", list(dict.fromkeys(map(formula, terms))), min)


def _listed(name: str, terms: Sequence[Formula], made: Callable[[list[float]], float]) -> Formula:
    if len(terms) == 1:
        return terms[0]
    if len(terms) > MOST_TERMS:
        some = [terms[k : k + MOST_TERMS] for k in range(0, len(terms), MOST_TERMS)]
        return _listed(name, [_listed(name, one, made) for one in some], made)
    return Formula(f"{name}({','.join(one.text for one in terms)})", made([one.value for one in terms]))


def when(condition: Formula, then: Operand, otherwise: Operand) -> Formula:
    """One of two, as a condition holds or not."""
    one, other = formula(then), formula(otherwise)
    text = f"IF({condition.text},{one.text},{other.text})"
    return Formula(text, one.value if condition.value else other.value)


def both(*conditions: Formula) -> Formula:
    """Whether all hold."""
    return _listed("AND", conditions, lambda values: float(all(values)))


def either(*conditions: Formula) -> Formula:
    """Whether one holds at least."""
    return _listed("OR", conditions, lambda values: float(any(values)))


def exponential(power: Formula) -> Formula:
    """e to a power."""
    return Formula(f"EXP({power.text})", math.exp(power.value))


def logarithm(number: Formula) -> Formula:
    """The natural logarithm."""
    return Formula(f"LN({number.text})", math.log(number.value))


def size(number: Formula) -> Formula:
    """Without its sign."""
    return Formula(f"ABS({number.text})", abs(number.value))


def whole_part(number: Formula) -> Formula:
    """The greatest whole number up to it."""
    return Formula(f"INT({number.text})", math.floor(number.value))


def sum_of(cells: Cells) -> Formula:
    """The sum of cells."""
    return Formula(f"SUM({cells.text})", math.fsum(cells.values))


def products_of(one: Cells, other: Cells) -> Formula:
    """The sum of the products of cells and others beside them."""
    value = math.fsum(a * b for a, b in zip(one.values, other.values, strict=True))
    return Formula(f"SUMPRODUCT({one.text},{other.text})", value)


def how_many_below(cells: Cells, bound: Formula) -> Formula:
    """How many cells are less than a bound."""
    count = sum(value < bound.value for value in cells.values)
    return Formula(f"SUMPRODUCT(--({cells.text}<{bound.within(ADDED)}))", float(count))


def entry(cells: Cells, place: Formula) -> Formula:
    """The cell at a place, the first of which is 1; beyond the last no number."""
    at = round(place.value)
    value = cells.values[at - 1] if 1 <= at <= len(cells.values) else math.nan
    return Formula(f"INDEX({cells.text},{place.text})", value)


def smallest(cells: Cells, place: Operand) -> Formula:
    """The cell that is at a place if they are put in order, the least at 1."""
    one = formula(place)
    return Formula(f"SMALL({cells.text},{one.text})", sorted(cells.values)[round(one.value) - 1])


def first_match(cells: Cells) -> Formula:
    """Place of the first cell that is 1; no number where none is."""
    value = float(cells.values.index(1.0) + 1) if 1.0 in cells.values else math.nan
    return Formula(f"MATCH(1,{cells.text},0)", value)


def number_or(one: Formula, other: float) -> Formula:
    """What has a number, or else another."""
    text = f"IFERROR({one.text},{formula(other).text})"
    return Formula(text, other if math.isnan(one.value) else one.value)


def missing() -> Formula:
    """No number."""
    return Formula("NA()", math.nan)
