"""One folder holds the files of one run, all of them or none."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.folders import switch
from engine.folders.lock import MARK
from engine.folders.manifest import MANIFEST, differences
from engine.folders.switch import BESIDE
from engine.reporting.earlier_run import PLAYED
from engine.reporting.run_folder import FolderError, RunFolder, claimed

HOUSE = Path(__file__).parent.parent.parent


def write(folder: RunFolder, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder.beside / f"{name}.json").write_text(text, encoding="utf-8")
    return [path.name for path in folder.place({"seed": 1})]


def read(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name != MANIFEST}


@pytest.fixture(params=["links", "moves"], autouse=True)
def way(request, monkeypatch):
    """By links, and as where the file system has none."""
    if request.param == "moves":
        monkeypatch.setattr(switch, "_can_link", lambda *_: False)


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
    assert not any(path.is_symlink() for path in out.iterdir())


def test_what_was_played_is_replaced_by_its_like_or_the_folder_refused(tmp_path):
    title = {"title": "Depots", "iterations": 10_000, "seed": 7}
    with claimed(tmp_path, PLAYED) as folder:
        for name in (*PLAYED, "report.html"):
            (folder.beside / name).write_text("1", encoding="utf-8")
        folder.place(title)
        assert folder.in_place_of() == ""
    before = {path.name for path in tmp_path.iterdir()}
    for played, lost in (
        ((), "results.nc and studies.nc"),
        (PLAYED[:1], "studies.nc"),
        (PLAYED[1:], "results.nc"),
    ):
        with pytest.raises(FolderError) as refused, claimed(tmp_path, played):
            raise AssertionError
        assert f"{lost} of Depots, 10,000 iterations, seed 7 would be lost" in str(refused.value)
        assert {path.name for path in tmp_path.iterdir()} == before
    (tmp_path / "studies.nc").rename(tmp_path / "mine.nc")  # moved away, as it was told
    with claimed(tmp_path, PLAYED[:1]) as folder:
        (folder.beside / "results.nc").write_text("2", encoding="utf-8")
        assert folder.in_place_of() == ""
        folder.place(title | {"seed": 8})
        said = "In place of Depots, 10,000 iterations, seed 7; removed and not written again: report.html."
        assert folder.in_place_of() == said
    with claimed(tmp_path) as folder:
        (folder.beside / "results.nc").write_text("3", encoding="utf-8")
        folder.place(title | {"seed": 8})
        assert folder.in_place_of() == ""  # the same run again
    with claimed(tmp_path) as folder:
        (folder.beside / "results.nc").write_text("4", encoding="utf-8")
        folder.place(title)
        assert folder.in_place_of() == "In place of Depots, 10,000 iterations, seed 8."


def test_the_manifest_says_whose_files_these_are_and_notices_another(tmp_path):
    with claimed(tmp_path) as folder:
        write(folder, summary="1", results="22")
        write(folder, chart="3")
    found = json.loads((tmp_path / MANIFEST).read_bytes())
    assert found["run"] == {"seed": 1}
    assert found["files"]["results.json"] == {"bytes": 2, "sha256": hashlib.sha256(b"22").hexdigest()}
    assert list(found["files"]) == ["chart.json", "results.json", "summary.json"]
    assert differences(tmp_path) == []
    (tmp_path / "results.json").write_text("23", encoding="utf-8")
    (tmp_path / "chart.json").unlink()
    assert [text.rpartition("/")[2] for text in differences(tmp_path)] == [
        "chart.json is missing",
        "results.json is not the file that the run wrote: its SHA-256 is another",
    ]


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


@pytest.mark.parametrize("call", ["link", "symlink", "replace", "unlink"])
def test_whatever_fails_leaves_one_runs_files(tmp_path, monkeypatch, call):
    """Every system call of the exchange fails once, each time with the disk full."""
    states = []
    real = getattr(os, call)
    for place in range(40):
        out = tmp_path / str(place)
        with claimed(out) as folder:
            write(folder, results="1", summary="1", chart="1")
        calls = iter(range(1000))

        def fail(*words, calls=calls, place=place, **more):
            if next(calls) == place:
                raise OSError(28, "No space left on device")
            return real(*words, **more)

        failed = False
        try:
            with claimed(out) as folder, monkeypatch.context() as patch:
                patch.setattr(os, call, fail)
                try:
                    write(folder, results="2", summary="2")
                except OSError:
                    failed = True
        except OSError:
            failed = True
        found = read(out)
        assert found in ({"results": "1", "summary": "1", "chart": "1"}, {"results": "2", "summary": "2"})
        assert not differences(out)
        states.append((failed, len(found)))
        if next(calls) <= place:
            break
    assert states[-1] == (False, 2)


KILLED = """
import os, sys
from pathlib import Path
from engine.reporting.earlier_run import PLAYED
from engine.reporting.run_folder import claimed
def dying(real):
    def call(*words, **more):
        global calls
        calls += 1
        if calls == place:
            os._exit(9)
        return real(*words, **more)
    return call
