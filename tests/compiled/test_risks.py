"""Event logic between risks, by truth tables: every combination of own draws, against the rule in words."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numba import njit

import engine
from engine.compiled.draw import draw
from engine.compiled.risks import strike as compiled_strike
from engine.compiled.vectors.lanes import LANES
from engine.compiled.vectors.reference import by_reference
from engine.compiled.vectors.rows import rows_of
from engine.plan.plan import make_plan
from engine.programme import ProgrammeError
from tests.simulation.programmes import one_cluster


@njit
def strike(effects, sheet):  # what only compiled code calls has no way in from Python
    eight = np.empty((sheet.shape[0], LANES))
    for at in range(0, sheet.shape[1], LANES):
        for lane in range(LANES):  # beyond the last iteration that one again
            eight[:, lane] = sheet[:, min(at + lane, sheet.shape[1] - 1)]
        compiled_strike(effects, rows_of(eight))
        for lane in range(min(LANES, sheet.shape[1] - at)):
            sheet[:, at + lane] = eight[:, lane]


EFFECT = '[[risks.{0}.effects]]\ncost = 1\ntargets = ["alpha.build"]\n'


def risks(**lines: str) -> str:
    """TOML of risks with probability 0.3 each, and what else they say."""
    return "".join(
        f"[risks.{name}]\nprobability = 0.3\n{said}\n" + EFFECT.format(name) for name, said in lines.items()
    )


def truth_table(tmp_path, **lines: str) -> dict[tuple[int, ...], tuple[int, ...]]:
    """From whether each risk's own uniform says that it strikes to whether it does, in the order of `lines`."""
    programme = one_cluster(tmp_path, extra=risks(**lines))
    plan, sheet_of, _ = make_plan(programme)
    own = list(product((0, 1), repeat=len(lines)))
    sheet = np.zeros((plan.rows, len(own)))
    for k, constant in enumerate(plan.constants):
        sheet[plan.constant_row + k] = constant
    for name, says in zip(lines, np.array(own).T, strict=True):
        sheet[sheet_of.row("strike", name)] = np.where(says, 0.1, 0.9)
    strike(plan.effects, sheet)
    found = np.array([sheet[sheet_of.row("strikes", name)] for name in lines], int).T
    return dict(zip(own, map(tuple, found.tolist()), strict=True))


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"a": "", "b": ""}, lambda a, b: (a, b)),
        ({"a": "", "b": 'needs = ["a"]'}, lambda a, b: (a, a & b)),
        ({"a": "", "b": 'prevented_by = ["a"]'}, lambda a, b: (a, b & (1 - a))),
        ({"a": 'implies = ["b"]', "b": ""}, lambda a, b: (a, a | b)),
        ({"b": 'needs = ["a"]', "a": ""}, lambda b, a: (a & b, a)),  # the order in the file does not matter
        ({"a": 'needs = ["b"]', "b": 'needs = ["c"]', "c": ""}, lambda a, b, c: (a & b & c, b & c, c)),
        ({"a": "", "b": "", "c": 'needs = ["a", "b"]'}, lambda a, b, c: (a, b, a & b & c)),
        ({"a": "", "b": "", "c": 'prevented_by = ["a", "b"]'}, lambda a, b, c: (a, b, c & (1 - (a | b)))),
        ({"a": 'implies = ["b"]', "b": 'implies = ["c"]', "c": ""}, lambda a, b, c: (a, a | b, a | b | c)),
        (
            {"a": "", "b": 'needs = ["a"]', "c": 'prevented_by = ["b"]'},
            lambda a, b, c: (a, a & b, c & (1 - (a & b))),
        ),
    ],
)
def test_truth_tables(tmp_path, said, rule):
    assert truth_table(tmp_path, **said) == {own: rule(*own) for own in product((0, 1), repeat=len(said))}


def drawn_strikes(tmp_path, iterations: int = 40_000, **lines: str) -> dict[str, np.ndarray]:
    programme = one_cluster(tmp_path, extra=risks(**lines))
    plan, sheet_of, _ = make_plan(programme)
    sheet = np.zeros((plan.rows, iterations))
    for k, constant in enumerate(plan.constants):
        sheet[plan.constant_row + k] = constant
    draw(by_reference(plan.draws), 7, 0, sheet)
    strike(plan.effects, sheet)
    return {name: sheet[sheet_of.row("strikes", name)].astype(bool) for name in lines}


def test_at_most_one_of_exclusive_risks_strikes_and_each_keeps_its_probability(tmp_path):
    word = 'exclusive = "supplier"'
    found = drawn_strikes(tmp_path, a=word, b=word, c=word)
    assert not ((found["a"].astype(int) + found["b"] + found["c"]) > 1).any()
    for name in found:  # false alarm at 5 standard errors: 6e-7 each
        assert abs(found[name].mean() - 0.3) < 5 * np.sqrt(0.21 / 40_000)
    free = drawn_strikes(tmp_path, a="", b="")
    assert (free["a"] & free["b"]).any()  # without the word both can strike


def test_the_word_of_exclusive_risks_may_be_the_name_of_another_risk(tmp_path):
    found = drawn_strikes(tmp_path, a='exclusive = "c"', b='exclusive = "c"', c="")
    both = np.mean(found["a"] & found["c"])
    assert abs(both - 0.09) < 5 * np.sqrt(
        0.09 * 0.91 / 40_000
    )  # c strikes on its own; as one draw it were 0.3


def test_exclusive_risks_strike_never_in_the_base_case(tmp_path):
    extra = risks(a='exclusive = "x"', b='exclusive = "x"').replace("0.3", "0.5")
    results = engine.simulate(one_cluster(tmp_path, extra=extra), 100)
    assert float(results["one_off_cost"].attrs["base"].sum()) == 60.0
    assert set(np.unique(results["one_off_cost"])) == {61.0}  # one or the other, always: they add up to 1


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ({"a": 'needs = ["z"]', "b": ""}, r'(?s)risks\.a\.needs\.0.*"z".*the name of another risk'),
        ({"a": 'needs = ["a"]'}, "the risk itself"),
        ({"a": 'needs = ["b"]', "b": 'needs = ["a"]'}, "a circle: a hangs on b hangs on a"),
        ({"a": 'needs = ["b", "b"]', "b": ""}, r'"b" \(text\) again'),
        ({"a": 'implies = ["b"]', "b": 'needs = ["c"]', "c": ""}, "a implies b"),
        ({"a": 'needs = ["b"]\nprevented_by = ["b"]', "b": ""}, "in prevented_by too"),
        ({"a": 'exclusive = "x"'}, "one alone excludes nothing"),
        (dict.fromkeys("abcd", 'exclusive = "x"'), "up to 1.2 in all of a, b, c and d"),
    ],
)
def test_what_cannot_hold_is_refused(tmp_path, lines, words):
    with pytest.raises(ProgrammeError, match=words):
        one_cluster(tmp_path, extra=risks(**lines))
