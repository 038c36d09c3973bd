# ruff: noqa: E501  # a table is read in rows
"""Risks in correlation groups: which names are taken, and what is refused."""

from __future__ import annotations

import pytest

from tests.programme.small_programme import changed, load_text, problems_of

SECOND = '\n[risks.market]\nprobability = 0.3\n[[risks.market.effects]]\ncost = 1\ntargets = ["*.build"]\n'
GROUP = (
    'inputs = ["north.build.duration", "south.wave.duration", "north.procure.duration"]\nrank = 0.4',
    "{}",
)


def text_with(group: str, *more: tuple[str, str]) -> str:
    return changed((GROUP[0], group), ("\n\n[[correlation]]", f"\n{SECOND}\n[[correlation]]"), *more)


TAKEN = {
    'inputs = ["risks.supplier", "risks.market"]\nrank = 0.5': (
        "risks.supplier.strikes",
        "risks.market.strikes",
    ),
    'inputs = ["risks.supplier.strikes", "risks.market"]\nrank = 0.5': (
        "risks.supplier.strikes",
        "risks.market.strikes",
    ),
    'inputs = ["risks.*.strikes", "north.build.duration"]\nrank = 0.2': (
        "risks.supplier.strikes",
        "risks.market.strikes",
        "north.build.duration",
    ),
    'pairs = [{ a = "risks.supplier", b = "risks.market", rank = 0.2 }]': (
        "risks.supplier.strikes",
        "risks.market.strikes",
    ),
    'inputs = ["*.duration"]\nrank = 0.2': (
        "north.procure.duration",
        "north.build.duration",
        "south.wave.duration",
    ),
}


@pytest.mark.parametrize("group", TAKEN)
def test_a_risk_stands_for_its_strikes_and_a_pattern_for_quantities(tmp_path, group):
    (found,) = load_text(tmp_path, text_with(group)).correlation
    assert found.inputs == TAKEN[group]


def test_pins_and_weights_may_name_risks(tmp_path):
    group = """inputs = ["risks.supplier", "risks.market", "north.build.duration"]
matrix = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]
repair = true
pinned = [["risks.supplier", "risks.market"]]
weights = { "risks.market" = 2 }"""
    (found,) = load_text(tmp_path, text_with(group)).correlation
    assert found.repaired
    assert found.scores[0, 1] == pytest.approx(0.9079, abs=1e-4)  # 2 sin(pi 0.9 / 6)


EXCLUSIVE = (
    ("probability = 0.2\n", 'probability = 0.2\nexclusive = "word"\n'),
    ("[risks.market]\n", '[risks.market]\nexclusive = "word"\n'),
)
FAULTS = {
    "no such risk": (
        'inputs = ["risks.suplier.strikes", "risks.market"]\nrank = 0.5',
        (),
        "correlation.0.inputs.0",
        '"risks.supplier.strikes"',
    ),
    "a risk that never strikes": (
        'inputs = ["risks.supplier", "risks.market"]\nrank = 0.5',
        (("probability = 0.2\n", "probability = 0\n"),),
        "correlation.0.inputs.0",
        "certain",
    ),
    "a risk that always strikes": (
        'inputs = ["risks.supplier", "risks.market"]\nrank = 0.5',
        (("probability = 0.2\n", "probability = 1\n"),),
        "correlation.0.inputs.0",
        "certain",
    ),
    "risks that exclude each other": (
        'inputs = ["risks.supplier", "risks.market"]\nrank = 0.5',
        EXCLUSIVE,
        "correlation.0.inputs.0",
        "share one draw",
    ),
    "a risk of several years": (
        'inputs = ["risks.supplier", "risks.market"]\nrank = 0.5',
        (("probability = 0.2\n", "probability = 0.2\ntimes = 2\n"),),
        "correlation.0.inputs.0",
        '"risks.supplier.*.strikes"',
    ),
    "one alone": ('inputs = ["risks.market"]\nrank = 0.5', (), "correlation.0.inputs", "at least two"),
    "twice": (
        'inputs = ["risks.market", "risks.market.strikes"]\nrank = 0.5',
        (),
        "correlation.0.inputs.1",
        "again",
    ),
    "impossible": (
        'inputs = ["risks.supplier", "risks.market", "north.build.duration"]\nmatrix = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]',
        (),
        "correlation.0",
        "risks.supplier.strikes",
    ),
    "in two groups": (
        'inputs = ["risks.supplier", "risks.market"]\nrank = 0.5\n[[correlation]]\nname = "more"\ninputs = ["risks.market", "north.build.duration"]\nrank = 0.1',
        (),
        "correlation.1.inputs",
        "already",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_tied_is_refused(tmp_path, fault):
    group, more, key, words = FAULTS[fault]
    text = text_with(group)
    for old, new in more:
        assert old in text
        text = text.replace(old, new)
    found = {one.key: str(one) for one in problems_of(tmp_path, text).problems}
    assert key in found, list(found)
    assert words in found[key]


def test_a_scenario_may_make_a_risk_certain_which_then_leaves_its_group(tmp_path):
    group = 'inputs = ["risks.supplier", "risks.market", "north.build.duration"]\nrank = 0.3'
    programme = load_text(tmp_path, text_with(group), overrides={"risks.supplier.probability": 1})
    (found,) = programme.correlation
    assert found.inputs == ("risks.market.strikes", "north.build.duration")
