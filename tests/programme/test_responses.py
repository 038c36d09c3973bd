# ruff: noqa: E501  # a table is read in rows
"""Responses to risks: what a file may say of them, and the programme that each makes."""

from __future__ import annotations

import json

import pytest

import engine
from distributions import Constant, Uniform
from engine.problems import Refused
from engine.programme.responses import taking
from tests.programme.small_programme import changed, load_text, problems_of

RESPONSE = """
[risks.supplier.response]
cost = { kind = "uniform", low = 1, high = 3 }
activity = "north.procure"
probability = 0.05
owner = "buyer"
[[risks.supplier.response.effects]]
delay = 1
targets = ["*.build"]
"""
END = "\n[[correlation]]"


def text_with(response: str = RESPONSE, *more: tuple[str, str]) -> str:
    return changed((END, f"{response}{END}"), *more)


def names(programme) -> set[str]:
    return {q.name for q, *_ in programme.quantities()}


def test_a_response_that_is_not_taken_changes_no_number(tmp_path):
    plain, with_response = load_text(tmp_path, changed()), load_text(tmp_path, text_with())
    assert names(plain) == names(with_response)
    a, b = (engine.simulate(one, 300, seed=5) for one in (plain, with_response))
    for name in a.data_vars:
        assert (a[name].fillna(-1) == b[name].fillna(-1)).all(), name
    assert json.loads(b.attrs["responses"]) == {"supplier": False}


def test_one_that_is_taken_leaves_what_remains_by_the_same_names(tmp_path):
    programme = load_text(tmp_path, text_with(), overrides={"risks.supplier.response.taken": True})
    (risk,) = programme.risks
    assert (risk.probability.name, risk.probability.base) == ("risks.supplier.probability", 0.05)
    ((delay,),) = [(effect,) for effect in risk.effects]
    assert (delay.size.name, delay.size.law, delay.targets) == (
        "risks.supplier.effects.0",
        Constant(1.0),
        ("north.build",),
    )
    line = programme.costs[-1]
    assert (line.name, line.category, line.activity) == (
        "north.procure.supplier.response",
        "one_off",
        "north.procure",
    )
    assert line.amount.law == Uniform(1, 3)
    assert (line.amount.name, line.funded) == (
        "risks.supplier.response.cost",
        True,
    )  # as its activity is paid
    assert programme.changes == ("risks.supplier.response.taken = True",)


def test_a_scenario_may_take_it(tmp_path):
    text = text_with(
        RESPONSE, ('"funding.0.top_up" = 1', '"funding.0.top_up" = 1\n"risks.supplier.response.taken" = true')
    )
    assert load_text(tmp_path, text, "late").risks[0].probability.base == 0.05
    assert load_text(tmp_path, text, "").risks[0].probability.base == 0.2


def test_all_numbers_of_a_response_are_in_the_log_taken_or_not(tmp_path):
    wanted = {f"risks.supplier.response.{end}" for end in ("cost", "probability", "effects.0")}
    for is_taken in (False, True):
        programme = load_text(tmp_path, text_with(), overrides={"risks.supplier.response.taken": is_taken})
        log = engine.assumption_log(engine.simulate(programme, 5))
        assert wanted <= set(log["quantity"].values)
        assert str(log["owner"].sel(quantity="risks.supplier.response.cost").values) == "buyer"
        assert str(log["source"].sel(quantity="risks.supplier.response.cost").values) == "audit"  # the risk's
        changed_ones = set(log["quantity"].values[log["changed"].values])
        assert changed_ones == (
            {"risks.supplier.probability", "risks.supplier.effects.0"} if is_taken else set()
        )


def test_a_risk_that_may_strike_every_year_is_treated_in_each(tmp_path):
    every = ("probability = 0.2\n", 'probability = 0.2\nevery_year = true\nduring = "north.build"\n')
    programme = load_text(
        tmp_path, text_with(RESPONSE, every), overrides={"risks.supplier.response.taken": True}
    )
    assert len(programme.risks) == 5
    assert {risk.probability.base for risk in programme.risks} == {0.05}
    assert len([line for line in programme.costs if line.name.endswith("response")]) == 1


