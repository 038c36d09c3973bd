"""Fuzz every reader: `python -m tests.fuzzing --inputs 1000000`, guided by coverage where atheris is installed.

    uv run --with atheris python -m tests.fuzzing --inputs 1000000 [--reader toml] [--seed 1] [--out FOLDER]

One process a reader. What is found is written to FOLDER, one file for each place that came down (the bytes of the
input, and the traceback); a process that hangs or dies is a finding too, and begins again with the next input.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from random import Random

from tests.fuzzing.readers import READERS, played
from tests.fuzzing.watched import Finding, limit_memory, watched

SHARES = {"toml": 0.2, "set": 0.15, "csv": 0.3, "experts": 0.2, "results": 0.05, "packs": 0.1}
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # a disk costs more than most inputs
LONGEST = 600  # bytes of an input
STALLED = 300.0  # seconds without an input more: a loop that no signal ends


class Tally:
    """Counts what was read, refused and found, and keeps it on disk, where a killed process leaves it."""

    def __init__(self, reader: str, out: Path) -> None:
        self.reader, self.out = reader, out
        self.file = out / f"{reader}.json"
        self.counts = {"inputs": 0, "read": 0, "refused": 0, "findings": 0}
        if self.file.exists():
            self.counts = json.loads(self.file.read_text())
        self.seen = {tuple(json.loads(file.read_text())["key"]) for file in out.glob(f"{reader}-*.json")}
        self.folder = Path(tempfile.mkdtemp(prefix=f"outturn-fuzzing-{reader}-", dir=IN_MEMORY))

    def one(self, data: bytes) -> None:
        """Play one input."""
        (self.out / f"{self.reader}.now").write_bytes(data)
        answer = watched(self.reader, data, self.folder)
        self.counts["inputs"] += 1
        if isinstance(answer, Finding):
            self.counts["findings"] += 1
            self.keep(answer)
        else:
            self.counts["read" if answer else "refused"] += 1
        if self.counts["inputs"] % 200 == 0:
            self.file.write_text(json.dumps(self.counts))

    def done(self) -> None:
        """Write the counts, and leave nothing behind."""
        self.file.write_text(json.dumps(self.counts))
        shutil.rmtree(self.folder, ignore_errors=True)

    def keep(self, found: Finding) -> None:
        """Write a finding that is not known yet."""
        if found.key not in self.seen:
            self.seen.add(found.key)
            stem = self.out / f"{self.reader}-{sha256(repr(found.key).encode()).hexdigest()[:12]}"
            stem.with_suffix(".bin").write_bytes(found.data)
            about = {"key": found.key, "told": found.told}
            stem.with_suffix(".json").write_text(json.dumps(about, indent=1))
            print(*found.key, sep="  ", flush=True)


def fuzz(reader: str, inputs: int, seed: int, out: Path, minutes: float) -> None:
    """So many inputs of one reader, in this process, or as many as there is time for."""
    last = time.monotonic() + 60 * minutes
    tally = Tally(reader, out)
    played("iterations")  # compiled before anything is timed
    left = inputs - tally.counts["inputs"]
    if find_spec("atheris"):
        guided(tally, left, seed, minutes)
    chance = Random(f"{seed} {reader} {left}")
    limit_memory()
    for _ in range(left):
        if time.monotonic() > last:
            break
        tally.one(chance.randbytes(chance.randrange(LONGEST)))
    tally.done()


def guided(tally: Tally, inputs: int, seed: int, minutes: float) -> None:
    """The same by atheris, which changes inputs that reached new code; does not return."""
    import atheris

    for name in [*sys.modules]:  # what was imported is imported again, with its branches counted
        if name.split(".")[0] == "engine" and not name.startswith("engine.compiled"):
            module = sys.modules[name]
            for function in vars(module).values():
                if (
                    callable(function)
                    and getattr(function, "__module__", "") == name
                    and hasattr(function, "__code__")
                ):
                    atheris.instrument_func(function)
    corpus = tally.out / f"{tally.reader}-corpus"
    corpus.mkdir(exist_ok=True)
    arguments = [
        sys.argv[0],
        str(corpus),
        f"-runs={inputs}",
        f"-seed={seed}",
        f"-max_len={LONGEST}",
        "-rss_limit_mb=0",
        f"-artifact_prefix={tally.out}/",
    ]
    arguments += ["-timeout=3600", "-verbosity=0", "-len_control=0"]
    if minutes < float("inf"):
        arguments.append(f"-max_total_time={round(60 * minutes)}")
    began = [0]

    def test_one(data: bytes) -> None:
        if not began[0]:
            limit_memory()
        began[0] += 1
        tally.one(data)
        if began[0] >= inputs:
            tally.file.write_text(json.dumps(tally.counts))

    atheris.Setup(arguments, test_one)
    atheris.Fuzz()


def watch(reader: str, inputs: int, seed: int, out: Path, minutes: float) -> dict[str, int]:
    """Let a process of its own do it; where it stalls or dies, note its input and go on with another."""
    command = [
        sys.executable,
        "-m",
        "tests.fuzzing",
        "--inside",
        reader,
        "--out",
        str(out),
        "--inputs",
        str(inputs),
        "--minutes",
        str(minutes),
    ]
    file, now = out / f"{reader}.json", out / f"{reader}.now"
    deaths = 0
    while True:
        now.write_bytes(b"")
        process = subprocess.Popen([*command, "--seed", str(seed + deaths)], stderr=subprocess.DEVNULL)
        while process.poll() is None:
            time.sleep(1)
            if time.time() - now.stat().st_mtime > STALLED:
                process.kill()
        counts: dict[str, int] = json.loads(file.read_text()) if file.exists() else {"inputs": 0}
        if counts["inputs"] >= inputs or process.returncode == 0:
            return counts
        deaths += 1
        kind = "stalled" if process.returncode == -9 else f"died with {process.returncode}"
        Tally(reader, out).keep(Finding(reader, kind, str(deaths), now.read_bytes(), kind))
        if deaths > 10:
            return counts


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzzing", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--reader", choices=READERS)
    parser.add_argument("--inside", choices=READERS, help=argparse.SUPPRESS)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="of each reader, at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("fuzzing-findings"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.inside:
        fuzz(asked.inside, asked.inputs, asked.seed, asked.out, asked.minutes)
        return
    for reader in [asked.reader] if asked.reader else READERS:
        inputs = asked.inputs if asked.reader else round(asked.inputs * SHARES[reader])
        print(reader, watch(reader, inputs, asked.seed, asked.out, asked.minutes), flush=True)


if __name__ == "__main__":
    main()
