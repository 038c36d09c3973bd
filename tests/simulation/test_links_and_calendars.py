"""Ties between activities, months of rest and latest useful dates, by hand and by the twin."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import engine
from engine.programme.model import Programme
from tests.simulation.agreement import assert_agree
from tests.simulation.agreement import written as from_text

HEAD = """title = "Dates"
start = "{start}"
horizon = 60
unit = "£m"
price_base = "nominal"
discounting = "none"
[calendars.winter]
not_in = ["December", "January", "February"]
[clusters.site]
go_live = "last"
"""


def written(tmp_path: Path, activities: str, start: str = "2025-04") -> Programme:
    return from_text(tmp_path, f"{HEAD.format(start=start)}[clusters.site.activities]\n{activities}")


# Activities, and month of start and finish of the last, by hand.
BY_HAND = {
    "a lead": ('a = { duration = 6 }\nlast = { duration = 3, after = [{ activity = "a", lag = -1 }] }', 5, 8),
    "a lag": ('a = { duration = 6 }\nlast = { duration = 3, after = [{ activity = "a", lag = 2 }] }', 8, 11),
    "a name and a table say the same": (
        'a = { duration = 6 }\nlast = { duration = 3, after = ["a", { activity = "a" }] }',
        6,
        9,
    ),
    "start to start": (
        "a = { duration = 6, earliest = 2 }\n"
        'last = { duration = 3, after = [{ activity = "a", link = "start-to-start", lag = 1 }] }',
        3,
        6,
    ),
    # the finish is held back to month 7, and three months of work end then if they begin in month 4
    "finish to finish": (
        "a = { duration = 6 }\n"
        'last = { duration = 3, after = [{ activity = "a", link = "finish-to-finish", lag = 1 }] }',
        4,
        7,
    ),
    "start to finish": (
        "a = { duration = 6, earliest = 4 }\n"
        'last = { duration = 3, after = [{ activity = "a", link = "start-to-finish", lag = 1 }] }',
        2,
        5,
    ),
    "two links to one activity, the later decides": (
        "a = { duration = 6 }\nlast = { duration = 3, after = ["
        '{ activity = "a", link = "start-to-start", lag = 1 }, '
        '{ activity = "a", link = "finish-to-finish", lag = 2 }] }',
        5,
        8,
    ),
    "earliest beats a lead": (
        'a = { duration = 6 }\nlast = { duration = 3, earliest = 7, after = [{ activity = "a", lag = -1 }] }',
        7,
        10,
    ),
    "a month as earliest": ('last = { duration = 3, earliest = "2025-09" }', 5, 8),
    # started in April 2025: December to February are months 8, 9 and 10
    "work rests over a winter": ('last = { duration = 4, earliest = 6, not_in = ["winter"] }', 6, 13),
    "work ends as the winter begins": ('last = { duration = 2, earliest = 6, not_in = ["winter"] }', 6, 8),
    "work waits for the end of the winter": (
        'last = { duration = 2, earliest = 9, not_in = ["winter"] }',
        11,
        13,
    ),
    "half a month before the winter": (
        'last = { duration = 1, earliest = 7.5, not_in = ["winter"] }',
        7.5,
        11.5,
    ),
    "two winters": ('last = { duration = 15, earliest = 6, not_in = ["winter"] }', 6, 27),
    "ten winters, beyond the horizon": ('last = { duration = 90, not_in = ["winter"] }', 0, 120),
    "a month of rest once": ('last = { duration = 4, not_in = ["2025-06", "2026-01"] }', 0, 5),
    "no work does not rest": ('last = { duration = 0, earliest = 9, not_in = ["winter"] }', 9, 9),
    # month 11 less two months of work: one of them before the winter, so that it begins in month 6
    "a finish held back over a winter": (
        'a = { duration = 12 }\nlast = { duration = 3, not_in = ["winter"], '
        'after = [{ activity = "a", link = "finish-to-finish" }] }',
        6,
        12,
    ),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_by_hand(tmp_path: Path, case: str) -> None:
    activities, start, finish = BY_HAND[case]
    programme = written(tmp_path, activities)
    one = engine.replay(programme, iteration=0).sel(activity="site.last")
    assert (float(one["start"]), float(one["finish"])) == pytest.approx((start, finish), rel=1e-12, abs=1e-12)
    assert_agree(programme, 3)


def test_a_lag_may_be_uncertain(tmp_path: Path) -> None:
    text = (
        'a = { duration = 6 }\nlast = { duration = 3, after = ["a", { activity = "a", link = "start-to-start", '
        'lag = { kind = "uniform", low = 2, high = 10, base = 8 } }] }'
    )
    programme = written(tmp_path, text)
    drawn = engine.draw(programme, 500, seed=3)["value"].sel(input="site.last.after.1.lag").values
    finish = engine.simulate(programme, 500, seed=3, measures=["*.finish"])["finish"].sel(
        activity="site.last"
    )
    np.testing.assert_allclose(finish.values, np.maximum(drawn, 6.0) + 3.0, rtol=1e-12)
    assert float(finish.attrs["base"][1]) == 11.0
    assert_agree(programme, 500)


USE = """
[clusters.site.benefits.games]
class = "cash"
annual = 12
"""


def test_what_comes_too_late_is_of_no_use(tmp_path: Path) -> None:
    """Finished by the end of October 2026, month 19, a benefit of 1 a month; later none."""
    law = '{ kind = "uniform", low = 15, high = 25, base = 16 }'
    programme = written(tmp_path, f'last = {{ duration = {law}, latest = "2026-10" }}\n{USE}')
    results = engine.simulate(programme, 4000, seed=1, measures=["total_benefit", "*.finish"])
    finish = results["finish"].values[:, 0]
    in_time = finish <= 19.0
    assert 0.35 < in_time.mean() < 0.45  # 0.4; five standard errors are 0.04
    np.testing.assert_allclose(results["total_benefit"].values, np.where(in_time, 60.0 - finish, 0.0))
    assert_agree(programme, 500)


@pytest.mark.parametrize("length", [3.0, 2.9999999999999996, 3.0000000000000004])
def test_rounding_makes_no_work_wait_a_winter(tmp_path: Path, length: float) -> None:
    """Work that is done as the winter begins is done then, on whichever side of it the last bit falls."""
    programme = written(tmp_path, f'last = {{ duration = {length!r}, earliest = 5, not_in = ["winter"] }}')
    assert float(engine.replay(programme, iteration=0)["finish"][0]) == pytest.approx(8.0, rel=1e-12)


def test_a_programme_that_starts_in_january_counts_its_months_from_there(tmp_path: Path) -> None:
    programme = written(tmp_path, 'last = { duration = 1, not_in = ["winter"] }', "2025-01")
    assert float(engine.replay(programme, iteration=0)["finish"][0]) == 3.0
