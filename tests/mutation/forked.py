"""Work in a copy of this process: what it changes is gone with it, and so is what it breaks."""

from __future__ import annotations

import json
import os
import resource
import signal
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

MEMORY = 6 << 30  # bytes of addresses beyond those that there are: a changed bound may ask for any amount
PATIENCE = 20  # seconds of the clock to one of the processor: the machine may be busy, or the work asleep
RAISED = 70


class TooLong(Exception):
    """It took more time than it may."""


def forked(work: Callable[[], Any], seconds: float | None = None) -> Any:
    """What `work` returns in a copy of this process, as JSON has it; `None` if the process dies.

    Raises `TooLong` after so many seconds of the processor, and `RuntimeError` with the traceback if `work` raises.
    """
    handle, name = tempfile.mkstemp(prefix="outturn-mutant-")
    os.close(handle)
    answer = Path(name)
    child = os.fork()
    if not child:
        _work(work, seconds, answer)
    try:
        status = _wait(child, seconds)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGPROF, signal.SIGKILL):
            raise TooLong
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == RAISED:
            raise RuntimeError(answer.read_text(encoding="utf-8"))
        return json.loads(answer.read_bytes() or b"null")
    finally:
        answer.unlink()


def _work(work: Callable[[], Any], seconds: float | None, answer: Path) -> None:
    """In the copy, which never returns."""
    code = RAISED
    try:
        os.setsid()
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        if seconds is not None:
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_PROF, seconds)
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            most = pages * resource.getpagesize() + MEMORY
            resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
        answer.write_text(json.dumps(work()), encoding="utf-8")
        code = 0
    except BaseException:
        answer.write_text(traceback.format_exc(), encoding="utf-8")
    finally:
        os._exit(code)


def _wait(child: int, seconds: float | None) -> int:
    """How a copy ended; the whole group of its processes is killed when it stays too long."""
    if seconds is None:
        return os.waitpid(child, 0)[1]
    end = time.monotonic() + PATIENCE * seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]
