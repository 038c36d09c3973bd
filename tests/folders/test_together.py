"""Files that come into a folder together do so or not, and what a killed run left beside them goes."""

from __future__ import annotations

import errno
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from engine.folders.lasting import naming
from engine.folders.lock import held, remove_dead, take
from engine.folders.switch import clear
from engine.folders.together import together
from engine.reporting.whole_file import FileError, whole


def write(folder: Path, text: str) -> None:
    with together(folder, "a.json") as new:
        for name in ("a.json", "b.svg"):
            (new / name).write_text(text)


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_all_are_new_and_what_a_user_keeps_there_stays(tmp_path):
    out = tmp_path / "out"
    write(out, "old")
    (out / "mine.txt").write_text("mine")
    write(out, "new")
    assert contents(out) == {"a.json": "new", "b.svg": "new", "mine.txt": "mine"}


@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError, ValueError])
def test_all_are_old_where_one_fails(tmp_path, fault):
    def fails() -> None:
        with together(tmp_path, "a.json") as new:
            (new / "a.json").write_text("new")
            raise fault

    write(tmp_path, "old")
    with pytest.raises(fault):
        fails()
    assert contents(tmp_path) == {"a.json": "old", "b.svg": "old"}


def test_beside_a_run_at_work_they_come_one_by_one(tmp_path):
    lock = take(tmp_path)
    assert lock is not None
    (tmp_path / ".outturn-its-own").mkdir()
    with together(tmp_path, "a.json") as new:
        (new / "a.json").write_text("new")
        clear(tmp_path)  # as the other run does at its end
        (new / "b.svg").write_text("new")
    assert {path.name for path in tmp_path.iterdir()} == {"a.json", "b.svg", ".outturn"}
    lock.file.close()


def test_what_killed_runs_left_is_removed_and_what_is_written_just_now_is_not(tmp_path):
    (tmp_path / ".outturn-dead.csv").write_text("half")
    with held(tmp_path / ".outturn-alive.csv"):
        with whole(tmp_path / "new.csv") as beside:
            beside.write_text("new")
        write(tmp_path, "new")
        names = {path.name for path in tmp_path.iterdir()}
    assert names == {"new.csv", "a.json", "b.svg", ".outturn-alive.csv"}
    remove_dead([tmp_path / ".outturn-alive.csv"])
    assert not (tmp_path / ".outturn-alive.csv").exists()


def test_a_full_disk_is_told_with_the_place(tmp_path):
    def fill(place: AbstractContextManager[object]) -> None:
        with place:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="out") as told:
        fill(naming(tmp_path / "out"))
    assert (told.value.errno, told.value.filename) == (errno.ENOSPC, str(tmp_path / "out"))
    with pytest.raises(FileNotFoundError) as beside, naming(tmp_path / "out"):
        (tmp_path / ".outturn-beside").read_text()
    assert beside.value.filename == str(tmp_path / "out")
    with pytest.raises(FileNotFoundError) as named, naming(tmp_path):
        (tmp_path / "nowhere").read_text()
    assert named.value.filename == str(tmp_path / "nowhere")
    with pytest.raises(FileError, match=r"a\.csv cannot be written: No space left"):
        fill(whole(tmp_path / "a.csv"))
    assert [*tmp_path.iterdir()] == []
