"""Work that rests in some months and is paid by settlements: by hand and by the twin."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from engine.programme.model import Programme
from tests.simulation.agreement import assert_agree, written

# Started in April 2025: December to February are months 8, 9 and 10.
HEAD = """title = "Winters and settlements"
start = "2025-04"
horizon = 60
unit = "£m"
price_base = "nominal"
discounting = "none"
[calendars.winter]
not_in = ["December", "January", "February"]
[clusters.site]
go_live = "dig"
"""
FOUR = 'dig = { duration = 4, earliest = 6, not_in = ["winter"] }'  # months 6, 7, 11 and 12: done in month 13
WORKS = 'works = { category = "one_off", activity = "dig", amount = 40, funded = true }'  # 10 a month of work
MONTHLY = 'works = { category = "one_off", activity = "dig", per_month = 1, funded = true }'
TOLD = 'measures = [{ metric = "line_money", of = "site.works" }, { metric = "spent", at = "2026-04" }]'
LATE = '[risks.rock]\nprobability = 1\ncost = 20\ntargets = ["site.dig"]'


def programme_of(
    tmp_path: Path, activities: str, costs: str, *settled: tuple[str, float], more: str = "", told: str = ""
) -> Programme:
    funding = "".join(
        f'[[funding]]\nuntil = "{until}"\napproved = {money}\ntop_up = 0\n' for until, money in settled
    )
    text = (
        f"{HEAD}[clusters.site.activities]\n{activities}\n[clusters.site.costs]\n{costs}\n{more}\n{funding}"
    )
    return written(tmp_path, f"{told}\n{text}")


# Activity, costs, settlements; when money runs out in the first, start, finish, money by year, spent to April 2026.
BY_HAND = {
    "there is enough": (FOUR, WORKS, [("2026-04", 40.0)], None, 6, 13, [30, 10], 40),
    "no settlement covers it": (FOUR, WORKS, [("2025-05", 0.0)], None, 6, 13, [30, 10], 40),
    # 15 pay for a month and a half; two and a half months of work are left in month 12
    "it breaks off": (FOUR, WORKS, [("2026-04", 15.0)], 7.5, 6, 14.5, [15, 25], 25),
    # half a month is done; the next settlement begins in the winter, and work in month 11
    "it goes on after the winter": (FOUR, WORKS, [("2025-12", 5.0)], 6.5, 6, 14.5, [15, 25], 25),
    "it cannot begin before the winter": (FOUR, WORKS, [("2025-12", 0.0)], 0, 11, 15, [10, 30], 20),
    "money lasts to the winter": (FOUR, WORKS, [("2025-12", 20.0)], None, 6, 13, [30, 10], 40),
    "it breaks off twice": (FOUR, WORKS, [("2025-12", 5.0), ("2026-05", 10.0)], 6.5, 6, 15.5, [15, 25], 15),
    # a month costs 1, those of rest too: the money of months 6 to 9 is gone in the winter, with two months done
    "it runs out in the winter": (FOUR, MONTHLY, [("2026-04", 4.0)], 10, 6, 14, [4, 2], 5),
    # a risk makes it 15 a month
    "what a risk adds waits with it": (FOUR, WORKS, [("2026-04", 15.0)], 7, 6, 15, [15, 45], 30),
    "what takes no time rests in no month": (
        'dig = { duration = 0, earliest = 9, not_in = ["winter"] }',
        WORKS,
        [("2026-04", 39.0)],
        9,
        12,
        12,
        [0, 40],
        40,
    ),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_by_hand(tmp_path: Path, case: str) -> None:
    activity, costs, settled, exhausted, start, finish, years, spent = BY_HAND[case]
    more = LATE if "risk" in case else ""
    programme = programme_of(tmp_path, activity, costs, *settled, more=more)
    one = engine.replay(programme, iteration=0)
    found = one["exhausted"].values[0], one["start"].values[0], one["finish"].values[0]
    wanted = (float("inf") if exhausted is None else exhausted, start, finish)
    assert found == pytest.approx(wanted, rel=1e-12)
    assert one["yearly_cost"].values[:2] == pytest.approx(years, rel=1e-12, abs=1e-12)
    assert_agree(programme, 3)
    results = engine.simulate(programme_of(tmp_path, activity, costs, *settled, more=more, told=TOLD), 2)
    told = [results[name].values[0] for name in ("line_money_of_site.works", "spent_at_2026-04")]
    assert told == pytest.approx([sum(years) - (20 if more else 0), spent], rel=1e-12)


def test_money_runs_out_where_two_works_are_paid(tmp_path: Path) -> None:
    """A yard works through the winter at 2 a month, the dig at 10 a month of work; both from month 6.

    By month 8 they have spent 24, by month 11 six more: 33 run out in month 11 and a quarter.
    """
    activities = f"{FOUR}\nyard = {{ duration = 10, earliest = 6 }}"
    costs = f'{WORKS}\nwatch = {{ category = "one_off", activity = "yard", amount = 20, funded = true }}'
    programme = programme_of(tmp_path, activities, costs, ("2026-04", 33.0))
    one = engine.replay(programme, iteration=0)
    assert float(one["exhausted"][0]) == pytest.approx(11.25, rel=1e-12)
    finish = one["finish"].to_series()
    assert finish.to_dict() == pytest.approx({"site.dig": 13.75, "site.yard": 16.75}, rel=1e-12)
    assert_agree(programme, 3)


def test_drawn_work_and_money(tmp_path: Path) -> None:
    """Drawn durations and settlements: the twin agrees, and in some iterations money runs out in a winter."""
    activities = (
        'dig = { duration = { kind = "uniform", low = 1, high = 12 }, earliest = 4, not_in = ["winter"] }'
    )
    costs = f"{WORKS}\n{MONTHLY.replace('works', 'site', 1)}"
    law = '{ kind = "uniform", low = 5, high = 60 }'
    programme = programme_of(tmp_path, activities, costs, ("2026-02", 5.0), ("2026-12", 9.0), more="")
    text = (tmp_path / "programme.toml").read_text("utf-8").replace("approved = 5.0", f"approved = {law}")
    programme = written(tmp_path, text)
    assert_agree(programme, 2000)
    in_winter = [float(engine.replay(programme, iteration=k)["exhausted"][0]) for k in range(60)]
    assert any(8.0 < month < 10.0 for month in in_winter)
    assert any(month < 8.0 for month in in_winter)
