"""What an activity waited for, by hand: others, its own date, months of rest, money, and one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.programme.months import span_name
from engine.reporting.tables.story import date_table
from engine.studies.story import story
from tests.simulation.agreement import written

# Started in April 2025: December to February are months 8, 9 and 10.
PROGRAMME = """title = "Waits"
start = "2025-04"
horizon = 60
unit = "£m"
price_base = "nominal"
discounting = "none"
[clusters.site]
go_live = "dig"
[clusters.site.activities]
a = {{ duration = {first} }}
dig = {{ {dig} }}
[clusters.site.costs]
works = {{ category = "one_off", activity = "dig", amount = 40, funded = true }}
"""
WINTER = 'not_in = ["December", "January", "February"]'
MONEY = '\n[[funding]]\nuntil = "{}"\napproved = {}\ntop_up = 0\n'

# The first one's length, the second; settlements; what it waited for; the path.
BY_HAND = {
    "nothing": (2, "duration = 4", [], "–", ["site.dig"]),
    "another": (2, 'duration = 4, after = ["a"]', [], "site.a", ["site.a", "site.dig"]),
    "its own date": (2, 'duration = 4, after = ["a"], earliest = 3', [], "its earliest date", ["site.dig"]),
    "a winter": (
        9,
        f'duration = 2, after = ["a"], {WINTER}',
        [],
        "site.a; rest Jan 2026 to Feb 2026",
        ["site.a", "site.dig"],
    ),
    "a winter on its way": (
        6,
        f'duration = 4, after = ["a"], {WINTER}',
        [],
        "site.a; under way: rest Dec 2025 to Feb 2026",
        ["site.a", "site.dig"],
    ),
    "two single months on its way": (
        1,
        'duration = 4, after = ["a"], not_in = ["2025-06", "2025-08"]',
        [],
        "site.a; under way: rest Jun 2025; rest Aug 2025",
        ["site.a", "site.dig"],
    ),
    "its own date in a winter": (
        1,
        f"duration = 4, earliest = 9, {WINTER}",
        [],
        "its earliest date; rest Jan 2026 to Feb 2026",
        ["site.dig"],
    ),
    "money before it begins": (
        6,
        'duration = 4, after = ["a"]',
        [("2025-12", 0)],
        "site.a; no money Oct 2025 to Nov 2025",
        ["site.a", "site.dig"],
    ),
    "money, then the winter": (
        6,
        f'duration = 4, after = ["a"], {WINTER}',
        [("2025-12", 0)],
        "site.a; no money Oct 2025 to Nov 2025; rest Dec 2025 to Feb 2026",
        ["site.a", "site.dig"],
    ),
    # 10 a month pay for a month and a half; the rest of it is done from month 12 on
    "money on its way": (
        6,
        'duration = 4, after = ["a"]',
        [("2026-04", 15)],
        "site.a; under way: no money Nov 2025 to Mar 2026",
        ["site.a", "site.dig"],
    ),
    # its finish is held back to month 12; with money for a month of work it breaks off, which moves its finish alone
    "a finish that is held back": (
        11,
        'duration = 4, after = [{ activity = "a", link = "finish-to-finish", lag = 1 }]',
        [("2026-02", 10)],
        "site.a; under way: no money Jan 2026",
        ["site.a", "site.dig"],
    ),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_each_cause_is_named(tmp_path: Path, case: str) -> None:
    first, dig, settled, waited, path = BY_HAND[case]
    funding = "".join(MONEY.format(*one) for one in settled)
    told = story(written(tmp_path, PROGRAMME.format(first=first, dig=dig) + funding), iteration=0)
    table = date_table(told)
    column = next(column for column in table.columns if column.heading == "Waited for")
    assert column.cells[1].text == waited
    assert told["activity"].values[told["driving"].values == 1].tolist() == path


@pytest.mark.parametrize(
    ("begin", "end", "name"),
    [
        (0, 1, "Apr 2025"),
        (0.5, 1.5, "Apr 2025 to May 2025"),
        (8, 11, "Dec 2025 to Feb 2026"),
        (8.0, 8.0, "Nov 2025"),
        (0.0, 0.0, "Apr 2025"),
    ],
)
def test_months_have_names(begin: float, end: float, name: str) -> None:
    assert span_name(begin, end, "2025-04") == name
