"""What a report cannot tell it does not print as a number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import xarray as xr

from engine.reporting.page.logbook import PROBABILITY, Entry
from engine.reporting.page.material import Material
from engine.reporting.page.sections.who import _risk_table
from engine.reporting.tables.assumptions import _share


@pytest.mark.parametrize(
    ("low", "high", "text"), [(0.4, 0.6, "50% (40% to 60%)"), (-1.0, 2.0, "too few iterations")]
)
def test_a_share_that_may_be_anything_is_none(low, high, text):
    one = xr.Dataset({"share": 0.5, "share_low": low, "share_high": high})
    assert _share(one).text == text


def risk(name: str) -> Entry:
    said = dict.fromkeys(("owner", "source", "basis", "note"), "") | {"kind": PROBABILITY}
    return Entry(f"risks.{name}.probability", 0.1, said, False, False)


class Told(Material):
    """Of three risks, two of which are told together."""

    @property
    def attrs(self):
        return {"unit": "£m"}

    def study(self, name):
        names = ["fire", "2 other risks", "without any risk"]
        found = {
            "level": ("part", ["risk"] * 3),
            "name": ("part", names),
            "part_over_base": ("part", [3.0, 1.5, 9.0]),
        }
        return xr.Dataset(found) if name == "contingency" else None


def cells(column: Iterator) -> list[str]:
    return [cell.text for cell in column]


def test_risks_that_are_told_together_say_so():
    table = _risk_table([risk("fire"), risk("flood"), risk("frost")], Told(None))
    names, adds = (cells(table.columns[place].cells) for place in (0, 2))
    assert dict(zip(names, adds, strict=True)) == {
        "fire": "£3m",
        "flood": "among 2 other risks",
        "frost": "among 2 other risks",
    }
    assert table.notes[-1] == "Adds to the money to set aside: 2 other risks add £1.50m together."
