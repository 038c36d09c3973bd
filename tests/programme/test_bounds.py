"""The last that is accepted and the first that is refused, side by side, in the words that a user reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.programme.months import date_name
from tests.programme.small_programme import SMALL, changed, load_text, problems_of

ANNUAL = "annual = 10"
SHARE = '{ kind = "uniform", low = 0.2, high = 0.9'
UNCERTAIN = 'top_up = { kind = "uniform", low = 0, high = 1 }'
FIRST = '[[funding]]\nuntil = "2025-04"'


def exclusive(one: float, other: float) -> str:
    text = '[risks.{0}]\nprobability = {1}\nexclusive = "word"\ncost = 1\ntargets = ["north.build"]\n'
    return SMALL + text.format("storm", one) + text.format("flood", other)


def yearly(name: str, chance: float, rest: str) -> str:
    return f'[risks.{name}]\nprobability = {chance}\nfactor = 0.9\ntargets = ["north.savings"]\n{rest}\n'


def again(storm: int, flood: int) -> str:
    return SMALL + "".join(
        yearly(name, 0.25, f'exclusive = "word"\ntimes = {times}')
        for name, times in (("storm", storm), ("flood", flood))
    )


def response(cost: str, when: str = "") -> str:
    return SMALL + f"[risks.supplier.response]\nprobability = 0.1\ncost = {cost}\n{when}\n"


def tied(low: float, high: float) -> str:
    belief = f'[beliefs.tie]\nkind = "uniform"\nlow = {low}\nhigh = {high}\n'
    return changed(
        ("rank = 0.4", 'rank = "tie"'), ("[scenarios.late]", f"{belief}\n[scenarios.late]")
    ).replace('"south.wave.duration", "north.procure.duration"]', '"south.wave.duration"]')


# The text at the bound, one beyond it, the key of the problem, what is found and what is accepted there.
BOUNDS: dict[str, tuple[str, str, str, str, str]] = {
    "the first settlement": (
        SMALL.replace(FIRST, '[[funding]]\nuntil = "2022-05"'),
        SMALL.replace(FIRST, '[[funding]]\nuntil = "2022-04"'),
        "funding.0.until",
        '"2022-04" (text)',
        "a month after the start, 2022-04",
    ),
    "the settlement after": (
        SMALL.replace(FIRST, f'[[funding]]\nuntil = "2025-03"\napproved = 1\ntop_up = 0\n{FIRST}'),
        SMALL.replace(FIRST, f'[[funding]]\nuntil = "2025-04"\napproved = 1\ntop_up = 0\n{FIRST}'),
        "funding.1.until",
        '"2025-04" (text)',
        "a month after the settlement before",
    ),
    "a share": (
        SMALL.replace(ANNUAL, f"{ANNUAL}\nattribution = 1"),
        SMALL.replace(ANNUAL, f"{ANNUAL}\nattribution = 1.0001"),
        "clusters.north.benefits.savings.attribution",
        "1.0001",
        "from 0 to 1",
    ),
    "the base of a share": (
        SMALL.replace(ANNUAL, f"{ANNUAL}\nattribution = {SHARE}, base = 1 }}"),
        SMALL.replace(ANNUAL, f"{ANNUAL}\nattribution = {SHARE}, base = 1.01 }}"),
        "clusters.north.benefits.savings.attribution.base",
        "1.01",
        "from 0 to 1",
    ),
    "the base of a share, below": (
        SMALL.replace(ANNUAL, f"{ANNUAL}\nattribution = {SHARE}, base = 0 }}"),
        SMALL.replace(ANNUAL, f"{ANNUAL}\nattribution = {SHARE}, base = -0.01 }}"),
        "clusters.north.benefits.savings.attribution.base",
        "-0.01",
        "from 0 to 1",
    ),
    "a chance": (
        SMALL.replace("probability = 0.2", "probability = 0"),
        SMALL.replace("probability = 0.2", "probability = -1e-9"),
        "risks.supplier.probability",
        "-1e-09",
        "from 0 to 1",
    ),
    "chances of which one at most comes": (
        exclusive(0.25, 0.75),
        exclusive(0.25, 0.7501),
        "risks.storm.exclusive",
        "probabilities of up to 1.0001 in all of storm and flood, of which at most one strikes",
        "probabilities that add up to at most 1",
    ),
    "chances of those that come again": (
        again(2, 2),
        again(3, 2),
        "risks.storm.exclusive",
        "probabilities of up to 1.25 in all of storm and flood, 5 strikes, of which at most one strikes",
        "probabilities that add up to at most 1",
    ),
    "strikes": (
        SMALL + yearly("storm", 0.001, "every_year = true\ntimes = 600"),
        SMALL + yearly("storm", 0.001, "every_year = true\ntimes = 601"),
        "risks.storm.times",
        "601 times in each of 5 years",
        "at most 3,000 strikes in all",
    ),
    "a response for nothing": (
        response("0"),
        response('{ kind = "uniform", low = 0, high = 1, base = 0 }'),
        "risks.supplier.response",
        "neither activity nor paid",
        "exactly one of activity and paid: when the cost is paid",
    ),
    "a response that is paid": (
        response("2", 'paid = "2022-09"'),
        response("2", 'paid = "2022-09"\nactivity = "north.build"'),
        "risks.supplier.response",
        "activity and paid",
        "exactly one of activity and paid: when the cost is paid",
    ),
    "a factor of correlations": (
        SMALL.replace("rank = 0.4", "rank = 0.4\nfactor = 1"),
        SMALL.replace("rank = 0.4", "rank = 0.4\nfactor = 1.001"),
        "correlation.0.factor",
        "1.001",
        "a factor from 0 to 1",
    ),
    "a factor of correlations, below": (
        SMALL.replace("rank = 0.4", "rank = 0.4\nfactor = 0"),
        SMALL.replace("rank = 0.4", "rank = 0.4\nfactor = -0.001"),
        "correlation.0.factor",
        "-0.001",
        "a factor from 0 to 1",
    ),
    "a correlation that hangs on a belief": (
        tied(-1, 1),
        tied(-1, 1.001),
        "beliefs.tie",
        "beliefs.tie, from -1 to 1.001",
        "from -1 to 1",
    ),
    "a correlation that hangs on a belief, below": (
        tied(-1, 0.5),
        tied(-1.001, 0.5),
        "beliefs.tie",
        "beliefs.tie, from -1.001 to 0.5",
        "from -1 to 1",
    ),
}


@pytest.mark.parametrize("case", BOUNDS)
def test_at_a_bound_and_beyond_it(tmp_path: Path, case: str) -> None:
    at, beyond, key, found, accepted = BOUNDS[case]
    assert load_text(tmp_path, at).title == "Small"
    problems = [one for one in problems_of(tmp_path, beyond).problems if one.key == key]
    assert [one.found for one in problems] == [found]
    assert accepted in problems[0].accepted


@pytest.mark.parametrize(
    ("written", "hint"),
    [("100", "100% is 1"), ("100.5", ""), ("1", None), ("1.5", "1.5% is 0.015"), ("-1", "")],
)
def test_a_share_in_per_cent_is_seen_up_to_a_hundred(tmp_path: Path, written: str, hint: str | None) -> None:
    text = SMALL.replace(ANNUAL, f"{ANNUAL}\nattribution = {written}")
    if hint is None:
        load_text(tmp_path, text)
        return
    (problem,) = problems_of(tmp_path, text).problems
    assert problem.hint == hint


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('title = "a', "a text whose quotes are not closed"),
        ('title = "a"b"', "a text whose quotes are not closed"),
        ('title = "a"b"c"d"', "a text whose quotes are not closed"),
    ],
)
def test_quotes_that_are_not_closed_however_many(tmp_path: Path, line: str, found: str) -> None:
    (problem,) = problems_of(tmp_path, SMALL.replace('title = "Small"', line)).problems
    assert problem.found.endswith(f": {found}")


@pytest.mark.parametrize("place", ["horizon = 60", 'go_live = "build"', "rank = 0.4"])
@pytest.mark.parametrize(
    "left_open",
    ["key = 'text", 'key = """text', "key = '''text", 'key = ["a", "b"', 'key = "text\\'],
)
def test_what_is_not_closed_is_told_where_it_begins(tmp_path: Path, place: str, left_open: str) -> None:
    """And not at the end of the file, or in the line that comes next."""
    text = SMALL.replace("departments = [", "departments = [\n").replace(place, f"{place}\n{left_open}")
    (problem,) = problems_of(tmp_path, text).problems
    lines = text.splitlines()
    assert problem.line == lines.index(left_open.splitlines()[0]) + 1
    assert lines[problem.line - 1] in problem.found


