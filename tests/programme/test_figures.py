"""What is wrong with a figure, or with a claim about one, is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programme.small_programme import load_text, problems_of

TEXT = """title = "Figures"
start = "2025-04"
horizon = 36
unit = "£m"
price_base = "nominal"
discounting = "none"
total_cost = ["one_off_cost"]
measures = [{measures}]
[clusters.east]
go_live = "build"
[clusters.east.activities]
build = {{ duration = 5 }}
[clusters.east.costs]
works = {{ category = "one_off", activity = "build", amount = 90 }}
[[funding]]
until = "2026-04"
approved = 50
top_up = 1
[claims.one]
statement = "one"
{claim}
[claims.two]
statement = "two"
metric = "npv"
at_least = 0
"""
WRONG = {
    "no part": ('metric = "finish"\nat_most = 3', "claims.one.of", ["the activity that it is of"]),
    "an unknown activity": (
        'metric = "finish"\nof = "east.biuld"\nat_most = 3',
        "claims.one.of",
        ["the full name of an activity", '"east.build"'],
    ),
    "an unknown cluster": ('metric = "cash_benefit"\nof = "esat"\nat_least = 3', "claims.one.of", ['"east"']),
    "an unknown settlement": (
        'metric = "unfunded"\nof = "2027-04"\nat_most = 3',
        "claims.one.of",
        ["the `until` of a settlement: 2026-04"],
    ),
    "a part of what has none": (
        'metric = "npv"\nof = "east"\nat_least = 0',
        "claims.one.of",
        ["whole programme"],
    ),
    "no month": ('metric = "spent"\nat_most = 3', "claims.one.at", ["the month at whose end"]),
    "a month of what has none": (
        'metric = "npv"\nat = "2026-04"\nat_least = 0',
        "claims.one.at",
        ["clusters_live or spent"],
    ),
    "a month after the horizon": (
        'metric = "spent"\nat = "2028-04"\nat_most = 3',
        "claims.one.at",
        ["before the horizon of 36 months"],
    ),
    "a month before the start": (
        'metric = "spent"\nat = "2025-03"\nat_most = 3',
        "claims.one.at",
        ["from 2025-04 on"],
    ),
    "by, of what is no date": ('metric = "npv"\nby = "2026-04"', "claims.one.by", ["it is no date"]),
    "by and at_most": (
        'metric = "finish"\nof = "east.build"\nby = "2026-04"\nat_most = 3',
        "claims.one",
        ["at_most and by", "exactly one of at_least, at_most or by"],
    ),
    "by that is no month": (
        'metric = "finish"\nof = "east.build"\nby = "April"',
        "claims.one.by",
        ['"2022-04"'],
    ),
    "no year of a yearly measure": ('metric = "yearly_cost"\nat_most = 3', "claims.one.year", ["its year"]),
    "a year that is none": (
        'metric = "total_benefit"\nyear = "2026-28"\nat_least = 3',
        "claims.one.year",
        ['"2025-26"'],
    ),
    "a year after the horizon": (
        'metric = "total_benefit"\nyear = 2028\nat_least = 3',
        "claims.one.year",
        ["from 2025 to 2027"],
    ),
    "a year of what is not told by year": (
        'metric = "npv"\nyear = 2026\nat_least = 3',
        "claims.one.year",
        ["cash_benefit"],
    ),
    "a year of a total that leaves costs out": (
        'metric = "total_cost"\nyear = 2026\nat_most = 3',
        "claims.one.year",
        ["yearly_cost"],
    ),
    "a year of one cluster": (
        'metric = "cash_benefit"\nof = "east"\nyear = 2026\nat_least = 3',
        "claims.one.year",
        ["only line_money"],
    ),
    "year and to": (
        'metric = "total_benefit"\nyear = 2026\nto = 2027\nat_least = 3',
        "claims.one",
        ["one of the two"],
    ),
    "all_of and any_of": ('all_of = ["two"]\nany_of = ["two"]', "claims.one", ["all_of and any_of"]),
    "any_of and a bound": ('any_of = ["two"]\nat_most = 3', "claims.one", ["any_of together with at_most"]),
    "any_of nothing": ("any_of = []", "claims.one.any_of", ["the names of other claims"]),
    "any_of what is none": ('any_of = ["tow"]', "claims.one.any_of.0", ['did you mean "two"']),
    "a circle": ('any_of = ["one"]', "claims.one.any_of", ["a circle: one → one"]),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_every_mistake_is_told(tmp_path: Path, mistake: str) -> None:
    claim, key, words = WRONG[mistake]
    problems = problems_of(tmp_path, TEXT.format(claim=claim, measures="")).problems
    assert [problem.key for problem in problems] == [key]
    assert [word for word in words if word not in str(problems[0])] == []


def test_figures_that_the_file_asks_for_are_checked_too(tmp_path: Path) -> None:
    text = TEXT.format(claim='metric = "npv"\nat_least = 0', measures='{ metric = "finish", of = "x" }')
    assert [problem.key for problem in problems_of(tmp_path, text).problems] == ["measures.0.of"]


def test_one_figure_is_told_once(tmp_path: Path) -> None:
    text = TEXT.format(
        claim='metric = "spent"\nat = "2026-03"\nat_most = 3',
        measures='{ metric = "spent", at = "2026-03" }, { metric = "npv" }',
    )
    assert [figure.name for figure in load_text(tmp_path, text).figures] == ["spent_at_2026-03"]
