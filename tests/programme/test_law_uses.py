"""Laws made of laws: how much they come to is known before any is built."""

import pytest

from engine.programme.reading.law_uses import DEEPEST, MOST_NAMED, Extent, LawUses
from tests.programme.small_programme import changed, load_text, problems_of

EVEN = {"kind": "uniform", "low": 1, "high": 2}


def mixture(*names):
    return {"kind": "mixture", "laws": list(names), "weights": [1 / len(names)] * len(names)}


def in_toml(tables):
    """Sections of laws, to stand before the clusters of the small programme."""
    lines = []
    for name, table in tables.items():
        lines.append(f"[laws.{name}]")
        lines += [f"{key} = {value!r}".replace("'", '"') for key, value in table.items()]
    return ("[clusters.north]\n", "\n".join([*lines, "[clusters.north]\n"]))


def test_an_extent_counts_every_law_that_is_named_and_what_it_names():
    tables = {"a": EVEN, "b": mixture("a", "a"), "c": mixture("b", "b", "a")}
    tables["d"] = {"kind": "shifted", "shift": 1, "law": {"kind": "scaled", "factor": 2, "law": "c"}}
    uses = LawUses(tables)
    extents = {name: uses.extent(table) for name, table in tables.items()}
    # b: a, a; c: (1 + 2) twice and a; d: c and its seven, below a law that has no name
    assert extents == {"a": Extent(0, 1), "b": Extent(2, 2), "c": Extent(7, 3), "d": Extent(8, 5)}


def test_a_parameter_that_is_text_names_no_law():
    uses = LawUses({"norm": {"kind": "from_scipy", "name": "norm", "parameters": {}}})
    assert uses.circles == []
    assert uses.may_be_built("norm")


def test_laws_that_double_are_refused_once_where_they_become_too_great(tmp_path):
    laws = {"l0": EVEN, **{f"l{k}": mixture(*[f"l{k - 1}"] * 4) for k in range(1, 40)}}
    (problem,) = problems_of(tmp_path, changed(in_toml(laws))).problems
    assert problem.key == "laws.l5"  # 4 + 16 + 64 + 256 + 1024
    assert "names 1,364 others" in problem.found
    assert str(MOST_NAMED) in problem.accepted


@pytest.mark.parametrize("order", [1, -1])
def test_a_long_chain_of_laws_is_refused_once_in_whatever_order_it_is_written(tmp_path, order):
    chain = {f"l{k}": {"kind": "shifted", "law": f"l{k - 1}", "shift": 1} for k in range(1, 2000)}
    laws = dict(list({"l0": EVEN, **chain}.items())[::order])
    (problem,) = problems_of(tmp_path, changed(in_toml(laws))).problems
    assert problem.key == f"laws.l{DEEPEST}"
    assert f"{DEEPEST + 1} laws within each other" in problem.found


def test_a_circle_of_a_thousand_laws_is_told_once(tmp_path):
    laws = {f"l{k}": {"kind": "shifted", "law": f"l{(k + 1) % 1000}", "shift": 1} for k in range(1000)}
    (problem,) = problems_of(tmp_path, changed(in_toml(laws))).problems
    assert problem.key == "laws.l999.law"
    assert "laws that need each other: l0 → l1" in problem.found
    assert len(problem.found) < 250


def test_laws_within_the_bounds_are_built(tmp_path):
    chain = {f"l{k}": {"kind": "shifted", "law": f"l{k - 1}", "shift": 1} for k in range(1, DEEPEST)}
    text = changed(in_toml({"l0": EVEN, **chain}), ("annual = 10", f'annual = "l{DEEPEST - 1}"'))
    (line,) = [line for line in load_text(tmp_path, text).benefits if line.name == "north.savings"]
    assert line.value.law.ppf(0.5) == pytest.approx(1.5 + DEEPEST - 1)


def test_a_law_that_needs_itself_in_a_list_of_numbers_is_a_circle(tmp_path):
    law = '[laws.a]\nkind = "from_scipy"\nname = "poisson"\nbends = ["a", 0.9]\n[clusters.north]\n'
    problems = problems_of(tmp_path, changed(("[clusters.north]\n", law))).problems
    assert [(p.key, p.found) for p in problems] == [("laws.a.bends.0", "laws that need each other: a → a")]
