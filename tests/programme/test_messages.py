# ruff: noqa: E501  # a table is read in rows
"""Mistakes that people make, and what each is told: where, what was found, what to do. One small file, one slip a row."""

from __future__ import annotations

import pytest

from tests.programme.small_programme import problems_of

SOUND = """title = "Small"
start = "2025-04"
horizon = 120
unit = "£m"
price_base = "2025-26 prices"
discounting = "green-book-2022"
[sources.plan]
title = "The plan"
[laws.slip]
kind = "pert"
low = 10
mode = 12
high = 30
[clusters.site]
go_live = "build"
[clusters.site.activities.permit]
duration = 3
[clusters.site.activities.build]
duration = "slip"
after = ["permit"]
[clusters.site.costs.works]
category = "one_off"
activity = "build"
amount = 20
[clusters.site.benefits.saving]
class = "cash"
annual = 6
[risks.ground]
probability = 0.2
[[risks.ground.effects]]
cost = 3
targets = ["site.build"]
[claims.worth]
statement = "Worth its cost"
metric = "npv"
at_least = 0
"""

# mistake: what is written instead of what; the line or key that is named; words of the answer
MISTAKES = {
    # slips of the pen in TOML
    "a decimal comma": ("amount = 20", "amount = 2,5", "line", "write decimals with a point: 2.5"),
    "a decimal comma in a table": (
        'duration = "slip"',
        "duration = { kind = 'pert', low = 1,5, mode = 2, high = 3 }",
        "line",
        "1.5",
    ),
    "thousands with commas": ("amount = 20", "amount = 20,000", "line", "write 20000 or 20_000"),
    "thousands with blanks": ("amount = 20", "amount = 20 000", "line", "write 20000 or 20_000"),
    "curly quotes": ('go_live = "build"', "go_live = “build”", "line", "straight quotes"),
    "angle quotes": ('go_live = "build"', "go_live = «build»", "line", "straight quotes"),
    "no quotes": ('category = "one_off"', "category = one_off", "line", 'in quotes: "one_off"'),
    "a quote that is not closed": ('title = "Small"', 'title = "Small', "line", "not closed"),
    "a table over two lines": (
        'duration = "slip"',
        "duration = { kind = 'pert', low = 1,\n mode = 2, high = 3 }",
        "line",
        "in one line",
    ),
    "a heading that is not closed": ("[claims.worth]", "[claims.worth", "line", "[name]"),
    "a colon": ("amount = 20", "amount: 20", "line", "key = value"),
    "no value": ("amount = 20", "amount =", "line", "a key without a value"),
    "a comment with slashes": (
        "[claims.worth]",
        "// claims\n[claims.worth]",
        "line",
        "comments begin with #",
    ),
    "a loose word": ("[claims.worth]", "claims follow\n[claims.worth]", "line", "key = value"),
    "a key twice": ("amount = 20", "amount = 20\namount = 30", "line + 1", "the name amount again"),
    "a section twice": ("[claims.worth]", "[clusters.site]\n[claims.worth]", "line", "clusters.site again"),
    "Python's True": (
        "[claims.worth]",
        "[[correlation]]\nname = 'x'\nrepair = True\n[claims.worth]",
        "line + 2",
        "true or false",
    ),
    "a unit behind a number": ("amount = 20", "amount = 20 £m", "line", "the number alone"),
    "a currency before a number": ("amount = 20", "amount = £20", "line", "the number alone"),
    "a per cent sign": ("probability = 0.2", "probability = 20%", "line", "30% is 0.3"),
    "a minus that is no hyphen": ("at_least = 0", "at_least = −5", "line", "hyphen"),
    # numbers
    "a number in quotes": ("amount = 20", 'amount = "20"', "works.amount", "write 20, without quotes"),
    "money in words": ("amount = 20", 'amount = "£0.9m"', "works.amount", "write 0.9: the unit is £m"),
    "money in thousands": ("amount = 20", 'amount = "£900k"', "works.amount", "write 0.9: the unit is £m"),
    "money in billions": ("amount = 20", 'amount = "1.2bn"', "works.amount", "write 1200: the unit is £m"),
    "a share in per cent": ("probability = 0.2", 'probability = "20%"', "ground.probability", "write 0.2"),
    "a chance above 1": ("probability = 0.2", "probability = 40", "ground.probability", "40% is 0.4"),
    "months in words": (
        "duration = 3",
        'duration = "3 months"',
        "permit.duration",
        "write 3: time is in months",
    ),
    "years in words": (
        "duration = 3",
        'duration = "2 years"',
        "permit.duration",
        "write 24: time is in months",
    ),
    "thousands in quotes": ("amount = 20", 'amount = "1,250"', "works.amount", "write 1250"),
    "a decimal comma in quotes": ("amount = 20", 'amount = "5,5"', "works.amount", "write 5.5"),
    "a negative duration": ("duration = 3", "duration = -3", "permit.duration", "months cannot be negative"),
    "a horizon that is no number": (
        "horizon = 120",
        'horizon = "120"',
        "horizon",
        "write 120, without quotes",
    ),
    "a horizon of nothing": ("horizon = 120", "horizon = 0", "horizon", "at least 1"),
    "not a number": ("amount = 20", "amount = nan", "works.amount", "a number, the name of a law"),
    "infinity": ("amount = 20", "amount = inf", "works.amount", "a number"),
    "a date without quotes": ('start = "2025-04"', "start = 2025-04-01", "line", 'in quotes: "2025-04"'),
    "a date with a day": ('start = "2025-04"', 'start = "2025-04-01"', "line", "a year and a month"),
    # names
    "an activity misspelt": ('after = ["permit"]', 'after = ["permits"]', "build.after.0", "site.permit"),
    "a go-live that is none": ('go_live = "build"', 'go_live = "biuld"', "site.go_live", "site.build"),
    "a law misspelt": ('duration = "slip"', 'duration = "slipp"', "build.duration", "slip"),
    "a source misspelt": ("amount = 20", 'amount = 20\nsource = "plann"', "works.source", "plan"),
    "a key misspelt": ("amount = 20", "ammount = 20", "works.ammount", "amount"),
    "a section misspelt": ("[claims.worth]", "[claim.worth]", "claim", "claims"),
    "a pattern that fits nothing": (
        'targets = ["site.build"]',
        'targets = ["*.biuld"]',
        "effects.0.targets.0",
        "site.build",
    ),
    "discounting that is none": ("green-book-2022", "green-book-2020", "discounting", "green-book-2022"),
    "a class that is none": ('class = "cash"', 'class = "money"', "saving.class", "cash"),
    "a category that is none": ('category = "one_off"', 'category = "oneoff"', "works.category", "one_off"),
    "a metric in capitals": ('metric = "npv"', 'metric = "NPV"', "worth.metric", "npv"),
    "a metric that is none": ('metric = "npv"', 'metric = "benefits"', "worth.metric", "benefit"),
    # laws
    "percentiles for a pert": (
        'duration = "slip"',
        "duration = { kind = 'pert', p10 = 1, mode = 2, p90 = 3 }",
        "duration",
        "pert_alt",
    ),
    "a kind that is none": ('kind = "pert"', 'kind = "triangle"', "laws.slip.kind", "triangular"),
    "low above mode": ("low = 10", "low = 15", "laws.slip", "low <= mode"),
    "a mode that is missing": ("mode = 12\n", "", "laws.slip.mode", "pert takes low, mode and high"),
    "a law of itself": (
        'kind = "pert"\nlow = 10',
        'kind = "pert"\nlow = "slip"',
        "laws.slip",
        "without a circle",
    ),
    # parts that do not fit
    "no bound": ("at_least = 0\n", "", "claims.worth", "at_least or at_most"),
    "both bounds": ("at_least = 0", "at_least = 0\nat_most = 5", "claims.worth", "exactly one"),
    "no effect": ("cost = 3\n", "", "effects.0", "at least one of"),
    "a rate for a one-off cost": ("amount = 20", "per_year = 20", "works", "running"),
    "a total and a year's worth": (
        "annual = 6",
        "annual = 6\ntotal = 60",
        "benefits.saving",
        "exactly one of",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_where_it_stands_and_how_it_is_mended(tmp_path, mistake):
    old, new, where, words = MISTAKES[mistake]
    assert SOUND.count(old) >= 1
    said = str(problems_of(tmp_path, SOUND.replace(old, new, 1)))
    if where.startswith("line"):
        line = SOUND[: SOUND.index(old)].count("\n") + 1 + int(where.partition("+")[2] or 0)
        where = f".toml:{line}"
    assert where in said, said
    assert words in said, said
    assert "accepted:" in said
    assert len(said.splitlines()) < 25


def test_the_file_without_a_mistake_is_accepted(tmp_path):
    with pytest.raises(AssertionError, match="should have been refused"):
        problems_of(tmp_path, SOUND)


def test_there_are_as_many_mistakes_as_the_table_promises():
    assert len(MISTAKES) >= 52


def test_no_message_is_longer_than_a_screen(tmp_path):
    many = "".join(f"[clusters.site.costs.line_{k}]\ncategory = 'oneoff'\n" for k in range(300))
    said = str(problems_of(tmp_path, SOUND + many))
    assert len(said.splitlines()) < 90
    assert "and 280 more" in said