FAULTS = {
    "without effect": ("probability = 0.05\n", "", "[[risks.supplier.response.effects]]\ndelay = 1\ntargets = [\"*.build\"]\n", "",
                       "risks.supplier.response", "a response without effect"),
    "the same as before": ("probability = 0.05", "probability = 0.2",
                           "[[risks.supplier.response.effects]]\ndelay = 1\ntargets = [\"*.build\"]\n", "",
                           "risks.supplier.response", "as likely and does the same"),
    "no time of payment": ('activity = "north.procure"\n', "", "", "", "risks.supplier.response", "when the cost is paid"),
    "two times of payment": ("probability = 0.05", 'probability = 0.05\npaid = "2023-01"', "", "",
                             "risks.supplier.response", "activity and paid"),
    "paid before the start": ('activity = "north.procure"', 'paid = "2021-01"', "", "", "risks.supplier.response.paid", "from the start on"),
    "an unknown activity": ('"north.procure"\nprob', '"north.procur"\nprob', "", "", "risks.supplier.response.activity", '"north.procure"'),
    "no chance": ("probability = 0.05", "probability = 5", "", "", "risks.supplier.response.probability", "5% is 0.05"),
    "no cost": ('cost = { kind = "uniform", low = 1, high = 3 }\n', "", "", "", "risks.supplier.response.cost", "what it costs"),
    "a cost below nought": ('low = 1, high = 3 }\nact', 'low = -1, high = 3 }\nact', "", "", "risks.supplier.response.cost", "at least 0"),
    "an effect without targets": ('delay = 1\ntargets = ["*.build"]\n', "delay = 1\n", "", "", "risks.supplier.response.effects.0.targets", "nothing"),
    "an effect of no kind": ("delay = 1\n", "", "", "", "risks.supplier.response.effects.0", "at least one of"),
    "taken by a word": ("probability = 0.05", 'probability = 0.05\ntaken = "yes"', "", "", "risks.supplier.response.taken", "true or false"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("taken", [False, True])
def test_what_makes_no_response_is_refused_taken_or_not(tmp_path, fault, taken):
    old, new, more, gone, key, words = FAULTS[fault]
    assert old in RESPONSE
    response = RESPONSE.replace(old, new).replace(more, gone) if more else RESPONSE.replace(old, new)
    more = (
        {"overrides": {"risks.supplier.response.taken": True}} if taken and fault != "taken by a word" else {}
    )
    found = {one.key: one for one in problems_of(tmp_path, text_with(response), **more).problems}
    assert key in found, list(found)
    assert words in str(found[key])


def test_exclusive_risks_must_leave_room_for_what_remains(tmp_path):
    second = '\n[risks.market]\nprobability = 0.7\nexclusive = "word"\n[[risks.market.effects]]\ncost = 1\ntargets = ["*.build"]\n'
    text = text_with(
        RESPONSE.replace("0.05", "0.6") + second,
        ("probability = 0.2\n", 'probability = 0.2\nexclusive = "word"\n'),
    )
    load_text(tmp_path, text)
    error = problems_of(tmp_path, text, overrides={"risks.supplier.response.taken": True})
    assert "probabilities of up to 1.3" in str(error)


def test_which_are_taken_is_said_by_none_all_or_names():
    tables = {"risks": {"a": {"response": {}}, "b": {"response": {"taken": True}}, "c": {}}}
    assert taking(["all"], tables) == {"risks.a.response.taken": True}
    assert taking(["none"], tables) == {"risks.b.response.taken": False}
    assert taking(["a"], tables) == {"risks.a.response.taken": True, "risks.b.response.taken": False}
    assert taking(["a", "b"], tables) == {"risks.a.response.taken": True}
    told = tables | {"scenarios": {"s": {"set": {"risks.a.response.taken": True}}}}
    assert taking(["none"], told) == {"risks.a.response.taken": False, "risks.b.response.taken": False}
    for names_, words in ((["c"], "a or b"), (["d"], "a or b"), (["all", "a"], "together with others")):
        with pytest.raises(Refused, match=words):
            taking(names_, tables)
