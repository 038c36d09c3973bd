"""Answers from files: both forms say the same, and every fault is told with its line."""

from __future__ import annotations

import pytest

from engine.elicitation.answer import ElicitationError
from engine.elicitation.expert_file import read_answers

CSV = """who,when,basis,note,weight,p10,p50,p90,p2.5
Ann,2026-11-02,"three migrations, all late",,,8,10,20,
Ben,2026-11-03,,by telephone,2,12,,25,-3

"""
TOML = """
[[answers]]
who = "Ann"
when = 2026-11-02
basis = "three migrations, all late"
p10 = 8
p50 = 10.0
p90 = 20

[[answers]]
who = "Ben"
when = "2026-11-03"
note = "by telephone"
weight = 2
p10 = 12
p90 = 25
"p2.5" = -3
"""


def written(tmp_path, name, text):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_both_forms_say_the_same(tmp_path):
    ann, ben = read_answers(written(tmp_path, "answers.csv", "\ufeff" + CSV))
    assert (ann, ben) == read_answers(written(tmp_path, "answers.toml", TOML))
    assert ann.pairs == ((0.1, 8.0), (0.5, 10.0), (0.9, 20.0))
    assert (ann.who, ann.when, ann.basis, ann.weight) == (
        "Ann",
        "2026-11-02",
        "three migrations, all late",
        1,
    )
    assert ben.pairs == ((0.025, -3.0), (0.1, 12.0), (0.9, 25.0))
    assert (ben.note, ben.weight) == ("by telephone", 2)


REFUSED = [
    ("a.csv", "who,p10,p90\nAnn,9,8\nBen,x,3\n", ["2 problems", "a.csv:2: P90", "a.csv:3: p10", "'x'"]),
    ("a.csv", 'who,p10,p90\nAnn,"8,5",9\n', ["a.csv:2: p10", "with a point"]),
    ("a.csv", "who,p10,p90\nAnn,8\n", ["a.csv:2: quantiles", "P10 alone"]),
    ("a.csv", "who,p10,p90\nAnn,8,9,10\n", ["a.csv:2", "4 cells", "double quotes"]),
    ("a.csv", "who;p10;p90\nAnn;8;9\n", ["a.csv:1", "commas"]),
    ("a.csv", "whom,p10,p90\nAnn,8,9\n", ["a.csv:1", '"whom"', 'did you mean "who"?']),
    ("a.csv", "who,0.1,0.9\nAnn,8,9\n", ["the quantile at 0.1 is the column p10"]),
    ("a.csv", "who,p10,p10\nAnn,8,9\n", ['the column "p10" 2 times']),
    ("a.csv", "who,p0,p100\nAnn,8,9\n", ["give it as low", "give it as high"]),
    ("a.csv", "who,weight,p10,p90\nAnn,0,8,9\n", ["a.csv:2: weight", "above 0"]),
    ("a.csv", "who,p10,p90\nAnn,nan,9\n", ["P10", "finite"]),
    ("a.csv", "who,p10,p90\n", ["no answers"]),
    ("a.csv", "", ["no answers"]),
    ("a.csv", b"who,p10,p90\nAnn\xff,8,9\n", ["offset 15", "UTF-8"]),
    ("a.toml", "[[answers]]\np10 = 8\np90 = '9 months'\n", ["a.toml: answers 1: p90", "'9 months'"]),
    ("a.toml", "[[answers]]\np10 = true\np90 = 9\n", ["answers 1: p10", "True"]),
    ("a.toml", "[[answers]]\np10 = 8\np90 = 9\nwight = 2\n", ["answers 1", 'did you mean "weight"?']),
    ("a.toml", "answers = 3\n", ["[[answers]]"]),
    ("a.toml", "answers = [3]\n", ["answers 1", "a table"]),
    ("a.toml", "[[experts]]\np10 = 8\n", ["the keys experts", "[[answers]]"]),
    ("a.toml", "p10 = \n", ["a.toml", "TOML"]),
    ("a.xlsx", "", [".xlsx", ".csv or .toml"]),
]


@pytest.mark.parametrize(("name", "text", "said"), REFUSED, ids=[str(k) for k in range(len(REFUSED))])
def test_a_fault_is_told_with_its_place(name, text, said, tmp_path):
    with pytest.raises(ElicitationError) as caught:
        read_answers(written(tmp_path, name, text))
    for words in said:
        assert words in str(caught.value)
