"""A folder is tried by writing to it, and nothing is left there."""

from __future__ import annotations

import pytest

from engine.folders.probe import probe


def test_nothing_is_left_and_what_is_no_folder_is_told(tmp_path):
    probe(tmp_path)
    assert not [*tmp_path.iterdir()]
    with pytest.raises(FileNotFoundError):
        probe(tmp_path / "missing")


def test_a_disk_that_fills_up_leaves_nothing(tmp_path, monkeypatch):
    def full(path, content):
        path.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        probe(tmp_path)
    assert not [*tmp_path.iterdir()]
