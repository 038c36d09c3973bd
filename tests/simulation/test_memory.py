"""How much memory a run may use: the least that machine, process and control groups leave."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine.simulation import memory

HOUSE = Path(__file__).parent.parent.parent


def group(folder: Path, **numbers: object) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in numbers.items():
        (folder / name.replace("_", ".", 1)).write_text(f"{value}\n", encoding="utf-8")


def test_the_tightest_group_on_the_way_to_the_root_counts(tmp_path):
    root, membership = tmp_path / "cgroup", tmp_path / "membership"
    membership.write_text("0::/slice/run\n", encoding="utf-8")
    group(root / "slice", memory_max=1000, memory_current=700, memory_stat="anon 5\ninactive_file 100")
    group(root / "slice" / "run", memory_max="max", memory_current=600)
    assert list(memory.of_groups(root, membership)) == [400]
    group(root, memory_max=2000, memory_current=1999)
    assert sorted(memory.of_groups(root, membership)) == [1, 400]


def test_groups_of_the_older_kind_are_read_too(tmp_path):
    root, membership = tmp_path / "cgroup", tmp_path / "membership"
    membership.write_text("3:cpu,cpuacct:/x\n4:memory:/x\n", encoding="utf-8")
    group(root / "memory" / "x", memory_limit_in_bytes=500, memory_usage_in_bytes=800)
    assert list(memory.of_groups(root, membership)) == [0]


def test_without_groups_nothing_is_told(tmp_path):
    assert list(memory.of_groups(tmp_path, tmp_path / "none")) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads what Linux tells")
def test_the_limit_of_a_process_counts():
    code = "from engine.simulation import memory; print(memory.available(), memory.of_process())"
    command = ["bash", "-c", f"ulimit -v 1000000; exec {sys.executable} -c '{code}'"]
    found = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HOUSE).stdout.split()
    assert found[0] == found[1]
    assert 500_000_000 < int(found[0]) < 1_024_000_000


def test_the_least_is_taken(monkeypatch):
    monkeypatch.setattr(memory, "of_machine", lambda: 7)
    monkeypatch.setattr(memory, "of_process", lambda: None)
    monkeypatch.setattr(memory, "of_groups", lambda: iter([9, 5]))
    assert memory.available() == 5
    monkeypatch.setattr(memory, "of_groups", lambda: iter([]))
    monkeypatch.setattr(memory, "of_machine", lambda: None)
    assert memory.available() is None
