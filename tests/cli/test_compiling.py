"""What is said while the engine is compiled."""

from __future__ import annotations

import pytest

from engine.cli.compiling import EACH, ONCE, compiling


@pytest.mark.parametrize(
    ("compiled", "kept", "quiet", "said"),
    [
        (True, True, False, ""),
        (True, False, False, ""),
        (False, True, False, f"{ONCE}\n"),
        (False, False, False, f"{EACH}\n"),
        (False, True, True, ""),
    ],
)
def test_it_is_said_once_and_only_when_there_is_something_to_wait_for(
    monkeypatch, capsys, compiled, kept, quiet, said
):
    monkeypatch.setattr("engine.plan.ahead.is_compiled", lambda: compiled)
    monkeypatch.setattr("engine.plan.ahead.is_kept", lambda: kept)
    with compiling(quiet):
        assert capsys.readouterr().err == said
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_the_seconds_are_shown_and_then_gone(monkeypatch, capsys):
    monkeypatch.setattr("engine.plan.ahead.is_compiled", lambda: False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with compiling():
        pass
    shown = capsys.readouterr().err
    assert shown.startswith(ONCE)
    assert "Compiling" in shown
    assert "0:00:00" in shown
