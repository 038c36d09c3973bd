"""Money that runs out, or just suffices, worked out by hand: the engine and its second implementation give that."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.simulation.agreement import HEAD, assert_agree, written

FUNDED = (
    HEAD.format(horizon=72)
    + """
[clusters.a]
go_live = "rollout"
[clusters.a.activities]
build = {{ duration = 20 }}
licence = {{ duration = 0, earliest = 10 }}
rollout = {{ duration = 6, after = ["licence"], earliest = 24 }}
[clusters.a.costs]
build_cost = {{ category = "one_off", activity = "build", {build} }}
licence_fee = {{ category = "one_off", activity = "licence", amount = {licence} }}
rollout_cost = {{ category = "one_off", activity = "rollout", amount = 12 }}
[clusters.a.benefits]
cash = {{ class = "cash", annual = 12 }}
[[funding]]
until = "2025-04"
approved = {approved}
top_up = {top_up}
"""
)


@pytest.mark.parametrize(
    ("build", "licence", "approved", "top_up", "yearly_cost", "delay"),
    [
        pytest.param("amount = 40", 0, 52, 0.0, [24, 16, 12, 0, 0, 0], 0, id="just enough"),
        pytest.param("amount = 40", 0, 20, 1.0, [24, 16, 12, 0, 0, 0], 0, id="topped up in full"),
        # 2 a month from the start: 20 are gone in month 10. The other 20 are spent in months 36 to 46.
        pytest.param("amount = 40", 0, 20, 0.0, [20, 0, 0, 32, 0, 0], 12, id="runs out inside the build"),
        # 20 + (52 - 20) / 4 = 28 are gone in month 14.
        pytest.param("amount = 40", 0, 20, 0.25, [24, 4, 0, 24, 0, 0], 12, id="topped up in part"),
        # A rate a month is money too: 2 a month, as above.
        pytest.param(
            "per_month = 2, funded = true", 0, 20, 0.0, [20, 0, 0, 32, 0, 0], 12, id="standing cost"
        ),
        # The build takes all there is and is done in month 20; the rollout of month 24 waits for month 36.
        pytest.param("amount = 40", 0, 40, 0.0, [24, 16, 0, 12, 0, 0], 12, id="gone exactly with the build"),
        # 20 are left of 40 when the licence is due in month 10. What cannot be paid waits, with all that follows.
        pytest.param("amount = 40", 30, 40, 0.0, [20, 0, 0, 62, 0, 0], 12, id="due in an instant"),
    ],
)
def test_money_by_hand(
    tmp_path: Path,
    build: str,
    licence: float,
    approved: float,
    top_up: float,
    yearly_cost: list[float],
    delay: float,
) -> None:
    """Go-live in month 30, or where money has run out in month 42; both implementations, against the base."""
    uncertain = f'{{ kind = "discrete", values = [{approved}, 1000], probabilities = [1, 0], base = 1000 }}'
    text = FUNDED.format(build=build, licence=licence, approved=uncertain, top_up=top_up)
    programme = written(tmp_path, text)
    found = assert_agree(programme, 2)
    np.testing.assert_allclose(found["yearly_cost"], [yearly_cost] * 2, rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(found["go_live_delay"], [[delay]] * 2, rtol=1e-11, atol=1e-11)


EXACT = (
    HEAD.format(horizon=72)
    + """
[clusters.a]
go_live = "acceptance"
[clusters.a.activities]
design = {{ duration = {first} }}
build = {{ duration = {second}, after = ["design"] }}
rollout = {{ duration = 12, after = ["build"] }}
acceptance = {{ duration = 1, after = ["build"] }}
[clusters.a.costs]
design_cost = {{ category = "one_off", activity = "design", amount = {design} }}
build_cost = {{ category = "one_off", activity = "build", amount = {build} }}
rollout_cost = {{ category = "one_off", activity = "rollout", amount = 100 }}
[clusters.a.benefits]
cash = {{ class = "cash", annual = 12 }}
[[funding]]
until = "2025-04"
approved = {{ kind = "discrete", values = [{approved}, 1000], probabilities = [1, 0], base = 1000 }}
top_up = 0
"""
)


@pytest.mark.parametrize(
    ("first", "second", "design", "build"),
    [
        (9.9, 14.0, 56.3, 86.6),
        (8.9, 3.0, 89.8, 35.7),
        (13.0, 11.2, 99.1, 15.1),
        (14.6, 11.6, 48.1, 90.0),
        (8.4, 3.5, 65.8, 65.2),
        (11.7, 9.6, 81.6, 39.6),
        (13.2, 10.5, 70.1, 86.3),
    ],
)
def test_money_that_just_suffices(
    tmp_path: Path, first: float, second: float, design: float, build: float
) -> None:
    """Approved to the penny for two activities: the last must not wait for a rounding error of its money.

    The rollout that begins as the money ends does wait, for month 36; the acceptance, which costs nothing, does
    not, so that go-live is on time.
    """
    programme = written(
        tmp_path,
        EXACT.format(first=first, second=second, design=design, build=build, approved=design + build),
    )
    found = assert_agree(programme, 2)
    np.testing.assert_allclose(found["go_live_delay"], 0.0, atol=1e-11)
    np.testing.assert_allclose(found["yearly_cost"][:, :3].sum(axis=1), design + build, rtol=1e-12)
    np.testing.assert_allclose(found["yearly_cost"][:, 3], 100.0, rtol=1e-12)
