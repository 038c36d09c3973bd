"""Risks that may strike several times, only for some time, or do several things: what is read, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.programme.exposure import Exposure
from tests.programme.small_programme import load_text, problems_of

TEXT = """title = "Risks"
start = "2025-04"
horizon = 36
unit = "£m"
price_base = "nominal"
discounting = "none"
[clusters.site]
go_live = "build"
[clusters.site.activities.build]
duration = 5
[clusters.site.costs.works]
category = "one_off"
activity = "build"
amount = 10
[clusters.site.costs.rent]
category = "running"
per_year = 2
[risks.flood]
probability = 0.1
{flood}
{rest}
"""
HITS = 'factor = 1.5\ntargets = ["*.rent"]'
OTHER = '[risks.other]\nprobability = 0.1\n{}\ncost = 1\ntargets = ["*.build"]'

# What the risk says, the rest of the file, the key of the only problem, and words that it must have.
WRONG = {
    "no effect": ("", "", "risks.flood.effects", ["at least one effect: cost, delay or factor"]),
    "no targets": ("cost = 1", "", "risks.flood.targets", ["what the cost hits"]),
    "targets alone": ('targets = ["*.build"]', "", "risks.flood.targets", ["targets without an effect"]),
    "work every year": (
        'every_year = true\ncost = 1\ntargets = ["*.build"]',
        "",
        "risks.flood",
        ["site.build", "during = the activity"],
    ),
    "a window alone": (
        f'exposed_until = "2026-04"\n{HITS}',
        "",
        "risks.flood",
        ["every_year = true, or during"],
    ),
    "a window that is none": (
        f'every_year = true\nexposed_from = "2026-04"\nexposed_until = "2026-04"\n{HITS}',
        "",
        "risks.flood.exposed_until",
        ["a month after 2026-04"],
    ),
    "a window before the start": (
        f'every_year = true\nexposed_from = "2025-03"\n{HITS}',
        "",
        "risks.flood.exposed_from",
        ["from the start on, 2025-04"],
    ),
    "a window after the horizon": (
        f'every_year = true\nexposed_from = "2028-04"\n{HITS}',
        "",
        "risks.flood.exposed_from",
        ["month 36, after the horizon"],
    ),
    "no month": (
        f'every_year = true\nexposed_from = "April"\n{HITS}',
        "",
        "risks.flood.exposed_from",
        ["2022-04"],
    ),
    "an activity that is none": (
        f'during = "site.biuld"\n{HITS}',
        "",
        "risks.flood.during",
        ['did you mean "site.build"'],
    ),
    "several activities": (
        f'during = "site.*"\n{HITS}',
        "",
        "risks.flood.during",
        ["full name of one activity"],
    ),
    "no times": (f"times = 0\n{HITS}", "", "risks.flood.times", ["at least 1"]),
    "exclusive strikes that are too many": (
        f'times = 10\nexclusive = "one"\n{HITS}',
        OTHER.format('exclusive = "one"'),
        "risks.flood.exclusive",
        ["1.1 in all of flood and other, 11 strikes", "at most one strikes"],
    ),
    "a factor that turns time round": (
        'factor = { kind = "uniform", low = -1, high = 1 }\ntargets = ["*.build"]',
        "",
        "risks.flood.factor",
        ["at least 0", "site.build"],
    ),
    "every year, paid from settlements": (
        'every_year = true\nfactor = 2\ntargets = ["*.works"]',
        '[[funding]]\nuntil = "2026-04"\napproved = 5\ntop_up = 0',
        "risks.flood",
        ["site.works, paid from the settlements"],
    ),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_every_mistake_is_told(tmp_path: Path, mistake: str) -> None:
    flood, rest, key, words = WRONG[mistake]
    problems = problems_of(tmp_path, TEXT.format(flood=flood, rest=rest)).problems
    assert [problem.key for problem in problems] == [key]
    assert problems[0].line is not None
    assert [word for word in words if word not in str(problems[0])] == []


def test_more_strikes_than_can_be_played_are_told(tmp_path: Path) -> None:
    text = TEXT.replace("horizon = 36", "horizon = 48")
    flood = f"times = 1000\nevery_year = true\n{HITS}"
    (problem,) = problems_of(tmp_path, text.format(flood=flood, rest="")).problems
    assert problem.key == "risks.flood.times"
    assert "1000 times in each of 4 years" in str(problem)


def test_every_year_is_a_risk_a_year(tmp_path: Path) -> None:
    """The first and the last year are exposed in part: from October, and up to the horizon's middle of a year."""
    text = TEXT.replace("horizon = 36", "horizon = 30")
    programme = load_text(
        tmp_path, text.format(flood=f'every_year = true\nexposed_from = "2025-10"\n{HITS}', rest="")
    )
    found = [(risk.name, risk.family, risk.year, risk.exposure) for risk in programme.risks]
    assert found == [
        ("flood.2025", "flood", 2025, Exposure(6.0, 12.0, 12)),
        ("flood.2026", "flood", 2026, None),
        ("flood.2027", "flood", 2027, Exposure(24.0, 30, 12)),
    ]
    assert {risk.probability.name for risk in programme.risks} == {"risks.flood.probability"}
    assert [risk.effects[0].size.name for risk in programme.risks] == [
        f"risks.flood.factor.{year}" for year in (2025, 2026, 2027)
    ]


def test_a_risk_is_switched_off_by_its_own_name_too(tmp_path: Path) -> None:
    programme = load_text(tmp_path, TEXT.format(flood=f"times = 3\n{HITS}", rest=""))
    assert [risk.can_strike for risk in programme.without("flood").risks] == [False] * 3
    assert [risk.can_strike for risk in programme.without("flood.2").risks] == [True, False, True]


def test_several_effects_stand_in_one_table(tmp_path: Path) -> None:
    """Each hits of the targets what it can."""
    flood = '[[risks.flood.effects]]\ndelay = 2\nfactor = 1.5\ntargets = ["*.build", "*.rent"]'
    (risk,) = load_text(tmp_path, TEXT.format(flood=flood, rest="")).risks
    assert [(e.kind, e.size.name, e.targets) for e in risk.effects] == [
        ("delay", "risks.flood.effects.0.delay", ("site.build",)),
        ("factor", "risks.flood.effects.0.factor", ("site.build", "site.rent")),
    ]
