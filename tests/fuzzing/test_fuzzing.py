"""Every reader on inputs by a grammar, briefly: it answers or refuses in words, within two seconds and a gigabyte.

The long run is `python -m tests.fuzzing --inputs 1000000`; what it found stays in `cases`, a file each.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from engine.elicitation.expert_file import read_answers
from engine.fitting.column import read_column
from engine.problems import Refused
from engine.programme import load
from tests.fuzzing import readers, watched
from tests.fuzzing.choices import Choices
from tests.fuzzing.documents import document
from tests.fuzzing.grammar import WILD, examples, schema, value
from tests.fuzzing.readers import READERS
from tests.fuzzing.watched import Finding

CASES = sorted((Path(__file__).parent / "cases").glob("*"))  # files as they were made, called by their reader
WHOLE = {"toml": load, "experts": read_answers, "csv": lambda file: read_column(file, "outcome")}
SHORT = {"toml": 100, "set": 60, "csv": 300, "experts": 200, "results": 60, "packs": 60}


@pytest.mark.parametrize("reader", SHORT)
def test_every_reader_answers_or_refuses_in_words(reader, tmp_path):
    readers.played("iterations")  # compiled before anything is timed
    chance = Random(f"short {reader}")
    answers = [
        watched.watched(reader, chance.randbytes(chance.randrange(600)), tmp_path)
        for _ in range(SHORT[reader])
    ]
    found = {answer.key: answer.told for answer in answers if isinstance(answer, Finding)}
    assert not found, "\n".join(found.values())
    assert True in answers, "nothing was read: what is tried reaches no deeper than the first check"
    assert False in answers


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_was_found_is_mended(case):
    assert readers.refused(lambda: WHOLE[case.stem.partition("-")[0]](case))


def test_the_same_bytes_are_the_same_input():
    data = Random(3).randbytes(200)
    assert document(Choices(data)) == document(Choices(data))
    assert document(Choices(data)) != document(Choices(data[::-1]))


def test_the_grammar_knows_every_section_and_every_law():
    """And so what is added to the schema is fuzzed without a word here."""
    chance = Random(5)
    made = [value(Choices(chance.randbytes(400)), schema(), ["a"]) for _ in range(150)]
    sections = {key for one in made if isinstance(one, dict) for key in one}
    assert set(schema()["properties"]) <= sections
    text = json.dumps(made, default=str)
    assert [kind for kind in examples() if f'"{kind}"' not in text] == []
    assert any(str(wild) in text for wild in WILD)


def too_long(letters):
    raise Lengthy("x" * letters)


class Lengthy(Refused):
    """A refusal that no screen holds."""

    def __str__(self):
        return self.args[0]


def test_a_traceback_a_hang_and_hunger_are_found(tmp_path, monkeypatch):
    """The negative control."""

    def brought_down(work):
        monkeypatch.setitem(readers.READERS, "toml", lambda *_: not readers.refused(work))
        return watched.watched("toml", b"", tmp_path)

    def hangs():
        try:
            while True:
                pass
        except Exception:
            raise AssertionError from None

    monkeypatch.setattr(watched, "SECONDS", 0.05)
    assert brought_down(lambda: {}["key"]).kind == "KeyError"
    assert brought_down(hangs).kind == "TooLong"
    assert brought_down(lambda: readers.refused(lambda: True)) is True
    with pytest.raises(AssertionError, match="letters"):
        readers.refused(lambda: too_long(30_000))


HUNGRY = """
from tests.fuzzing.watched import limit_memory
limit_memory()
try:
    bytearray(3 << 29)
except MemoryError:
    print("refused")
"""


def test_a_gigabyte_is_the_most():
    answer = subprocess.run(
        [sys.executable, "-c", HUNGRY], capture_output=True, text=True, check=True, cwd=watched.HOUSE
    )
    assert answer.stdout == "refused\n"


def test_every_reader_has_a_share_of_the_long_run():
    from tests.fuzzing.__main__ import SHARES

    assert set(SHARES) == set(READERS)
    assert sum(SHARES.values()) == pytest.approx(1)
