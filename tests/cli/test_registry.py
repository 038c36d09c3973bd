"""The folder of verbs is the registry: a new file is a new subcommand."""

from __future__ import annotations

import subprocess
import sys

VERB = '''
"""`outturn greet`."""


def greet(name: str) -> None:
    """Say good day."""
    print(f"good day, {name}")
'''
CALL = """
import sys

from engine.cli import main, verbs

verbs.__path__.append(sys.argv.pop(1))
main()
"""


def call(folder, *arguments):
    command = [sys.executable, "-c", CALL, str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_new_file_is_a_new_verb(tmp_path):
    (tmp_path / "greet.py").write_text(VERB)
    assert call(tmp_path, "greet", "Ann").stdout == "good day, Ann\n"
    assert "Say good day." in call(tmp_path, "--help").stdout
    empty = tmp_path / "empty"
    empty.mkdir()
    assert call(empty, "greet", "Ann").returncode == 2
