"""Answers from files: both forms say the same, and every fault is told with its line."""

from __future__ import annotations

import pytest

from engine.elicitation.answer import ElicitationError
from engine.elicitation.expert_file import read_answer_file, read_answers

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
    ("a.csv", 'who,p10,p90\nAnn,"8,5",9.5\n', ["a.csv:2", "decimal point", "comma"]),
    ("a.csv", "who;p10;p90\nAnn;1,250;1,300\n", ["1250 with a decimal point, 1.25 with"]),
    ("a.csv", "who,p10,p90\nAnn,8\n", ["a.csv:2: quantiles", "P10 alone"]),
    ("a.csv", "who,p10,p90\nAnn,8,9,10\n", ["a.csv:2", "4 cells", "double quotes", "decimal comma"]),
    ("a.csv", "whom,p10,p90\nAnn,8,9\n", ["a.csv:1", '"whom"', 'did you mean "who"?']),
    ("a.csv", "who,0.1,0.9\nAnn,8,9\n", ["the quantile at 0.1 is the column p10"]),
    ("a.csv", "who,p10,p10\nAnn,8,9\n", ['the column "p10" stands 2 times, as columns 2 and 3']),
    ("a.csv", "who,p0,p100\nAnn,8,9\n", ["give it as low", "give it as high"]),
    ("a.csv", "who,weight,p10,p90\nAnn,0,8,9\n", ["a.csv:2: weight", "above 0"]),
    ("a.csv", "who,p10,p90\nAnn,nan,9\n", ["P90 alone"]),
    ("a.csv", "who,p10,p90\nAnn,inf,9\n", ["a.csv:2: p10", "'inf'"]),
    ("a.csv", "who,p10,p90\n", ["a header and no row"]),
    ("a.csv", "", ["the file is empty"]),
    ("a.csv", b"who,p10,p90\nAnn\x81\xff,8,9\n", ["0x81 on line 2", "UTF-8"]),
    ("a.csv", b"who,p10,p90\nAnn,8\0,9\n", ["a.csv:2", "NUL"]),
    ("a.csv", b"%PDF-1.7 ...", ["a PDF", "save that as CSV"]),
    ("a.toml", b"\x1f\x8b\x08 ...", ["gzip", "unpack"]),
    ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", [".xls", "CSV UTF-8"]),
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


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (CSV.replace("\n", "\r"), ""),
        (CSV.replace("\n", "\r\n"), ""),
        (CSV.replace(",-3", ",−3"), '"−" as minus'),
        (CSV.replace(",,,8", ",NA,,8"), ""),
        ("Answers on the cost\n\n" + CSV, "line 3 as the heading"),
        (CSV.encode("utf-16"), "UTF-16"),
        (CSV.replace("three migrations, all late", "caf\u00e9").encode("cp1252"), "Windows-1252"),
        (CSV.replace(",", ";").replace("migrations; all", "migrations, all"), '";" between columns'),
    ],
    ids=["CR", "CRLF", "minus", "NA", "title", "UTF-16", "Windows-1252", "semicolons"],
)
def test_the_same_answers_however_they_are_written(tmp_path, text, note):
    found = read_answer_file(written(tmp_path, "b.csv", text))
    plain = read_answers(written(tmp_path, "a.csv", CSV))
    assert [one.pairs for one in found.answers] == [one.pairs for one in plain]
    assert [one.weight for one in found.answers] == [1, 2]
    assert note in " and ".join(found.notes)
    assert bool(note) == bool(found.notes)


def test_decimal_commas_and_a_mode(tmp_path):
    file = written(tmp_path, "a.csv", "who;p10;mode;p90\nAnn;8,5;10;20,25\n")
    [ann], notes = read_answer_file(file)
    assert (ann.pairs, ann.mode) == (((0.1, 8.5), (0.9, 20.25)), 10)
    assert notes == ('";" between columns', 'decimal commas ("8,5" on line 2 is 8.5)')