for place in range(1, 100):
    if os.fork():
        code = os.waitstatus_to_exitcode(os.wait()[1])
        print(code)
        if not code:
            break
        continue
    calls = 0
    with claimed(Path(sys.argv[1], str(place))) as folder:
        for name in ("results", "summary"):
            (folder.beside / f"{name}.json").write_text("2", encoding="utf-8")
        for name in ("replace", "symlink", "link", "unlink", "rmdir"):
            setattr(os, name, dying(getattr(os, name)))
        folder.place({"seed": 2})
    os._exit(0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no links for users")
def test_a_kill_before_any_call_of_the_exchange_leaves_all_old_or_all_new(tmp_path, request):
    if "moves" in request.node.name:
        pytest.skip("where there are no links a kill may come between two moves")
    old, new = {"results": "1", "summary": "1", "chart": "1"}, {"results": "2", "summary": "2"}
    for place in range(1, 100):
        with claimed(tmp_path / str(place)) as folder:
            write(folder, **old)
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    codes = subprocess.run(command, cwd=HOUSE, check=True, capture_output=True, text=True).stdout.split()
    assert set(codes[:-1]) == {"9"}
    assert codes[-1] == "0"
    found = []
    for place in range(1, len(codes) + 1):
        out = tmp_path / str(place)
        files = [path for path in out.glob("*.json") if path.name != MANIFEST and path.exists()]
        there = {path.stem: path.read_text(encoding="utf-8") for path in files}
        assert there in (old, new)
        assert not differences(out)
        found.append(there == new)
        with claimed(out):
            pass
        assert [path.name for path in out.iterdir() if path.name[:1] == "." or path.is_symlink()] == []
        assert read(out) == there
    assert found == sorted(found)  # old up to one call, and new from it on
    assert 0 < sum(found) < len(found)


def test_a_second_run_is_refused_while_the_first_is_at_work(tmp_path):
    code = f"from engine.reporting.run_folder import *\nwith claimed(Path({str(tmp_path)!r})): pass"
    command = [sys.executable, "-c", code]
    with claimed(tmp_path):
        other = subprocess.run(command, capture_output=True, text=True, cwd=HOUSE, check=False)
        assert "FolderError" in other.stderr
        assert "another run is at work in this folder" in other.stderr
    assert subprocess.run(command, cwd=HOUSE, check=False).returncode == 0


def test_what_a_killed_run_left_is_removed(tmp_path):
    with claimed(tmp_path) as folder:
        write(folder, summary="1")
    left = tmp_path / f"{BESIDE}killed"
    left.mkdir()
    (left / "results.json").write_text("half", encoding="utf-8")
    (tmp_path / MARK).touch()
    with claimed(tmp_path):
        assert not left.exists()
    assert read(tmp_path) == {"summary": "1"}


@pytest.mark.parametrize(
    "found", ["", "[", "{}", "3", '{"files": {"../other.txt": {}, "/etc/passwd": {}, ".hidden": {}, "": {}}}']
)
def test_a_manifest_that_is_none_names_nothing_elsewhere(tmp_path, found):
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "other.txt").write_text("mine", encoding="utf-8")
    (out / ".hidden").write_text("mine", encoding="utf-8")
    (out / MANIFEST).write_text(found, encoding="utf-8")
    with claimed(out) as folder:
        write(folder, summary="1")
    assert (tmp_path / "other.txt").exists()
    assert (out / ".hidden").exists()


def test_a_folder_that_cannot_be_one_is_refused_before_anything_is_played(tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "out" / "results.nc").mkdir(parents=True)
    for folder in (
        tmp_path / "file",
        tmp_path / "file" / "below",
        tmp_path / ("n" * 300),
        tmp_path / "out",
    ):
        with pytest.raises(FolderError, match="results"), claimed(folder):
            raise AssertionError
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "out", "results.nc"]


def test_nothing_is_left_of_a_run_that_wrote_nothing(tmp_path):
    with pytest.raises(KeyError), claimed(tmp_path / "a" / "b"):
        raise KeyError
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="the test asks the system which files are open"
)
def test_files_reach_the_disk_before_the_rename_that_decides_and_names_after(tmp_path, monkeypatch):
    """What a power cut leaves cannot be tried; that the system was asked in this order can."""
    done = []
    real_sync, real_point = os.fsync, switch._point

    def sync(opened):
        done.append(Path(os.readlink(f"/proc/self/fd/{opened}")))
        real_sync(opened)

    def point(folder, to):
        done.append("points" if list(to.iterdir()) else "points to nothing yet")
        real_point(folder, to)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(switch, "_point", point)
    with claimed(tmp_path) as folder:
        written = write(folder, results="new", summary="new")
        beside = folder.beside
    synced = [one for one in done if isinstance(one, Path)]
    assert {beside / name for name in written} <= set(synced)
    assert beside in synced
    assert synced[-1] == tmp_path
    if "points" in done:
        decides = done.index("points")
        assert max(done.index(beside / name) for name in written) < decides < len(done) - 1


def test_a_file_system_that_cannot_sync_is_none_that_cannot_be_written(tmp_path, monkeypatch):
    def fails(number):
        def fail(_):
            raise OSError(number, os.strerror(number))

        return fail

    with claimed(tmp_path) as folder:
        monkeypatch.setattr(os, "fsync", fails(errno.EINVAL))
        write(folder, results="new")
        (folder.beside / "results.json").write_text("newer")
        monkeypatch.setattr(os, "fsync", fails(errno.ENOSPC))
        with pytest.raises(OSError, match="No space"):
            folder.place({"seed": 2})
        monkeypatch.undo()
    assert read(tmp_path) == {"results": "new"}
