"""What is left of the class beside the named causes, and that the programme file prints it."""

from __future__ import annotations

import pytest

from distributions import Lognormal
from experiments import named_causes


def test_programme_file_prints_the_fit() -> None:
    named_causes.check(named_causes.measure())


def test_check_catches_a_law_that_differs_in_the_last_printed_digit() -> None:
    laws = named_causes.measure()
    fitted = laws[""]["laws.cost_growth"]
    assert isinstance(fitted, Lognormal)
    laws[""]["laws.cost_growth"] = Lognormal(fitted.log_mean + 0.001, fitted.log_sd)
    with pytest.raises(AssertionError, match=r"default: laws\.cost_growth\.log_mean"):
        named_causes.check(laws)


def test_dividing_out_a_factor_undoes_its_product() -> None:
    inside, factor = (0.5, 0.04), (0.75, 0.02)
    mean = inside[0] * factor[0]
    second = (inside[1] + inside[0] ** 2) * (factor[1] + factor[0] ** 2)
    assert named_causes.divided_out((mean, second - mean**2), factor) == pytest.approx(inside, rel=1e-12)


def test_departures_of_the_programme_have_the_mean_that_was_divided_out() -> None:
    probability = named_causes.in_file("", "laws.departure_probability")["value"]
    staying = named_causes.in_file("", "laws.staying_share")
    mean = (staying["low"] + 4 * staying["mode"] + staying["high"]) / 6
    uptake = 1 - probability * (1 - mean)
    assert uptake == pytest.approx(named_causes.joined().mean(), abs=0.01)


def test_constants_are_those_of_the_largest_cluster_in_the_file() -> None:
    synergy = named_causes.written()["clusters"]["synergy"]
    months = {name: activity["duration"] for name, activity in synergy["activities"].items()}
    go_live = sum(months[name] for name in ("procurement", "design_build", "wave_1", "wave_2"))
    assert go_live == named_causes.TO_GO_LIVE
    rate = synergy["costs"]["office"]["per_month"]["part"]
    assert (rate * months["design_build"], rate) == pytest.approx(named_causes.OFFICE)
    assert synergy["costs"]["office_while_late"]["per_month"]["part"] == rate
    late = named_causes.pert("laws.late_ramp").mode, named_causes.pert("laws.ramp").mode
    first, rest = (synergy["benefits"][f"cash_{name}"]["total"]["part"] for name in ("first", "rest"))
    horizon, completion = named_causes.written()["horizon"], go_live + months["completion"]
    lost = first / (horizon - go_live - late[1] / 2) + rest / (horizon - completion - late[0] / 2)
    assert lost == pytest.approx(named_causes.LOST_PER_MONTH)
