"""What a command prints reaches whoever can read it, and what cannot be printed costs nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from engine.cli import starting
from engine.cli.streams import plain
from engine.folders.manifest import differences
from engine.programme import starter
from engine.simulation.workers import interruptible
from tests.cli.command import outturn as in_this_process

HOUSE = Path(__file__).parent.parent.parent
SIGNS = '"Saves £5m – not −3 → “naïve” ½ 日本"'


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    path = tmp_path / "programme.toml"
    old = '"It costs no more than £120m"'
    assert old in starter()
    path.write_text(starter().replace(old, SIGNS), encoding="utf-8")
    return path


def outturn(*words: object, shell: str = '"$@"', **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A command of its own, by way of a shell that does something with its streams."""
    settings = {**os.environ, "PYTHONPATH": str(HOUSE), "PYTHONUTF8": "0", **environment}
    command = ["bash", "-c", shell, "bash", sys.executable, "-m", "engine.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, env=settings, check=False)


def played(programme: Path, out: Path, *more: str) -> tuple[object, ...]:
    return ("run", programme, "--iterations", "200", "--no-charts", "--out", out, *more)


def whole(out: Path) -> bool:
    """Whether the results of the run are all there."""
    names = sorted(path.name for path in out.iterdir())
    return names == ["manifest.json", "results.nc", "summary.json"] and not differences(out)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437", "utf-8", "shift_jis"])
def test_any_encoding_carries_the_verdict(programme, tmp_path, encoding):
    found = outturn(*played(programme, tmp_path / "out"), PYTHONIOENCODING=encoding)
    assert (found.returncode, whole(tmp_path / "out")) == (0, True), found.stderr
    assert b"Traceback" not in found.stderr
    text = found.stdout.decode(encoding)
    assert "?" not in text
    for letters, instead in (("Saves £5m", "Saves GBP 5m"), ("日本", r"\u65e5\u672c"), ("−3", "-3")):
        has_them = letters.encode(encoding, "ignore").decode(encoding) == letters
        assert (letters if has_them else instead) in text


def test_letters_that_an_encoding_lacks_are_written_by_others():
    assert plain("−£5m – “naïve” → 3 ½ …") == '-GBP 5m - "naive" -> 3 1/2 ...'
    assert plain("日é😀") == r"\u65e5e\U0001f600"
    assert plain("a\N{COMBINING ACUTE ACCENT}\N{NO-BREAK SPACE}b") == "a b"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_json_says_the_same_in_every_encoding(programme, tmp_path, encoding):
    out = tmp_path / "out"
    found = outturn(*played(programme, out, "--format", "json"), PYTHONIOENCODING=encoding)
    assert json.loads(found.stdout.decode(encoding)) == json.loads((out / "summary.json").read_bytes())
    schema = outturn("schema", PYTHONIOENCODING=encoding)
    assert json.loads(schema.stdout) == json.loads(in_this_process("schema").stdout)


STREAMS = {
    "a reader that never reads": ('"$@" | true; exit ${PIPESTATUS[0]}', 0, ""),
    "a reader that reads a line": ('"$@" | head -1 >/dev/null; exit ${PIPESTATUS[0]}', 0, ""),
    "standard output closed": ('"$@" >&-', 0, ""),
    "standard error closed": ('"$@" 2>&-', 0, ""),
    "all closed": ('"$@" <&- >&- 2>&-', 0, ""),
    "standard error full": ('"$@" 2>/dev/full', 0, ""),
    "standard output full": ('"$@" >/dev/full', 2, "outturn: not all was printed: No space left on device"),
}


@pytest.mark.parametrize("case", STREAMS)
@pytest.mark.skipif(sys.platform == "win32", reason="needs bash")
def test_a_stream_that_takes_nothing_costs_no_results(programme, tmp_path, case):
    shell, code, said = STREAMS[case]
    found = outturn(*played(programme, tmp_path / "out", "--quiet", "--format", "json"), shell=shell)
    assert (found.returncode, found.stderr.decode().strip()) == (code, said)
    assert whole(tmp_path / "out")


def test_the_answer_decides_the_exit_code_though_nobody_reads_it(programme, tmp_path):
    words = played(programme, tmp_path / "out", "--quiet", "--strict")
    assert outturn(*words, shell='"$@" | true; exit ${PIPESTATUS[0]}').returncode == 1


@pytest.mark.parametrize(
    "words",
    [
        ("schema",),
        ("elicit", "--p10", "8", "--p50", "10", "--p90", "20"),
        ("check", "nowhere.toml"),
        ("--version",),
    ],
    ids=" ".join,
)
def test_every_command_ends_quietly_without_a_reader(words):
    alone, unread = outturn(*words), outturn(*words, shell='"$@" | true; exit ${PIPESTATUS[0]}')
    assert (unread.returncode, unread.stderr) == (alone.returncode, alone.stderr)
    assert outturn(*words, PYTHONIOENCODING="ascii").returncode == alone.returncode


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
def test_a_name_that_is_no_text_is_told_as_it_is():
    found = outturn("check", shell='"$@" "$(printf "\\xff.toml")"')
    assert found.returncode == 2
    assert b"\xff.toml" in found.stderr or b"\\udcff.toml" in found.stderr
    assert b"Traceback" not in found.stderr


@pytest.fixture
def heeded() -> Iterator[None]:
    """Signals as a command finds them, and as they were after it."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    hook = sys.unraisablehook
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(starting, "HEEDED", ("SIGINT", "SIGTERM"))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        starting.heed_interrupts()
        starting.begin_work()
        yield
    for number, handler in before.items():
        signal.signal(number, handler)
    sys.unraisablehook = hook


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_that_a_library_swallows_is_not_lost(heeded, number, code):
    with suppress(KeyboardInterrupt):
        os.kill(os.getpid(), number)
    assert starting.code_of_interrupt() == code
    with pytest.raises(KeyboardInterrupt), interruptible():
        raise AssertionError


def test_the_end_of_a_job_is_heard_once_while_it_plays(heeded):
    """A terminal that is closed sends several signals, and what is finished is to be kept all the same."""
    with interruptible() as stopped:
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        assert stopped.is_set()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert starting.code_of_interrupt() == 143
