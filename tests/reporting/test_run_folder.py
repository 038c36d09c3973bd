"""One folder holds the files of one run, all of them or none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine.reporting.run_folder import MARK, FolderError, RunFolder, claimed


def write(folder: RunFolder, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder.beside / f"{name}.json").write_text(text, encoding="utf-8")
    return [path.name for path in folder.place()]


def read(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name != MARK}


def test_an_earlier_run_goes_and_a_users_own_files_stay(tmp_path):
    out = tmp_path / "a" / "out"
    with claimed(out) as folder:
        assert write(folder, summary="1", results="1") == ["results.json", "summary.json"]
        assert write(folder, chart="1") == ["chart.json"]
    (out / "notes.json").write_text("mine", encoding="utf-8")
    with claimed(out) as folder:
        write(folder, summary="2")
    assert read(out) == {"summary": "2", "notes": "mine"}
    with claimed(out) as folder:
        write(folder, results="3", summary="3")
        write(folder, chart="3")
    assert read(out) == {"summary": "3", "notes": "mine", "results": "3", "chart": "3"}


def test_what_cannot_be_put_in_place_leaves_all_as_it_was(tmp_path):
    with claimed(tmp_path) as folder:
        write(folder, results="1", summary="1", chart="1")
    (tmp_path / "years.json").mkdir()
    with pytest.raises(FolderError, match=r"years.json is a folder"), claimed(tmp_path) as folder:
        write(folder, results="2", summary="2", years="2")
    (tmp_path / "years.json").rmdir()
    assert read(tmp_path) == {"results": "1", "summary": "1", "chart": "1"}
    with claimed(tmp_path) as folder:
        write(folder, summary="3")  # it still knows what the first run wrote
    assert read(tmp_path) == {"summary": "3"}


def test_a_second_run_is_refused_while_the_first_is_at_work(tmp_path):
    code = f"from engine.reporting.run_folder import *\nwith claimed(Path({str(tmp_path)!r})): pass"
    command = [sys.executable, "-c", code]
    house = Path(__file__).parent.parent.parent
    with claimed(tmp_path):
        other = subprocess.run(command, capture_output=True, text=True, cwd=house, check=False)
        assert "FolderError" in other.stderr
        assert "another run is at work in this folder" in other.stderr
    assert subprocess.run(command, cwd=house, check=False).returncode == 0


def test_what_a_killed_run_left_is_removed(tmp_path):
    with claimed(tmp_path) as folder:
        write(folder, summary="1")
    left = tmp_path / f"{MARK}-killed"
    left.mkdir()
    (left / "results.json").write_text("half", encoding="utf-8")
    with claimed(tmp_path):
        assert not left.exists()
    assert read(tmp_path) == {"summary": "1"}


@pytest.mark.parametrize("found", ["", "[", "{}", '["../other.txt", "/etc/passwd", ".hidden", 3, ""]'])
def test_a_list_of_files_that_is_none_names_nothing_elsewhere(tmp_path, found):
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "other.txt").write_text("mine", encoding="utf-8")
    (out / ".hidden").write_text("mine", encoding="utf-8")
    (out / MARK).write_text(found, encoding="utf-8")
    with claimed(out) as folder:
        write(folder, summary="1")
    assert (tmp_path / "other.txt").exists()
    assert (out / ".hidden").exists()


def test_a_folder_that_cannot_be_one_is_refused_before_anything_is_played(tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / ("n" * 300)):
        with pytest.raises(FolderError, match="results"), claimed(folder):
            raise AssertionError
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_nothing_is_left_of_a_run_that_wrote_nothing(tmp_path):
    with pytest.raises(KeyError), claimed(tmp_path / "a" / "b"):
        raise KeyError
    assert not list(tmp_path.iterdir())
