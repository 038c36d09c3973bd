"""Does the tutorial work, command by command?

`python -m experiments.tutorial` follows `engine/programme/TUTORIAL.md` in an empty folder: it makes the edits of its
`diff` blocks, runs its `sh` blocks, and writes what they print into the `text` blocks below them. The test of this file
compares the page with what is printed now.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PAGE = Path(__file__).parent.parent / "engine" / "programme" / "TUTORIAL.md"
FILE = "programme.toml"
BLOCK = re.compile(r"^```(diff|sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REFUSED = "outturn: "  # what is printed of a mistake begins so
COLUMNS = "116"


def followed(page: str, folder: Path) -> str:
    """The page with what its commands print in `folder`; raises `AssertionError` where it cannot be followed."""
    printed, refused = "", False

    def one(block: re.Match[str]) -> str:
        nonlocal printed, refused
        kind, body = block[1], block[2]
        if kind == "diff":
            edit(folder / FILE, body)
        elif kind == "sh":
            assert not refused, f"a refusal that the page does not show: {printed}"
            printed, refused = run(body, folder)
        else:
            assert not refused or not body or body.startswith(REFUSED), f"refused: {printed}"
            refused = False
            return f"```text\n{printed}```"
        return block[0]

    return BLOCK.sub(one, page)


def edit(file: Path, patch: str) -> None:
    """Put lines with a plus in the place of those with a minus; the lines to be found stand in the file once."""
    lines = patch.splitlines()
    old, new = (
        "".join(f"{line[1:]}\n" for line in lines if not line.startswith(other)) for other in ("+", "-")
    )
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"these lines stand in the file {text.count(old)} times:\n{old}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def run(command: str, folder: Path) -> tuple[str, bool]:
    """What a command prints, and whether it was refused; then what it says of that."""
    beside = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{beside}{os.pathsep}{os.environ['PATH']}", "COLUMNS": COLUMNS}
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert "Traceback" not in done.stderr, done.stderr
    shown = done.stderr if done.returncode else done.stdout
    return "".join(f"{line.rstrip()}\n" for line in shown.rstrip().splitlines()), bool(done.returncode)


def page_now() -> str:
    """The page as its commands print it now."""
    with tempfile.TemporaryDirectory() as folder:
        return followed(PAGE.read_text(encoding="utf-8"), Path(folder))


def check(page: str) -> None:
    """The page is the one in the house; raises `AssertionError`."""
    assert page == PAGE.read_text(encoding="utf-8"), "run python -m experiments.tutorial"


if __name__ == "__main__":
    PAGE.write_text(page_now(), encoding="utf-8")
