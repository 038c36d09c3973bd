"""The published bridge is reproduced, and the check would not pass another one."""

from __future__ import annotations

import numpy as np
import pytest

from experiments import bridge_case


def test_the_case_is_that_of_the_book() -> None:
    results = bridge_case.measure(iterations=20_000)
    bridge_case.check(results)
    assert len(bridge_case.chart(results).axes) == 2


def test_exact_values_by_hand() -> None:
    exact = bridge_case.weeks()
    assert exact.mean == pytest.approx(32.0, abs=1e-5)  # 10/3 + 8 + 44/3 + 4 + 2
    assert exact.sd == pytest.approx(np.sqrt(7 / 18 + 2.25 + 76 / 18 + 0.64 + 1 / 3), abs=2e-5)
    assert bridge_case.share_of_deck() == pytest.approx(0.539, abs=5e-4)
    assert bridge_case.cost().mean == pytest.approx(1.74, rel=1e-12)
    assert bridge_case.cost(1.0).mean == pytest.approx(1.86, rel=1e-12)


@pytest.mark.parametrize("measure", ["last_go_live", "total_cost"])
def test_the_check_refuses_another_case(measure: str) -> None:
    results = bridge_case.measure(iterations=20_000)
    with pytest.raises(AssertionError):
        bridge_case.check(results.assign({measure: results[measure] * 1.01}))
