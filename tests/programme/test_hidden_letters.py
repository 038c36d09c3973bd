"""Letters that are not seen, or would be obeyed, in any text of a programme, an override or an expert's answer."""

import pytest

from engine.elicitation.answer import ElicitationError
from engine.elicitation.expert_file import read_answers
from engine.programme import ProgrammeError, load
from engine.programme.law_text import law_section
from tests.programme.small_programme import SMALL, problems_of

LETTERS = {
    "\\u0000": "NUL",
    "\\u0001": "a control character",
    "\\u001b": "ESCAPE",
    "\\b": "BACKSPACE",
    "\\r": "CARRIAGE RETURN",
    "\\u007f": "DELETE",
    "\\u009b": "a control character",
    "\\u202e": "RIGHT-TO-LEFT OVERRIDE",
    "\u202e": "RIGHT-TO-LEFT OVERRIDE",
    "\u2066": "LEFT-TO-RIGHT ISOLATE",
    "\u200b": "ZERO WIDTH SPACE",
    "\\ufffe": "no letter",
    "\\U000e0041": "TAG LATIN CAPITAL LETTER A",
}


@pytest.mark.parametrize("written", LETTERS, ids=LETTERS.get)
def test_a_hidden_letter_in_a_text_is_refused_with_its_line(tmp_path, written):
    text = SMALL.replace('title = "', f'title = "{written}', 1)
    (problem,) = problems_of(tmp_path, text).problems
    assert problem.key == "title"
    assert problem.line == next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith("title"))
    assert LETTERS[written] in problem.found
    assert str(problem).replace("\n", "").isprintable()


def test_every_text_and_every_name_is_looked_at(tmp_path):
    text = SMALL + '\n[sources."a\\u001b"]\ntitle = "b\\u202e"\n[[funding]]\nnote = ["x", "\\u0007"]\n'
    found = problems_of(tmp_path, text).problems
    assert [problem.found.split(" with")[0] for problem in found] == ["a name", "a text", "a text"]
    assert all(problem.line for problem in found)


def test_lines_tabs_joined_emoji_and_any_script_are_text(tmp_path):
    text = SMALL.replace(
        'title = "',
        'description = """two\nlines,\tthe second\\n"""\ntitle = "👩\u200d🔧 نمی\u200cخواهم 東京 ',
        1,
    )
    path = tmp_path / "programme.toml"
    path.write_text(text, encoding="utf-8")
    assert load(path).title.startswith("👩")


@pytest.mark.parametrize("overrides", [{"title": "a\x1b[2J"}, {"title": '"a\\u001b"'}, {"ti\u202etle": "a"}])
def test_a_hidden_letter_in_an_override_is_refused(tmp_path, overrides):
    path = tmp_path / "programme.toml"
    path.write_text(SMALL, encoding="utf-8")
    with pytest.raises(ProgrammeError) as caught:
        load(path, overrides=overrides)
    assert "with the letter" in caught.value.problems[0].found
    assert str(caught.value).replace("\n", "").isprintable()


def test_an_override_of_many_dots_is_not_read(tmp_path):
    path = tmp_path / "programme.toml"
    path.write_text(SMALL, encoding="utf-8")
    with pytest.raises(ProgrammeError):
        load(path, overrides={"title": "{" + "a." * 20_000 + "a = 1}"} | {"start": "x" * 100_000})


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.csv", "who,p10,p90\nAnn,8,9\nB\x1ben,8,9\n", "a.csv:3: who"),
        ("a.toml", '[[answers]]\nwho = "\\u202e"\np10 = 8\np90 = 9\n', "answers.0.who"),
        ("a.toml", "a" + ".a" * 3000 + " = 1\n", "too deep"),
        ("a.toml", "a = " + "[" * 3000 + "]" * 3000, "too deep"),
    ],
)
def test_what_experts_say_is_looked_at_too(tmp_path, name, text, place):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ElicitationError) as caught:
        read_answers(tmp_path / name)
    assert place in str(caught.value)


def test_a_law_to_paste_can_be_read_whatever_the_file_of_its_data_is_called():
    pasted = law_section(
        "x", {"kind": "normal", "mean": 1.0, "sd": 1.0}, "derived", "column \x1b of \u202e.csv"
    )
    assert '"column \\\\u001b of \\\\u202e.csv"' in pasted
