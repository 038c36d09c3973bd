"""What is wrong with links, leads, calendars and dates of an activity is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.programme.calendar_table import MONTH_NAMES
from tests.programme.small_programme import load_text, problems_of

TEXT = """title = "Dates"
start = "2025-04"
horizon = 60
unit = "£m"
price_base = "nominal"
discounting = "none"
[calendars.winter]
not_in = ["December", "January"]
[clusters.site]
go_live = "b"
[clusters.site.activities.a]
duration = 5
[clusters.site.activities.b]
duration = 3
{b}
[clusters.site.costs.works]
category = "one_off"
activity = "b"
amount = 10
{rest}
"""
A, B = ("clusters.site.activities." + name for name in "ab")
ALL = ", ".join(f'"{month}"' for month in MONTH_NAMES)

# What b says, the rest of the file, the key of the problem, and words that it must have.
WRONG = {
    "a lead before the programme": (
        'after = [{ activity = "a", lag = -6 }]',
        "",
        f"{B}.after.0.lag",
        ["6 months before the finish of site.a in month 5", "at most 5 months"],
    ),
    "a lead before the programme, from a start": (
        'after = ["a", { activity = "a", link = "start-to-start", lag = -1 }]',
        "",
        f"{B}.after.1.lag",
        ["1 months before the start of site.a in month 0"],
    ),
    "a circle through lags": (
        'after = [{ activity = "a", lag = 2 }]',
        '[clusters.south]\ngo_live = "x"\n[clusters.south.activities.x]\nduration = 1\n'
        'after = [{ activity = "y", lag = -1 }]\n[clusters.south.activities.y]\nduration = 1\n'
        'after = [{ activity = "x", link = "start-to-start" }]',
        "clusters.south.activities.x.after",
        ["a circle: south.x after south.y after south.x"],
    ),
    "an unknown link": (
        'after = [{ activity = "a", link = "start-start" }]',
        "",
        f"{B}.after.0.link",
        ["finish-to-start, start-to-start", 'did you mean "start-to-start"'],
    ),
    "an unknown key": (
        'after = [{ activity = "a", lead = 1 }]',
        "",
        f"{B}.after.0.lead",
        ['"lead"', "activity, lag or link"],
    ),
    "an unknown activity": (
        'after = [{ activity = "aa", lag = 1 }]',
        "",
        f"{B}.after.0.activity",
        ['"aa"', '"site.a"'],
    ),
    "no activity": ("after = [{ lag = 1 }]", "", f"{B}.after.0.activity", ["nothing", "in quotes"]),
    "a number for an activity": ("after = [5]", "", f"{B}.after.0", ["5", "a table with activity"]),
    "a lag in words": (
        'after = [{ activity = "a", lag = "two" }]',
        "",
        f"{B}.after.0.lag",
        ['"two"'],
    ),
    "a month that is none": ('not_in = ["Decembre"]', "", f"{B}.not_in.0", ['did you mean "December"']),
    "a calendar that is none": ('not_in = ["wintr"]', "", f"{B}.not_in.0", ['did you mean "winter"']),
    "a thirteenth month": ('not_in = ["2026-13"]', "", f"{B}.not_in.0", ["01 to 12"]),
    "a month before the start": ('not_in = ["2025-03"]', "", f"{B}.not_in.0", ["from the start on, 2025-04"]),
    "no month left": (f"not_in = [{ALL}]", "", f"{B}.not_in", ["every month of the year"]),
    "no month left in a calendar that nothing uses": (
        "",
        f"[calendars.never]\nnot_in = [{ALL}]",
        "calendars.never.not_in",
        ["every month of the year"],
    ),
    "an empty calendar": ("", "[calendars.none]\nnot_in = []", "calendars.none.not_in", ["at least one"]),
    "latest before earliest": (
        'earliest = "2026-04"\nlatest = "2025-12"',
        "",
        f"{B}.latest",
        ["month 9, before the earliest start in month 12"],
    ),
    "an earliest month before the start": (
        'earliest = "2024-04"',
        "",
        f"{B}.earliest",
        ["from the start on, 2025-04"],
    ),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_every_mistake_is_told(tmp_path: Path, mistake: str) -> None:
    b, rest, key, words = WRONG[mistake]
    problems = problems_of(tmp_path, TEXT.format(b=b, rest=rest)).problems
    assert [problem.key for problem in problems] == [key]
    assert problems[0].line is not None
    assert [word for word in words if word not in str(problems[0])] == []


def test_one_month_may_be_the_earliest_and_the_latest(tmp_path: Path) -> None:
    programme = load_text(tmp_path, TEXT.format(b="earliest = 12\nlatest = 12", rest=""))
    activity = next(a for a in programme.activities if a.name == "site.b")
    assert activity.latest is not None
    assert activity.earliest.base == activity.latest.base == 12.0


def test_what_is_right_is_read(tmp_path: Path) -> None:
    b = (
        'after = [{ activity = "a", lag = -5 }]\nnot_in = ["winter", "2027-05"]\n'
        'earliest = "2025-04"\nlatest = "2027-03"'
    )
    programme = load_text(tmp_path, TEXT.format(b=b, rest=""))
    activity = next(a for a in programme.activities if a.name == "site.b")
    assert (activity.rests.yearly, activity.rests.once) == ((8, 9), (25,))
    assert activity.earliest.base == 0.0
    assert activity.latest is not None
    assert activity.latest.base == 24.0  # the end of March 2027
    assert activity.predecessors == ("site.a",)
