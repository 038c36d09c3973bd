"""Help is printed letter for letter: what stands in brackets is no markup."""

from __future__ import annotations

import pytest
from rich.text import Text
from typer.main import get_command

from engine.cli import app

COMMANDS = get_command(app).commands


@pytest.mark.parametrize("verb", COMMANDS)
def test_what_stands_in_brackets_is_shown(verb):
    for parameter in COMMANDS[verb].params:
        said = getattr(parameter, "help", None) or ""
        assert Text.from_markup(said).plain == said.replace("\\[", "["), parameter.name