def test_each_group_of_which_one_at_most_comes_is_told_of_once(tmp_path: Path) -> None:
    """Of one that comes every year the years are groups of their own: all are told of by the first."""
    groups = 'every_year = true\nexclusive = "word"'
    text = SMALL + yearly("storm", 0.6, groups) + yearly("flood", 0.5, groups)
    (problem,) = problems_of(tmp_path, text).problems
    found = "probabilities of up to 1.1 in all of storm and flood in 2022, of which at most one strikes"
    assert (problem.key, problem.found) == ("risks.storm.exclusive", found)


def test_a_risk_during_an_activity_knows_its_time_and_one_without_has_none(tmp_path: Path) -> None:
    kinds: dict[str, Callable[[], str]] = {
        "once": lambda: SMALL.replace("probability = 0.2", "probability = 0.2\ntimes = 2"),
        "during": lambda: SMALL.replace("probability = 0.2", 'probability = 0.2\nduring = "north.build"'),
    }
    for name, text in kinds.items():
        for risk in load_text(tmp_path, text()).risks:
            assert (risk.exposure is not None) == (name == "during")


@pytest.mark.parametrize(
    ("months", "name"),
    [
        (0.0, "Apr 2025"),
        (0.5, "Apr 2025"),
        (1.0, "Apr 2025"),
        (1.01, "May 2025"),
        (24.0, "Mar 2027"),
        (24.1, "Apr 2027"),
    ],
)
def test_what_is_done_at_the_end_of_a_month_is_done_in_it(months: float, name: str) -> None:
    assert date_name(months, "2025-04") == name


def test_a_value_that_is_infinite_is_refused_without_a_warning(tmp_path: Path) -> None:
    """A fixed value times a factor; pytest makes warnings errors."""
    beyond = 'duration = { kind = "scaled", law = 1.7e308, factor = 100.0, base = 1 }'
    problem, *_ = problems_of(tmp_path, SMALL.replace('duration = "slip"', beyond)).problems
    assert "values of up to inf" in problem.found


def test_a_date_in_the_place_of_a_month_is_written_as_it_would_be_read(tmp_path: Path) -> None:
    start = next(line for line in SMALL.splitlines() if line.startswith("start = "))
    (problem,) = problems_of(tmp_path, SMALL.replace(start, "start = 0987-03-01")).problems
    assert problem.hint == 'a year and a month in quotes: "0987-03"'
