"""The map of risks against figures that are known: chance, effect where struck, and what a response leaves."""

import pytest

import engine
from engine.problems import Refused

TEXT = """
title = "Two risks"
start = "2025-04"
horizon = 60
unit = "£m"
price_base = "nominal"
discounting = "none"
total_cost = ["one_off_cost"]
[clusters.c]
go_live = "build"
[clusters.c.activities.build]
duration = 12
[clusters.c.costs.works]
category = "one_off"
activity = "build"
amount = 100
[risks.flood]
probability = 0.25
effects = [{ cost = 40, targets = ["c.build"] }]
response = { cost = 3, probability = 0.125, activity = "c.build" }
[risks.find]
probability = 0.5
effects = [{ cost = 8, targets = ["c.build"] }]
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "programme.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_chances_and_effects_are_those_of_the_file(file):
    iterations = 4000
    found = engine.risk_map(file, iterations=iterations, seed=4)
    assert found["risk"].values.tolist() == ["flood", "find"]
    flood, find = (found.sel(risk=name) for name in ("flood", "find"))
    for one, p, cost in ((flood, 0.25, 40.0), (find, 0.5, 8.0)):
        before = one.sel(when="before")
        error = 5 * (p * (1 - p) / iterations) ** 0.5  # a false alarm in 1.7 million
        assert float(before["chance"]) == pytest.approx(p, abs=error)
        assert float(before["when_struck"]) == pytest.approx(cost, rel=1e-9)
        assert float(before["contribution"]) == pytest.approx(float(before["chance"]) * cost, rel=1e-9)
        assert before["contribution_low"] < before["contribution"] < before["contribution_high"]
    assert float(flood["chance"].sel(when="after")) == pytest.approx(0.125, abs=0.027)
    assert float(flood["chance"].sel(when="after")) < float(flood["chance"].sel(when="before"))
    assert float(find["contribution"].sel(when="after")) == float(find["contribution"].sel(when="before"))
    assert found["has_response"].values.tolist() == [True, False]


def test_contributions_add_up_to_what_risks_do_together(file):
    programme = engine.load(file)
    played, calm = (
        engine.simulate(one, 2000, 4)["total_cost"] for one in (programme, programme.without("*"))
    )
    found = engine.risk_map(file, iterations=2000, seed=4)
    assert float(found["contribution"].sel(when="before").sum()) == pytest.approx(
        float((played - calm).mean()), rel=1e-9
    )


def test_of_a_benefit_what_is_lost_is_above_nought():
    example = "experiments/format_reference/examples/every_key.toml"
    cost, benefit = (
        engine.risk_map(example, of=name, iterations=400) for name in ("total_cost", "total_benefit")
    )
    assert float(cost["contribution"].sel(when="before").sum()) > 0
    assert float(benefit["contribution"].sel(when="before").sum()) > 0  # delays lose benefits


def test_without_responses_there_is_no_after_and_without_risks_no_map(tmp_path):
    plain = tmp_path / "plain.toml"
    plain.write_text(
        "\n".join(line for line in TEXT.splitlines() if not line.startswith("response")), encoding="utf-8"
    )
    assert engine.risk_map(plain, iterations=100)["when"].values.tolist() == ["before"]
    calm = tmp_path / "calm.toml"
    calm.write_text(TEXT.partition("[risks.flood]")[0], encoding="utf-8")
    with pytest.raises(Refused, match=r"no risk that can strike"):
        engine.risk_map(calm, iterations=100)


def test_what_a_response_takes_away_altogether_is_nought_and_no_rounding(tmp_path):
    """Effects are differences of sums: what is spread over 13.7 months rather than 12 is another in the last place."""
    text = TEXT.replace("amount = 100", "amount = 100.1").replace("cost = 40,", "cost = 0.3,")
    left = 'effects = [{ delay = { kind = "uniform", low = 0, high = 4 }, targets = ["c.build"] }],'
    text = text.replace("probability = 0.125,", left)
    path = tmp_path / "programme.toml"
    path.write_text(text, encoding="utf-8")
    found = engine.risk_map(path, iterations=400, seed=4).sel(risk="flood")
    assert float(found["contribution"].sel(when="before")) == pytest.approx(0.075, abs=0.03)
    assert float(found["contribution"].sel(when="after")) == 0.0
